#include "services/allocation/certificate/verify.h"

#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/verify_divisor.h"
#include "services/allocation/certificate/verify_quota.h"

namespace congress::allocation {
namespace {

constexpr int kFormat = 1;

void Verify(const v1::Certificate& certificate, Findings* findings) {
  if (certificate.format() != kFormat) return findings->Add("the format is unknown");
  const auto claims = ReadClaims(certificate, findings);
  if (!claims.has_value() || !findings->empty()) return;
  if (const auto rule = SignpostRuleOf(certificate)) return VerifyDivisor(certificate, *rule, *claims, findings);
  if (IsQuotaMethod(certificate.method())) return VerifyQuota(certificate, *claims, findings);
  findings->Add("the method is unknown, or has no certificate");
}

}  // namespace

std::vector<std::string> VerifyCertificate(const v1::Certificate& certificate) {
  Findings findings;
  Verify(certificate, &findings);
  return findings.Take();
}

}  // namespace congress::allocation

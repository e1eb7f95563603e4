#include "services/allocation/certificate/verify.h"

#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/table_claims.h"
#include "services/allocation/certificate/verify_divisor.h"
#include "services/allocation/certificate/verify_quota.h"
#include "services/allocation/certificate/verify_table.h"
#include "services/allocation/certificate/verify_upper.h"

namespace congress::allocation {
namespace {

constexpr int kFormat = 1;

void Verify(const v1::Certificate& certificate, Findings* findings) {
  if (certificate.format() != kFormat) return findings->Add("the format is unknown");
  const auto claims = ReadClaims(certificate, findings);
  if (!claims.has_value() || !findings->empty()) return;
  if (const auto rule = SignpostRuleOf(certificate.method(), certificate.first_divisor())) {
    return VerifyDivisor(certificate, *rule, *claims, findings);
  }
  if (IsQuotaMethod(certificate.method())) return VerifyQuota(certificate, *claims, findings);
  findings->Add("the method is unknown, or has no certificate");
}

void Verify(const v1::TableCertificate& certificate, Findings* findings) {
  if (certificate.format() != kFormat) return findings->Add("the format is unknown");
  const auto rule = SignpostRuleOf(certificate.method(), certificate.first_divisor());
  if (!rule.has_value()) return findings->Add("the method is unknown, or has no certificate");
  const auto claims = ReadTable(certificate, *rule, findings);
  if (!claims.has_value() || !findings->empty()) return;
  VerifyTable(certificate, *rule, *claims, findings);
  if (certificate.has_upper() != !certificate.upper_method().empty()) {
    return findings->Add("what proves the columns' seats is missing, or there without their method");
  }
  if (!certificate.has_upper() || !findings->empty()) return;
  VerifyUpper(certificate, *claims, findings);
  for (std::string& finding : VerifyCertificate(certificate.upper())) findings->Add("columns: " + finding);
}

}  // namespace

std::vector<std::string> VerifyCertificate(const v1::Certificate& certificate) {
  Findings findings;
  Verify(certificate, &findings);
  return findings.Take();
}

std::vector<std::string> VerifyCertificate(const v1::TableCertificate& certificate) {
  Findings findings;
  Verify(certificate, &findings);
  return findings.Take();
}

}  // namespace congress::allocation

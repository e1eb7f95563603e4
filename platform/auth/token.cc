#include "platform/auth/token.h"

#include "absl/strings/escaping.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "platform/uuid/uuid.h"

namespace congress::auth {
namespace {

using nlohmann::json;

constexpr absl::Duration kProcessLifetime = absl::Minutes(1);

}  // namespace

Principal Signer::Self() const {
  Principal self;
  self.subject = issuer_;
  return self;
}

std::string Signer::Sign(const Principal& principal, absl::Time now, absl::Duration lifetime) const {
  json claims = {{"iss", issuer_},
                 {"sub", principal.subject},
                 {"aud", kAudience},
                 {"iat", absl::ToUnixSeconds(now)},
                 {"exp", absl::ToUnixSeconds(now + lifetime)},
                 {"jti", principal.token_id.empty() ? uuid::Random() : principal.token_id}};
  if (principal.subject.starts_with(kCertificatePrefix)) claims["auth_time"] = absl::ToUnixSeconds(principal.issued);
  if (!principal.on_behalf_of.empty()) claims["on_behalf_of"] = principal.on_behalf_of;
  if (!principal.person.empty()) claims["person"] = principal.person;
  if (principal.clearance != annotations::v1::GRADE_UNSPECIFIED) {
    claims["clearance"] = annotations::v1::Grade_Name(principal.clearance);
  }
  for (const Binding& binding : principal.bindings) {
    const std::string_view id = std::string_view(binding.organisation).substr(sizeof("organisations/") - 1);
    claims["bindings"].push_back(StrCat(binding.role, "@", id));
  }
  const std::string message = StrCat(absl::WebSafeBase64Escape(R"({"alg":"EdDSA","typ":"JWT"})"), ".",
                                     absl::WebSafeBase64Escape(claims.dump()));
  return StrCat(message, ".", absl::WebSafeBase64Escape(SignText(message)));
}

std::string Signer::SignText(std::string_view text) const { return SignatureOf(*key_->Get(), text); }

std::string Signer::SignForProcess(const Behalf& behalf, std::string_view organisation, absl::Time now) const {
  Principal process;
  process.subject = issuer_;
  process.on_behalf_of = behalf.account;
  process.person = behalf.person;
  process.bindings = {{std::string(kProcessRole), std::string(organisation)}};
  return Sign(process, now, kProcessLifetime);
}

std::string Signer::SignForCertificate(std::string_view name, absl::Time since, absl::Time now) const {
  Principal application;
  application.subject = StrCat(kCertificatePrefix, name);
  application.issued = since;
  return Sign(application, now, kProcessLifetime);
}

}  // namespace congress::auth

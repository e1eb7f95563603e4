#include "platform/access/role_binding.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/access/v1/reason.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"

namespace congress::access {
namespace {

bool IsProcess(const std::string& account) { return account.starts_with(auth::kProcessPrefix); }

void RequireAll(const v1::RoleBinding& binding, status::Violations* violations) {
  const auto require = [&](const char* field, bool is_there) {
    if (!is_there) violations->Add(field, status::PlatformFault::REQUIRED);
  };
  require("role_binding.principal", !binding.principal().empty());
  require("role_binding.role", !binding.role().empty());
  require("role_binding.organisation", !binding.organisation().empty());
  const bool deputy = !binding.deputy_of().empty();
  // Somebody's deputy is so for a while.
  require("role_binding.last_day", !deputy || binding.has_last_day());
  require("role_binding.deputy_of", deputy || binding.deputy_of_person().empty());
}

}  // namespace

v1::RoleBinding::State StateOn(const v1::RoleBinding& binding, absl::CivilDay day) {
  if (binding.has_revoke_time()) return v1::RoleBinding::REVOKED;
  if (binding.has_first_day() && day < civil::FromDate(binding.first_day())) return v1::RoleBinding::TO_COME;
  const bool over = binding.has_last_day() && day > civil::FromDate(binding.last_day());
  return over ? v1::RoleBinding::ENDED : v1::RoleBinding::IN_FORCE;
}

v1::RoleBinding Shown(v1::RoleBinding binding, absl::CivilDay day) {
  binding.set_state(StateOn(binding, day));
  return binding;
}

absl::Status CheckBinding(const v1::RoleBinding& binding, const std::vector<std::string>& roles) {
  status::Violations violations;
  RequireAll(binding, &violations);
  if (IsProcess(binding.principal())) {
    violations.Add("role_binding.principal", v1::ACCOUNT_OF_PROCESS, {{"principal", binding.principal()}});
  }
  std::vector<std::string> given = roles;
  std::erase(given, auth::kProcessRole);
  if (!binding.role().empty() && std::find(given.begin(), given.end(), binding.role()) == given.end()) {
    violations.Add("role_binding.role", v1::ROLE_UNKNOWN,
                   {{"role", binding.role()}, {"roles", absl::StrJoin(given, ", ")}});
  }
  if (binding.has_first_day() && binding.has_last_day() &&
      civil::FromDate(binding.last_day()) < civil::FromDate(binding.first_day())) {
    violations.Add("role_binding.last_day", v1::ENDS_BEFORE_IT_BEGINS);
  }
  if (!binding.deputy_of().empty() && binding.deputy_of() == binding.principal()) {
    violations.Add("role_binding.deputy_of", v1::DEPUTY_OF_ONESELF);
  }
  if (!binding.person().empty() && binding.deputy_of_person() == binding.person()) {
    violations.Add("role_binding.deputy_of_person", v1::DEPUTY_OF_ONESELF);
  }
  return violations.ToStatus();
}

absl::Status CheckRevocation(const v1::TokenRevocation& revocation, absl::Time now) {
  status::Violations violations;
  if (revocation.issuer().empty() && revocation.principal().empty() && revocation.token_id().empty() &&
      !revocation.has_issued_before()) {
    violations.Add("token_revocation", v1::NO_TOKENS_MEANT);
  }
  for (const auto& [field, account] : {std::pair("token_revocation.issuer", revocation.issuer()),
                                       std::pair("token_revocation.principal", revocation.principal())}) {
    if (IsProcess(account)) violations.Add(field, v1::ACCOUNT_OF_PROCESS, {{"principal", account}});
  }
  if (revocation.reason().empty()) violations.Add("token_revocation.reason", status::PlatformFault::REQUIRED);
  if (revocation.has_issued_before() && civil::FromTimestamp(revocation.issued_before()) > now) {
    violations.Add("token_revocation.issued_before", v1::TIME_IN_FUTURE);
  }
  return violations.ToStatus();
}

}  // namespace congress::access

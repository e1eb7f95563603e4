#include "platform/directory/rights.h"

#include <algorithm>
#include <utility>

namespace congress::directory {
namespace {

bool AnyFits(const std::multimap<std::string, Revocation, std::less<>>& revocations, std::string_view key,
             const auth::Principal& principal) {
  const auto [begin, end] = revocations.equal_range(key);
  return std::any_of(begin, end, [&](const auto& entry) { return entry.second.Fits(principal); });
}

}  // namespace

bool HeldRole::HoldsOn(absl::CivilDay day) const {
  return (!first_day.has_value() || *first_day <= day) && (!last_day.has_value() || day <= *last_day);
}

bool Revocation::Fits(const auth::Principal& token) const {
  return (issuer.empty() || issuer == token.issuer) && (principal.empty() || principal == token.subject) &&
         (token_id.empty() || token_id == token.token_id) &&
         (!issued_before.has_value() || token.issued < *issued_before);
}

Rights::Rights(std::vector<HeldRole> roles, const std::vector<Revocation>& revocations) {
  for (HeldRole& role : roles) {
    const std::string principal = role.principal;
    roles_[principal].push_back(std::move(role));
  }
  for (auto& [principal, held] : roles_) {
    std::stable_partition(held.begin(), held.end(),
                          [](const HeldRole& role) { return role.binding.deputy_of.empty(); });
  }
  for (const Revocation& one : revocations) {
    if (!one.token_id.empty()) {
      by_token_.emplace(one.token_id, one);
    } else if (!one.principal.empty()) {
      by_principal_.emplace(one.principal, one);
    } else {
      others_.push_back(one);
    }
  }
}

bool Rights::IsRevoked(const auth::Principal& principal) const {
  if (principal.IsProcess()) return false;
  return (!principal.token_id.empty() && AnyFits(by_token_, principal.token_id, principal)) ||
         AnyFits(by_principal_, principal.subject, principal) ||
         std::any_of(others_.begin(), others_.end(), [&](const Revocation& one) { return one.Fits(principal); });
}

std::shared_ptr<const auth::Principal> Rights::Join(std::shared_ptr<const auth::Principal> principal,
                                                    absl::CivilDay day) const {
  const auto found = roles_.find(principal->subject);
  if (found == roles_.end() || principal->IsProcess()) return principal;
  auto joined = std::make_shared<auth::Principal>(*principal);
  for (const HeldRole& role : found->second) {
    if (!role.HoldsOn(day)) continue;
    if (joined->person.empty()) joined->person = role.person;
    if (role.person.empty() || role.person == joined->person) joined->bindings.push_back(role.binding);
  }
  return joined;
}

bool Rights::StillHeld(const auth::Principal& principal, absl::CivilDay day) const {
  const auto found = roles_.find(principal.subject);
  return std::all_of(principal.bindings.begin(), principal.bindings.end(), [&](const auth::Binding& binding) {
    if (binding.name.empty()) return true;
    return found != roles_.end() && std::any_of(found->second.begin(), found->second.end(), [&](const HeldRole& role) {
             return role.binding.name == binding.name && role.HoldsOn(day);
           });
  });
}

}  // namespace congress::directory

#include "services/drafting/domain/step_rules.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::drafting {
namespace {

absl::Status Inconsistent(const std::string& step, const std::string& cause, status::Metadata more = {}) {
  more.insert(more.begin(), {{"step", step}, {"cause", cause}});
  return status::InvalidArgument(v1::STEPS_INCONSISTENT, more);
}

absl::Status CheckWays(const StepRules& rules) {
  std::map<std::string, int> places;
  for (int i = 0; i < rules.size(); ++i) {
    if (!places.emplace(rules[i].id(), i).second) return Inconsistent(rules[i].id(), "repeated");
  }
  std::vector<bool> reached(static_cast<size_t>(rules.size()), false);
  for (int i = 0; i < rules.size(); ++i) {
    const size_t place = static_cast<size_t>(i);
    // All ways lead forward, so whoever can reach a step stands before it and has been visited.
    if (i > 0 && !reached[place]) return Inconsistent(rules[i].id(), "unreachable");
    for (const std::string& next : rules[i].next()) {
      const auto found = places.find(next);
      if (found == places.end()) return Inconsistent(rules[i].id(), "next_unknown", {{"next", next}});
      if (found->second <= i) return Inconsistent(rules[i].id(), "next_not_later", {{"next", next}});
      reached[static_cast<size_t>(found->second)] = true;
    }
    if (rules[i].next().empty() && i + 1 < rules.size()) reached[place + 1] = true;
  }
  return absl::OkStatus();
}

absl::Status CheckAsked(const v1::StepRule& rule, const std::string& kind) {
  if (!rule.approver().empty() && !rule.requires_approval()) return Inconsistent(rule.id(), "approver_alone");
  std::set<std::string_view> roles;
  for (const v1::SignOffRule& signoff : rule.signoffs()) {
    if (roles.insert(signoff.role()).second) continue;
    return Inconsistent(rule.id(), "role_repeated", {{"role", signoff.role()}});
  }
  for (const v1::SisterRule& sister : rule.sisters()) {
    if (sister.kind() == kind) return Inconsistent(rule.id(), "own_kind", {{"kind", kind}});
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckSteps(const StepRules& rules, const std::string& kind) {
  RETURN_IF_ERROR(CheckWays(rules));
  if (rules.empty()) return absl::OkStatus();
  const v1::StepRule& first = rules[0];
  const v1::StepRule& last = rules[rules.size() - 1];
  if (rules.size() == 1) return Inconsistent(first.id(), "only_step");
  if (!first.signoffs().empty() || !first.sisters().empty() || first.requires_approval()) {
    return Inconsistent(first.id(), "first_asks");
  }
  for (const v1::StepRule& rule : rules) RETURN_IF_ERROR(CheckAsked(rule, kind));
  if (last.requires_closed_round()) return Inconsistent(last.id(), "last_requires_round");
  const auto by_authors = [](const v1::SignOffRule& signoff) { return signoff.author_may(); };
  if (!last.signoffs().empty() && std::all_of(last.signoffs().begin(), last.signoffs().end(), by_authors)) {
    return Inconsistent(last.id(), "last_by_authors");
  }
  return absl::OkStatus();
}

absl::Status ApproverMissing(const v1::StepRule& rule) { return Inconsistent(rule.id(), "approver_missing"); }

void CompleteLast(v1::StepRule* last) {
  last->set_frozen(true);
  if (!last->signoffs().empty()) return;
  v1::SignOffRule& signoff = *last->add_signoffs();
  signoff.set_role("reviewer");
  signoff.set_display_name("Người thẩm định");
  signoff.set_count(1);
}

}  // namespace congress::drafting

#include "services/dossiers/structure_service.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/structure.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

// The rule set whose targets count; none where none in effect has some.
absl::StatusOr<std::optional<v1::PersonnelRuleSet>> RulesWithTargets(rpc::Call& call,
                                                                     const v1::CountPersonnelRequest& request) {
  if (!request.rule_set().empty()) return kPersonnelRuleSets.ReadShared(call, request.rule_set());
  const absl::CivilDay today = civil::Today(call.now());
  ASSIGN_OR_RETURN(std::vector<v1::PersonnelRuleSet> rules, RulesFor(call, request.organisation(), today));
  std::erase_if(rules, [](const v1::PersonnelRuleSet& one) { return one.targets().empty(); });
  if (rules.size() > 1) return RulesOverlap(request.organisation(), today, rules);
  if (rules.empty()) return std::nullopt;
  return std::move(rules.front());
}

// Gathers who counts, each once whatever name of theirs is said.
class Gathering {
 public:
  explicit Gathering(rpc::Call& call) : call_(call) {}

  absl::Status Add(const std::string& said, v1::Candidacy candidacy) {
    ASSIGN_OR_RETURN(const std::string name, StandingName(call_, said));
    if (!seen_.insert(name).second) return absl::OkStatus();
    BodyMember& member = members_.emplace_back();
    member.candidacy = candidacy;
    auto person = kPersons.Load(call_, name);
    if (absl::IsNotFound(person.status())) return absl::OkStatus();
    if (!person.ok()) return person.status();
    if (call_.Holds(kPersons.read_permission(), person->organisation())) member.person = *std::move(person);
    return absl::OkStatus();
  }
  const std::vector<BodyMember>& members() const { return members_; }

 private:
  rpc::Call& call_;
  std::set<std::string> seen_;
  std::vector<BodyMember> members_;
};

// `FIELDS_INVALID` for a part that is more than the whole.
absl::Status CheckGiven(const v1::CountPersonnelRequest& request) {
  status::Violations violations;
  for (int i = 0; i < request.given_size(); ++i) {
    const auto& given = request.given(i);
    for (const auto& [field, count] :
         {std::pair("women", given.women()), std::pair("ethnic_minority", given.ethnic_minority()),
          std::pair("first_time", given.first_time())}) {
      if (count <= given.count()) continue;
      violations.Add(StrCat("given[", i, "].", field), status::PlatformFault::ABOVE_MAXIMUM,
                     {{"maximum", StrCat(given.count())}});
    }
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<v1::Structure> StructureService::CountPersonnel(rpc::Call& call,
                                                               const v1::CountPersonnelRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.organisation()));
  RETURN_IF_ERROR(CheckGiven(request));
  Gathering gathering(call);
  for (const auto& member : request.persons()) RETURN_IF_ERROR(gathering.Add(member.person(), member.candidacy()));
  for (const std::string& name : request.positions()) {
    ASSIGN_OR_RETURN(const v1::PositionSlot slot, kPositionSlots.Read(call, name));
    for (const std::string& holder : slot.holders()) {
      RETURN_IF_ERROR(gathering.Add(holder, v1::CANDIDACY_UNSPECIFIED));
    }
  }
  ASSIGN_OR_RETURN(const std::optional<v1::PersonnelRuleSet> rules, RulesWithTargets(call, request));
  const absl::CivilDay day = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  return CountBody(request, gathering.members(), rules.has_value() ? &*rules : nullptr, day, call.language());
}

}  // namespace congress::dossiers

#include "services/dossiers/own_cases.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/process_records.h"
#include "services/dossiers/records.h"
#include "services/dossiers/rule_records.h"
#include "services/dossiers/stage_records.h"

namespace congress::dossiers {
namespace {

using Parts = std::vector<std::string>;

// `congresses/c/dossiers/d` of what is below it.
std::string First(const Parts& parts, size_t count) {
  return absl::StrJoin(parts.begin(), parts.begin() + static_cast<ptrdiff_t>(std::min(count, parts.size())), "/");
}

// Whether one of whom the record names, told by `persons_of`, is the caller.
template <class T, class PersonsOf>
absl::StatusOr<bool> IsNamed(rpc::Call& call, const rpc::Repository<T>& records, const std::string& name,
                             const Names& own, PersonsOf persons_of) {
  // Without a check at the commit, which a stream would gather without end.
  const auto found = rpc::LoadStored(call, records, {&name, 1});
  if (absl::IsDataLoss(found.status())) return true;
  RETURN_IF_ERROR(found.status());
  if (!found->front().has_value()) return false;
  return own.HasAny(persons_of(*found->front()));
}

// What is not graded of it is in lists for whom it is about.
bool IsShownToThemselves(const Parts& parts) {
  if (parts[0] == "persons") return parts.size() == 2;
  return parts[0] == "congresses" && parts.size() >= 4 && (parts[2] == "dossiers" || parts[2] == "positions");
}

template <class T>
Parts PersonIn(const T& record) {
  return {record.person()};
}

absl::StatusOr<bool> OfCongress(rpc::Call& call, const Parts& parts, const Names& own) {
  const std::string name = First(parts, 4);
  if (parts[2] == "dossiers") return IsNamed(call, kDossiers, name, own, PersonIn<v1::Dossier>);
  if (parts[2] == "personnelProcesses") {
    return IsNamed(call, kProcesses, name, own, [](const v1::PersonnelProcess& one) { return PersonsIn(one); });
  }
  if (parts[2] == "personnelPlans")
    return IsNamed(call, kPersonnelPlans, name, own, [](const v1::PersonnelPlan& one) { return PersonsIn(one); });
  if (parts[2] == "packages") {
    return IsNamed(call, kPackages, name, own, [](const v1::Package& one) { return PersonsIn(one); });
  }
  if (parts[2] != "positions") return false;
  if (parts.size() > 4) return IsNamed(call, kTenures, First(parts, 6), own, PersonIn<v1::Tenure>);
  return IsNamed(call, kPositionProposals, name + "/proposals", own,
                 [](const v1::PositionProposals& proposals) { return proposals.candidates(); });
}

}  // namespace

absl::StatusOr<bool> ConcernsCaller(rpc::Call& call, const std::string& name, annotations::v1::Grade grade) {
  const Parts parts = absl::StrSplit(name, '/');
  if (grade == annotations::v1::GRADE_UNSPECIFIED && IsShownToThemselves(parts)) return false;
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  if (parts[0] == "persons") return own.Has(First(parts, 2));
  if (parts[0] == "suspensions") return IsNamed(call, kSuspensions, name, own, PersonIn<v1::Suspension>);
  if (parts[0] == "stageEntries") return IsNamed(call, kStageEntries, name, own, PersonIn<v1::StageEntry>);
  if (parts[0] == "verifications") return IsNamed(call, kVerifications, name, own, PersonIn<v1::Verification>);
  if (parts[0] == "planningEntries") return IsNamed(call, kPlanningEntries, name, own, PersonIn<v1::PlanningEntry>);
  if (parts[0] == "freezePeriods" && parts.size() == 4) {
    return IsNamed(call, kFreezeExceptions, name, own, PersonIn<v1::FreezeException>);
  }
  if (parts[0] == "congresses" && parts.size() >= 4) return OfCongress(call, parts, own);
  return false;
}

}  // namespace congress::dossiers

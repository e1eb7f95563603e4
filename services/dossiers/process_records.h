// Where personnel processes and the planning list lie.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/personnel_process.pb.h"
#include "congress/dossiers/v1/planning_entry.pb.h"
#include "congress/dossiers/v1/process_template.pb.h"
#include "congress/dossiers/v1/step_result.pb.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::ProcessTemplate> kProcessTemplates("dossiers.templates.read");

inline const rpc::Repository<v1::PersonnelProcess> kProcesses(
    "dossiers.processes.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::PersonnelProcess::organisation)},
            {.field = "kind",
             .values = [](const v1::PersonnelProcess& one) { return std::vector{v1::ProcessKind_Name(one.kind())}; }},
            {.field = "state",
             .values =
                 [](const v1::PersonnelProcess& one) {
                   return std::vector{v1::PersonnelProcess::State_Name(one.state())};
                 }}}},
    [](const v1::PersonnelProcess& one) { return one.name(); });

// The candidates, withdrawn ones too.
inline std::vector<std::string> PersonsIn(const v1::PersonnelProcess& process) {
  std::vector<std::string> persons;
  for (const v1::ProcessCandidate& candidate : process.candidates()) persons.push_back(candidate.person());
  return persons;
}

inline const rpc::Repository<v1::StepResult> kStepResults(
    rpc::kPart, "dossiers.processes.read", [](const v1::StepResult& result) { return result.organisation(); },
    [](const v1::StepResult& result) { return result.name().substr(0, result.name().find("/results/")); });

inline const rpc::Repository<v1::ProcessClaim> kProcessClaims(rpc::kUnlisted);

// The person is graded, so no index has them.
inline const rpc::Repository<v1::PlanningEntry> kPlanningEntries(
    "dossiers.planning.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::PlanningEntry::organisation)},
            {.field = "term", .values = rpc::Value(&v1::PlanningEntry::term)},
            {.field = "position_kind", .values = rpc::Value(&v1::PlanningEntry::position_kind)},
            {.field = "state",
             .values =
                 [](const v1::PlanningEntry& one) {
                   return std::vector{v1::PlanningEntry::State_Name(one.state())};
                 }}}},
    [](const v1::PlanningEntry& one) { return one.name(); });

inline const rpc::Repository<v1::PlanningList> kPlanningLists(rpc::kUnlisted, "",
                                                              [](const v1::PlanningList& list) { return list.name(); });

}  // namespace congress::dossiers

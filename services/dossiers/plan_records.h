// Where personnel plans lie.
#pragma once

#include <string>
#include <vector>

#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "platform/rpc/repository.h"

namespace congress::dossiers {

// A plan speaks of many persons, so its graded fields lie under a key of its own.
inline const rpc::Repository<v1::PersonnelPlan> kPersonnelPlans(
    "dossiers.plans.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::PersonnelPlan::organisation)},
            {.field = "state",
             .values =
                 [](const v1::PersonnelPlan& plan) {
                   return std::vector{v1::PersonnelPlan::State_Name(plan.state())};
                 }},
            {.field = "display_name",
             .values = rpc::Value(&v1::PersonnelPlan::display_name),
             .kind = rpc::IndexKind::kWords}}},
    [](const v1::PersonnelPlan& plan) { return plan.name(); });

}  // namespace congress::dossiers

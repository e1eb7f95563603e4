// Personnel plans of units on their way from a draft to a numbered act.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/dossiers/v1/personnel_plan_service.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new plan under `parent`. `FIELDS_INVALID` without organisation, name or appraisers, and for a position, or a person
// within one, that comes twice; `path` is where the request holds the plan.
absl::StatusOr<v1::PersonnelPlan> DraftPlan(std::string_view parent, std::string_view id, v1::PersonnelPlan plan,
                                            const Actor& actor, std::string_view path = "personnel_plan");

// `before` with what became of it by a change of its fields. `FIELDS_INVALID` like DraftPlan.
// All that follow: FAILED_PRECONDITION `PLAN_STATE`.
absl::StatusOr<v1::PersonnelPlan> RevisePlan(const v1::PersonnelPlan& before, v1::PersonnelPlan after,
                                             const Actor& actor);

absl::StatusOr<v1::PersonnelPlan> SubmitPlan(v1::PersonnelPlan plan, const Actor& actor);

// With what a body says; appraised once all have answered. `FIELDS_INVALID` for a body that is not asked, and without
// the remarks that an opinion needs; `path` is where the request holds the appraisal.
absl::StatusOr<v1::PersonnelPlan> Appraise(v1::PersonnelPlan plan, v1::Appraisal appraisal, const Actor& actor,
                                           std::string_view path = "appraisal");

absl::StatusOr<v1::PersonnelPlan> ReturnPlan(v1::PersonnelPlan plan, const std::string& reason, const Actor& actor);
absl::StatusOr<v1::PersonnelPlan> WithdrawPlan(v1::PersonnelPlan plan, const std::string& reason, const Actor& actor);

// Its act is about to be issued.
absl::StatusOr<v1::PersonnelPlan> BeginDeciding(v1::PersonnelPlan plan, const Actor& actor);
// It was not issued, for `cause`; empty where somebody cancelled it.
absl::StatusOr<v1::PersonnelPlan> GiveUpDeciding(v1::PersonnelPlan plan, const std::string& cause, const Actor& actor);
absl::StatusOr<v1::PersonnelPlan> DecidePlan(v1::PersonnelPlan plan, const v1::Basis& decision, const Actor& actor);

// `FIELDS_INVALID` without a decision.
absl::StatusOr<v1::PersonnelPlan> RevokePlan(v1::PersonnelPlan plan, const v1::RevokePersonnelPlanRequest& request,
                                             const Actor& actor);

// Another plan of that name has taken its place.
absl::StatusOr<v1::PersonnelPlan> SupersedePlan(v1::PersonnelPlan plan, const std::string& by, const Actor& actor);

// Whether it may still come to an act, or has one in force.
bool Counts(const v1::PersonnelPlan& plan);

// Who is named in it.
std::vector<std::string> PersonsIn(const v1::PersonnelPlan& plan);

absl::Status WrongPlanState(const v1::PersonnelPlan& plan);

}  // namespace congress::dossiers

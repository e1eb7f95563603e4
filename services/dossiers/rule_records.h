// Where rules and freezes are kept, and which of them hold for an organisation on a day.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/freeze_period.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "platform/rpc/repository.h"
#include "services/dossiers/domain/freeze.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::PersonnelRuleSet> kPersonnelRuleSets("dossiers.rules.read");

inline const rpc::Repository<v1::FreezePeriod> kFreezePeriods("dossiers.freezes.read");

inline const rpc::Repository<v1::FreezeException> kFreezeExceptions(
    rpc::kPart, "dossiers.exceptions.read", [](const v1::FreezeException& one) { return one.organisation(); },
    [](const v1::FreezeException& one) { return one.name(); });

// Whether what holds for `whole` and those below it holds for `organisation`: all are below the province.
bool HoldsFor(const rpc::Call& call, std::string_view whole, std::string_view organisation);

// Whether something that holds for `organisation` and those below it is for the caller: they may read there or below.
bool ReachesCaller(const rpc::Call& call, std::string_view permission, std::string_view organisation);

// The rule sets in effect for the organisation on the day, in the order of their ids. Without authorisation.
absl::StatusOr<std::vector<v1::PersonnelRuleSet>> RulesFor(rpc::Call& call, std::string_view organisation,
                                                           absl::CivilDay day);

// Those of `all` that are in effect for it, in their order.
std::vector<const v1::PersonnelRuleSet*> RulesAmong(const rpc::Call& call, const std::vector<v1::PersonnelRuleSet>& all,
                                                    std::string_view organisation, absl::CivilDay day);

// How many organisations became this one: those that ended for it, and itself where it was there before them. Who took
// in nobody counts as 1.
int MergedUnits(const rpc::Call& call, std::string_view organisation);

// What the rules in effect say of the norms of the organisation's positions, of one kind where that is named.
absl::StatusOr<std::vector<v1::GetPositionNormsResponse::PositionNorm>> NormsOf(rpc::Call& call,
                                                                                std::string_view organisation,
                                                                                absl::CivilDay day,
                                                                                std::string_view position_kind);

// FAILED_PRECONDITION `RULE_SETS_OVERLAP`, naming the rule sets among which the caller has to choose.
absl::Status RulesOverlap(std::string_view organisation, absl::CivilDay day,
                          const std::vector<v1::PersonnelRuleSet>& rules);

// The one that is named or, where none is, the one that is in effect. NOT_FOUND `RESOURCE_NOT_FOUND`;
// FAILED_PRECONDITION `NO_RULE_SET`, `RULE_SETS_OVERLAP`.
absl::StatusOr<v1::PersonnelRuleSet> TheRules(rpc::Call& call, std::string_view named, std::string_view organisation,
                                              absl::CivilDay day);

// Of every organisation, without authorisation: which of them hold for somebody, RequireNotFrozen judges.
absl::StatusOr<std::vector<v1::FreezePeriod>> AllFreezes(rpc::Call& call);

// FAILED_PRECONDITION `APPOINTMENT_FROZEN` where one of the freezes stops the act at the organisation, unless
// `exception`, which may be empty, is for it; the exception is then staged as used by `tenure`. NOT_FOUND for an
// exception that is not there.
absl::Status RequireNotFrozen(rpc::Call& call, const std::vector<v1::FreezePeriod>& freezes,
                              std::string_view organisation, const PersonnelAct& act, std::string_view exception,
                              std::string_view tenure);

}  // namespace congress::dossiers

// What is looked up to judge a person's entries in all stages.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/person.pb.h"
#include "congress/dossiers/v1/personnel_rule_set.pb.h"
#include "congress/dossiers/v1/stage_entry.pb.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/stage_conflicts.h"

namespace congress::dossiers {

// The rule set that has the entry's seat: the one that it names or, where it names none, the one in effect today.
// FAILED_PRECONDITION `STAGE_SEAT_UNKNOWN`, `RULE_SETS_OVERLAP`; NOT_FOUND for one that is not there.
absl::StatusOr<v1::PersonnelRuleSet> RulesWithSeat(rpc::Call& call, const v1::StageEntry& entry);

// `FIELDS_INVALID` where no rule set in effect has the policy by which the person leaves.
absl::Status CheckLeavePolicy(rpc::Call& call, const v1::StageEntry& entry, std::string_view path);

// The entry with what the caller may know of it.
absl::StatusOr<StageView> ViewOf(rpc::Call& call, const v1::Person& person, const v1::StageEntry& entry);

// All entries of the person in the order of the stages, also those that the caller may not read.
absl::StatusOr<std::vector<StageView>> ViewsOf(rpc::Call& call, const v1::Person& person);

bool MayRead(const rpc::Call& call, const v1::StageEntry& entry);

// The conflicts without the names of entries that the caller may not read, and those about nothing else not at all.
std::vector<v1::StageConflict> ShownConflicts(const rpc::Call& call, const v1::Person& person,
                                              const std::vector<StageView>& views);

}  // namespace congress::dossiers

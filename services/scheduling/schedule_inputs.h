// What runs, releases and explanations stand on.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/schedule_run.pb.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/schedule/input.h"
#include "services/scheduling/domain/solver/problem.h"

namespace congress::scheduling {

inline const rpc::Repository<v1::SchedulePolicy> kSchedulePolicies{"scheduling.schedulePolicies.read"};

// `{prefix}000012`.
std::string CountedName(const std::string& prefix, size_t number);

// All records of a collection whose names are counted on from 000001, such as runs: none is added until the commit.
template <class T>
absl::StatusOr<std::vector<T>> LoadCounted(rpc::Call& call, const rpc::Repository<T>& records,
                                           const std::string& prefix) {
  while (true) {
    ASSIGN_OR_RETURN(auto all, records.LoadAll(call, prefix));
    // That there is no next one is checked at the commit; one that came meanwhile is read too.
    ASSIGN_OR_RETURN(const bool more, records.Exists(call, CountedName(prefix, all.size() + 1)));
    if (!more) return all;
  }
}
// The policy, for who may read it. INVALID_ARGUMENT `FIELDS_INVALID` for one of another congress.
absl::StatusOr<v1::SchedulePolicy> ReadPolicyOf(rpc::Call& call, const std::string& congress, const std::string& name);

// NOT_FOUND `RESOURCE_NOT_FOUND` for each of the meetings of a request that is not there, FAILED_PRECONDITION
// `NOT_IN_SCHEDULE` for each that is no congress of whole days of this one.
absl::Status CheckScheduled(rpc::Call& call, const std::string& congress,
                            const google::protobuf::RepeatedPtrField<std::string>& meetings);

// All that a run of the policy's congress needs, from that day on. `wanted`: the meetings to place; none: all of the
// congress. Without authorisation.
absl::StatusOr<ScheduleInput> LoadInput(rpc::Call& call, v1::SchedulePolicy policy, absl::CivilDay from,
                                        const std::vector<std::string>& wanted);

// The schedule of the policy's congress as it stands, from that day on.
struct Standing {
  v1::ScheduleProblem problem;
  solver::Schedule schedule;
  // Congresses that have begun and have days ahead. They are not in the problem.
  std::vector<std::string> going_on = {};
};
absl::StatusOr<Standing> LoadStanding(rpc::Call& call, v1::SchedulePolicy policy, absl::CivilDay from);

// Fills in the sentences.
void DescribeFaults(status::Language language, google::protobuf::RepeatedPtrField<v1::ScheduleRun::Fault>* faults);

}  // namespace congress::scheduling

// Announcing schedules, and what was announced.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

// FAILED_PRECONDITION `RELEASE_BLOCKED` for a preparatory session that is longer than a policy of its congress lets it
// be announced; those of the grassroots have no such end.
absl::Status CheckPreparatory(rpc::Call& call, const v1::Meeting& meeting);

class ScheduleReleases {
 public:
  // The layout of papers outlives it.
  explicit ScheduleReleases(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::ScheduleRelease> Release(rpc::Call& call, const v1::ReleaseScheduleRequest& request) const;
  absl::StatusOr<v1::ScheduleRelease> Get(rpc::Call& call, const v1::GetScheduleReleaseRequest& request) const;
  absl::StatusOr<v1::ListScheduleReleasesResponse> List(rpc::Call& call,
                                                        const v1::ListScheduleReleasesRequest& request) const;
  absl::StatusOr<v1::ExportScheduleReleaseResponse> Export(rpc::Call& call,
                                                           const v1::ExportScheduleReleaseRequest& request) const;
  // The first release that was judged by the policy; empty: none, and none comes to be until the commit.
  absl::StatusOr<std::string> MadeBy(rpc::Call& call, const std::string& policy) const;

 private:
  const paper::Layout& layout_;
  const rpc::Repository<v1::ScheduleRelease> releases_{"scheduling.scheduleReleases.read"};
};

}  // namespace congress::scheduling

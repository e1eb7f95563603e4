// Announcing schedules, and what was announced.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_service.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

// Whether the policies of its congress let a meeting be announced by itself. FAILED_PRECONDITION `RELEASE_BLOCKED` for
// a unit's congress that is not approved, and for a preparatory session that is too long; those of the grassroots have
// no such end. PERMISSION_DENIED `FIELD_GRADED` where approval is judged and the caller may not see personnel.
absl::Status CheckAnnounceable(rpc::Call& call, const v1::Meeting& meeting);

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

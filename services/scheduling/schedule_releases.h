// Announcing schedules, and what was announced.
#pragma once

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/schedule_service.pb.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

class ScheduleReleases {
 public:
  absl::StatusOr<v1::ScheduleRelease> Release(rpc::Call& call, const v1::ReleaseScheduleRequest& request) const;
  absl::StatusOr<v1::ScheduleRelease> Get(rpc::Call& call, const v1::GetScheduleReleaseRequest& request) const;
  absl::StatusOr<v1::ListScheduleReleasesResponse> List(rpc::Call& call,
                                                        const v1::ListScheduleReleasesRequest& request) const;

 private:
  const rpc::Repository<v1::ScheduleRelease> releases_{"scheduling.scheduleReleases.read"};
};

}  // namespace congress::scheduling

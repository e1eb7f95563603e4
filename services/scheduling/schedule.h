// The work of SchedulingService that concerns many meetings at once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/paper/layout.h"
#include "services/scheduling/domain/readiness.h"
#include "services/scheduling/meeting_records.h"

namespace congress::scheduling {

// The first days ahead of meetings that have become days off, are outside of their window, or too soon after approval.
absl::StatusOr<WrongDays> WrongDaysOf(rpc::Call& call, const std::vector<v1::Meeting>& meetings, absl::CivilDay as_of);

// Each method is the work of the RPC of its name: it authorises, decides and stages.
class Schedule {
 public:
  // The layout of papers outlives it.
  explicit Schedule(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::ExportCalendarResponse> Export(rpc::Call& call, const v1::ExportCalendarRequest& request) const;
  absl::StatusOr<v1::GetSchedulingReadinessResponse> Readiness(rpc::Call& call,
                                                               const v1::GetSchedulingReadinessRequest& request) const;

 private:
  // These meetings as the paper that is asked for.
  absl::StatusOr<v1::ExportCalendarResponse> AsPaper(rpc::Call& call, const v1::ExportCalendarRequest& request,
                                                     const std::vector<v1::Meeting>& meetings) const;

  const paper::Layout& layout_;
};

}  // namespace congress::scheduling

// The work of SchedulingService that concerns many meetings at once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "congress/scheduling/v1/task.pb.h"
#include "platform/paper/layout.h"
#include "platform/rpc/repository.h"
#include "services/scheduling/domain/readiness.h"
#include "services/scheduling/meeting_records.h"

namespace congress::scheduling {

// The first days ahead of meetings that have become days off, or are outside of their window.
absl::StatusOr<WrongDays> WrongDaysOf(rpc::Call& call, const std::vector<v1::Meeting>& meetings, absl::CivilDay as_of);

// Each method is the work of the RPC of its name: it authorises, decides and stages.
class Schedule {
 public:
  // The layout of papers outlives it.
  explicit Schedule(const paper::Layout& layout) : layout_(layout) {}

  absl::StatusOr<v1::PlaceMeetingsResponse> Place(rpc::Call& call, const v1::PlaceMeetingsRequest& request) const;
  absl::StatusOr<v1::AssignAttendanceResponse> Assign(rpc::Call& call,
                                                      const v1::AssignAttendanceRequest& request) const;
  absl::StatusOr<v1::ListAttendanceResponse> ListAttendance(rpc::Call& call,
                                                            const v1::ListAttendanceRequest& request) const;
  absl::StatusOr<v1::ExportCalendarResponse> Export(rpc::Call& call, const v1::ExportCalendarRequest& request) const;
  absl::StatusOr<v1::GetSchedulingReadinessResponse> Readiness(rpc::Call& call,
                                                               const v1::GetSchedulingReadinessRequest& request) const;

 private:
  // These meetings as a paper.
  absl::StatusOr<v1::ExportCalendarResponse> Programme(rpc::Call& call, const v1::ExportCalendarRequest& request,
                                                       const std::vector<v1::Meeting>& meetings) const;
  // Stores the attendees of this assignment in the place of those of the last; those that are as before keep their
  // etag.
  absl::Status ReplaceAttendees(rpc::Call& call, const std::string& congress,
                                std::vector<v1::Attendee>* attendees) const;

  const paper::Layout& layout_;
  const rpc::Repository<v1::Plan> plans_{"scheduling.plans.read"};
  const rpc::Repository<v1::Task> tasks_{rpc::kPart, "scheduling.tasks.read"};
};

}  // namespace congress::scheduling

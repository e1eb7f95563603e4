#include <set>

#include "absl/strings/str_format.h"
#include "cli/demo/steps.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Scheduling = scheduling::v1::SchedulingService;
using TaskService = scheduling::v1::TaskService;
using allocation::v1::AllocationLine;

scheduling::v1::MeetingUnit UnitOf(const Work& work, const AllocationLine& line, int days) {
  scheduling::v1::MeetingUnit unit;
  unit.set_organisation(line.organisation());
  unit.set_display_name(line.display_name());
  unit.set_days(days);
  *unit.mutable_unavailable_dates() = work.province().meetings().closed_days();
  if (const auto area = work.input.areas.find(line.code()); area != work.input.areas.end()) {
    unit.set_travel_area(area->second);
  }
  return unit;
}

absl::Status PlaceMeetings(Work& work, Scheduling::Stub& stub) {
  const Meetings& rules = work.province().meetings();
  scheduling::v1::PlaceMeetingsRequest request;
  request.set_parent(work.congress());
  request.set_window(StrCat(work.congress(), "/windows/", rules.window()));
  request.set_most_per_day(rules.most_per_day());
  for (const AllocationLine& line : work.plan.lines()) {
    for (const MeetingKind& kind : rules.kinds()) {
      if (kind.kind() == line.kind()) *request.add_units() = UnitOf(work, line, kind.days());
    }
  }
  ASSIGN_OR_RETURN(const auto placed,
                   work.preparer.Change("meetings", stub, &Scheduling::StubInterface::PlaceMeetings, request));
  std::set<absl::CivilDay> days;
  for (const auto& meeting : placed.meetings()) {
    for (const auto& slot : meeting.slots()) days.insert(civil::FromDate(slot.date()));
  }
  work.progress.Say(absl::StrFormat("6. %d meetings placed from %s to %s, at most %d on one day",
                                    placed.meetings_size(), days.empty() ? "" : civil::Format(*days.begin()),
                                    days.empty() ? "" : civil::Format(*days.rbegin()), placed.busiest_count()));
  return absl::OkStatus();
}

absl::Status AssignAttendance(Work& work, Scheduling::Stub& stub) {
  scheduling::v1::AssignAttendanceRequest request = work.province().attendance();
  request.set_parent(work.congress());
  ASSIGN_OR_RETURN(const auto assigned,
                   work.preparer.Change("attendance", stub, &Scheduling::StubInterface::AssignAttendance, request));
  work.progress.Say(absl::StrFormat("   %d posts attend %d to %d meetings each; %d where they prefer",
                                    assigned.attendance_size(), assigned.least_load(), assigned.most_load(),
                                    assigned.preferred_count()));
  return absl::OkStatus();
}

absl::Status WriteAttendance(Work& work, Scheduling::Stub& stub) {
  std::map<std::string, const AllocationLine*> units;
  for (const AllocationLine& line : work.plan.lines()) units.emplace(line.organisation(), &line);
  std::string table = csv::Line({"post", "title", "first_day", "last_day", "code", "organisation", "preferred"});
  scheduling::v1::ListAttendanceRequest request;
  request.set_parent(work.congress());
  RETURN_IF_ERROR(work.preparer.AskAll(
      stub, &Scheduling::StubInterface::ListAttendance, request,
      [&](const scheduling::v1::ListAttendanceResponse& page) {
        for (const auto& attendance : page.attendance()) {
          for (const auto& meeting : attendance.meetings()) {
            if (meeting.dates().empty()) continue;
            const auto unit = units.find(meeting.organisation());
            table += csv::Line({attendance.attendee().post(), attendance.attendee().title(),
                                civil::Format(civil::FromDate(meeting.dates(0))),
                                civil::Format(civil::FromDate(meeting.dates(meeting.dates_size() - 1))),
                                unit == units.end() ? "" : unit->second->code(),
                                unit == units.end() ? meeting.organisation() : unit->second->display_name(),
                                meeting.preferred() ? "yes" : "no"});
          }
        }
      }));
  return work.output.Write("attendance.csv", table);
}

absl::Status WriteCalendar(Work& work, Scheduling::Stub& stub) {
  scheduling::v1::ExportCalendarRequest request;
  request.set_parent(work.congress());
  *request.mutable_stamp_time() = work.preparation.create_time();
  ASSIGN_OR_RETURN(const auto calendar, work.preparer.Ask(stub, &Scheduling::StubInterface::ExportCalendar, request));
  RETURN_IF_ERROR(work.output.Write("calendar.ics", calendar.content()));
  work.progress.Say(absl::StrFormat("   %d entries: attendance.csv, calendar.ics", calendar.event_count()));
  return absl::OkStatus();
}

}  // namespace

absl::Status CountTasks(Work& work) {
  const auto stub = TaskService::NewStub(work.preparer.channel());
  scheduling::v1::GetPlanProgressRequest request;
  request.set_name(StrCat("plans/", work.province().preparation().scope().task_plan().id()));
  *request.mutable_as_of() = work.province().tasks().as_of();
  ASSIGN_OR_RETURN(const auto plan, work.preparer.Ask(*stub, &TaskService::StubInterface::GetPlanProgress, request));
  work.progress.Say(absl::StrFormat("3. Tasks on %s: %d = %d regular + %d completed + %d continuing",
                                    civil::Format(civil::FromDate(plan.as_of())), plan.total_count(),
                                    plan.regular_count(), plan.completed_count(), plan.continuing_count()));
  return absl::OkStatus();
}

absl::Status ScheduleMeetings(Work& work) {
  const auto stub = Scheduling::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(PlaceMeetings(work, *stub));
  RETURN_IF_ERROR(AssignAttendance(work, *stub));
  RETURN_IF_ERROR(WriteAttendance(work, *stub));
  return WriteCalendar(work, *stub);
}

}  // namespace congress::cli::demo

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "cli/demo/steps.h"
#include "congress/scheduling/v1/body_service.grpc.pb.h"
#include "congress/scheduling/v1/meeting_service.grpc.pb.h"
#include "congress/scheduling/v1/schedule_service.grpc.pb.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using allocation::v1::AllocationLine;
using scheduling::v1::BodyService;
using scheduling::v1::MeetingService;
using scheduling::v1::ScheduleRun;
using scheduling::v1::ScheduleService;
using scheduling::v1::SchedulingService;
using scheduling::v1::Window;

constexpr char kPolicyId[] = "communes";
constexpr absl::CivilDay kInOffice(2025, 1, 1);

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }
std::string AreaOf(const Work& work, const AllocationLine& line) {
  const auto area = work.input.areas.find(line.code());
  return area == work.input.areas.end() ? "" : area->second;
}

// The units that meet, with their days.
std::vector<std::pair<const AllocationLine*, int>> UnitsOf(const Work& work) {
  std::vector<std::pair<const AllocationLine*, int>> units;
  for (const AllocationLine& line : work.plan.lines()) {
    for (const MeetingKind& kind : work.province().meetings().kinds()) {
      if (kind.kind() == line.kind()) units.emplace_back(&line, kind.days());
    }
  }
  return units;
}

absl::Status EnterMeetings(Work& work, const std::string& window) {
  const auto stub = MeetingService::NewStub(work.preparer.channel());
  scheduling::v1::BatchCreateMeetingsRequest request;
  for (const auto& [line, days] : UnitsOf(work)) {
    auto& entry = *request.add_entries();
    entry.set_meeting_id(StrCat(work.province().preparation().congress_id(), "-", IdOf(line->organisation())));
    auto& meeting = *entry.mutable_meeting();
    meeting.set_organisation(line->organisation());
    meeting.set_congress(work.congress());
    meeting.set_kind(scheduling::v1::Meeting::CONGRESS);
    meeting.set_title(
        StrCat("Đại hội ", line->display_name().starts_with("Đảng bộ") ? "" : "Đảng bộ ", line->display_name()));
    meeting.set_window(window);
    meeting.set_days(days);
    meeting.set_attended(true);
    meeting.set_travel_area(AreaOf(work, *line));
    *meeting.mutable_unavailable_dates() = work.province().meetings().closed_days();
  }
  return work.preparer.Change("meetings", *stub, &MeetingService::StubInterface::BatchCreateMeetings, request).status();
}

// Everybody attends as many as the others, at home where they prefer to be.
absl::Status EnterPolicy(Work& work, ScheduleService::Stub& stub) {
  scheduling::v1::CreateSchedulePolicyRequest request;
  request.set_parent(work.congress());
  request.set_policy_id(kPolicyId);
  auto& policy = *request.mutable_policy();
  policy.set_organisation(work.convener());
  policy.set_display_name("Xếp lịch đại hội");
  policy.set_session_size(work.province().approvals().session_size());
  const int most = work.province().meetings().most_per_day();
  policy.set_day_level(std::max(1, most / 2));
  policy.set_day_most(most);
  policy.set_attending_body(work.convener());
  const auto units = UnitsOf(work);
  const int count = static_cast<int>(units.size());
  const int posts = work.province().attendance().attendees_size();
  for (const auto& attendee : work.province().attendance().attendees()) {
    auto& load = *policy.add_loads();
    load.set_post(attendee.post());
    load.set_least(count / posts);
    load.set_most((count + posts - 1) / posts);
    *load.mutable_forbidden_organisations() = attendee.forbidden_organisations();
    const std::set<std::string> areas(attendee.preferred_areas().begin(), attendee.preferred_areas().end());
    for (const auto& [line, days] : units) {
      if (areas.contains(AreaOf(work, *line))) load.add_preferred_organisations(line->organisation());
    }
  }
  return work.preparer.Change("policy", stub, &ScheduleService::StubInterface::CreateSchedulePolicy, request).status();
}

std::string PolicyName(const Work& work) { return StrCat(work.congress(), "/schedulePolicies/", kPolicyId); }

// Looks for a schedule and puts it in place.
absl::StatusOr<ScheduleRun> Place(Work& work, ScheduleService::Stub& stub, const std::string& key,
                                  const google::type::Date& from) {
  scheduling::v1::StartScheduleRunRequest request;
  request.set_parent(work.congress());
  request.set_policy(PolicyName(work));
  *request.mutable_from_date() = from;
  ASSIGN_OR_RETURN(const auto begun, work.preparer.Change(StrCat("run-", key), stub,
                                                          &ScheduleService::StubInterface::StartScheduleRun, request));
  ASSIGN_OR_RETURN(const auto made, work.preparer.Await(begun.name(), [&](const auto& operation) {
    work.progress.Count(Say({.en = "6. Schedule", .vi = "6. Xếp lịch"}),
                        static_cast<size_t>(operation.progress().done()),
                        static_cast<size_t>(operation.progress().total()));
  }));
  ScheduleRun run;
  made.UnpackTo(&run);
  if (run.outcome() != ScheduleRun::FOUND) {
    return absl::FailedPreconditionError(StrCat("no schedule was found: ", ScheduleRun::Outcome_Name(run.outcome())));
  }
  scheduling::v1::ApplyScheduleRunRequest apply;
  apply.set_name(run.name());
  return work.preparer.Change(StrCat("apply-", key), stub, &ScheduleService::StubInterface::ApplyScheduleRun, apply);
}

absl::StatusOr<scheduling::v1::ScheduleRelease> Release(Work& work, ScheduleService::Stub& stub, const std::string& key,
                                                        const google::type::Date& from) {
  scheduling::v1::ReleaseScheduleRequest request;
  request.set_parent(work.congress());
  request.set_policy(PolicyName(work));
  *request.mutable_from_date() = from;
  return work.preparer.Change(StrCat("release-", key), stub, &ScheduleService::StubInterface::ReleaseSchedule, request);
}

// How many meetings lie on each day.
std::map<absl::CivilDay, int> DaysOf(const ScheduleRun& run) {
  std::map<absl::CivilDay, int> days;
  for (const auto& placement : run.placements()) {
    for (const auto& date : placement.dates()) ++days[civil::FromDate(date)];
  }
  return days;
}

int BusiestOf(const std::map<absl::CivilDay, int>& days) {
  int most = 0;
  for (const auto& [day, count] : days) most = std::max(most, count);
  return most;
}

void SayWhatWasPlaced(Work& work, const ScheduleRun& run) {
  const auto days = DaysOf(run);
  work.progress.Tell("6. %d meetings placed from %s to %s, at most %d on one day",
                     "6. Đã xếp %d cuộc từ %s đến %s, nhiều nhất %d cuộc một ngày", run.placements_size(),
                     DayTold(days.begin()->first), DayTold(days.rbegin()->first), BusiestOf(days));
  std::map<std::string, int> loads;
  for (const auto& placement : run.placements()) ++loads[placement.attendee()];
  int64_t elsewhere = 0;
  for (const auto& cost : run.costs()) {
    if (cost.rule() == scheduling::v1::OTHER_GROUP) elsewhere = cost.count();
  }
  const auto by_load = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto [least, most] = std::minmax_element(loads.begin(), loads.end(), by_load);
  work.progress.Tell(
      "   %d posts attend %d to %d meetings each, %d of units that they prefer or whose congress their group approves; "
      "cost %d, proved to be at least %d",
      "   %d đồng chí dự mỗi người từ %d đến %d cuộc, %d cuộc ở đơn vị ưu tiên hoặc do tổ của mình duyệt; chi phí %d, "
      "chứng minh ít nhất là %d",
      loads.size(), least->second, most->second, run.placements_size() - elsewhere, run.cost(), run.bound());
}

std::map<std::string, const AllocationLine*> LinesByName(const Work& work) {
  std::map<std::string, const AllocationLine*> lines;
  for (const AllocationLine& line : work.plan.lines()) lines.emplace(line.organisation(), &line);
  return lines;
}

std::string TitleOf(const Work& work, const std::string& post) {
  const auto& attendees = work.province().attendance().attendees();
  const auto found =
      std::find_if(attendees.begin(), attendees.end(), [&](const auto& attendee) { return attendee.post() == post; });
  return found == attendees.end() ? "" : found->title();
}

// A storm closes the busiest day behind the first, which may be today: what lies on it moves, and nothing else.
absl::StatusOr<ScheduleRun> Storm(Work& work, ScheduleService::Stub& stub, const ScheduleRun& before, Window window,
                                  std::vector<scheduling::v1::ScheduleRelease>* releases) {
  const auto days = DaysOf(before);
  const auto first = days.size() > 1 ? std::next(days.begin()) : days.begin();
  const auto fewer = [](const auto& one, const auto& other) { return one.second < other.second; };
  const absl::CivilDay day = std::max_element(first, days.end(), fewer)->first;
  if (window.closed_size() == 0) {
    const auto scheduling = SchedulingService::NewStub(work.preparer.channel());
    scheduling::v1::UpdateWindowRequest request;
    request.set_allow_affected(true);
    auto& closed = *request.mutable_window()->add_closed();
    request.mutable_window()->set_name(window.name());
    *closed.mutable_first_day() = civil::ToDate(day);
    *closed.mutable_last_day() = civil::ToDate(day);
    closed.set_reason("Bão (giả định)");
    RETURN_IF_ERROR(work.preparer.Ask(*scheduling, &SchedulingService::StubInterface::UpdateWindow, request).status());
  }
  ASSIGN_OR_RETURN(ScheduleRun after, Place(work, stub, "storm", window.first_day()));
  ASSIGN_OR_RETURN(const auto release, Release(work, stub, "storm", window.first_day()));
  work.progress.Tell("   A storm on %s hits %d of the meetings: %d moved, %d stay as announced",
                     "   Bão ngày %s ảnh hưởng %d cuộc: %d cuộc chuyển ngày, %d cuộc giữ như đã thông báo",
                     DayTold(day), days.at(day), after.moved_count(), release.unchanged_count());
  releases->push_back(release);
  return after;
}

// Where the meetings of the run are held, by whom they are attended, and whether who attends prefers to be there.
absl::Status WriteAttendance(Work& work, const ScheduleRun& run) {
  const std::map<std::string, const AllocationLine*> units = LinesByName(work);
  std::map<std::string, std::set<std::string>> areas;
  for (const auto& attendee : work.province().attendance().attendees()) {
    areas[attendee.post()] = {attendee.preferred_areas().begin(), attendee.preferred_areas().end()};
  }
  std::vector<const ScheduleRun::Placement*> placements;
  for (const auto& placement : run.placements()) placements.push_back(&placement);
  std::sort(placements.begin(), placements.end(), [](const auto* a, const auto* b) {
    return std::pair(a->attendee(), civil::FromDate(a->dates(0))) <
           std::pair(b->attendee(), civil::FromDate(b->dates(0)));
  });
  int preferred = 0;
  std::string table = csv::Line({"post", "title", "first_day", "last_day", "code", "organisation", "preferred"});
  for (const auto* placement : placements) {
    const AllocationLine& unit = *units.at(placement->organisation());
    const bool prefers = areas.at(placement->attendee()).contains(AreaOf(work, unit));
    preferred += prefers ? 1 : 0;
    table += csv::Line({placement->attendee(), TitleOf(work, placement->attendee()), civil::Format(placement->dates(0)),
                        civil::Format(placement->dates(placement->dates_size() - 1)), unit.code(), unit.display_name(),
                        prefers ? "yes" : "no"});
  }
  work.progress.Tell("   %d of %d meetings are attended by who prefers the area: attendance.csv",
                     "   %d trên %d cuộc do người ưu tiên địa bàn đó dự: attendance.csv", preferred, placements.size());
  return work.output.Write("attendance.csv", table);
}

// What each post is told by the releases, and the whole of what was announced as a paper.
absl::Status WriteNotices(Work& work, ScheduleService::Stub& stub,
                          const std::vector<scheduling::v1::ScheduleRelease>& releases) {
  std::string table =
      csv::Line({"release", "post", "title", "meeting", "meeting_title", "first_day", "last_day", "comes"});
  for (const auto& release : releases) {
    std::map<std::string, const scheduling::v1::ScheduleRelease::Change*> changes;
    for (const auto& change : release.changes()) changes.emplace(change.meeting(), &change);
    for (const auto& notice : release.notices()) {
      const auto add = [&](const std::string& meeting, bool comes) {
        const auto& change = *changes.at(meeting);
        const auto& slots = comes ? change.slots() : change.slots_before();
        table += csv::Line({IdOf(release.name()), notice.post(), TitleOf(work, notice.post()), meeting, change.title(),
                            civil::Format(civil::FromDate(slots.begin()->date())),
                            civil::Format(civil::FromDate(slots.rbegin()->date())), comes ? "yes" : "no"});
      };
      for (const std::string& meeting : notice.meetings()) add(meeting, true);
      for (const std::string& meeting : notice.meetings_left()) add(meeting, false);
    }
  }
  RETURN_IF_ERROR(work.output.Write("notices.csv", table));
  scheduling::v1::ExportScheduleReleaseRequest request;
  request.set_name(releases.back().name());
  request.set_paper_format(paper::v1::DOCX);
  ASSIGN_OR_RETURN(const std::string paper,
                   work.preparer.AskForPaper(stub, &ScheduleService::StubInterface::ExportScheduleRelease, request));
  RETURN_IF_ERROR(work.output.Write("release.docx", paper));
  work.progress.Tell("   What each post is told: notices.csv; what is announced in all: release.docx",
                     "   Thông báo cho từng người: notices.csv; toàn bộ lịch đã thông báo: release.docx");
  return absl::OkStatus();
}

absl::Status WriteCalendar(Work& work) {
  const auto stub = SchedulingService::NewStub(work.preparer.channel());
  scheduling::v1::ExportCalendarRequest request;
  request.set_parent(work.congress());
  *request.mutable_stamp_time() = work.preparation.create_time();
  ASSIGN_OR_RETURN(const auto calendar,
                   work.preparer.Ask(*stub, &SchedulingService::StubInterface::ExportCalendar, request));
  RETURN_IF_ERROR(work.output.Write("calendar.ics", calendar.content()));
  work.progress.Tell("   %d entries: calendar.ics", "   %d mục lịch: calendar.ics", calendar.event_count());
  return absl::OkStatus();
}

}  // namespace

absl::Status SeatIn(Work& work, const std::string& key, const std::string& body, const std::string& post,
                    scheduling::v1::Membership::Role role) {
  const auto stub = BodyService::NewStub(work.preparer.channel());
  scheduling::v1::CreateMembershipRequest request;
  request.set_parent(body);
  request.set_membership_id(IdOf(post));
  request.mutable_membership()->set_post(post);
  request.mutable_membership()->set_role(role);
  *request.mutable_membership()->mutable_first_day() = civil::ToDate(kInOffice);
  return work.preparer.Change(key, *stub, &BodyService::StubInterface::CreateMembership, request).status();
}

absl::Status EnterPosts(Work& work) {
  const auto stub = BodyService::NewStub(work.preparer.channel());
  const std::string first = IdOf(work.province().attendance().attendees(0).post());
  for (const auto& attendee : work.province().attendance().attendees()) {
    const std::string id = IdOf(attendee.post());
    scheduling::v1::CreatePostRequest post;
    post.set_parent(work.convener());
    post.set_post_id(id);
    post.mutable_post()->set_title(attendee.title());
    // Somebody real, whose inbox can be shown; the others are held by nobody that the suite knows of.
    if (const std::string& person = work.preparation.started_by_person(); id == first && !person.empty()) {
      auto& holder = *post.mutable_post()->add_holders();
      holder.set_person(person);
      *holder.mutable_first_day() = civil::ToDate(kInOffice);
    }
    for (const auto& date : attendee.unavailable_dates()) {
      auto& absence = *post.mutable_post()->add_absences();
      *absence.mutable_first_day() = date;
      *absence.mutable_last_day() = date;
    }
    RETURN_IF_ERROR(
        work.preparer.Change(StrCat("post-", id), *stub, &BodyService::StubInterface::CreatePost, post).status());
    RETURN_IF_ERROR(
        SeatIn(work, StrCat("membership-", id), work.convener(), attendee.post(), scheduling::v1::Membership::MEMBER));
  }
  return absl::OkStatus();
}

absl::Status ScheduleMeetings(Work& work) {
  const auto stub = ScheduleService::NewStub(work.preparer.channel());
  const auto scheduling = SchedulingService::NewStub(work.preparer.channel());
  scheduling::v1::GetWindowRequest get;
  get.set_name(StrCat(work.congress(), "/windows/", work.province().meetings().window()));
  ASSIGN_OR_RETURN(const Window window,
                   work.preparer.Ask(*scheduling, &SchedulingService::StubInterface::GetWindow, get));
  RETURN_IF_ERROR(EnterMeetings(work, window.name()));
  RETURN_IF_ERROR(EnterPolicy(work, *stub));
  ASSIGN_OR_RETURN(const ScheduleRun placed, Place(work, *stub, "first", window.first_day()));
  SayWhatWasPlaced(work, placed);
  ASSIGN_OR_RETURN(const auto release, Release(work, *stub, "first", window.first_day()));
  work.progress.Tell("   %d meetings announced to %d posts", "   Đã thông báo %d cuộc cho %d người",
                     release.changes_size(), release.notices_size());
  std::vector<scheduling::v1::ScheduleRelease> releases = {release};
  ASSIGN_OR_RETURN(const ScheduleRun after, Storm(work, *stub, placed, window, &releases));
  RETURN_IF_ERROR(WriteAttendance(work, after));
  RETURN_IF_ERROR(WriteNotices(work, *stub, releases));
  return WriteCalendar(work);
}

}  // namespace congress::cli::demo

#include "services/scheduling/alert_sources.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "platform/rpc/query.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/scheduling/approval_sessions.h"
#include "services/scheduling/conclusion_service.h"
#include "services/scheduling/domain/meeting_alerts.h"
#include "services/scheduling/figure_records.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/post_records.h"
#include "services/scheduling/schedule.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

using Alert = alerts::v1::Alert;

// Shows `visit` the records of the type in that state that the caller may read: few among all that there ever were.
template <class T>
absl::Status VisitIn(rpc::Call& call, const rpc::Repository<T>& records, const std::string& parent,
                     const std::string& state, const std::function<absl::Status(T)>& visit) {
  rpc::Query<T> query;
  query.Only("state", state);
  rpc::PageRequest next{.page_size = rpc::kMaxPageSize, .page_token = ""};
  do {
    ASSIGN_OR_RETURN(auto page, records.Find(call, parent, next, query));
    for (T& record : page.items) RETURN_IF_ERROR(visit(std::move(record)));
    next.page_token = page.next_page_token;
  } while (!next.page_token.empty());
  return absl::OkStatus();
}

// Posts by their names, each read once; null for those that the caller may not read.
class ReadablePosts {
 public:
  explicit ReadablePosts(rpc::Call& call) : call_(call) {}

  const v1::Post* operator()(const std::string& name) {
    const auto [known, fresh] = posts_.try_emplace(name);
    if (fresh && call_.Holds(kPosts.read_permission(), OrganisationOf(name))) {
      auto post = kPosts.Load(call_, name);
      // A post that is only named, or was deleted, is never away.
      if (post.ok()) known->second = *std::move(post);
    }
    return known->second.has_value() ? &*known->second : nullptr;
  }

 private:
  rpc::Call& call_;
  std::map<std::string, std::optional<v1::Post>> posts_;
};

}  // namespace

absl::Status TasksWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take) {
  ASSIGN_OR_RETURN(const auto plans, kPlans.LoadAll(call, "plans/"));
  for (const v1::Plan& plan : plans) {
    Ledger ledger;
    const std::string prefix = StrCat(plan.name(), "/tasks/");
    ASSIGN_OR_RETURN(ledger.tasks, kTasks.LoadAll(call, prefix));
    if (!MayReadAsParty(call, plan, call.permission())) {
      std::erase_if(ledger.tasks,
                    [&](const v1::Task& task) { return !call.Holds(call.permission(), task.organisation()); });
    }
    if (ledger.tasks.empty()) continue;
    ASSIGN_OR_RETURN(ledger.occurrences, kOccurrences.LoadAll(call, prefix));
    ASSIGN_OR_RETURN(const auto calendar, CalendarOf(call, plan));
    for (Waiting& one : AlertsOf(plan, ledger, calendar.has_value() ? &*calendar : nullptr, day, call.language())) {
      take(std::move(one));
    }
  }
  return absl::OkStatus();
}

absl::Status MeetingsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take) {
  ASSIGN_OR_RETURN(const auto all, kMeetings.LoadAll(call, "meetings/"));
  std::vector<v1::Meeting> readable;
  for (const v1::Meeting& meeting : all) {
    if (MayRead(call, meeting)) readable.push_back(ForReader(call, meeting));
  }
  ASSIGN_OR_RETURN(const WrongDays wrong, WrongDaysOf(call, readable, day));
  ReadablePosts posts(call);
  const auto find = [&posts](const std::string& name) { return posts(name); };
  for (const v1::Meeting& meeting : readable) {
    if (call.Holds(kConclusions.read_permission(), meeting.organisation())) {
      ASSIGN_OR_RETURN(const auto notice, OpenNoticeOf(call, meeting, day));
      if (notice.has_value()) take(NoticeAlert(meeting, notice->due, day, call.language()));
    }
    for (Waiting& one : RepliesDue(meeting, day, call.language())) take(std::move(one));
    for (Waiting& one : PostsAway(meeting, find, day, call.language())) take(std::move(one));
    if (const auto off = wrong.off.find(meeting.name()); off != wrong.off.end()) {
      take(WrongDayAlert(Alert::MEETING_ON_DAY_OFF, meeting, off->second, day, call.language()));
    }
    if (const auto outside = wrong.outside.find(meeting.name()); outside != wrong.outside.end()) {
      take(WrongDayAlert(Alert::MEETING_OUTSIDE_WINDOW, meeting, outside->second, day, call.language()));
    }
  }
  ASSIGN_OR_RETURN(const auto windows, kWindows.LoadAll(call, "congresses/"));
  for (const v1::Window& window : windows) {
    if (!call.Holds(kWindows.read_permission(), window.organisation())) continue;
    if (auto closing = ClosingAlert(window, all, day, call.language())) take(*std::move(closing));
  }
  return absl::OkStatus();
}

absl::Status FollowUpsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take) {
  return VisitIn<v1::FollowUp>(call, kFollowUps, "followUps/", v1::FollowUp::State_Name(v1::FollowUp::OPEN),
                               [&](v1::FollowUp open) {
                                 auto waiting = AlertOf(open, call.NameOf(open.organisation()), day, call.language());
                                 if (waiting.has_value()) take(*std::move(waiting));
                                 return absl::OkStatus();
                               });
}

absl::Status ApprovalsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take) {
  ASSIGN_OR_RETURN(auto approvals, kUnitApprovals.LoadAll(call, "congresses/"));
  for (v1::UnitApproval& stored : approvals) {
    if (!call.Holds(kUnitApprovals.read_permission(), stored.organisation())) continue;
    v1::UnitApproval seen = AsSeen(call, std::move(stored));
    if (!IsCleared(call)) seen.clear_personnel();
    const std::string unit = call.NameOf(seen.organisation());
    auto waiting = AlertOf(seen, unit, day, call.language());
    if (waiting.has_value()) take(*std::move(waiting));
    for (Waiting& one : ConditionsOf(seen, unit, day, call.language())) take(std::move(one));
  }
  return absl::OkStatus();
}

absl::Status FindingsWaiting(rpc::Call& call, absl::CivilDay day, TakeWaiting take) {
  return VisitIn<v1::FigureFinding>(call, kFigureFindings, "figures/-/findings/",
                                    v1::FigureFinding::State_Name(v1::FigureFinding::OPEN),
                                    [&](v1::FigureFinding open) -> absl::Status {
                                      ASSIGN_OR_RETURN(open, Described(call, std::move(open)));
                                      auto waiting = AlertOf(open, day, call.language());
                                      if (waiting.has_value()) take(*std::move(waiting));
                                      return absl::OkStatus();
                                    });
}

}  // namespace congress::scheduling

#include "services/scheduling/conclusion_service.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "congress/drafting/v1/issuing_service.pb.h"
#include "congress/scheduling/v1/reason.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/repository.h"
#include "platform/status/status.h"
#include "platform/status/telling.h"
#include "services/scheduling/domain/conclusion.h"
#include "services/scheduling/domain/slots.h"
#include "services/scheduling/domain/task.h"
#include "services/scheduling/meetings.h"
#include "services/scheduling/records.h"
#include "services/scheduling/work_records.h"

namespace congress::scheduling {
namespace {

constexpr std::string_view kIssueMethod = "congress.scheduling.v1.ConclusionService/IssueConclusion";
constexpr char kIssueRight[] = "scheduling.conclusions.issue";
constexpr char kNoticeType[] = "TB";
// A long notice takes a second to render.
constexpr absl::Duration kDraftingPatience = absl::Seconds(15);

const rpc::Repository<v1::ConclusionIssue>& Intentions() {
  static const rpc::Repository<v1::ConclusionIssue> intentions{rpc::kUnlisted};
  return intentions;
}
std::string IntentionName(const v1::Conclusion& conclusion) { return StrCat(conclusion.name(), "/issue"); }

// As stored, but told when it is being issued.
absl::StatusOr<v1::Conclusion> WithIntention(rpc::Call& call, v1::Conclusion conclusion) {
  ASSIGN_OR_RETURN(const bool begun, Intentions().Exists(call, IntentionName(conclusion)));
  if (begun && conclusion.state() == v1::Conclusion::DRAFT) conclusion.set_state(v1::Conclusion::ISSUING);
  return conclusion;
}

std::string MeetingOf(const v1::Conclusion& conclusion) {
  return conclusion.name().substr(0, conclusion.name().find("/conclusions/"));
}

std::string TaskName(const v1::Plan& plan, const v1::Conclusion::Item& item) {
  return StrCat(plan.name(), "/tasks/", *TaskId(item.code()));
}

// Whether the tasks can be entered: the plan is there, the caller may, and no task has an item's code.
absl::StatusOr<v1::Plan> CheckTasks(rpc::Call& call, const v1::Conclusion& conclusion) {
  if (conclusion.items().empty()) return v1::Plan();
  ASSIGN_OR_RETURN(v1::Plan plan, kPlans.Read(call, conclusion.plan()));
  RETURN_IF_ERROR(call.Require("scheduling.tasks.create", plan.organisation()));
  status::Refusals refusals;
  for (int i = 0; i < conclusion.items_size(); ++i) {
    const std::string name = TaskName(plan, conclusion.items(i));
    ASSIGN_OR_RETURN(const bool exists, kTasks.Exists(call, name));
    if (!exists) continue;
    refusals.Add(StrCat("conclusion.items[", i, "].code"),
                 status::FailedPrecondition(v1::TASK_CODE_TAKEN, {{"task", name}}));
  }
  RETURN_IF_ERROR(refusals.ToStatus());
  return plan;
}

// Enters the items as tasks of the plan.
absl::Status EnterTasks(rpc::Call& call, const v1::Plan& plan, v1::Conclusion* conclusion) {
  for (v1::Conclusion::Item& item : *conclusion->mutable_items()) {
    v1::Task task = TaskOf(*conclusion, item, plan.organisation());
    task.set_name(TaskName(plan, item));
    item.set_task(task.name());
    RETURN_IF_ERROR(EnterNew(call, std::move(task)).status());
  }
  return absl::OkStatus();
}

// Drafting's refusal as this service gives it.
absl::Status Refusal(const absl::Status& answer, const std::string& series) {
  if (status::IsPassing(answer)) return rpc::PeerUnavailable("drafting");
  // It answers in the caller's language; its message is English whatever that is.
  return status::FailedWith(v1::ISSUE_REFUSED, {{"series", series}, {"cause", status::ReasonOf(answer)}}, "answer",
                            {.en = std::string(answer.message()), .vi = status::SentenceOf(answer)});
}

// Due as the calendar says now; the day of one that is issued moves no more. Without a day where the calendar does not
// cover it.
absl::StatusOr<v1::Conclusion> WithDue(rpc::Call& call, v1::Conclusion conclusion) {
  if (conclusion.state() == v1::Conclusion::ISSUED) return conclusion;
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, MeetingOf(conclusion)));
  conclusion.clear_due_date();
  if (!HasNotice(meeting)) return conclusion;
  const auto due = NoticeDue(call, meeting);
  if (!due.ok() && !absl::IsFailedPrecondition(due.status())) return due.status();
  if (due.ok()) *conclusion.mutable_due_date() = civil::ToDate(*due);
  return conclusion;
}

// With how it stands now: whether it is being issued, by when it is due, and how many of its tasks are open.
absl::StatusOr<v1::Conclusion> AsItStands(rpc::Call& call, v1::Conclusion conclusion) {
  ASSIGN_OR_RETURN(conclusion, WithIntention(call, std::move(conclusion)));
  ASSIGN_OR_RETURN(conclusion, WithDue(call, std::move(conclusion)));
  int open = 0;
  for (const v1::Conclusion::Item& item : conclusion.items()) {
    if (item.task().empty()) continue;
    const auto task = kTasks.Load(call, item.task());
    if (task.ok() && !task->has_done_date()) ++open;
  }
  conclusion.set_open_task_count(open);
  return conclusion;
}

}  // namespace

bool HasNotice(const v1::Meeting& meeting) {
  return meeting.state() == v1::Meeting::HELD && meeting.notice_working_days() > 0;
}

absl::StatusOr<absl::CivilDay> NoticeDue(rpc::Call& call, const v1::Meeting& meeting, absl::Time known_at) {
  std::string name = meeting.calendar();
  if (!meeting.window().empty()) {
    ASSIGN_OR_RETURN(const v1::Window window, kWindows.Load(call, meeting.window()));
    name = window.calendar();
  }
  ASSIGN_OR_RETURN(const v1::Calendar calendar, CalendarKnown(call, name, known_at));
  return WorkingDays(calendar).Add(DaysOf(meeting).back(), meeting.notice_working_days());
}

absl::StatusOr<std::optional<OpenNotice>> OpenNoticeOf(rpc::Call& call, const v1::Meeting& meeting,
                                                       absl::CivilDay as_of) {
  if (!HasNotice(meeting)) return std::nullopt;
  ASSIGN_OR_RETURN(const bool issued, IsConcluded(call, meeting, as_of));
  if (issued) return std::nullopt;
  const auto due = NoticeDue(call, meeting);
  if (due.ok()) return OpenNotice{*due};
  // A calendar that was corrected keeps nobody from the notice.
  if (absl::IsFailedPrecondition(due.status())) return OpenNotice{};
  return due.status();
}

absl::StatusOr<std::optional<absl::CivilDay>> NoticeOverdue(rpc::Call& call, const v1::Meeting& meeting,
                                                            absl::CivilDay as_of) {
  ASSIGN_OR_RETURN(const auto notice, OpenNoticeOf(call, meeting, as_of));
  if (!notice.has_value() || !notice->due.has_value() || *notice->due >= as_of) return std::nullopt;
  return notice->due;
}

absl::StatusOr<bool> IsConcluded(rpc::Call& call, const v1::Meeting& meeting, absl::CivilDay as_of) {
  ASSIGN_OR_RETURN(const auto conclusions, kConclusions.LoadAll(call, StrCat(meeting.name(), "/conclusions/")));
  return std::any_of(conclusions.begin(), conclusions.end(), [&](const v1::Conclusion& conclusion) {
    return conclusion.state() == v1::Conclusion::ISSUED && civil::FromDate(conclusion.date()) <= as_of;
  });
}

absl::StatusOr<v1::Conclusion> ConclusionService::CreateConclusion(rpc::Call& call,
                                                                   const v1::CreateConclusionRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Read(call, request.parent()));
  RETURN_IF_ERROR(call.Require(meeting.organisation()));
  v1::Conclusion conclusion = request.conclusion();
  RETURN_IF_ERROR(CheckConclusion(conclusion));
  if (meeting.state() != v1::Meeting::HELD) {
    return status::FailedPrecondition(v1::MEETING_NOT_HELD, {{"name", meeting.name()}});
  }
  if (!conclusion.plan().empty()) RETURN_IF_ERROR(kPlans.Read(call, conclusion.plan()).status());
  if (HasNotice(meeting)) {
    ASSIGN_OR_RETURN(const absl::CivilDay due, NoticeDue(call, meeting));
    *conclusion.mutable_due_date() = civil::ToDate(due);
  }
  conclusion.set_name(StrCat(request.parent(), "/conclusions/", request.conclusion_id()));
  conclusion.set_organisation(meeting.organisation());
  conclusion.set_state(v1::Conclusion::DRAFT);
  AddNote(v1::Conclusion::State_Name(conclusion.state()), DoerOf(call), "", conclusion.mutable_notes());
  *conclusion.mutable_create_time() = civil::ToTimestamp(call.now());
  *conclusion.mutable_update_time() = conclusion.create_time();
  return kConclusions.Create(call, std::move(conclusion));
}

absl::StatusOr<v1::Conclusion> ConclusionService::GetConclusion(rpc::Call& call,
                                                                const v1::GetConclusionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Conclusion conclusion, kConclusions.Get(call, request.name()));
  return AsItStands(call, std::move(conclusion));
}

absl::StatusOr<v1::ListConclusionsResponse> ConclusionService::ListConclusions(
    rpc::Call& call, const v1::ListConclusionsRequest& request) const {
  const bool all = request.parent() == "meetings/-";
  const auto matches = [&](const v1::Conclusion& conclusion) {
    if (request.state() == v1::Conclusion::STATE_UNSPECIFIED) return true;
    const auto told = WithIntention(call, conclusion);
    return told.ok() && told->state() == request.state();
  };
  ASSIGN_OR_RETURN(auto page,
                   kConclusions.ListNaturally(call, all ? "meetings/" : StrCat(request.parent(), "/conclusions/"),
                                              rpc::PageOf(request), matches));
  v1::ListConclusionsResponse answer;
  for (v1::Conclusion& conclusion : page.items) {
    ASSIGN_OR_RETURN(*answer.add_conclusions(), AsItStands(call, std::move(conclusion)));
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Conclusion> ConclusionService::UpdateConclusion(rpc::Call& call,
                                                                   const v1::UpdateConclusionRequest& request) const {
  const v1::Conclusion& patch = request.conclusion();
  RETURN_IF_ERROR(RequireName(patch.name(), "conclusion.name"));
  ASSIGN_OR_RETURN(
      v1::Conclusion changed,
      kConclusions.Mutate(call, patch.name(), EtagOf(request, patch),
                          [&](v1::Conclusion conclusion) -> absl::StatusOr<v1::Conclusion> {
                            ASSIGN_OR_RETURN(const v1::Conclusion now, WithIntention(call, conclusion));
                            RETURN_IF_ERROR(RequireDraft(now));
                            RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &conclusion));
                            RETURN_IF_ERROR(CheckConclusion(conclusion));
                            if (!conclusion.plan().empty() && conclusion.plan() != now.plan()) {
                              RETURN_IF_ERROR(kPlans.Read(call, conclusion.plan()).status());
                            }
                            *conclusion.mutable_update_time() = civil::ToTimestamp(call.now());
                            return conclusion;
                          }));
  return AsItStands(call, std::move(changed));
}

absl::StatusOr<google::protobuf::Empty> ConclusionService::DeleteConclusion(
    rpc::Call& call, const v1::DeleteConclusionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Conclusion conclusion, kConclusions.Get(call, request.name()));
  RETURN_IF_ERROR(kConclusions.CheckEtag(conclusion, request.etag()));
  ASSIGN_OR_RETURN(conclusion, WithIntention(call, std::move(conclusion)));
  RETURN_IF_ERROR(RequireDraft(conclusion));
  kConclusions.Delete(call, conclusion.name());
  return google::protobuf::Empty();
}

absl::StatusOr<v1::ConclusionIssue> ConclusionService::Record(rpc::Call& call, const v1::Conclusion& conclusion,
                                                              const v1::IssueConclusionRequest& request) const {
  v1::ConclusionIssue recorded;
  const auto work = [&](rpc::Call& own) -> absl::Status {
    RETURN_IF_ERROR(own.Require(kIssueRight, conclusion.organisation()));
    ASSIGN_OR_RETURN(const v1::Conclusion current, kConclusions.Load(own, conclusion.name()));
    RETURN_IF_ERROR(kConclusions.CheckEtag(current, conclusion.etag()));
    recorded.Clear();
    recorded.set_name(IntentionName(conclusion));
    ASSIGN_OR_RETURN(recorded, Intentions().LoadOr(own, recorded));
    if (!recorded.number_series().empty()) {
      if (recorded.number_series() == request.number_series()) return absl::OkStatus();
      return status::FailedPrecondition(v1::CONCLUSION_ISSUING, {{"name", conclusion.name()}});
    }
    recorded.set_number_series(request.number_series());
    recorded.set_document_type(request.document_type().empty() ? kNoticeType : request.document_type());
    *recorded.mutable_form() = request.form();
    *recorded.mutable_date() = request.has_date() ? request.date() : civil::ToDate(civil::Today(call.now()));
    Intentions().Put(own, recorded);
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(gate_.Perform(call.principal(), kIssueMethod, work));
  return recorded;
}

absl::Status ConclusionService::GiveUp(rpc::Call& call, const v1::Conclusion& conclusion,
                                       const absl::Status& refusal) const {
  if (!absl::IsFailedPrecondition(refusal)) return refusal;
  const auto work = [&](rpc::Call& own) -> absl::Status {
    RETURN_IF_ERROR(own.Require(kIssueRight, conclusion.organisation()));
    Intentions().Delete(own, IntentionName(conclusion));
    return absl::OkStatus();
  };
  const absl::Status done = gate_.Perform(call.principal(), kIssueMethod, work);
  return done.ok() ? refusal : done;
}

absl::StatusOr<drafting::v1::IssuedPaper> ConclusionService::Number(rpc::Call& call, const v1::Conclusion& conclusion,
                                                                    const v1::ConclusionIssue& intention) const {
  drafting::v1::IssuePaperRequest notice;
  notice.set_parent(intention.number_series());
  notice.set_intention(conclusion.name());
  notice.set_document_type(intention.document_type());
  *notice.mutable_document_date() = intention.date();
  *notice.mutable_paper() = NoticePaper(conclusion, intention.form(),
                                        [&](const std::string& organisation) { return call.NameOf(organisation); });
  auto issued = drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/IssuePaper",
                                                            call.Forward(kDraftingPatience), notice);
  google::rpc::ErrorInfo said;
  if (status::ReasonOf(issued.status()) == "PAPER_ISSUED" && status::Detail(issued.status(), &said)) {
    // What an attempt before has issued is taken up, though a body may have another name by now; not another paper that
    // somebody has issued under the name of the conclusion.
    drafting::v1::GetIssuedPaperRequest get;
    get.set_name(said.metadata().at("paper"));
    auto before = drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/GetIssuedPaper",
                                                              call.Forward(kDraftingPatience), get);
    if (before.ok() ? before->paper().abstract() == notice.paper().abstract() : status::IsPassing(before.status())) {
      issued = std::move(before);
    }
  }
  if (!issued.ok()) return Refusal(issued.status(), intention.number_series());
  return issued;
}

absl::StatusOr<v1::Conclusion> ConclusionService::IssueConclusion(rpc::Call& call,
                                                                  const v1::IssueConclusionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Conclusion conclusion, kConclusions.Get(call, request.name()));
  RETURN_IF_ERROR(kConclusions.CheckEtag(conclusion, request.etag()));
  RETURN_IF_ERROR(RequireDraft(conclusion));
  ASSIGN_OR_RETURN(const v1::Meeting meeting, kMeetings.Load(call, MeetingOf(conclusion)));
  RETURN_IF_ERROR(CheckIssue(request, conclusion, DaysOf(meeting).back(), civil::Today(call.now())));
  ASSIGN_OR_RETURN(const v1::Plan plan, CheckTasks(call, conclusion));
  ASSIGN_OR_RETURN(conclusion, WithDue(call, std::move(conclusion)));
  if (request.number_series().empty()) {
    ASSIGN_OR_RETURN(const v1::Conclusion now, WithIntention(call, conclusion));
    RETURN_IF_ERROR(RequireDraft(now));
    conclusion = Issue(std::move(conclusion), request.number(), request.date(), "", DoerOf(call));
  } else {
    ASSIGN_OR_RETURN(const v1::ConclusionIssue intention, Record(call, conclusion, request));
    const auto paper = Number(call, conclusion, intention);
    if (!paper.ok()) return GiveUp(call, conclusion, paper.status());
    conclusion = Issue(std::move(conclusion), paper->printed(), paper->document_date(), paper->name(), DoerOf(call));
    Intentions().Delete(call, IntentionName(conclusion));
  }
  RETURN_IF_ERROR(EnterTasks(call, plan, &conclusion));
  conclusion.set_open_task_count(conclusion.items_size());
  *conclusion.mutable_update_time() = civil::ToTimestamp(call.now());
  return kConclusions.Put(call, std::move(conclusion));
}

}  // namespace congress::scheduling

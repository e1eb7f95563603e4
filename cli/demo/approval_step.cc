#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "cli/demo/steps.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/scheduling/v1/approval_service.grpc.pb.h"
#include "congress/scheduling/v1/scheduling_service.grpc.pb.h"
#include "congress/scheduling/v1/task_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using allocation::v1::AllocationLine;
using drafting::v1::DraftingService;
using scheduling::v1::ApprovalService;
using scheduling::v1::ApprovalSubject;
using scheduling::v1::SchedulingService;
using scheduling::v1::UnitApproval;
using Lines = std::vector<const AllocationLine*>;

std::string IdOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }
std::string GroupName(const ApprovalGroup& group) { return StrCat("organisations/", group.code()); }
std::string DocumentName(const Work& work, const AllocationLine& line) {
  return StrCat(work.congress(), "/documents/report-", IdOf(line.organisation()));
}

// The groups are bodies of the tree, and posts sit in them.
absl::Status EnterGroups(Work& work) {
  std::string table =
      csv::Line({"code", "name", "kind", "parent", "members", "members_as_of", "merged_from", "valid_from", "role"});
  for (const ApprovalGroup& group : work.province().approvals().groups()) {
    table += csv::Line({group.code(), group.name(), "working-group", IdOf(work.convener()), "0", "", "", "", "body"});
  }
  const auto organisations = allocation::v1::OrganisationService::NewStub(work.preparer.channel());
  allocation::v1::ImportOrganisationsRequest import;
  import.set_csv(table);
  RETURN_IF_ERROR(work.preparer
                      .Change("approval-groups", *organisations,
                              &allocation::v1::OrganisationService::StubInterface::ImportOrganisations, import)
                      .status());
  using scheduling::v1::Membership;
  for (const ApprovalGroup& group : work.province().approvals().groups()) {
    for (const std::string& post : group.posts()) {
      RETURN_IF_ERROR(SeatIn(work, StrCat("membership-", group.code(), "-", IdOf(post)), GroupName(group), post,
                             post == group.posts(0) ? Membership::HEAD : Membership::MEMBER));
    }
  }
  return absl::OkStatus();
}

// The report that each unit hands in, and its revision.
absl::StatusOr<std::map<std::string, std::string>> DraftReports(Work& work, DraftingService::Stub& stub,
                                                                const Lines& units) {
  std::map<std::string, std::string> revisions;
  for (const AllocationLine* unit : units) {
    drafting::v1::CreateDocumentRequest request;
    request.set_parent(work.congress());
    request.set_document_id(IdOf(DocumentName(work, *unit)));
    request.mutable_document()->set_organisation(unit->organisation());
    request.mutable_document()->set_kind("unit-report");
    request.mutable_document()->set_symbol("BC");
    request.mutable_document()->set_display_name(StrCat("Báo cáo chính trị ", unit->display_name()));
    auto& section = *request.add_sections();
    section.set_id("aims");
    section.set_title("Mục tiêu, chỉ tiêu");
    section.set_text("Nội dung giả định.");
    for (const auto& [id, name] : {std::pair("drafting", "Dự thảo"), std::pair("approved", "Trình đại hội")}) {
      request.add_steps()->set_id(id);
      request.mutable_steps()->rbegin()->set_display_name(name);
    }
    request.mutable_steps()->rbegin()->set_frozen(true);
    ASSIGN_OR_RETURN(const auto document,
                     work.preparer.Change(StrCat("unit-report-", IdOf(unit->organisation())), stub,
                                          &DraftingService::StubInterface::CreateDocument, request));
    revisions[unit->organisation()] = document.latest_revision();
  }
  return revisions;
}

absl::Status SendToCongresses(Work& work, DraftingService::Stub& stub, const Lines& units) {
  for (const AllocationLine* unit : units) {
    drafting::v1::GetDocumentRequest get;
    get.set_name(DocumentName(work, *unit));
    ASSIGN_OR_RETURN(const auto document, work.preparer.Ask(stub, &DraftingService::StubInterface::GetDocument, get));
    RETURN_IF_ERROR(SignOff(work, document));
    drafting::v1::AdvanceDocumentStepRequest request;
    request.set_name(DocumentName(work, *unit));
    request.set_step("approved");
    RETURN_IF_ERROR(work.preparer
                        .Change(StrCat("unit-report-approved-", IdOf(unit->organisation())), stub,
                                &DraftingService::StubInterface::AdvanceDocumentStep, request)
                        .status());
  }
  return absl::OkStatus();
}

bool IsWorked(const Work& work, absl::CivilDay day) {
  const auto& calendar = work.province().calendar().calendar();
  const auto has = [&](const auto& list, auto date_of) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return civil::FromDate(date_of(one)) == day; });
  };
  if (has(calendar.holidays(), [](const auto& one) { return one.date(); })) return false;
  if (has(calendar.swapped_days(), [](const auto& one) { return one.off_date(); })) return false;
  if (has(calendar.swapped_days(), [](const auto& one) { return one.work_date(); })) return true;
  const absl::Weekday weekday = absl::GetWeekday(day);
  return weekday != absl::Weekday::saturday && weekday != absl::Weekday::sunday;
}

// The last `count` working days before `end`, in their order.
std::vector<absl::CivilDay> DaysBefore(const Work& work, absl::CivilDay end, size_t count) {
  std::vector<absl::CivilDay> days;
  for (absl::CivilDay day = end - 1; days.size() < count; --day) {
    if (IsWorked(work, day)) days.push_back(day);
  }
  std::reverse(days.begin(), days.end());
  return days;
}

struct Session {
  std::string id;
  const ApprovalGroup* group = nullptr;
  absl::CivilDay day;
  // Units with what is decided on their documents.
  std::vector<std::pair<const AllocationLine*, ApprovalSubject>> units = {};
};

ApprovalSubject Decided(ApprovalSubject::Outcome outcome, const std::string& revision, const std::string& condition) {
  ApprovalSubject decided;
  decided.set_outcome(outcome);
  decided.add_versions()->set_resource(revision);
  if (!condition.empty()) decided.add_conditions()->set_text(condition);
  return decided;
}

// Each group takes its share of the units, so many a day; the last unit is returned, the first are approved on
// conditions, the others as they are. One day is left for who comes again.
std::vector<Session> SessionsOf(const Work& work, const Lines& units, absl::CivilDay end,
                                const std::map<std::string, std::string>& revisions) {
  const Approvals& input = work.province().approvals();
  const size_t groups = static_cast<size_t>(input.groups_size());
  const size_t size = static_cast<size_t>(input.session_size());
  const size_t share = (units.size() + groups - 1) / groups;
  const auto days = DaysBefore(work, end, (share + size - 1) / size + 1);
  std::vector<Session> sessions;
  for (size_t i = 0; i < units.size(); ++i) {
    const size_t turn = i % share / size;
    if (i % share % size == 0) {
      const ApprovalGroup& group = input.groups(static_cast<int>(i / share));
      sessions.push_back({.id = StrCat(group.code(), "-", turn + 1), .group = &group, .day = days[turn]});
    }
    const std::string& revision = revisions.at(units[i]->organisation());
    const int condition = static_cast<int>(i);
    const bool has_condition = condition < input.conditions_size();
    sessions.back().units.emplace_back(
        units[i], i + 1 == units.size() ? Decided(ApprovalSubject::RETURNED, revision, "")
                  : has_condition       ? Decided(ApprovalSubject::CONDITIONAL, revision, input.conditions(condition))
                                        : Decided(ApprovalSubject::APPROVED, revision, ""));
  }
  return sessions;
}

// How the congress of each unit stands, with the tasks that its conditions became.
absl::Status WriteApprovals(Work& work, const Lines& units, const std::map<std::string, UnitApproval>& approvals) {
  std::string table =
      csv::Line({"code", "organisation", "state", "round", "session", "decided_date", "conditions", "tasks"});
  for (const AllocationLine* unit : units) {
    const auto found = approvals.find(unit->organisation());
    const UnitApproval approval = found == approvals.end() ? UnitApproval() : found->second;
    std::vector<std::string> conditions;
    std::vector<std::string> tasks;
    for (const auto& condition : approval.documents().conditions()) {
      conditions.push_back(condition.text());
      tasks.push_back(condition.task());
    }
    table += csv::Line({unit->code(), unit->display_name(), UnitApproval::State_Name(approval.state()),
                        StrCat(approval.round()), IdOf(approval.session()),
                        civil::Format(civil::FromDate(approval.documents().decided_date())),
                        absl::StrJoin(conditions, "; "), absl::StrJoin(tasks, "; ")});
  }
  return work.output.Write("approvals.csv", table);
}

// Holds it, and answers how many it approved.
absl::StatusOr<int> Hold(Work& work, ApprovalService::Stub& stub, const Session& session) {
  scheduling::v1::CreateApprovalSessionRequest create;
  create.set_parent(work.congress());
  create.set_session_id(session.id);
  create.mutable_session()->set_organisation(work.convener());
  create.mutable_session()->set_group(GroupName(*session.group));
  *create.mutable_session()->mutable_date() = civil::ToDate(session.day);
  const std::string key = StrCat("approval-session-", session.id);
  ASSIGN_OR_RETURN(const auto made,
                   work.preparer.Change(key, stub, &ApprovalService::StubInterface::CreateApprovalSession, create));
  scheduling::v1::ScheduleUnitApprovalsRequest schedule;
  schedule.set_session(made.name());
  scheduling::v1::RecordApprovalOutcomesRequest record;
  record.set_session(made.name());
  record.set_plan(StrCat("plans/", work.province().approvals().plan().plan_id()));
  for (const auto& [unit, decided] : session.units) {
    schedule.add_organisations(unit->organisation());
    auto& outcome = *record.add_outcomes();
    outcome.set_organisation(unit->organisation());
    *outcome.mutable_documents() = decided;
  }
  RETURN_IF_ERROR(
      work.preparer
          .Change(StrCat(key, "-units"), stub, &ApprovalService::StubInterface::ScheduleUnitApprovals, schedule)
          .status());
  ASSIGN_OR_RETURN(const auto recorded,
                   work.preparer.Change(StrCat(key, "-outcomes"), stub,
                                        &ApprovalService::StubInterface::RecordApprovalOutcomes, record));
  const auto& units = recorded.unit_approvals();
  return static_cast<int>(std::count_if(units.begin(), units.end(),
                                        [](const auto& unit) { return unit.state() == UnitApproval::APPROVED; }));
}

}  // namespace

absl::Status ApproveUnits(Work& work) {
  const Approvals& input = work.province().approvals();
  std::vector<std::string> kinds;
  for (const MeetingKind& kind : work.province().meetings().kinds()) kinds.push_back(kind.kind());
  const Lines units = work.LinesOf(kinds);
  const auto scheduling = SchedulingService::NewStub(work.preparer.channel());
  scheduling::v1::GetWindowRequest get;
  get.set_name(StrCat(work.congress(), "/windows/", work.province().meetings().window()));
  ASSIGN_OR_RETURN(const auto window,
                   work.preparer.Ask(*scheduling, &SchedulingService::StubInterface::GetWindow, get));
  RETURN_IF_ERROR(EnterGroups(work));
  const auto tasks = scheduling::v1::TaskService::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(
      work.preparer
          .Change("approval-plan", *tasks, &scheduling::v1::TaskService::StubInterface::CreatePlan, input.plan())
          .status());
  const auto drafting = DraftingService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const auto revisions, DraftReports(work, *drafting, units));
  const auto stub = ApprovalService::NewStub(work.preparer.channel());
  const absl::CivilDay end = std::min(work.begun(), civil::FromDate(window.first_day()));
  const std::vector<Session> sessions = SessionsOf(work, units, end, revisions);
  int approved = 0;
  for (const Session& session : sessions) {
    ASSIGN_OR_RETURN(const int more, Hold(work, *stub, session));
    approved += more;
  }

  // Who was returned hands in another text, which comes before the same group.
  const AllocationLine& returned = *units.back();
  drafting::v1::ReviseDocumentRequest revise;
  revise.set_name(DocumentName(work, returned));
  revise.set_base_revision(revisions.at(returned.organisation()));
  revise.add_edits()->mutable_change()->set_section("aims");
  revise.mutable_edits(0)->mutable_change()->set_text("Nội dung giả định, đã bổ sung.");
  ASSIGN_OR_RETURN(const auto revision, work.preparer.Change("unit-report-again", *drafting,
                                                             &DraftingService::StubInterface::ReviseDocument, revise));
  RETURN_IF_ERROR(Hold(work, *stub,
                       {.id = "again",
                        .group = sessions.back().group,
                        .day = DaysBefore(work, end, 1).front(),
                        .units = {{&returned, Decided(ApprovalSubject::APPROVED, revision.name(), "")}}})
                      .status());
  int expected = 0;
  int now = 0;
  std::map<std::string, UnitApproval> approvals;
  scheduling::v1::ListUnitApprovalsRequest list;
  list.set_parent(work.congress());
  RETURN_IF_ERROR(work.preparer.AskAll(*stub, &ApprovalService::StubInterface::ListUnitApprovals, list,
                                       [&](const scheduling::v1::ListUnitApprovalsResponse& page) {
                                         expected = page.expected_count();
                                         now = page.approved_count();
                                         for (const UnitApproval& one : page.unit_approvals()) {
                                           approvals[one.organisation()] = one;
                                         }
                                       }));
  RETURN_IF_ERROR(WriteApprovals(work, units, approvals));
  work.progress.Tell(
      "   %d of %d congresses approved by %d groups in %d sessions; %d on conditions that became tasks, 1 returned",
      "   %d trên %d đại hội được %d tổ duyệt qua %d phiên; %d duyệt có điều kiện, đã thành nhiệm vụ, 1 trả lại",
      approved, expected, input.groups_size(), sessions.size(), input.conditions_size());
  work.progress.Tell("   %s came again: %d of %d approved: approvals.csv",
                     "   %s trình lại: đã duyệt %d trên %d: approvals.csv", work.NameOf(returned.organisation()), now,
                     expected);
  return SendToCongresses(work, *drafting, units);
}

}  // namespace congress::cli::demo

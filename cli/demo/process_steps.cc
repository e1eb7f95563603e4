#include <algorithm>

#include "cli/demo/invent.h"
#include "cli/demo/steps.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/dossiers/v1/planning_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/digest/sha256.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::PersonnelProcessService;
using dossiers::v1::PlanningService;
using dossiers::v1::PositionService;
using dossiers::v1::ProcessStep;
using dossiers::v1::StepResult;

using PersonNames = std::vector<std::string>;

std::string ProcessName(const Work& work, const Process& process) {
  return StrCat(work.congress(), "/personnelProcesses/", process.id());
}

const dossiers::v1::ProcessTemplate& TemplateOf(const Work& work, const Process& process) {
  const auto& templates = work.input.process_templates;
  return std::find_if(templates.begin(), templates.end(),
                      [&](const auto& one) { return one.process_template_id() == process.template_(); })
      ->process_template();
}

// One delegate of each organisation, in the order of the plan.
PersonNames Planned(const Work& work) {
  PersonNames people;
  for (const Seat& seat : work.seats) {
    if (seat.head && static_cast<int>(people.size()) < work.personnel().planning().count()) {
      people.push_back(seat.person());
    }
  }
  return people;
}

absl::Status ApprovePlanningList(Work& work) {
  const PlanningList& list = work.personnel().planning();
  const auto stub = PlanningService::NewStub(work.preparer.channel());
  dossiers::v1::BatchCreatePlanningEntriesRequest create;
  for (const std::string& person : Planned(work)) {
    auto& entry = *create.add_planning_entries();
    entry.set_planning_entry_id(StrCat("province-", person.substr(person.find('/') + 1)));
    entry.mutable_planning_entry()->set_organisation(work.convener());
    entry.mutable_planning_entry()->set_term(list.term());
    entry.mutable_planning_entry()->set_position_kind(list.position_kind());
    entry.mutable_planning_entry()->set_person(person);
  }
  ASSIGN_OR_RETURN(
      const auto created,
      work.preparer.Change("planning", *stub, &PlanningService::StubInterface::BatchCreatePlanningEntries, create));
  const auto approving = PlanningService::NewStub(work.approver.channel());
  for (const auto& entry : created.planning_entries()) {
    dossiers::v1::ApprovePlanningEntryRequest approve;
    approve.set_name(entry.name());
    *approve.mutable_basis() = list.basis();
    RETURN_IF_ERROR(work.approver
                        .Change(StrCat("planning/approve/", entry.name()), *approving,
                                &PlanningService::StubInterface::ApprovePlanningEntry, approve)
                        .status());
  }
  work.progress.Tell("   Planning list %s: %d persons approved", "   Quy hoạch %s: đã duyệt %d người", list.term(),
                     created.planning_entries_size());
  return absl::OkStatus();
}

PersonNames CandidatesOf(const Work& work, const Process& process) {
  PersonNames people;
  if (process.standing() == PLANNED) people = Planned(work);
  if (process.standing() == PASSED) people = work.passed;
  if (process.standing() == IN_OFFICE) {
    for (const Seat& seat : work.seats) {
      if (seat.origin == allocation::v1::EX_OFFICIO) people.push_back(seat.person());
    }
  }
  people.resize(std::min(people.size(), static_cast<size_t>(process.candidates())));
  return people;
}

dossiers::v1::CreatePersonnelProcessRequest NewProcess(const Work& work, const Process& process) {
  dossiers::v1::CreatePersonnelProcessRequest request;
  request.set_parent(work.congress());
  request.set_personnel_process_id(process.id());
  auto& made = *request.mutable_personnel_process();
  made.set_organisation(work.convener());
  made.set_template_(StrCat("processTemplates/", process.template_()));
  made.set_title(process.title());
  made.set_body(process.body());
  made.set_seat_count(process.seats());
  if (TemplateOf(work, process).requires_planning()) {
    made.set_term(work.personnel().planning().term());
    made.set_position_kind(work.personnel().planning().position_kind());
  }
  for (const std::string& person : CandidatesOf(work, process)) made.add_candidates()->set_person(person);
  return request;
}

// Shows that nobody stands for the first time before the re-election for the same body is over. A repeated run finds
// the process that was begun afterwards.
absl::Status TryTooEarly(Work& work, PersonnelProcessService::Stub& stub, const Process& next) {
  const absl::Status status =
      work.preparer
          .Try(StrCat("process/", next.id()), stub, &PersonnelProcessService::StubInterface::CreatePersonnelProcess,
               NewProcess(work, next))
          .status();
  if (status::ReasonOf(status) != "REELECTION_OPEN") return status;
  work.progress.Tell("   %s is refused for now: %s", "   %s chưa được bắt đầu: %s", next.title(),
                     status::SentenceOf(status));
  return absl::OkStatus();
}

StepResult ResultOf(const Work& work, const Process& process, const ProcessStep& rule, const Meeting& meeting,
                    const PersonNames& people) {
  StepResult result;
  *result.mutable_date() = meeting.date();
  result.set_convened(meeting.convened());
  result.set_present(meeting.present());
  if (rule.act() != ProcessStep::BALLOT) return result;
  result.set_issued(meeting.present());
  result.set_returned(meeting.present());
  result.set_valid(meeting.present() - meeting.invalid());
  result.set_invalid(meeting.invalid());
  if (rule.base() == ProcessStep::STATED) {
    result.set_stated_base(meeting.convened());
    result.set_stated_base_source(meeting.base_source());
  }
  const size_t places = rule.limit_to_seats() ? static_cast<size_t>(process.seats()) : people.size();
  for (auto& tally : InventVotes(work.province().seed(), process.id(), meeting, places, people)) {
    *result.add_tallies() = std::move(tally);
  }
  return result;
}

absl::StatusOr<std::string> Minutes(Work& work, PersonnelProcessService::Stub& stub, const StepResult& result,
                                    paper::v1::Format format) {
  dossiers::v1::ExportStepResultRequest request;
  request.set_name(result.name());
  request.set_paper_format(format);
  request.set_congress_display_name(work.province().preparation().congress().display_name());
  return work.preparer.AskForPaper(stub, &PersonnelProcessService::StubInterface::ExportStepResult, request);
}

absl::Status AttachMinutes(Work& work, PersonnelProcessService::Stub& stub, const StepResult& result,
                           const ProcessStep& rule) {
  ASSIGN_OR_RETURN(const std::string file, Minutes(work, stub, result, paper::v1::PDF));
  dossiers::v1::AttachStepMinutesRequest attach;
  attach.set_name(result.name());
  attach.mutable_minutes()->set_title(StrCat("Biên bản kiểm phiếu: ", rule.title(), " (giả định)"));
  attach.mutable_minutes()->set_file_sha256(digest::Sha256(file));
  attach.mutable_minutes()->set_file_size_bytes(static_cast<int64_t>(file.size()));
  RETURN_IF_ERROR(work.preparer
                      .Change(StrCat("minutes/", result.name()), stub,
                              &PersonnelProcessService::StubInterface::AttachStepMinutes, attach)
                      .status());
  return work.preparer.Send(StrCat("minutes/file/", result.name()), result.name(), "application/pdf", file);
}

void AddVotes(const Process& process, const ProcessStep& rule, const StepResult& result, std::string* table) {
  for (int i = 0; i < result.tallies_size(); ++i) {
    const auto& tally = result.tallies(i);
    const auto& choice = result.choices(i);
    *table += csv::Line({process.title(), process.body(), rule.title(), civil::Format(civil::FromDate(result.date())),
                         StrCat(result.convened()), StrCat(result.present()), StrCat(result.issued()),
                         StrCat(result.returned()), StrCat(result.valid()), StrCat(result.invalid()), tally.person(),
                         StrCat(tally.agree()), StrCat(tally.disagree()), StrCat(tally.blank()),
                         StrCat(choice.needed()), StrCat(choice.base()), choice.chosen() ? "yes" : "no",
                         i < result.sentences_size() ? result.sentences(i) : ""});
  }
}

std::string PositionOf(const Work& work, const Process& process) {
  return StrCat(work.congress(), "/positions/", process.position());
}

absl::Status Propose(Work& work, const Process& process, const PersonNames& people) {
  const auto stub = PositionService::NewStub(work.preparer.channel());
  for (const std::string& person : people) {
    dossiers::v1::ProposePositionSlotRequest request;
    request.set_name(PositionOf(work, process));
    request.set_person(person);
    RETURN_IF_ERROR(work.preparer
                        .Change(StrCat("propose/", process.position(), "/", person), *stub,
                                &PositionService::StubInterface::ProposePositionSlot, request)
                        .status());
  }
  return absl::OkStatus();
}

// Takes a process through its steps; who is left has passed.
absl::Status Hold(Work& work, PersonnelProcessService::Stub& stub, const Process& process, const Process* next,
                  std::string* table) {
  RETURN_IF_ERROR(work.preparer
                      .Change(StrCat("process/", process.id()), stub,
                              &PersonnelProcessService::StubInterface::CreatePersonnelProcess,
                              NewProcess(work, process))
                      .status());
  PersonNames people = CandidatesOf(work, process);
  const size_t stood = people.size();
  const auto& rules = TemplateOf(work, process);
  StepResult result;
  std::string left;
  for (int i = 0; i < rules.steps_size(); ++i) {
    const ProcessStep& rule = rules.steps(i);
    work.progress.Count(process.title(), static_cast<size_t>(i), static_cast<size_t>(rules.steps_size()));
    dossiers::v1::RecordStepResultRequest record;
    record.set_name(ProcessName(work, process));
    record.set_step_id(rule.step_id());
    *record.mutable_step_result() = ResultOf(work, process, rule, process.steps(i), people);
    ASSIGN_OR_RETURN(const auto recorded,
                     work.preparer.Change(StrCat("step/", process.id(), "/", rule.step_id()), stub,
                                          &PersonnelProcessService::StubInterface::RecordStepResult, record));
    // The answer that a repeated run gets is kept without what is graded.
    dossiers::v1::GetStepResultRequest get;
    get.set_name(recorded.name());
    ASSIGN_OR_RETURN(result, work.preparer.Ask(stub, &PersonnelProcessService::StubInterface::GetStepResult, get));
    AddVotes(process, rule, result, table);
    if (rule.requires_minutes()) RETURN_IF_ERROR(AttachMinutes(work, stub, result, rule));
    if (rule.act() != ProcessStep::BALLOT) continue;
    people.clear();
    for (const auto& choice : result.choices()) {
      if (choice.chosen()) people.push_back(choice.person());
    }
    left += StrCat(left.empty() ? "" : ", ", people.size());
  }
  if (next != nullptr && next->body() == process.body()) RETURN_IF_ERROR(TryTooEarly(work, stub, *next));
  dossiers::v1::ConcludePersonnelProcessRequest conclude;
  conclude.set_name(ProcessName(work, process));
  conclude.set_conclusion(process.conclusion());
  RETURN_IF_ERROR(work.preparer
                      .Change(StrCat("conclude/", process.id()), stub,
                              &PersonnelProcessService::StubInterface::ConcludePersonnelProcess, conclude)
                      .status());
  RETURN_IF_ERROR(Propose(work, process, people));
  std::string files;
  if (!process.file().empty()) {
    ASSIGN_OR_RETURN(const std::string docx, Minutes(work, stub, result, paper::v1::DOCX));
    RETURN_IF_ERROR(work.output.Write(process.file() + ".docx", docx));
    ASSIGN_OR_RETURN(const std::string pdf, Minutes(work, stub, result, paper::v1::PDF));
    RETURN_IF_ERROR(work.output.Write(process.file() + ".pdf", pdf));
    files = StrCat(": ", process.file(), ".docx, .pdf");
  }
  work.progress.Tell("   %s: %d candidates for %d places in %d steps to %s; left after each ballot: %s%s",
                     "   %s: %d người cho %d vị trí qua %d bước đến %s; còn lại sau mỗi lần bỏ phiếu: %s%s",
                     process.title(), stood, process.seats(), rules.steps_size(), DayTold(result.date()), left, files);
  // Whoever stood after they passed another process is there already.
  if (process.standing() != PASSED) work.passed.insert(work.passed.end(), people.begin(), people.end());
  return absl::OkStatus();
}

}  // namespace

absl::Status HoldProcesses(Work& work) {
  RETURN_IF_ERROR(ApprovePlanningList(work));
  const auto stub = PersonnelProcessService::NewStub(work.preparer.channel());
  std::string table =
      csv::Line({"process", "body", "step", "date", "convened", "present", "issued", "returned", "valid", "invalid",
                 "person", "agree", "disagree", "blank", "needed", "base", "chosen", "result"});
  const auto& processes = work.personnel().processes();
  for (int i = 0; i < processes.size(); ++i) {
    const Process* next = i + 1 < processes.size() ? &processes[i + 1] : nullptr;
    RETURN_IF_ERROR(Hold(work, *stub, processes[i], next, &table));
  }
  work.progress.Tell("   %d persons passed for the committee; every vote: personnel-votes.csv",
                     "   %d người được giới thiệu vào cấp ủy; từng lần bỏ phiếu: personnel-votes.csv",
                     work.passed.size());
  return work.output.Write("personnel-votes.csv", table);
}

}  // namespace congress::cli::demo

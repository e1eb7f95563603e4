#include "absl/time/clock.h"
#include "cli/demo/invent.h"
#include "cli/demo/steps.h"
#include "congress/allocation/v1/rule_set_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/preparation/v1/preparation_service.grpc.pb.h"
#include "congress/scheduling/v1/calendar_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using Preparations = preparation::v1::PreparationService;
using preparation::v1::Preparation;
using preparation::v1::Step;

constexpr absl::Duration kLongestPreparation = absl::Minutes(1);
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);

size_t DoneSteps(const Preparation& preparation) {
  return static_cast<size_t>(std::count_if(preparation.steps().begin(), preparation.steps().end(),
                                           [](const Step& step) { return step.state() == Step::DONE; }));
}

absl::Status Refusal(const Preparation& preparation) {
  for (const Step& step : preparation.steps()) {
    if (step.state() != Step::BLOCKED) continue;
    return absl::FailedPreconditionError(StrCat("the preparation is blocked at '", step.id(), "' (", step.title(),
                                                "): ", step.reason(), ": ", step.detail()));
  }
  return absl::FailedPreconditionError("the preparation is blocked");
}

absl::StatusOr<Preparation> Await(Work& work, Preparations::Stub& stub) {
  preparation::v1::GetPreparationRequest request;
  request.set_name(StrCat(work.congress(), "/preparation"));
  const absl::Time deadline = absl::Now() + kLongestPreparation;
  while (true) {
    ASSIGN_OR_RETURN(const Preparation preparation,
                     work.preparer.Ask(stub, &Preparations::StubInterface::GetPreparation, request));
    if (preparation.state() == Preparation::DONE) return preparation;
    if (preparation.state() == Preparation::BLOCKED) return Refusal(preparation);
    const size_t done = DoneSteps(preparation);
    work.progress.Count("2. Preparing", done, static_cast<size_t>(preparation.steps_size()));
    if (absl::Now() > deadline) {
      return absl::DeadlineExceededError(
          StrCat("the preparation has done only ", done, " of ", preparation.steps_size(), " steps in a minute"));
    }
    absl::SleepFor(kBetweenLooks);
  }
}

}  // namespace

absl::Status LayDownRules(Work& work) {
  const Province& province = work.province();
  const Calls& calls = work.preparer;
  {
    using Rules = allocation::v1::RuleSetService;
    const auto stub = Rules::NewStub(calls.channel());
    RETURN_IF_ERROR(
        calls.Change("rule-set", *stub, &Rules::StubInterface::CreateRuleSet, work.input.rule_set).status());
  }
  {
    using Numbers = drafting::v1::NumberRegisterService;
    const auto stub = Numbers::NewStub(calls.channel());
    RETURN_IF_ERROR(
        calls.Change("number-series", *stub, &Numbers::StubInterface::CreateNumberSeries, province.number_series())
            .status());
  }
  {
    using Calendars = scheduling::v1::CalendarService;
    const auto stub = Calendars::NewStub(calls.channel());
    RETURN_IF_ERROR(
        calls.Change("calendar", *stub, &Calendars::StubInterface::CreateCalendar, province.calendar()).status());
  }
  {
    using Drafting = drafting::v1::DraftingService;
    const auto stub = Drafting::NewStub(calls.channel());
    for (const auto& request : province.document_templates()) {
      RETURN_IF_ERROR(calls
                          .Change(StrCat("document-template/", request.document_template_id()), *stub,
                                  &Drafting::StubInterface::CreateDocumentTemplate, request)
                          .status());
    }
  }
  {
    using Checklists = dossiers::v1::DossierService;
    const auto stub = Checklists::NewStub(calls.channel());
    RETURN_IF_ERROR(calls
                        .Change("checklist-template", *stub, &Checklists::StubInterface::CreateChecklistTemplate,
                                province.checklist_template())
                        .status());
  }
  work.progress.Tell(
      "2. Laid down: rule set, number series, calendar, document templates (%d) and a checklist of %d papers",
      "2. Đã lập: bộ quy tắc, sổ đăng ký số, lịch làm việc, mẫu văn kiện (%d) và danh mục hồ sơ gồm %d giấy tờ",
      province.document_templates_size(), province.checklist_template().checklist_template().items_size());
  return absl::OkStatus();
}

absl::Status PrepareCongress(Work& work) {
  const auto stub = Preparations::NewStub(work.preparer.channel());
  preparation::v1::StartPreparationRequest request = work.province().preparation();
  request.mutable_scope()->mutable_task_plan()->set_csv(InventTasks(work.province()));
  RETURN_IF_ERROR(
      work.preparer.Change("preparation", *stub, &Preparations::StubInterface::StartPreparation, request).status());
  ASSIGN_OR_RETURN(work.preparation, Await(work, *stub));
  work.progress.Tell("   Prepared %s on %s in %d recorded steps", "   Đã chuẩn bị %s ngày %s qua %d bước có ghi lại",
                     work.congress(), DayTold(work.begun()), work.preparation.steps_size());
  if (const absl::CivilDay today = civil::FromDate(work.province().today()); work.begun() != today) {
    work.progress.Tell(
        "   The server dates what follows by its own clock. For the days of the input start it as congressd --dev "
        "--today %s",
        "   Máy chủ ghi ngày những việc sau theo đồng hồ của mình. Muốn theo ngày của dữ liệu, hãy khởi động congressd "
        "--dev --today %s",
        civil::Format(today));
  }
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

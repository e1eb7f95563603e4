#include "cli/demo/steps.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::PersonnelRuleService;
using dossiers::v1::PositionService;

dossiers::v1::Basis DecidedBy(const Work& work, const std::string& number) {
  dossiers::v1::Basis basis;
  basis.set_decision_number(number);
  *basis.mutable_decision_date() = civil::ToDate(work.begun());
  return basis;
}

dossiers::v1::FillPositionSlotRequest Filling(const Work& work, const std::string& position,
                                              const std::string& person) {
  dossiers::v1::FillPositionSlotRequest request;
  request.set_name(position);
  request.set_person(person);
  *request.mutable_from_date() = civil::ToDate(work.begun());
  *request.mutable_basis() = DecidedBy(work, work.personnel().freeze().decision_number());
  return request;
}

absl::StatusOr<std::string> MakePosition(Work& work, PositionService::Stub& stub,
                                         const std::vector<std::string>& people) {
  auto request = work.personnel().freeze().position();
  request.set_parent(work.congress());
  ASSIGN_OR_RETURN(const auto slot, work.preparer.Change("freeze/position", stub,
                                                         &PositionService::StubInterface::CreatePositionSlot, request));
  for (const std::string& person : people) {
    dossiers::v1::ProposePositionSlotRequest propose;
    propose.set_name(slot.name());
    propose.set_person(person);
    RETURN_IF_ERROR(work.preparer
                        .Change(StrCat("freeze/propose/", person), stub,
                                &PositionService::StubInterface::ProposePositionSlot, propose)
                        .status());
  }
  return slot.name();
}

// The first of the two has no exception and never gets one.
absl::Status TryFrozen(Work& work, PositionService::Stub& stub, const std::string& position,
                       const std::string& person) {
  const absl::Status status = work.preparer
                                  .Try("freeze/stopped", stub, &PositionService::StubInterface::FillPositionSlot,
                                       Filling(work, position, person))
                                  .status();
  if (status::ReasonOf(status) == "APPOINTMENT_FROZEN") {
    work.progress.Tell("   An appointment is refused: %s", "   Một quyết định bổ nhiệm bị từ chối: %s",
                       status::SentenceOf(status));
    return absl::OkStatus();
  }
  if (!status.ok()) return status;
  return absl::FailedPreconditionError("somebody was appointed in a freeze");
}

}  // namespace

absl::Status HoldFreeze(Work& work) {
  const Freeze& freeze = work.personnel().freeze();
  // Two whose dossiers went upward and who hold no other position: nothing but the freeze stands against them.
  const std::vector<std::string> people = {work.passed[0], work.passed[1]};
  const auto rules = PersonnelRuleService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const auto period,
                   work.preparer.Change("freeze", *rules, &PersonnelRuleService::StubInterface::CreateFreezePeriod,
                                        freeze.period()));
  const auto stub = PositionService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const std::string position, MakePosition(work, *stub, people));
  RETURN_IF_ERROR(TryFrozen(work, *stub, position, people.front()));
  dossiers::v1::CreateFreezeExceptionRequest except;
  except.set_parent(period.name());
  except.mutable_freeze_exception()->set_person(people.back());
  except.mutable_freeze_exception()->set_position(position);
  except.mutable_freeze_exception()->set_exception_reason(freeze.exception_reason());
  *except.mutable_freeze_exception()->mutable_basis() = DecidedBy(work, freeze.exception_number());
  const auto deciding = PersonnelRuleService::NewStub(work.approver.channel());
  ASSIGN_OR_RETURN(const auto exception,
                   work.approver.Change("freeze/exception", *deciding,
                                        &PersonnelRuleService::StubInterface::CreateFreezeException, except));
  auto filling = Filling(work, position, people.back());
  filling.set_exception(exception.name());
  RETURN_IF_ERROR(
      work.preparer.Change("freeze/excepted", *stub, &PositionService::StubInterface::FillPositionSlot, filling)
          .status());
  work.progress.Tell("   By the exception %s another one is appointed: %s",
                     "   Theo ngoại lệ %s, một người khác được bổ nhiệm: %s", freeze.exception_number(),
                     freeze.exception_reason());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo

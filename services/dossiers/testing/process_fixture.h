// The services of personnel processes and of the planning list in a test.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/dossiers/v1/planning_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "services/dossiers/install.h"
#include "services/dossiers/testing/process_sample.h"
#include "tests/support/service_fixture.h"

namespace congress::dossiers {

class ProcessFixture
    : public testing::Test,
      public support::ServiceFixture<v1::PersonnelProcessService, v1::PlanningService, v1::PersonService> {
 protected:
  using Stub = v1::PersonnelProcessService::StubInterface;
  using PlanningStub = v1::PlanningService::StubInterface;
  using Grade = annotations::v1::Grade;

  ProcessFixture() : ServiceFixture(Service()) {
    service_.SetNow(sample::Noon(sample::kToday));
    MakeTemplate("three", sample::ThreeSteps());
  }

  // One who holds the role at the unit, or who is the person.
  Context As(std::string_view role, Grade clearance = annotations::v1::CONFIDENTIAL) {
    return service_.As(role, {StrCat(role, "@unit-16681")}, clearance);
  }
  Context AsPerson(std::string_view person, std::string_view role = "secretary") {
    return service_.As("themselves", {StrCat(role, "@unit-16681")}, annotations::v1::CONFIDENTIAL, person);
  }

  void MakeTemplate(std::string_view id, v1::ProcessTemplate rules) {
    v1::CreateProcessTemplateRequest request;
    request.set_process_template_id(std::string(id));
    rules.clear_name();
    *request.mutable_process_template() = std::move(rules);
    EXPECT_THAT(Call(&Stub::CreateProcessTemplate, request), support::IsOk());
  }
  // p-0, p-1 and so on.
  void MakePersons(int count) {
    for (int i = 0; i < count; ++i) {
      v1::CreatePersonRequest request;
      request.set_person_id(StrCat("p-", i));
      request.mutable_person()->set_organisation(std::string(sample::kUnit));
      request.mutable_person()->set_display_name(StrCat("Nguyễn Văn Mẫu ", i));
      EXPECT_THAT(Call(&v1::PersonService::StubInterface::CreatePerson, request), support::IsOk());
    }
  }
  static v1::CreatePersonnelProcessRequest NewProcess(int candidates, int seats, std::string_view id = "unit-16681-p-1",
                                                      std::string_view rules = "three") {
    v1::CreatePersonnelProcessRequest request;
    request.set_parent("congresses/xx");
    request.set_personnel_process_id(std::string(id));
    *request.mutable_personnel_process() = sample::WantedProcess(candidates, seats);
    request.mutable_personnel_process()->set_template_(StrCat("processTemplates/", rules));
    return request;
  }
  // The persons and a process of them all.
  void Start(int candidates, int seats) {
    MakePersons(candidates);
    EXPECT_THAT(Call(&Stub::CreatePersonnelProcess, NewProcess(candidates, seats), As("clerk")), support::IsOk());
  }

  static v1::RecordStepResultRequest NewResult(std::string_view step, const v1::StepResult& result, int round = 0) {
    v1::RecordStepResultRequest request;
    request.set_name(std::string(kProcess));
    request.set_step_id(std::string(step));
    *request.mutable_step_result() = result;
    request.mutable_step_result()->set_round(round);
    return request;
  }
  absl::StatusOr<v1::StepResult> Record(std::string_view step, const v1::StepResult& result, int round = 0) {
    return Call(&Stub::RecordStepResult, NewResult(step, result, round), As("clerk"));
  }
  static v1::CorrectStepResultRequest NewCorrection(std::string_view result, const v1::StepResult& right,
                                                    bool void_later = false) {
    v1::CorrectStepResultRequest request;
    request.set_name(StrCat(kProcess, "/results/", result));
    *request.mutable_step_result() = right;
    request.set_reason("Ghi nhầm");
    request.set_void_later(void_later);
    return request;
  }
  absl::StatusOr<v1::StepResult> Correct(std::string_view result, const v1::StepResult& right,
                                         bool void_later = false) {
    return Call(&Stub::CorrectStepResult, NewCorrection(result, right, void_later), As("clerk"));
  }
  // A request about the process.
  template <class Request>
  static Request About(const std::string& text = "") {
    return support::Parse<Request>(StrCat("name: '", kProcess, "' ", text));
  }
  absl::StatusOr<v1::PersonnelProcess> GetProcess(Context context = nullptr) {
    return Call(&Stub::GetPersonnelProcess, About<v1::GetPersonnelProcessRequest>(), std::move(context));
  }
  absl::StatusOr<v1::PersonnelProcess> Cancel(std::string_view id = "unit-16681-p-1") {
    return Call(&Stub::CancelPersonnelProcess,
                support::Parse<v1::CancelPersonnelProcessRequest>(
                    StrCat("name: 'congresses/xx/personnelProcesses/", id, "' reason: 'Thay đổi phương án'")),
                As("secretary"));
  }
  absl::StatusOr<v1::PersonnelProcess> Conclude() {
    return Call(&Stub::ConcludePersonnelProcess,
                About<v1::ConcludePersonnelProcessRequest>("conclusion: 'Thống nhất giới thiệu'"), As("secretary"));
  }

  static constexpr std::string_view kProcess = "congresses/xx/personnelProcesses/unit-16681-p-1";
};

}  // namespace congress::dossiers

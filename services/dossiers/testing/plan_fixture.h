// Personnel plans in a test: who is ready for them, and how they come to be appraised.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/dossiers/testing/fixture.h"

namespace congress::dossiers {

class PlanFixture : public Fixture {
 protected:
  explicit PlanFixture(const Peers& peers = {}) : Fixture(true, peers) { MakeTemplate(); }

  static std::string Position(std::string_view id) { return StrCat(kCongress, "/positions/", id); }
  static std::string PlanName(std::string_view id) { return StrCat(kCongress, "/personnelPlans/", id); }

  // `persons/{id}` with an accepted dossier.
  void MakeReady(std::string_view id, std::string_view display_name = "Trần Thị Mẫu") {
    MakePerson(id, display_name);
    const std::string dossier = MakeDossier(StrCat("d-", id), StrCat("persons/", id)).name();
    AttachAll(dossier);
    SubmitAndAccept(dossier);
  }

  // A plan of the unit that puts these persons on one position.
  static v1::CreatePersonnelPlanRequest NewPlan(std::string_view id, std::string_view position,
                                                const std::vector<std::string>& persons,
                                                std::string_view organisation = sample::kUnit) {
    v1::CreatePersonnelPlanRequest request;
    request.set_parent(std::string(kCongress));
    request.set_personnel_plan_id(std::string(id));
    v1::PersonnelPlan& plan = *request.mutable_personnel_plan();
    plan.set_organisation(std::string(organisation));
    plan.set_display_name("Ban Chấp hành Đảng bộ xã Mẫu, nhiệm kỳ 2025 - 2030");
    plan.set_legal_basis("Căn cứ Điều lệ Đảng\nCăn cứ Chỉ thị mẫu số 1-CT/TW");
    plan.add_appraisers("Ban Tổ chức Tỉnh ủy Mẫu");
    v1::PlanPart& part = *plan.add_parts();
    part.set_position(Position(position));
    for (const std::string& person : persons) part.add_entries()->set_person(StrCat("persons/", person));
    return request;
  }
  absl::StatusOr<v1::PersonnelPlan> Create(const v1::CreatePersonnelPlanRequest& request) {
    return Call(&PersonnelPlanStub::CreatePersonnelPlan, request, As("clerk@province"));
  }
  template <class Request>
  static Request About(std::string_view id, const std::string& more = "") {
    Request request = support::Parse<Request>(more);
    request.set_name(PlanName(id));
    return request;
  }
  absl::StatusOr<v1::PersonnelPlan> GetPlan(std::string_view id, Context context = nullptr) {
    return Call(&PersonnelPlanStub::GetPersonnelPlan, About<v1::GetPersonnelPlanRequest>(id), std::move(context));
  }
  absl::StatusOr<v1::PersonnelPlan> SubmitIt(std::string_view id) {
    return Call(&PersonnelPlanStub::SubmitPersonnelPlan, About<v1::SubmitPersonnelPlanRequest>(id), As(kClerk));
  }
  static v1::RecordPlanAppraisalRequest NewAppraisal(std::string_view id,
                                                     std::string_view body = "Ban Tổ chức Tỉnh ủy Mẫu") {
    auto request = About<v1::RecordPlanAppraisalRequest>(id, "appraisal { opinion: AGREES }");
    request.mutable_appraisal()->set_appraiser(std::string(body));
    return request;
  }
  absl::StatusOr<v1::PersonnelPlan> Appraise(const v1::RecordPlanAppraisalRequest& request) {
    return Call(&PersonnelPlanStub::RecordPlanAppraisal, request, As(kReviewer));
  }
  // A plan that all who are asked agree to.
  void MakeAppraised(const v1::CreatePersonnelPlanRequest& request) {
    ASSERT_THAT(Create(request), support::IsOk());
    ASSERT_THAT(SubmitIt(request.personnel_plan_id()), support::IsOk());
    ASSERT_THAT(Appraise(NewAppraisal(request.personnel_plan_id())), support::IsOk());
  }

  // The kinds of what it lacks.
  std::vector<v1::PlanLack::Kind> Lacks(std::string_view id) {
    const auto told = Call(&PersonnelPlanStub::GetPersonnelPlanLacks, About<v1::GetPersonnelPlanLacksRequest>(id));
    EXPECT_THAT(told, support::IsOk());
    std::vector<v1::PlanLack::Kind> kinds;
    if (!told.ok()) return kinds;
    for (const v1::PlanLack& lack : told->lacks()) {
      EXPECT_FALSE(lack.sentence().empty());
      EXPECT_EQ(lack.sentence().find('{'), std::string::npos) << lack.sentence();
      kinds.push_back(lack.kind());
    }
    return kinds;
  }
};

}  // namespace congress::dossiers

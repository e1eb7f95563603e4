// The dossiers service in a test: stubs, callers and short calls.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "congress/audit/v1/audit_service.grpc.pb.h"
#include "congress/dossiers/v1/curriculum_vitae_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/dossiers/v1/eligibility_service.grpc.pb.h"
#include "congress/dossiers/v1/person_identity_service.grpc.pb.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_plan_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_rule_service.grpc.pb.h"
#include "congress/dossiers/v1/planning_service.grpc.pb.h"
#include "congress/dossiers/v1/position_service.grpc.pb.h"
#include "congress/dossiers/v1/stage_service.grpc.pb.h"
#include "congress/dossiers/v1/structure_service.grpc.pb.h"
#include "congress/dossiers/v1/suspension_service.grpc.pb.h"
#include "congress/dossiers/v1/verification_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "services/dossiers/install.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/service_fixture.h"

namespace congress::dossiers {

using sample::kToday;

inline constexpr std::string_view kCongress = "congresses/xx";
inline constexpr std::string_view kDossier = "congresses/xx/dossiers/unit-16681-d-1";
inline constexpr std::string_view kRequestId = "0d2f0b0e-8a0b-4c9e-9d54-1f3a1c3b5a01";

// Callers of the tests hold their role at this unit; others at another one.
inline constexpr std::string_view kClerk = "clerk@unit-16681";
inline constexpr std::string_view kReviewer = "reviewer@unit-16681";
inline constexpr std::string_view kReader = "reader@unit-16681";
inline constexpr std::string_view kOwner = "secretary@unit-16681";
inline constexpr std::string_view kOffice = "secretary@province";
inline constexpr std::string_view kStranger = "secretary@unit-2";

class Fixture
    : public testing::Test,
      public support::ServiceFixture<v1::PersonService, v1::PersonIdentityService, v1::CurriculumVitaeService,
                                     v1::DossierService, v1::EligibilityService, v1::PersonnelPlanService,
                                     v1::PersonnelProcessService, v1::PersonnelRuleService, v1::PlanningService,
                                     v1::PositionService, v1::StageService, v1::StructureService, v1::SuspensionService,
                                     v1::VerificationService, audit::v1::AuditService> {
 protected:
  using Grade = annotations::v1::Grade;
  using PersonStub = v1::PersonService::StubInterface;
  using PersonIdentityStub = v1::PersonIdentityService::StubInterface;
  using CurriculumStub = v1::CurriculumVitaeService::StubInterface;
  using DossierStub = v1::DossierService::StubInterface;
  using EligibilityStub = v1::EligibilityService::StubInterface;
  using ProcessStub = v1::PersonnelProcessService::StubInterface;
  using PlanningStub = v1::PlanningService::StubInterface;
  using PersonnelPlanStub = v1::PersonnelPlanService::StubInterface;
  using PersonnelRuleStub = v1::PersonnelRuleService::StubInterface;
  using PositionStub = v1::PositionService::StubInterface;
  using StageStub = v1::StageService::StubInterface;
  using StructureStub = v1::StructureService::StubInterface;
  using SuspensionStub = v1::SuspensionService::StubInterface;
  using VerificationStub = v1::VerificationService::StubInterface;
  using AuditStub = audit::v1::AuditService::StubInterface;

  explicit Fixture(bool keeps_files = true, const Peers& peers = {}) : ServiceFixture(Service(), peers, keeps_files) {}

  Context As(std::string_view binding, Grade clearance = annotations::v1::SENSITIVE) {
    const std::string role(binding.substr(0, binding.find('@')));
    return service_.As(role, {std::string(binding)}, clearance);
  }
  // A caller whose account belongs to this person, or who does not say to whom.
  Context AsPerson(std::string_view person, std::string_view role, Grade clearance = annotations::v1::SENSITIVE) {
    return service_.As("themselves", {StrCat(role, "@unit-16681")}, clearance, person);
  }

  // The work of a call; once it has read and staged, `between` is done before it commits for the first time.
  template <class Handler, class Request>
  absl::Status With(Handler handler, const Request& request, absl::FunctionRef<void()> between) {
    auth::Principal all;
    all.subject = "an";
    all.person = "persons/an";
    all.clearance = annotations::v1::SENSITIVE;
    for (const char* role : {"administrator", "secretary"}) {
      all.bindings.push_back({role, std::string(auth::kProvince)});
    }
    bool first = true;
    return service_.gate().Perform(all, "test", [&](rpc::Call& call) {
      const absl::Status done = handler(call, request).status();
      if (std::exchange(first, false)) between();
      return done;
    });
  }

  // A place that a person has had since before the suite came, so that no dossier is asked for.
  static v1::FillPositionSlotRequest NewTenure(std::string_view position, std::string_view person,
                                               absl::CivilDay from = kToday) {
    v1::FillPositionSlotRequest request;
    request.set_name(std::string(position));
    request.set_person(std::string(person));
    *request.mutable_from_date() = civil::ToDate(from);
    request.mutable_basis()->set_decision_number("7-QĐ/TU");
    *request.mutable_basis()->mutable_decision_date() = civil::ToDate(from);
    request.set_prior(true);
    return request;
  }
  static v1::VacatePositionSlotRequest NewEnd(std::string_view position, std::string_view person) {
    v1::VacatePositionSlotRequest request;
    request.set_name(std::string(position));
    request.set_person(std::string(person));
    *request.mutable_until_date() = civil::ToDate(kToday);
    request.set_end_cause(v1::Tenure::RETIRED);
    return request;
  }

  static v1::CreatePersonRequest NewPerson(std::string_view id, std::string_view display_name,
                                           std::string_view organisation = sample::kUnit) {
    v1::CreatePersonRequest request;
    request.set_person_id(std::string(id));
    request.mutable_person()->set_organisation(std::string(organisation));
    request.mutable_person()->set_display_name(std::string(display_name));
    return request;
  }
  v1::Person MakePerson(std::string_view id, std::string_view display_name,
                        std::string_view organisation = sample::kUnit) {
    auto person = Call(&PersonStub::CreatePerson, NewPerson(id, display_name, organisation));
    EXPECT_THAT(person, support::IsOk());
    return *std::move(person);
  }

  // A position that asks for an accepted dossier.
  void MakeSlot(std::string_view id, int norm, std::string_view organisation = sample::kUnit,
                std::string_view kind = "") {
    v1::CreatePositionSlotRequest request;
    request.set_parent(std::string(kCongress));
    request.set_position_slot_id(std::string(id));
    v1::PositionSlot& slot = *request.mutable_position_slot();
    slot.set_organisation(std::string(organisation));
    slot.set_display_name("Ủy viên Ban Chấp hành");
    slot.set_dossier_purpose("committee-candidate");
    slot.set_position_kind(std::string(kind));
    slot.set_norm(norm);
    ASSERT_THAT(Call(&PositionStub::CreatePositionSlot, request), support::IsOk());
  }

  static v1::CreateChecklistTemplateRequest NewTemplate(std::string_view id) {
    v1::CreateChecklistTemplateRequest request;
    request.set_checklist_template_id(std::string(id));
    *request.mutable_checklist_template() = sample::Checklist();
    request.mutable_checklist_template()->clear_name();
    return request;
  }
  void MakeTemplate(std::string_view id = "committee") {
    EXPECT_THAT(Call(&DossierStub::CreateChecklistTemplate, NewTemplate(id)), support::IsOk());
  }

  static v1::CreateDossierRequest NewDossier(std::string_view id, std::string_view person,
                                             std::string_view organisation = sample::kUnit) {
    v1::CreateDossierRequest request;
    request.set_parent(std::string(kCongress));
    request.set_dossier_id(std::string(id));
    request.mutable_dossier()->set_organisation(std::string(organisation));
    request.mutable_dossier()->set_person(std::string(person));
    request.mutable_dossier()->set_purpose("committee-candidate");
    request.mutable_dossier()->set_template_("checklistTemplates/committee");
    return request;
  }
  v1::Dossier MakeDossier(std::string_view id, std::string_view person, std::string_view organisation = sample::kUnit) {
    auto dossier = Call(&DossierStub::CreateDossier, NewDossier(id, person, organisation));
    EXPECT_THAT(dossier, support::IsOk());
    return *std::move(dossier);
  }
  // The template, the person `persons/p-1` and their dossier `d-1`, open and empty.
  void OpenOne() {
    MakeTemplate();
    MakePerson("p-1", "Nguyễn Thị Mẫu");
    MakeDossier("unit-16681-d-1", "persons/p-1");
  }

  static v1::AttachComponentRequest NewPaper(std::string_view item_id, absl::CivilDay issued,
                                             std::string_view dossier = kDossier) {
    v1::AttachComponentRequest request;
    request.set_name(std::string(dossier));
    *request.mutable_attachment() = sample::Paper(item_id, issued);
    return request;
  }
  // Every required paper, issued on `issued`.
  void AttachAll(std::string_view dossier = kDossier, absl::CivilDay issued = absl::CivilDay(2025, 6, 1)) {
    v1::BatchAttachComponentsRequest request;
    auto* one = request.add_dossiers();
    one->set_dossier(std::string(dossier));
    for (const char* id : {"application", "health-certificate", "political-conclusion", "comment-residence"}) {
      *one->add_attachments() = sample::Paper(id, issued);
    }
    EXPECT_THAT(Call(&DossierStub::BatchAttachComponents, request), support::IsOk());
  }
  absl::StatusOr<v1::Dossier> Submit(Context context, std::string_view dossier = kDossier) {
    v1::SubmitDossierRequest request;
    request.set_name(std::string(dossier));
    return Call(&DossierStub::SubmitDossier, request, std::move(context));
  }
  absl::StatusOr<v1::Dossier> Begin(Context context, std::string_view dossier = kDossier) {
    v1::BeginDossierReviewRequest request;
    request.set_name(std::string(dossier));
    return Call(&DossierStub::BeginDossierReview, request, std::move(context));
  }
  absl::StatusOr<v1::Dossier> Accept(Context context, std::string_view dossier = kDossier) {
    v1::AcceptDossierRequest request;
    request.set_name(std::string(dossier));
    return Call(&DossierStub::AcceptDossier, request, std::move(context));
  }
  // The unit's clerk submits it and its reviewer accepts it.
  void SubmitAndAccept(std::string_view dossier = kDossier, std::string_view unit = "unit-16681") {
    EXPECT_THAT(Submit(As(StrCat("clerk@", unit)), dossier), support::IsOk());
    EXPECT_THAT(Begin(As(StrCat("reviewer@", unit)), dossier), support::IsOk());
    EXPECT_THAT(Accept(As(StrCat("reviewer@", unit)), dossier), support::IsOk());
  }
  // What the caller is shown of its papers.
  absl::StatusOr<std::vector<v1::Component>> Papers(Context context, std::string_view dossier = kDossier,
                                                    v1::ListComponentsRequest request = {}) {
    request.set_parent(std::string(dossier));
    ASSIGN_OR_RETURN(const auto listed, Call(&DossierStub::ListComponents, request, std::move(context)));
    return std::vector<v1::Component>(listed.components().begin(), listed.components().end());
  }
  absl::StatusOr<v1::Dossier> Get(Context context, std::string_view dossier = kDossier) {
    v1::GetDossierRequest request;
    request.set_name(std::string(dossier));
    return Call(&DossierStub::GetDossier, request, std::move(context));
  }
};

}  // namespace congress::dossiers

// The four stages in a test: their rules, persons and entries.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "services/dossiers/testing/fixture.h"
#include "services/dossiers/testing/rules_sample.h"

namespace congress::dossiers {

class StageFixture : public Fixture {
 protected:
  static constexpr std::string_view kSlot = "congresses/xx/positions/member";

  // Born so that 57 months of work are left in September 2025 and 51 in March 2026.
  void SetUp() override {
    MakeRules(sample::StageRules());
    v1::CreatePersonRequest person = NewPerson("p-1", "Nguyễn Văn Mẫu");
    person.mutable_person()->set_gender(v1::Person::MALE);
    *person.mutable_person()->mutable_birth_date() = sample::Partial(1968, 6, 2);
    ASSERT_THAT(Call(&PersonStub::CreatePerson, person), support::IsOk());
  }
  // An accepted dossier of theirs, and a position that asks for it.
  void MakePlace() {
    MakeTemplate();
    MakeDossier("unit-16681-d-1", "persons/p-1");
    AttachAll();
    SubmitAndAccept();
    MakeSlot("member", 2);
  }
  void MakeRules(const v1::PersonnelRuleSet& rules, std::string_view id = "rules") {
    v1::CreatePersonnelRuleSetRequest request;
    request.set_personnel_rule_set_id(std::string(id));
    *request.mutable_personnel_rule_set() = rules;
    ASSERT_THAT(Call(&PersonnelRuleStub::CreatePersonnelRuleSet, request, As(kOffice)), support::IsOk());
  }

  static v1::CreateStageEntryRequest NewEntry(v1::Stage stage, std::string_view seat,
                                              std::string_view person = "persons/p-1",
                                              std::string_view organisation = sample::kUnit) {
    v1::CreateStageEntryRequest request;
    request.set_parent(std::string(person));
    request.mutable_stage_entry()->set_organisation(std::string(organisation));
    request.mutable_stage_entry()->set_stage(stage);
    request.mutable_stage_entry()->set_seat(std::string(seat));
    request.mutable_stage_entry()->set_candidacy(v1::INCUMBENT);
    return request;
  }
  static v1::CreateStageEntryRequest NewArrangement(std::string_view to, std::string_view policy = "",
                                                    std::string_view person = "persons/p-1") {
    v1::CreateStageEntryRequest request;
    request.set_parent(std::string(person));
    request.mutable_stage_entry()->set_organisation(std::string(sample::kUnit));
    request.mutable_stage_entry()->set_stage(v1::ARRANGEMENT);
    v1::Arrangement& arrangement = *request.mutable_stage_entry()->mutable_arrangement();
    arrangement.set_from_organisation(std::string(sample::kUnit));
    arrangement.set_to_organisation(std::string(to));
    arrangement.set_leave_policy(std::string(policy));
    return request;
  }
  static v1::AdvanceStageEntryRequest Step(const v1::StageEntry& entry, v1::StageEntry::State state) {
    v1::AdvanceStageEntryRequest request;
    request.set_name(entry.name());
    request.set_state(state);
    if (state != v1::StageEntry::PROPOSED) *request.mutable_basis() = Decision();
    return request;
  }
  static v1::Basis Decision() {
    v1::Basis basis;
    basis.set_decision_number("9-QĐ/TU");
    *basis.mutable_decision_date() = civil::ToDate(kToday);
    return basis;
  }
  static v1::DecideArrangementRequest Deciding(const std::vector<std::string>& entries) {
    v1::DecideArrangementRequest request;
    request.mutable_entries()->Assign(entries.begin(), entries.end());
    *request.mutable_basis() = Decision();
    return request;
  }
  static v1::UpdateStageEntryRequest Changing(const v1::StageEntry& entry) {
    v1::UpdateStageEntryRequest request;
    request.mutable_stage_entry()->set_name(entry.name());
    request.mutable_stage_entry()->set_candidacy(v1::SPECIAL);
    return request;
  }
  static v1::WithdrawStageEntryRequest Withdrawing(const v1::StageEntry& entry) {
    v1::WithdrawStageEntryRequest request;
    request.set_name(entry.name());
    request.set_reason("Nhập nhầm");
    return request;
  }
  static v1::PreviewStageDecisionRequest Preview(const v1::CreateStageEntryRequest& wanted) {
    v1::PreviewStageDecisionRequest request;
    request.set_parent(wanted.parent());
    *request.mutable_stage_entry() = wanted.stage_entry();
    return request;
  }

  absl::StatusOr<v1::StageEntry> Create(const v1::CreateStageEntryRequest& request, std::string_view as = kClerk) {
    return Call(&StageStub::CreateStageEntry, request, As(as));
  }
  v1::StageEntry Made(const v1::CreateStageEntryRequest& request, std::string_view as = kClerk) {
    auto entry = Create(request, as);
    EXPECT_THAT(entry, support::IsOk());
    return entry.ok() ? *std::move(entry) : v1::StageEntry();
  }
  absl::StatusOr<v1::StageEntry> Advance(const v1::StageEntry& entry, v1::StageEntry::State state,
                                         std::string_view as = kClerk) {
    return Call(&StageStub::AdvanceStageEntry, Step(entry, state), As(as));
  }
  v1::StageEntry Proposed(const v1::CreateStageEntryRequest& request) {
    auto entry = Advance(Made(request), v1::StageEntry::PROPOSED);
    EXPECT_THAT(entry, support::IsOk());
    return entry.ok() ? *std::move(entry) : v1::StageEntry();
  }
  absl::StatusOr<v1::DecideArrangementResponse> Decide(const v1::DecideArrangementRequest& request,
                                                       std::string_view as = kOffice) {
    return Call(&StageStub::DecideArrangement, request, As(as));
  }
  absl::StatusOr<v1::PersonStagesView> Stages(Context context) {
    v1::GetPersonStagesRequest request;
    request.set_name("persons/p-1");
    return Call(&StageStub::GetPersonStages, request, std::move(context));
  }
};

}  // namespace congress::dossiers

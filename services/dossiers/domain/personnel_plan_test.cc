#include "services/dossiers/domain/personnel_plan.h"

#include "gtest/gtest.h"
#include "services/dossiers/domain/plan_paper.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using sample::Clerk;
using sample::kToday;
using support::StatusIs;
using Plan = v1::PersonnelPlan;

Plan Wanted() {
  Plan plan;
  plan.set_organisation(std::string(sample::kUnit));
  plan.set_display_name("Ban Chấp hành Đảng bộ xã Mẫu");
  plan.add_appraisers("Ban Tổ chức");
  plan.add_appraisers("Ủy ban Kiểm tra");
  v1::PlanPart& part = *plan.add_parts();
  part.set_position("congresses/xx/positions/member");
  part.add_entries()->set_person("persons/p-1");
  part.add_entries()->set_person("persons/p-2");
  return plan;
}

Plan Drafted() { return *DraftPlan("congresses/xx", "p", Wanted(), Clerk(kToday)); }

v1::Appraisal Says(const std::string& body, v1::Appraisal::Opinion opinion = v1::Appraisal::AGREES,
                   const std::string& remarks = "") {
  v1::Appraisal appraisal;
  appraisal.set_appraiser(body);
  appraisal.set_opinion(opinion);
  appraisal.set_remarks(remarks);
  return appraisal;
}

absl::StatusOr<Plan> SaidOf(Plan plan, v1::Appraisal appraisal) {
  return Appraise(std::move(plan), std::move(appraisal), Clerk(kToday, "reviewer"));
}

Plan Appraised() {
  const Plan submitted = *SubmitPlan(Drafted(), Clerk(kToday));
  return *SaidOf(*SaidOf(submitted, Says("Ban Tổ chức")), Says("Ủy ban Kiểm tra"));
}

TEST(PersonnelPlan, NamesItsOrganisationEachPositionOnceAndWhoIsAsked) {
  Plan wanted = Wanted();
  wanted.clear_appraisers();
  wanted.mutable_parts(0)->add_entries()->set_person("persons/p-1");
  EXPECT_THAT(DraftPlan("congresses/xx", "p", wanted, Clerk(kToday)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  wanted = Wanted();
  *wanted.add_parts() = wanted.parts(0);
  EXPECT_THAT(DraftPlan("congresses/xx", "p", wanted, Clerk(kToday)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_EQ(Drafted().trail(0).state(), Plan::DRAFT);
}

TEST(PersonnelPlan, IsAppraisedOnceAllWhoAreAskedHaveAnswered) {
  const Plan submitted = *SubmitPlan(Drafted(), Clerk(kToday));
  EXPECT_EQ(submitted.state(), Plan::APPRAISING);
  ASSERT_OK_AND_ASSIGN(const Plan half, SaidOf(submitted, Says("Ban Tổ chức")));
  EXPECT_EQ(half.state(), Plan::APPRAISING);
  // The same body again is not the other one.
  EXPECT_EQ(SaidOf(half, Says("Ban Tổ chức"))->state(), Plan::APPRAISING);
  EXPECT_THAT(SaidOf(half, Says("Ban khác")), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(SaidOf(half, Says("Ủy ban Kiểm tra", v1::Appraisal::OBJECTS)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const Plan all,
                       SaidOf(half, Says("Ủy ban Kiểm tra", v1::Appraisal::OBJECTS, "Thiếu cơ cấu nữ")));
  EXPECT_EQ(all.state(), Plan::APPRAISED);
}

TEST(PersonnelPlan, WhatWasSaidBeforeItWasReturnedCountsNoMore) {
  const Plan returned = *ReturnPlan(Appraised(), "Thiếu cơ cấu nữ", Clerk(kToday, "reviewer"));
  const Plan again = *SubmitPlan(*RevisePlan(returned, returned, Clerk(kToday)), Clerk(kToday));
  EXPECT_EQ(again.round(), 2);
  EXPECT_EQ(SaidOf(again, Says("Ban Tổ chức"))->state(), Plan::APPRAISING);
  EXPECT_EQ(again.appraisals_size(), 2) << "it stays to be read";
}

TEST(PersonnelPlan, IsChangedByNobodyWhileOthersHaveIt) {
  const Plan appraised = Appraised();
  EXPECT_THAT(RevisePlan(appraised, appraised, Clerk(kToday)), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
  const Plan deciding = *BeginDeciding(appraised, Clerk(kToday));
  EXPECT_THAT(ReturnPlan(deciding, "Muộn", Clerk(kToday)), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
  EXPECT_THAT(WithdrawPlan(deciding, "Muộn", Clerk(kToday)), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
  EXPECT_THAT(BeginDeciding(deciding, Clerk(kToday)), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
  const Plan back = *GiveUpDeciding(deciding, "PLAN_LACKS", Clerk(kToday));
  EXPECT_EQ(back.state(), Plan::APPRAISED);
  EXPECT_EQ(back.trail().rbegin()->cause(), "PLAN_LACKS");
  EXPECT_FALSE(Counts(*WithdrawPlan(back, "Thôi", Clerk(kToday))));
}

TEST(PersonnelPlan, IsRevokedByADecisionAlone) {
  v1::Basis decision;
  decision.set_decision_number("127-QĐ/TU");
  *decision.mutable_decision_date() = civil::ToDate(kToday);
  const Plan decided = *DecidePlan(*BeginDeciding(Appraised(), Clerk(kToday)), decision, Clerk(kToday));
  v1::RevokePersonnelPlanRequest request;
  EXPECT_THAT(RevokePlan(decided, request, Clerk(kToday)), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  *request.mutable_basis() = decision;
  EXPECT_EQ(RevokePlan(decided, request, Clerk(kToday))->state(), Plan::REVOKED);
  EXPECT_THAT(RevokePlan(Appraised(), request, Clerk(kToday)), StatusIs(StatusCode::kFailedPrecondition, "PLAN_STATE"));
}

TEST(PersonnelPlan, IsPrintedAsADraftUntilItHasItsNumber) {
  Plan plan = Drafted();
  plan.set_legal_basis("Căn cứ Điều lệ Đảng\n\nCăn cứ Chỉ thị mẫu");
  const auto person = [](const std::string& name) {
    return NamedPerson{.name = "Đồng chí " + name, .birth_year = name == "persons/p-2" ? 1970 : 0};
  };
  const auto title = [](const std::string&) { return std::string("Ủy viên"); };
  NamedPlan named{.plan = plan, .organisation_name = "Đảng bộ xã Mẫu", .person = person, .position_title = title};
  const paper::v1::Paper draft = PlanPrint(named, {}, status::Language::kVietnamese);
  EXPECT_EQ(draft.draft(), "DỰ THẢO");
  EXPECT_EQ(draft.legal_bases_size(), 2);
  EXPECT_EQ(draft.abstract(), "chỉ định nhân sự Ban Chấp hành Đảng bộ xã Mẫu");
  const paper::v1::Table& table = draft.body(2).table();
  ASSERT_EQ(table.rows_size(), 2);
  EXPECT_EQ(table.rows(1).cells(1).spans(0).text(), "Đồng chí persons/p-2");
  EXPECT_EQ(table.rows(1).cells(2).spans(0).text(), "1970");
  EXPECT_EQ(table.rows(0).cells(2).spans_size(), 0) << "not known";
  named.plan.mutable_decision()->set_decision_number("127-QĐ/TU");
  *named.plan.mutable_decision()->mutable_decision_date() = civil::ToDate(kToday);
  const paper::v1::Paper act = PlanPrint(named, {}, status::Language::kVietnamese);
  EXPECT_TRUE(act.draft().empty());
  EXPECT_EQ(act.number(), "127-QĐ/TU");
}

}  // namespace
}  // namespace congress::dossiers

// Nobody is given a place or arranged while something is under way against them; who may not know of it is told no more
// than of an open verification.
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::SENSITIVE;
using support::IsOk;
using support::StatusIs;

class SuspendedDecisionsTest : public StageFixture {
 protected:
  // `p-1` with an accepted dossier, proposed for a position.
  void SetUp() override {
    StageFixture::SetUp();
    MakePlace();
    v1::ProposePositionSlotRequest propose;
    propose.set_name(std::string(kSlot));
    propose.set_person("persons/p-1");
    ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, propose, As(kClerk)), IsOk());
  }
  v1::Suspension Suspend() {
    v1::CreateSuspensionRequest request;
    request.set_parent("persons/p-1");
    request.mutable_suspension()->set_cause(v1::Suspension::COMPLAINT);
    request.mutable_suspension()->set_reason("Đơn tố cáo mẫu");
    *request.mutable_suspension()->mutable_begin_date() = civil::ToDate(kToday);
    request.mutable_suspension()->mutable_basis()->set_source("Phiếu chuyển đơn");
    const auto suspension = Call(&SuspensionStub::CreateSuspension, request, As(kReviewer));
    EXPECT_THAT(suspension, IsOk());
    return *suspension;
  }
  void End(const v1::Suspension& suspension) {
    v1::EndSuspensionRequest request;
    request.set_name(suspension.name());
    *request.mutable_end_date() = civil::ToDate(kToday);
    request.set_outcome("Tố cáo không đúng");
    EXPECT_THAT(Call(&SuspensionStub::EndSuspension, request, As(kReviewer)), IsOk());
  }
  static v1::FillPositionSlotRequest Filling() {
    v1::FillPositionSlotRequest request = NewTenure(kSlot, "persons/p-1");
    request.clear_prior();
    return request;
  }
  absl::Status Fill(Grade clearance = SENSITIVE) {
    return Call(&PositionStub::FillPositionSlot, Filling(), As(kOwner, clearance)).status();
  }
  absl::Status FillMany(Grade clearance = SENSITIVE) {
    v1::BatchFillPositionSlotsRequest request;
    request.set_parent(std::string(kCongress));
    *request.add_requests() = Filling();
    return Call(&PositionStub::BatchFillPositionSlots, request, As(kOwner, clearance)).status();
  }
  static auto Suspended() { return StatusIs(StatusCode::kFailedPrecondition, "PERSON_SUSPENDED"); }
  static auto Blocked() { return StatusIs(StatusCode::kFailedPrecondition, "REVIEW_BLOCKED"); }
};

TEST_F(SuspendedDecisionsTest, NobodyGetsAPlaceMeanwhile) {
  const v1::Suspension suspension = Suspend();
  EXPECT_THAT(Fill(), Suspended());
  EXPECT_EQ(support::MetadataIn(Fill(), "suspension"), suspension.name());
  EXPECT_THAT(FillMany(), Suspended());
  EXPECT_THAT(Fill(CONFIDENTIAL), Blocked());
  EXPECT_THAT(FillMany(CONFIDENTIAL), Blocked());
  EXPECT_EQ(support::MetadataIn(Fill(CONFIDENTIAL), "suspension"), "");
  End(suspension);
  EXPECT_THAT(Fill(), IsOk());
}

TEST_F(SuspendedDecisionsTest, AnOpenVerificationBlocksWithTheSameWords) {
  const v1::Suspension suspension = Suspend();
  const std::string told = status::SentenceOf(Fill(CONFIDENTIAL));
  End(suspension);
  v1::RequestVerificationRequest request;
  request.set_parent(std::string(kDossier));
  request.mutable_verification()->set_addressee("Ủy ban Kiểm tra Tỉnh ủy Mẫu");
  request.mutable_verification()->set_question("Có đơn thư hay không");
  *request.mutable_verification()->mutable_request_date() = civil::ToDate(kToday);
  *request.mutable_verification()->mutable_due_date() = civil::ToDate(kToday + 10);
  ASSERT_THAT(Call(&VerificationStub::RequestVerification, request, As(kReviewer)), IsOk());
  EXPECT_THAT(Fill(), Blocked());
  EXPECT_EQ(status::SentenceOf(Fill(CONFIDENTIAL)), told);
}

TEST_F(SuspendedDecisionsTest, NobodyIsArrangedMeanwhile) {
  const v1::StageEntry entry = Proposed(NewArrangement("organisations/unit-2"));
  const v1::DecideArrangementRequest request = Deciding({entry.name()});
  const v1::Suspension suspension = Suspend();
  EXPECT_THAT(Decide(request), Suspended());
  EXPECT_THAT(Call(&StageStub::DecideArrangement, request, As(kOffice, CONFIDENTIAL)), Blocked());
  End(suspension);
  EXPECT_THAT(Decide(request), IsOk());
}

TEST_F(SuspendedDecisionsTest, APlanLacksIt) {
  v1::CreatePersonnelPlanRequest request;
  request.set_parent(std::string(kCongress));
  request.set_personnel_plan_id("unit-16681-a");
  v1::PersonnelPlan& plan = *request.mutable_personnel_plan();
  plan.set_organisation(std::string(sample::kUnit));
  plan.set_display_name("Ban Chấp hành Đảng bộ xã Mẫu");
  plan.add_appraisers("Ban Tổ chức Tỉnh ủy Mẫu");
  v1::PlanPart& part = *plan.add_parts();
  part.set_position(std::string(kSlot));
  part.add_entries()->set_person("persons/p-1");
  ASSERT_THAT(Call(&PersonnelPlanStub::CreatePersonnelPlan, request, As(kClerk)), IsOk());
  const auto lacks = [this](Grade clearance) {
    v1::GetPersonnelPlanLacksRequest get;
    get.set_name("congresses/xx/personnelPlans/unit-16681-a");
    const auto told = Call(&PersonnelPlanStub::GetPersonnelPlanLacks, get, As(kOwner, clearance));
    EXPECT_THAT(told, IsOk());
    std::vector<v1::PlanLack::Kind> kinds;
    for (const v1::PlanLack& lack : told->lacks()) kinds.push_back(lack.kind());
    return kinds;
  };
  EXPECT_THAT(lacks(SENSITIVE), testing::IsEmpty());
  Suspend();
  EXPECT_THAT(lacks(SENSITIVE), testing::ElementsAre(v1::PlanLack::SUSPENDED));
  EXPECT_THAT(lacks(CONFIDENTIAL), testing::ElementsAre(v1::PlanLack::UNSETTLED));
}

}  // namespace
}  // namespace congress::dossiers

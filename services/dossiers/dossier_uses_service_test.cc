// A dossier that something relies on is neither given up nor put away.
#include "services/dossiers/testing/process_sample.h"
#include "services/dossiers/testing/stage_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using annotations::v1::PERSONAL;
using support::IsOk;
using support::StatusIs;

class DossierUsesTest : public StageFixture {
 protected:
  // `d-1` of `p-1`, accepted, and a position that asks for it.
  void SetUp() override {
    StageFixture::SetUp();
    MakePlace();
  }
  absl::StatusOr<v1::Dossier> Withdraw(Context context = nullptr) {
    if (context == nullptr) context = As(kOwner);
    v1::WithdrawDossierRequest request;
    request.set_name(std::string(kDossier));
    request.set_reason("theo nguyện vọng");
    return Call(&DossierStub::WithdrawDossier, request, std::move(context));
  }
  absl::StatusOr<v1::BatchCloseDossiersResponse> CloseMany() {
    v1::BatchCloseDossiersRequest request;
    request.add_dossiers()->set_dossier(std::string(kDossier));
    request.set_reason("hết nhiệm kỳ");
    *request.mutable_keep_until_date() = civil::ToDate(absl::CivilDay(2040, 1, 1));
    return Call(&DossierStub::BatchCloseDossiers, request, As(kOwner));
  }
  absl::StatusOr<v1::Dossier> Close() {
    v1::CloseDossierRequest request;
    request.set_name(std::string(kDossier));
    request.set_reason("hết nhiệm kỳ");
    *request.mutable_keep_until_date() = civil::ToDate(absl::CivilDay(2040, 1, 1));
    return Call(&DossierStub::CloseDossier, request, As(kOwner));
  }
  static auto InUse() { return StatusIs(StatusCode::kFailedPrecondition, "DOSSIER_IN_USE"); }
};

TEST_F(DossierUsesTest, ATenureStandsOnItAndOutlivesItsClosing) {
  v1::ProposePositionSlotRequest propose;
  propose.set_name(std::string(kSlot));
  propose.set_person("persons/p-1");
  ASSERT_THAT(Call(&PositionStub::ProposePositionSlot, propose, As(kClerk)), IsOk());
  v1::FillPositionSlotRequest fill = NewTenure(kSlot, "persons/p-1");
  fill.clear_prior();
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, fill, As(kOwner)), IsOk());
  EXPECT_THAT(Withdraw(), InUse());
  EXPECT_NE(status::SentenceOf(Withdraw().status()).find("Ủy viên Ban Chấp hành"), std::string::npos);
  EXPECT_THAT(Close(), IsOk());
}

TEST_F(DossierUsesTest, ATenureFromBeforeHoldsNothingBack) {
  v1::FillPositionSlotRequest prior = NewTenure(kSlot, "persons/p-1");
  ASSERT_THAT(Call(&PositionStub::FillPositionSlot, prior, As(kOwner)), IsOk());
  EXPECT_THAT(Withdraw(), IsOk()) << "it began before there was a dossier";
}

TEST_F(DossierUsesTest, ADecidedEntryOfAStageUsesIt) {
  v1::CreateStageEntryRequest request = NewEntry(v1::CONGRESS, "committee-member");
  request.mutable_stage_entry()->set_dossier(std::string(kDossier));
  const v1::StageEntry entry = Made(request);
  ASSERT_THAT(Advance(entry, v1::StageEntry::PROPOSED), IsOk());
  ASSERT_THAT(Advance(entry, v1::StageEntry::DECIDED), IsOk());
  EXPECT_THAT(Withdraw(), InUse());
  EXPECT_NE(status::SentenceOf(Withdraw().status()).find("stage"), std::string::npos);
  // Who may not know of stages does not learn of it.
  const std::string hidden = status::SentenceOf(Withdraw(As(kClerk, PERSONAL)).status());
  EXPECT_EQ(hidden, "Something that you may not read relies on this dossier.");
  EXPECT_THAT(CloseMany(), IsOk());
}

TEST_F(DossierUsesTest, ARunningProcessHoldsBackWithdrawalAndClosing) {
  v1::CreateProcessTemplateRequest rules;
  rules.set_process_template_id("three");
  *rules.mutable_process_template() = sample::ThreeSteps();
  rules.mutable_process_template()->clear_name();
  ASSERT_THAT(Call(&ProcessStub::CreateProcessTemplate, rules), IsOk());
  MakePerson("p-0", "Trần Văn Thử");
  v1::CreatePersonnelProcessRequest request;
  request.set_parent(std::string(kCongress));
  request.set_personnel_process_id("unit-16681-bau");
  *request.mutable_personnel_process() = sample::WantedProcess(2, 1);
  request.mutable_personnel_process()->set_position(std::string(kSlot));
  ASSERT_THAT(Call(&ProcessStub::CreatePersonnelProcess, request, As(kClerk)), IsOk());
  EXPECT_THAT(Withdraw(), InUse());
  EXPECT_THAT(Close(), InUse());
  EXPECT_THAT(CloseMany(), InUse());
  v1::CancelPersonnelProcessRequest cancel;
  cancel.set_name("congresses/xx/personnelProcesses/unit-16681-bau");
  cancel.set_reason("Thay đổi phương án");
  ASSERT_THAT(Call(&ProcessStub::CancelPersonnelProcess, cancel, As(kOwner)), IsOk());
  EXPECT_THAT(Close(), IsOk());
}

}  // namespace
}  // namespace congress::dossiers

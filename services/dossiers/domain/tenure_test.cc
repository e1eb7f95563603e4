#include "services/dossiers/domain/tenure.h"

#include "gtest/gtest.h"
#include "platform/civil/civil.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

const Actor kWho = sample::Clerk(sample::kToday);

v1::FillPositionSlotRequest NewTenure() {
  v1::FillPositionSlotRequest request;
  request.set_person("persons/p-1");
  *request.mutable_from_date() = civil::ToDate(CivilDay(2025, 5, 1));
  request.mutable_basis()->set_decision_number("7-QĐ/TU");
  *request.mutable_basis()->mutable_decision_date() = civil::ToDate(CivilDay(2025, 4, 28));
  return request;
}

v1::Tenure BegunTenure() {
  v1::PositionSlot slot;
  slot.set_name("congresses/xx/positions/secretary");
  slot.set_organisation("organisations/unit-1");
  auto tenure = BeginTenure(slot, "a1b2c3d4", NewTenure(), kWho);
  EXPECT_THAT(tenure, IsOk());
  return *std::move(tenure);
}

v1::VacatePositionSlotRequest Ending(CivilDay until, v1::Tenure::EndCause cause = v1::Tenure::RETIRED) {
  v1::VacatePositionSlotRequest request;
  *request.mutable_until_date() = civil::ToDate(until);
  request.set_end_cause(cause);
  return request;
}

TEST(Tenure, BeginsByADecision) {
  const v1::Tenure tenure = BegunTenure();
  EXPECT_EQ(tenure.name(), "congresses/xx/positions/secretary/tenures/a1b2c3d4");
  EXPECT_TRUE(GoesOnOn(tenure, CivilDay(2025, 5, 1)));
  EXPECT_FALSE(GoesOnOn(tenure, CivilDay(2025, 4, 30)));
  v1::FillPositionSlotRequest request = NewTenure();
  request.mutable_basis()->clear_decision_date();
  EXPECT_THAT(BeginTenure(v1::PositionSlot(), "a", request, kWho),
              StatusIs(StatusCode::kFailedPrecondition, "DECISION_MISSING"));
  request.mutable_basis()->set_paper("numberSeries/qd/papers/000007");
  EXPECT_THAT(BeginTenure(v1::PositionSlot(), "a", request, kWho), IsOk());
}

TEST(Tenure, BeginsNotBeforeItWasDecided) {
  v1::FillPositionSlotRequest request = NewTenure();
  *request.mutable_from_date() = civil::ToDate(CivilDay(2025, 4, 27));
  EXPECT_THAT(BeginTenure(v1::PositionSlot(), "a", request, kWho),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.set_prior(true);
  EXPECT_THAT(BeginTenure(v1::PositionSlot(), "a", request, kWho), IsOk()) << "who sat there before";
}

TEST(Tenure, EndsOnADayThatHasCome) {
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(EndTenure(BegunTenure(), Ending(sample::kToday + 1), kWho), invalid);
  EXPECT_THAT(EndTenure(BegunTenure(), Ending(CivilDay(2025, 4, 30)), kWho), invalid);
  EXPECT_THAT(EndTenure(BegunTenure(), Ending(sample::kToday, v1::Tenure::RELEASED), kWho), invalid);
  EXPECT_THAT(EndTenure(BegunTenure(), Ending(sample::kToday, v1::Tenure::ENTERED_WRONGLY), kWho), invalid);
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, EndTenure(BegunTenure(), Ending(sample::kToday), kWho));
  EXPECT_TRUE(GoesOnOn(ended, sample::kToday));
  EXPECT_FALSE(GoesOnOn(ended, sample::kToday + 1));
}

TEST(Tenure, ThatWasEnteredWronglyNeverWas) {
  v1::VacatePositionSlotRequest request = Ending(CivilDay(2025, 4, 1), v1::Tenure::ENTERED_WRONGLY);
  request.set_end_reason("Nhập nhầm người");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, EndTenure(BegunTenure(), request, kWho));
  EXPECT_FALSE(GoesOnOn(ended, CivilDay(2025, 5, 1)));
  EXPECT_FALSE(Overlaps(ended, BegunTenure()));
}

TEST(Tenure, IsCorrectedWithATrace) {
  v1::CorrectTenureRequest request;
  *request.mutable_from_date() = civil::ToDate(CivilDay(2025, 5, 5));
  request.set_reason("Nhầm ngày");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure corrected, AmendTenure(BegunTenure(), request, kWho));
  EXPECT_FALSE(GoesOnOn(corrected, CivilDay(2025, 5, 4)));
  ASSERT_EQ(corrected.corrections_size(), 1);
  EXPECT_EQ(civil::FromDate(corrected.corrections(0).previous_from_date()), CivilDay(2025, 5, 1));
  EXPECT_EQ(corrected.basis().decision_number(), "7-QĐ/TU");
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, EndTenure(BegunTenure(), Ending(sample::kToday), kWho));
  *request.mutable_from_date() = civil::ToDate(sample::kToday + 1);
  EXPECT_THAT(AmendTenure(ended, request, kWho), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  request.mutable_basis();
  request.clear_from_date();
  EXPECT_THAT(AmendTenure(ended, request, kWho), StatusIs(StatusCode::kFailedPrecondition, "DECISION_MISSING"));
}

TEST(Tenure, OverlapsAnotherOneAsLongAsBothGoOn) {
  ASSERT_OK_AND_ASSIGN(const v1::Tenure ended, EndTenure(BegunTenure(), Ending(sample::kToday), kWho));
  v1::Tenure next = BegunTenure();
  *next.mutable_from_date() = civil::ToDate(sample::kToday);
  EXPECT_TRUE(Overlaps(ended, next));
  *next.mutable_from_date() = civil::ToDate(sample::kToday + 1);
  EXPECT_FALSE(Overlaps(ended, next));
  EXPECT_TRUE(Overlaps(BegunTenure(), next));
}

}  // namespace
}  // namespace congress::dossiers

#include "services/dossiers/domain/freeze.h"

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

const Actor kActor = sample::Clerk(sample::kToday);

v1::Basis Decision() {
  v1::Basis basis;
  basis.set_decision_number("12-QĐ/TU");
  *basis.mutable_decision_date() = civil::ToDate(CivilDay(2025, 6, 10));
  return basis;
}

v1::FreezePeriod Freeze() {
  v1::FreezePeriod freeze;
  freeze.set_organisation("organisations/province");
  *freeze.mutable_from_date() = civil::ToDate(CivilDay(2025, 3, 10));
  *freeze.mutable_until_date() = civil::ToDate(CivilDay(2025, 6, 30));
  freeze.add_acts(v1::FreezePeriod::APPOINTMENT);
  freeze.set_legal_basis("Công văn mẫu số 1-CV/TU");
  auto entered = EnterFreeze("march", freeze, kActor);
  EXPECT_THAT(entered, IsOk());
  return *std::move(entered);
}

PersonnelAct Appointment(CivilDay decided, CivilDay begins) {
  return {.person = "persons/p-1",
          .position = "congresses/xx/positions/secretary",
          .position_kind = "secretary",
          .decided = decided,
          .begins = begins};
}

TEST(Freeze, StopsWhatIsDecidedOrBeginsWithinIt) {
  const CivilDay before(2025, 3, 9);
  const CivilDay first(2025, 3, 10);
  const CivilDay last(2025, 6, 30);
  const CivilDay after(2025, 7, 1);
  EXPECT_FALSE(Stops(Freeze(), Appointment(before, before)));
  EXPECT_TRUE(Stops(Freeze(), Appointment(before, first)));
  EXPECT_TRUE(Stops(Freeze(), Appointment(first, first)));
  EXPECT_TRUE(Stops(Freeze(), Appointment(last, after)));
  EXPECT_FALSE(Stops(Freeze(), Appointment(after, after)));
}

TEST(Freeze, StopsOnlyItsActsAndPositions) {
  v1::FreezePeriod freeze = Freeze();
  PersonnelAct act = Appointment(sample::kToday, sample::kToday);
  act.act = v1::FreezePeriod::PLANNING;
  EXPECT_FALSE(Stops(freeze, act));
  act.act = v1::FreezePeriod::APPOINTMENT;
  freeze.add_position_kinds("committee-member");
  EXPECT_FALSE(Stops(freeze, act));
  freeze.add_position_kinds("secretary");
  EXPECT_TRUE(Stops(freeze, act));
}

TEST(Freeze, EndsNotBeforeItBegins) {
  v1::FreezePeriod freeze = Freeze();
  *freeze.mutable_until_date() = civil::ToDate(CivilDay(2025, 3, 9));
  EXPECT_THAT(EnterFreeze("march", freeze, kActor), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  freeze.clear_until_date();
  EXPECT_THAT(EnterFreeze("march", freeze, kActor), IsOk());
  EXPECT_TRUE(HoldsOn(freeze, CivilDay(2090, 1, 1)));
}

TEST(Freeze, IsLiftedByADecisionOnOneOfItsDays) {
  const auto day = [](CivilDay civil_day) { return civil::ToDate(civil_day); };
  EXPECT_THAT(Lift(Freeze(), day(CivilDay(2025, 6, 15)), v1::Basis()),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Lift(Freeze(), day(CivilDay(2025, 3, 9)), Decision()),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Lift(Freeze(), day(CivilDay(2025, 7, 1)), Decision()),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::FreezePeriod lifted, Lift(Freeze(), day(CivilDay(2025, 6, 15)), Decision()));
  EXPECT_TRUE(HoldsOn(lifted, CivilDay(2025, 6, 15)));
  EXPECT_FALSE(HoldsOn(lifted, CivilDay(2025, 6, 16)));
  EXPECT_THAT(Lift(lifted, day(CivilDay(2025, 6, 10)), Decision()),
              StatusIs(StatusCode::kFailedPrecondition, "FREEZE_LIFTED"));
  EXPECT_THAT(Except(lifted, "a1b2c3d4", v1::FreezeException(), kActor),
              StatusIs(StatusCode::kFailedPrecondition, "FREEZE_LIFTED"));
}

TEST(FreezeException, IsForOnePersonAndPositionAndOnce) {
  const PersonnelAct act = Appointment(sample::kToday, sample::kToday);
  v1::FreezeException wanted;
  wanted.set_person(act.person);
  wanted.set_position(act.position);
  EXPECT_THAT(Except(Freeze(), "a1b2c3d4", wanted, kActor), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  *wanted.mutable_basis() = Decision();
  ASSERT_OK_AND_ASSIGN(v1::FreezeException exception, Except(Freeze(), "a1b2c3d4", wanted, kActor));
  EXPECT_EQ(exception.name(), "freezePeriods/march/exceptions/a1b2c3d4");
  EXPECT_EQ(exception.organisation(), "organisations/province");
  EXPECT_TRUE(Allows(exception, act));
  PersonnelAct other = act;
  other.person = "persons/p-2";
  EXPECT_FALSE(Allows(exception, other));
  other = act;
  other.position = "congresses/xx/positions/chair";
  EXPECT_FALSE(Allows(exception, other));
  other = act;
  other.decided = civil::FromDate(exception.basis().decision_date()) - 1;
  EXPECT_FALSE(Allows(exception, other)) << "nobody had decided it yet";
  ASSERT_OK_AND_ASSIGN(const v1::FreezeException withdrawn, TakeBack(exception, "Nhập nhầm"));
  EXPECT_FALSE(Allows(withdrawn, act));
  EXPECT_THAT(TakeBack(withdrawn, "Nhập nhầm"), StatusIs(StatusCode::kFailedPrecondition, "EXCEPTION_SPENT"));
  exception.set_used_by("congresses/xx/positions/secretary/tenures/t1");
  EXPECT_FALSE(Allows(exception, act));
  EXPECT_THAT(TakeBack(exception, "Nhập nhầm"), StatusIs(StatusCode::kFailedPrecondition, "EXCEPTION_SPENT"));
}

TEST(Freeze, TellsUntilWhen) {
  v1::FreezePeriod open = Freeze();
  open.clear_until_date();
  const auto cause = [](const v1::FreezePeriod& freeze, v1::FreezePeriod::Act act) {
    const absl::Status frozen = Frozen(freeze, act);
    EXPECT_THAT(frozen, StatusIs(StatusCode::kFailedPrecondition, "APPOINTMENT_FROZEN"));
    return support::MetadataIn(frozen, "cause");
  };
  EXPECT_EQ(cause(Freeze(), v1::FreezePeriod::APPOINTMENT), "until");
  EXPECT_EQ(cause(open, v1::FreezePeriod::APPOINTMENT), "open");
  // Planning knows no exceptions, so none is spoken of.
  EXPECT_EQ(cause(Freeze(), v1::FreezePeriod::PLANNING), "planning_until");
  EXPECT_EQ(cause(open, v1::FreezePeriod::PLANNING), "planning_open");
}

}  // namespace
}  // namespace congress::dossiers

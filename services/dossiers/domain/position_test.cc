#include "services/dossiers/domain/position.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::IsOk;
using support::StatusIs;

v1::PositionSlot Slot(int norm) {
  v1::PositionSlot slot;
  slot.set_organisation(std::string(sample::kUnit));
  slot.set_display_name("Ủy viên Ban Thường vụ");
  slot.set_norm(norm);
  return *Establish("congresses/xx", "member", slot, sample::Clerk(sample::kToday));
}

v1::PositionSlot Held(v1::PositionSlot slot, const std::string& person) {
  slot = *Propose(slot, person);
  return *Fill(slot, person, false, sample::Clerk(sample::kToday));
}

TEST(Establish, IsVacantAtFirst) {
  const v1::PositionSlot slot = Slot(3);
  EXPECT_EQ(slot.name(), "congresses/xx/positions/member");
  EXPECT_EQ(slot.filled_count(), 0);
  EXPECT_EQ(slot.vacant_count(), 3);
  EXPECT_EQ(slot.candidates_size(), 0);
}

TEST(Establish, NeedsAnOrganisationAndATitle) {
  EXPECT_THAT(Establish("congresses/xx", "member", v1::PositionSlot(), sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(Fill, MovesAProposedPersonToTheHolders) {
  const v1::PositionSlot slot = Held(Slot(2), "persons/p-1");
  EXPECT_EQ(slot.filled_count(), 1);
  EXPECT_EQ(slot.vacant_count(), 1);
  EXPECT_EQ(slot.candidates_size(), 0);
}

TEST(Fill, RefusesWhoIsNotProposed) {
  EXPECT_THAT(Fill(Slot(1), "persons/p-1", false, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_NOT_PROPOSED"));
}

TEST(Fill, RefusesOneMoreThanTheNorm) {
  v1::PositionSlot slot = Held(Held(Slot(2), "persons/p-1"), "persons/p-2");
  ASSERT_OK_AND_ASSIGN(slot, Propose(slot, "persons/p-3"));
  EXPECT_THAT(Fill(slot, "persons/p-3", false, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_FULL"));
}

TEST(Propose, RefusesWhoIsThereAlready) {
  const auto refused = StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT");
  EXPECT_THAT(Propose(Held(Slot(2), "persons/p-1"), "persons/p-1"), refused);
  const v1::PositionSlot proposed = *Propose(Slot(2), "persons/p-1");
  EXPECT_THAT(Propose(proposed, "persons/p-1"), refused);
}

TEST(Fill, NeedsNoProposalOfWhoSatThereBefore) {
  ASSERT_OK_AND_ASSIGN(const v1::PositionSlot slot, Fill(Slot(2), "persons/p-1", true, sample::Clerk(sample::kToday)));
  EXPECT_EQ(slot.filled_count(), 1);
  EXPECT_THAT(Fill(slot, "persons/p-1", true, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_PRESENT"));
}

TEST(Withdraw, TakesCandidatesOffAndVacateHolders) {
  v1::PositionSlot slot = Held(Slot(1), "persons/p-1");
  ASSERT_OK_AND_ASSIGN(slot, Propose(slot, "persons/p-2"));
  EXPECT_THAT(Vacate(slot, "persons/p-2", sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_ABSENT"));
  EXPECT_THAT(Withdraw(slot, "persons/p-1"), StatusIs(StatusCode::kFailedPrecondition, "POSITION_PERSON_NOT_PROPOSED"));
  ASSERT_OK_AND_ASSIGN(slot, Vacate(slot, "persons/p-1", sample::Clerk(sample::kToday)));
  EXPECT_EQ(slot.vacant_count(), 1);
  ASSERT_OK_AND_ASSIGN(slot, Withdraw(slot, "persons/p-2"));
  EXPECT_EQ(slot.candidates_size(), 0);
}

TEST(CheckNorm, HoldsTheNormAgainstTheRules) {
  v1::GetPositionNormsResponse::PositionNorm norm;
  norm.set_minimum(2);
  norm.set_maximum(3);
  EXPECT_THAT(CheckNorm(Slot(3), {norm}), IsOk());
  EXPECT_THAT(CheckNorm(Slot(4), {norm}), StatusIs(StatusCode::kFailedPrecondition, "NORM_OUTSIDE_RULE"));
  EXPECT_THAT(CheckNorm(Slot(1), {norm}), StatusIs(StatusCode::kFailedPrecondition, "NORM_OUTSIDE_RULE"));
  EXPECT_THAT(CheckNorm(Slot(4), {}), IsOk());
}

TEST(Revise, NeverPutsTheNormBelowTheHolders) {
  v1::PositionSlot slot = Held(Held(Slot(3), "persons/p-1"), "persons/p-2");
  slot.set_norm(2);
  const auto revised = Revise(slot, sample::Clerk(sample::kToday));
  ASSERT_THAT(revised, IsOk());
  EXPECT_EQ(revised->vacant_count(), 0);
  slot.set_norm(1);
  EXPECT_THAT(Revise(slot, sample::Clerk(sample::kToday)),
              StatusIs(StatusCode::kFailedPrecondition, "POSITION_NORM_TOO_LOW"));
}

}  // namespace
}  // namespace congress::dossiers

#include "services/dossiers/domain/stages.h"

#include "gtest/gtest.h"
#include "services/dossiers/domain/arrangement_sums.h"
#include "services/dossiers/testing/rules_sample.h"
#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using support::IsOk;
using support::StatusIs;
using State = v1::StageEntry::State;

const Actor kStager = sample::Clerk(sample::kToday);

v1::StageEntry Seated() {
  v1::StageEntry wanted;
  wanted.set_stage(v1::STATE_ELECTION);
  wanted.set_seat("assembly-deputy");
  wanted.set_candidacy(v1::NEWCOMER);
  const v1::PersonnelRuleSet rules = sample::StageRules();
  return EnterStage("stageEntries/a", wanted, &rules.stages(2), kStager);
}

v1::StageEntry Arranged(std::string_view from, std::string_view to, std::string_view policy = "") {
  v1::StageEntry wanted;
  wanted.set_stage(v1::ARRANGEMENT);
  wanted.mutable_arrangement()->set_from_organisation(std::string(from));
  wanted.mutable_arrangement()->set_to_organisation(std::string(to));
  wanted.mutable_arrangement()->set_leave_policy(std::string(policy));
  return EnterStage("stageEntries/b", wanted, nullptr, kStager);
}

v1::Basis Act() {
  v1::Basis basis;
  basis.set_decision_number("9-QĐ/TU");
  *basis.mutable_decision_date() = civil::ToDate(sample::kToday);
  return basis;
}

TEST(Stages, TheRulesSayGroupAndCutOff) {
  const v1::StageEntry entry = Seated();
  EXPECT_EQ(entry.exclusive_group(), "assembly");
  EXPECT_EQ(entry.cut_off_date().year(), 2026);
  EXPECT_EQ(entry.state(), v1::StageEntry::PLANNED);
  EXPECT_EQ(entry.trail(0).account(), "clerk");
}

TEST(Stages, GoStepByStepAndOnlyByADecision) {
  v1::StageEntry entry = Seated();
  for (const State state : {v1::StageEntry::PROPOSED, v1::StageEntry::DECIDED, v1::StageEntry::ELECTED}) {
    EXPECT_THAT(AdvanceStage(entry, entry.state(), Act(), kStager),
                StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
    const auto without = AdvanceStage(entry, state, {}, kStager);
    if (state == v1::StageEntry::PROPOSED) {
      EXPECT_THAT(without, IsOk());
    } else {
      EXPECT_THAT(without, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
    }
    ASSERT_OK_AND_ASSIGN(entry, AdvanceStage(entry, state, Act(), kStager));
  }
  EXPECT_THAT(AdvanceStage(Seated(), v1::StageEntry::ELECTED, Act(), kStager),
              StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
  EXPECT_EQ(entry.trail_size(), 4);
  EXPECT_EQ(entry.basis().decision_number(), "9-QĐ/TU");
  EXPECT_THAT(ReviseStage(entry, kStager), StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
  ASSERT_OK_AND_ASSIGN(entry, WithdrawStage(entry, "Nhập nhầm", kStager));
  EXPECT_EQ(entry.trail(4).reason(), "Nhập nhầm");
  EXPECT_FALSE(Stands(entry));
  EXPECT_THAT(WithdrawStage(entry, "", kStager), StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
}

TEST(Stages, AskForWhatTheirStageNeedsAndNothingElse) {
  EXPECT_THAT(CheckEntry(Seated(), "e"), IsOk());
  EXPECT_THAT(CheckEntry(Arranged("organisations/a", ""), "e"), IsOk());
  v1::StageEntry both = Seated();
  both.mutable_arrangement()->set_from_organisation("organisations/a");
  EXPECT_THAT(CheckEntry(both, "e"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  v1::StageEntry seatless = Seated();
  seatless.clear_seat();
  EXPECT_THAT(CheckEntry(seatless, "e"), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(CheckEntry(Arranged("organisations/a", "organisations/b", "early-retirement"), "e"),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(Arrangement, IsDecidedByAnActAndLeadsSomewhere) {
  ASSERT_OK_AND_ASSIGN(const v1::StageEntry nowhere,
                       AdvanceStage(Arranged("organisations/a", ""), v1::StageEntry::PROPOSED, {}, kStager));
  EXPECT_THAT(DecideArrangement(nowhere, Act(), kStager),
              StatusIs(StatusCode::kFailedPrecondition, "ARRANGEMENT_OPEN"));
  EXPECT_THAT(DecideArrangement(Arranged("organisations/a", "organisations/c"), Act(), kStager),
              StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"))
      << "nobody has proposed it";
  EXPECT_THAT(DecideArrangement(Seated(), Act(), kStager), StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
  EXPECT_THAT(DecideArrangement(Arranged("organisations/a", "organisations/c"), {}, kStager),
              StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(v1::StageEntry entry, AdvanceStage(Arranged("organisations/a", "organisations/c"),
                                                          v1::StageEntry::PROPOSED, {}, kStager));
  EXPECT_THAT(AdvanceStage(entry, v1::StageEntry::DECIDED, Act(), kStager),
              StatusIs(StatusCode::kFailedPrecondition, "STAGE_STATE"));
  ASSERT_OK_AND_ASSIGN(entry, DecideArrangement(entry, Act(), kStager));
  EXPECT_EQ(entry.state(), v1::StageEntry::DECIDED);
}

TEST(Arrangement, IsCountedByOldAndNewUnits) {
  v1::GetArrangementSumsRequest request;
  request.set_organisation("organisations/c");
  auto* heads = request.add_head_counts();
  heads->set_organisation("organisations/a");
  heads->set_count(5);
  heads->set_source("Báo cáo");
  ArrangementCount count(request);
  count.Add(Arranged("organisations/a", "organisations/c"));
  v1::StageEntry surplus = Arranged("organisations/a", "organisations/c");
  surplus.mutable_arrangement()->set_surplus(true);
  count.Add(surplus);
  count.Add(Arranged("organisations/a", "", "early-retirement"));
  count.Add(Arranged("organisations/b", ""));
  count.Add(Seated());
  count.Add(*WithdrawStage(Arranged("organisations/a", ""), "", kStager));
  const v1::ArrangementSums sums = count.Sums();
  EXPECT_EQ(sums.whole().entered_count(), 4);
  EXPECT_EQ(sums.whole().placed_count(), 2);
  EXPECT_EQ(sums.whole().leaving_count(), 1);
  EXPECT_EQ(sums.whole().unplaced_count(), 1);
  // Of b nobody said how many people it has.
  EXPECT_FALSE(sums.whole().has_head_count());
  ASSERT_EQ(sums.rows_size(), 2);
  EXPECT_EQ(sums.rows(0).missing_count(), 2);
  EXPECT_FALSE(sums.rows(1).has_missing_count());
  ASSERT_EQ(sums.cells_size(), 1);
  EXPECT_EQ(sums.cells(0).count(), 2);
  ASSERT_EQ(sums.arrivals_size(), 1);
  EXPECT_EQ(sums.arrivals(0).surplus_count(), 1);
  EXPECT_EQ(sums.leaves(0).count(), 1);
}

}  // namespace
}  // namespace congress::dossiers

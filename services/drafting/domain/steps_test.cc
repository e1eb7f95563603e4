#include "services/drafting/domain/steps.h"

#include <array>
#include <random>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using sample::Begun;
using sample::By;
using sample::Signed;
using sample::Written;
using support::IsOk;
using support::kFailed;
using support::MetadataIn;
using support::StatusIs;

// 02:00 UTC is 09:00 in Asia/Ho_Chi_Minh.

const char kFour[] = R"(
  steps { id: "outline" display_name: "Đề cương" next: "draft" next: "opinions" }
  steps { id: "draft" display_name: "Dự thảo" }
  steps { id: "opinions" display_name: "Lấy ý kiến các cấp" frozen: true requires_closed_round: true }
  steps { id: "congress" display_name: "Trình đại hội" frozen: true })";

absl::StatusOr<v1::Document> Advanced(const v1::Document& document, const std::string& step,
                                      absl::CivilDay day = sample::kToday, absl::Time now = sample::kNow) {
  return AdvanceStep(document, step, day, By("an", now), {});
}

v1::Document AtOpinions() { return *Advanced(Begun(kFour), "opinions"); }

TEST(AdvanceStep, SubmitsNothingWhileOpinionsAreOut) {
  v1::Document document = Signed(AtOpinions(), "binh");
  document.mutable_steps(2)->set_closed_rounds(1);
  document.mutable_steps(0)->set_open_rounds(1);
  const auto refused = Advanced(document, "congress");
  EXPECT_THAT(refused, StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  EXPECT_EQ(MetadataIn(refused.status(), "step"), "outline");
}

v1::Document AtTheLast() {
  v1::Document document = AtOpinions();
  document.mutable_steps(2)->set_closed_rounds(1);
  return *Advanced(Signed(document, "binh"), "congress");
}

absl::StatusOr<v1::Document> Returned(const v1::Document& document, const std::string& step) {
  return ReturnStep(document, step, "Sửa số liệu", By("chi"));
}

TEST(BeginSteps, StandsAtTheFirstStepToday) {
  const v1::Document document = Begun(kFour);
  EXPECT_EQ(document.current_step(), 1);
  EXPECT_EQ(civil::FromDate(document.steps(0).actual_date()), sample::kToday);
  EXPECT_FALSE(document.steps(1).has_actual_date());
  EXPECT_FALSE(IsFinal(document));
  EXPECT_EQ(DraftOf(document), 1);
  EXPECT_EQ(document.milestones_size(), 0);
}

TEST(AdvanceStep, FollowsTheOrderOrWhatNextAllows) {
  ASSERT_OK_AND_ASSIGN(const v1::Document draft, Advanced(Begun(kFour), "draft"));
  EXPECT_EQ(draft.current_step(), 2);
  ASSERT_EQ(draft.moves_size(), 1);
  EXPECT_EQ(draft.moves(0).from_step(), "outline");
  EXPECT_EQ(draft.moves(0).to_step(), "draft");
  EXPECT_EQ(draft.moves(0).author(), "an");
  EXPECT_EQ(draft.moves(0).reason(), "");
  ASSERT_OK_AND_ASSIGN(const v1::Document skipped, Advanced(Begun(kFour), "opinions"));
  EXPECT_EQ(skipped.current_step(), 3);
  EXPECT_FALSE(skipped.steps(1).has_actual_date());
}

TEST(AdvanceStep, NeverGoesBackOrStaysOrJumps) {
  ASSERT_OK_AND_ASSIGN(const v1::Document draft, Advanced(Begun(kFour), "draft"));
  EXPECT_THAT(Advanced(draft, "outline"), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Advanced(draft, "draft"), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Advanced(draft, "congress"), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(Advanced(draft, "nowhere"), StatusIs(kFailed, "STEP_UNKNOWN"));
}

TEST(AdvanceStep, LeavesAStepThatEndsWithARoundOnlyWhenOneIsClosedAndNoneIsOpen) {
  v1::Document document = Signed(AtOpinions(), "binh");
  const struct {
    int open;
    int closed;
    bool leaves;
  } cases[] = {{0, 0, false}, {1, 0, false}, {1, 1, false}, {0, 1, true}, {0, 2, true}};
  for (const auto& [open, closed, leaves] : cases) {
    document.mutable_steps(2)->set_open_rounds(open);
    document.mutable_steps(2)->set_closed_rounds(closed);
    const auto advanced = Advanced(document, "congress");
    if (leaves) {
      EXPECT_THAT(advanced, IsOk());
      EXPECT_TRUE(IsFinal(*advanced));
    } else {
      EXPECT_THAT(advanced, StatusIs(kFailed, "ROUND_NOT_CLOSED"));
      EXPECT_EQ(MetadataIn(advanced.status(), "cause"), open > 0 ? "open" : "none");
    }
  }
}

TEST(AdvanceStep, TakesDaysFromTheStepBeforeUntilToday) {
  const absl::Time week_later = sample::kNow + absl::Hours(24 * 7);
  for (int day = 0; day <= 7; ++day) {
    EXPECT_THAT(Advanced(Begun(kFour), "draft", sample::kToday + day, week_later), IsOk()) << day;
  }
  for (const int day : {-1, 8}) {
    const auto advanced = Advanced(Begun(kFour), "draft", sample::kToday + day, week_later);
    EXPECT_THAT(advanced, StatusIs(kFailed, "DATE_OUT_OF_ORDER")) << day;
    EXPECT_EQ(MetadataIn(advanced.status(), "cause"), day < 0 ? "before" : "future");
  }
}

TEST(AdvanceStep, SubmitsNothingWhileOpinionsOfCancelledRoundsAreUndisposed) {
  OpinionsLeft left{.undisposed = 3, .unpublished = 5, .upheld = 4};
  const auto advanced = [&](const v1::Document& document, const std::string& step) {
    return AdvanceStep(document, step, sample::kToday, By("an"), {}, {}, left);
  };
  EXPECT_THAT(advanced(Begun(kFour), "draft"), IsOk());
  v1::Document document = Signed(AtOpinions(), "binh");
  document.mutable_steps(2)->set_closed_rounds(1);
  const auto refused = advanced(document, "congress");
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  EXPECT_EQ(MetadataIn(refused.status(), "undisposed"), "3");
  // The last step also waits for those that no round carries, and for what sources are not told yet.
  left.undisposed = 0;
  const auto uncarried = advanced(document, "congress");
  ASSERT_THAT(uncarried, StatusIs(kFailed, "OPINIONS_NOT_CARRIED"));
  EXPECT_EQ(MetadataIn(uncarried.status(), "upheld"), "4");
  left.upheld = 0;
  const auto untold = advanced(document, "congress");
  ASSERT_THAT(untold, StatusIs(kFailed, "DISPOSITIONS_UNPUBLISHED"));
  EXPECT_EQ(MetadataIn(untold.status(), "unpublished"), "5");
  left.unpublished = 0;
  EXPECT_THAT(advanced(document, "congress"), IsOk());
}

TEST(AdvanceStep, SendsNothingToWhoSignsWhileOpinionsAreOut) {
  constexpr char kSigned[] = R"(steps { id: "draft" } steps { id: "open" frozen: true }
                                steps { id: "standing" signoffs { role: "reviewer" } } steps { id: "end" })";
  v1::Document document = Begun(kSigned);
  document.mutable_steps(0)->set_open_rounds(1);
  EXPECT_THAT(Advanced(document, "standing"), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  document.mutable_steps(0)->set_open_rounds(0);
  document = *Advanced(document, "open");
  document.mutable_steps(0)->set_open_rounds(1);
  EXPECT_THAT(Advanced(document, "standing"), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  document.mutable_steps(0)->set_open_rounds(0);
  EXPECT_THAT(Advanced(document, "standing"), StatusIs(kFailed, "SIGNOFF_MISSING"));
}

TEST(AdvanceStep, ReachesTheLastStepOnlyWithASecondPerson) {
  v1::Document document = AtOpinions();
  document.mutable_steps(2)->set_closed_rounds(1);
  const auto alone = Advanced(document, "congress");
  EXPECT_THAT(alone, StatusIs(kFailed, "SIGNOFF_MISSING"));
  EXPECT_EQ(MetadataIn(alone.status(), "role"), "reviewer");
  EXPECT_EQ(MetadataIn(alone.status(), "missing"), "1");
  EXPECT_THAT(Advanced(Signed(document, "binh"), "congress"), IsOk());
  // So it is also of documents whose rules were stored before there were sign-offs.
  document.mutable_steps(3)->mutable_rule()->clear_signoffs();
  EXPECT_THAT(Advanced(document, "congress"), StatusIs(kFailed, "SIGNOFF_MISSING"));
}

TEST(Milestones, AreTheTextsThatStepsFreezeAndCountDrafts) {
  const v1::Document first = AtOpinions();
  ASSERT_EQ(first.milestones_size(), 1);
  EXPECT_EQ(first.milestones(0).draft(), 1);
  EXPECT_EQ(first.milestones(0).step(), "opinions");
  EXPECT_EQ(first.milestones(0).sha256(), "one");
  EXPECT_EQ(first.milestones(0).revision(), first.latest_revision());
  EXPECT_EQ(civil::FromDate(first.milestones(0).date()), sample::kToday);
  EXPECT_TRUE(IsFrozen(first));

  ASSERT_OK_AND_ASSIGN(v1::Document back, Returned(first, "draft"));
  EXPECT_FALSE(IsFrozen(back));
  EXPECT_EQ(DraftOf(back), 1);
  back = Written(back, "two", "an");
  EXPECT_EQ(DraftOf(back), 2);
  ASSERT_OK_AND_ASSIGN(v1::Document again, Advanced(back, "opinions"));
  ASSERT_EQ(again.milestones_size(), 2);
  EXPECT_EQ(again.milestones(1).draft(), 2);

  // The same text is the same draft, however often it is frozen.
  again.mutable_steps(2)->set_closed_rounds(1);
  ASSERT_OK_AND_ASSIGN(const v1::Document last, Advanced(Signed(again, "binh"), "congress"));
  ASSERT_EQ(last.milestones_size(), 3);
  EXPECT_EQ(last.milestones(2).draft(), 2);
  EXPECT_EQ(last.milestones(2).step(), "congress");
}

TEST(ReturnStep, GoesBackWithAReasonAndLosesNothing) {
  const v1::Document last = AtTheLast();
  ASSERT_OK_AND_ASSIGN(const v1::Document back, Returned(last, "draft"));
  EXPECT_EQ(back.current_step(), 2);
  const v1::StepMove& move = back.moves(back.moves_size() - 1);
  EXPECT_EQ(move.from_step(), "congress");
  EXPECT_EQ(move.to_step(), "draft");
  EXPECT_EQ(move.reason(), "Sửa số liệu");
  EXPECT_EQ(move.author(), "chi");
  EXPECT_EQ(back.milestones_size(), last.milestones_size());
  EXPECT_EQ(back.signoffs_size(), 1);
  EXPECT_TRUE(IsInForce(back, back.signoffs(0)));
  EXPECT_FALSE(back.steps(3).has_actual_date());
  EXPECT_EQ(back.steps(2).closed_rounds(), 1);

  ASSERT_OK_AND_ASSIGN(const v1::Document opinions, Advanced(back, "opinions"));
  EXPECT_THAT(Advanced(opinions, "congress"), IsOk());  // The same text is signed already.
  const v1::Document changed = Written(back, "two", "an");
  EXPECT_THAT(Advanced(*Advanced(changed, "opinions"), "congress"), StatusIs(kFailed, "SIGNOFF_MISSING"));
}

TEST(ReturnStep, GoesToEarlierStepsOnlyAndNotFromAnOpenRound) {
  EXPECT_THAT(Returned(AtOpinions(), "opinions"), StatusIs(kFailed, "STEP_NOT_EARLIER"));
  EXPECT_THAT(Returned(AtOpinions(), "congress"), StatusIs(kFailed, "STEP_NOT_EARLIER"));
  EXPECT_THAT(Returned(AtOpinions(), "nowhere"), StatusIs(kFailed, "STEP_UNKNOWN"));
  v1::Document open = AtOpinions();
  open.mutable_steps(2)->set_open_rounds(1);
  EXPECT_THAT(Returned(open, "draft"), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
}

// Whatever they do and in whatever order: writing, signing in every role, taking back, going on and back.
TEST(Steps, OnePersonAloneNeverReachesTheLast) {
  const char* const rules[] = {
      kFour,
      R"(steps { id: "a" } steps { id: "b" frozen: true signoffs { role: "x" author_may: true } }
         steps { id: "c" signoffs { role: "x" author_may: true } signoffs { role: "y" } })",
      R"(steps { id: "a" next: "c" next: "b" } steps { id: "b" } steps { id: "c" frozen: true } steps { id: "d" })"};
  std::mt19937 random(20);
  const auto number = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  int moves = 0;
  for (int round = 0; round < 300; ++round) {
    v1::Document document = Begun(rules[round % 3]);
    for (v1::DocumentStep& step : *document.mutable_steps()) step.set_closed_rounds(1);
    for (int act = 0; act < 60; ++act) {
      const std::string step = document.steps(number(document.steps_size())).rule().id();
      const char* role = std::array{"reviewer", "x", "y"}[static_cast<size_t>(number(3))];
      absl::StatusOr<v1::Document> done = absl::CancelledError();
      switch (number(5)) {
        case 0:
          if (!IsFrozen(document)) done = Written(document, StrCat("text ", number(3)), "an");
          break;
        case 1:
          done = SignText(document, sample::Reading(document, role, step), By("an"));
          break;
        case 2: {
          v1::WithdrawSignOffRequest request;
          request.set_role(role);
          request.set_step(step);
          done = WithdrawSigned(document, request, By("an"));
          break;
        }
        case 3:
          done = ReturnStep(document, step, "x", By("an"));
          break;
        default:
          done = Advanced(document, step);
          moves += done.ok() ? 1 : 0;
      }
      if (done.ok()) document = *done;
      ASSERT_FALSE(IsFinal(document)) << document.DebugString();
    }
  }
  EXPECT_GT(moves, 300);
}

}  // namespace
}  // namespace congress::drafting

#include "services/drafting/domain/step_rules.h"

#include "services/drafting/testing/stepping.h"

namespace congress::drafting {
namespace {

using sample::Rules;
using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

TEST(CheckSteps, TakesAnyOrderThatLeadsForwardToTheLast) {
  EXPECT_THAT(CheckSteps(Rules(R"(steps { id: "a" next: "b" next: "c" } steps { id: "b" }
                                  steps { id: "c" frozen: true requires_closed_round: true } steps { id: "d" })"),
                         "report"),
              IsOk());
  EXPECT_THAT(CheckSteps(Rules(R"(steps { id: "a" } steps { id: "b" signoffs { role: "x" author_may: true }
                                  sisters { kind: "plan" step: "z" } } steps { id: "c" signoffs { role: "x" }
                                  signoffs { role: "y" author_may: true } })"),
                         "report"),
              IsOk());
}

TEST(CheckSteps, RefusesRulesThatNoDocumentCouldFollowOrThatOnePersonCouldFollowAlone) {
  const struct {
    const char* rules;
    const char* cause;
  } bad[] = {
      {R"(steps { id: "a" } steps { id: "a" })", "repeated"},
      {R"(steps { id: "a" next: "b" } steps { id: "b" next: "a" } steps { id: "c" })", "next_not_later"},
      {R"(steps { id: "a" next: "a" } steps { id: "b" })", "next_not_later"},
      {R"(steps { id: "a" next: "zzz" } steps { id: "b" })", "next_unknown"},
      {R"(steps { id: "a" next: "c" } steps { id: "b" } steps { id: "c" })", "unreachable"},
      {R"(steps { id: "a" } steps { id: "b" requires_closed_round: true })", "last_requires_round"},
      {R"(steps { id: "only" })", "only_step"},
      {R"(steps { id: "a" } steps { id: "b" signoffs { role: "x" author_may: true } })", "last_by_authors"},
      {R"(steps { id: "a" signoffs { role: "x" } } steps { id: "b" })", "first_asks"},
      {R"(steps { id: "a" sisters { kind: "plan" step: "z" } } steps { id: "b" })", "first_asks"},
      {R"(steps { id: "a" } steps { id: "b" signoffs { role: "x" } signoffs { role: "x" } })", "role_repeated"},
      {R"(steps { id: "a" } steps { id: "b" sisters { kind: "report" step: "z" } })", "own_kind"},
      {R"(steps { id: "a" } steps { id: "b" approver: "organisations/centre" })", "approver_alone"},
  };
  for (const auto& [rules, cause] : bad) {
    const absl::Status refused = CheckSteps(Rules(rules), "report");
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, "STEPS_INCONSISTENT")) << rules;
    EXPECT_EQ(MetadataIn(refused, "cause"), cause) << rules;
  }
}

TEST(CompleteLast, FreezesAndAsksForASecondPersonWhereNobodyIsAsked) {
  v1::StepRule silent;
  CompleteLast(&silent);
  EXPECT_TRUE(silent.frozen());
  ASSERT_EQ(silent.signoffs_size(), 1);
  EXPECT_EQ(silent.signoffs(0).role(), "reviewer");
  EXPECT_FALSE(silent.signoffs(0).author_may());

  v1::StepRule asking;
  asking.add_signoffs()->set_role("standing");
  CompleteLast(&asking);
  ASSERT_EQ(asking.signoffs_size(), 1);
  EXPECT_EQ(asking.signoffs(0).role(), "standing");
}

}  // namespace
}  // namespace congress::drafting

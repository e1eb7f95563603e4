#include "services/allocation/domain/delegation/succession.h"

#include "gtest/gtest.h"
#include "services/allocation/domain/delegation/standing.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using absl::StatusCode;
using sample::kRecorded;
using support::IsOk;
using support::StatusIs;

const Called kSecond{"congresses/c/delegates/r2", {"congresses/c/delegates/r1"}};

v1::Delegate Second() { return sample::Person("r2", "a", v1::RESERVE, 2); }

absl::StatusOr<Succession> Follow(const v1::Delegate& delegate, absl::CivilDay day = kRecorded + 5) {
  return Replace(delegate, Second(), kSecond, "ốm", {"chuyển công tác", day}, sample::kScribe);
}

TEST(Replace, GivesSeatOriginAndPlanAndKeepsTheTrace) {
  for (const v1::Origin origin : {v1::ELECTED, v1::APPOINTED}) {
    v1::Delegate delegate = sample::Person("d", "a", origin);
    delegate.set_plan("congresses/c/allocationPlans/q");
    const auto done = Follow(delegate);
    ASSERT_THAT(done, IsOk());
    const auto& [replaced, replacement] = *done;
    EXPECT_EQ(replaced.state(), v1::Delegate::REPLACED);
    EXPECT_EQ(replaced.replaced_by(), replacement.name());
    EXPECT_EQ(replaced.end().reason(), "chuyển công tác");
    EXPECT_EQ(civil::FromDate(replaced.end().date()), kRecorded + 5);
    EXPECT_EQ(replaced.end().recorded_by(), "thu-ky");
    EXPECT_EQ(civil::FromTimestamp(replaced.end().record_time()), sample::kScribe.now);
    EXPECT_EQ(replaced.origin(), origin) << "what was recorded stays";
    EXPECT_EQ(replacement.state(), v1::Delegate::SEATED);
    EXPECT_EQ(replacement.replaces(), replaced.name());
    EXPECT_EQ(replacement.origin(), origin);
    EXPECT_EQ(replacement.plan(), delegate.plan());
    EXPECT_EQ(replacement.reserve_rank(), 0);
    EXPECT_EQ(replacement.promotion().reserve_rank(), 2);
    ASSERT_EQ(replacement.promotion().passed_over_size(), 1);
    EXPECT_EQ(replacement.promotion().pass_over_reason(), "ốm");
  }
}

TEST(Replace, RefusesWhoHasNoSeatThatAReserveCanTake) {
  EXPECT_THAT(Follow(sample::Person("e", "a", v1::EX_OFFICIO)),
              StatusIs(StatusCode::kFailedPrecondition, "ORIGIN_NOT_REPLACEABLE"));
  EXPECT_THAT(Follow(sample::Person("r1", "a", v1::RESERVE, 1)),
              StatusIs(StatusCode::kFailedPrecondition, "ORIGIN_NOT_REPLACEABLE"));
  EXPECT_THAT(Follow(sample::Ended(sample::Person("d", "a"), kRecorded)),
              StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_NOT_SEATED"));
}

// Who left must have come before, and was at no session from then on.
TEST(Replace, TakesADayThatFitsWhatIsRecorded) {
  const v1::Delegate there = sample::At(sample::Person("d", "a"), "s", v1::Attendance::PRESENT, kRecorded + 5);
  const v1::Delegate not_there = sample::At(sample::Person("d", "a"), "s", v1::Attendance::ABSENT, kRecorded + 5);
  const v1::Delegate late = sample::Promoted(sample::Person("d", "a", v1::RESERVE, 1), "x", kRecorded + 5);
  const struct {
    v1::Delegate delegate;
    int day;
    bool fits;
  } cases[] = {
      {sample::Person("d", "a"), 10, true},
      {sample::Person("d", "a"), 11, false},
      {there, 5, false},
      {there, 6, true},
      {not_there, 5, true},
      {late, 4, false},
      {late, 5, true},
  };
  for (const auto& c : cases) {
    const auto done = Follow(c.delegate, kRecorded + c.day);
    const auto ended = Withdraw(c.delegate, {"lý do", kRecorded + c.day}, sample::kScribe);
    if (c.fits) {
      EXPECT_THAT(done, IsOk()) << c.day;
      EXPECT_THAT(ended, IsOk()) << c.day;
    } else {
      EXPECT_THAT(done, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << c.day;
      EXPECT_THAT(ended, StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID")) << c.day;
    }
  }
}

TEST(Withdraw, EndsADelegateOnce) {
  const auto ended = Withdraw(Second(), {"lý do", kRecorded + 5}, sample::kScribe);
  ASSERT_THAT(ended, IsOk());
  EXPECT_EQ(ended->state(), v1::Delegate::WITHDRAWN);
  EXPECT_EQ(ended->reserve_rank(), 2) << "the trace stays";
  EXPECT_THAT(Withdraw(*ended, {"lý do", kRecorded + 6}, sample::kScribe),
              StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_NOT_SEATED"));
}

TEST(RequireForgettable, KeepsWhomSomethingHangsOn) {
  const v1::Delegate plain = sample::Person("d", "a");
  EXPECT_THAT(RequireForgettable(plain), IsOk());
  for (const v1::Delegate& kept : {sample::Summoned(plain), sample::At(plain, "s", v1::Attendance::ABSENT),
                                   sample::Ended(plain, kRecorded), Follow(plain)->replacement}) {
    EXPECT_THAT(RequireForgettable(kept), StatusIs(StatusCode::kFailedPrecondition, "DELEGATE_KEPT"));
  }
}

}  // namespace
}  // namespace congress::allocation

#include "services/scheduling/domain/solver/bound.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/scheduling/domain/solver/solve.h"
#include "services/scheduling/testing/schedule_input.h"
#include "services/scheduling/testing/small_problems.h"

namespace congress::scheduling::solver {
namespace {

constexpr int64_t kNoLimit = std::numeric_limits<int64_t>::max();

TEST(Bound, IsNeverAboveTheCheapestSchedule) {
  int compared = 0;
  for (uint64_t seed = 1; seed <= 150; ++seed) {
    const Problem problem = sample::SmallProblem(seed);
    const Model model(problem);
    if (!sample::HasChoices(model)) continue;
    const std::optional<int64_t> least = sample::LeastCost(problem);
    const Bound cost = FindBound(model, Ask::kCost, 300, kNoLimit);
    const Bound faults = FindBound(model, Ask::kFaults, 300, 1);
    // -1: a certificate that is none.
    EXPECT_GE(cost.value, 0) << "seed " << seed;
    EXPECT_GE(faults.value, 0) << "seed " << seed;
    if (least) {
      ++compared;
      EXPECT_LE(cost.value, *least) << "seed " << seed;
      EXPECT_EQ(faults.value, 0) << "seed " << seed;
    }
    EXPECT_EQ(CheckCertificate(problem, cost.certificate), cost.value);
  }
  EXPECT_GT(compared, 10);
}

TEST(Bound, ProvesWhatIsKnownOfNgheAn) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  // 142 for attendance, 175 for sessions, 3 for 141 places in 35 days of 4.
  EXPECT_EQ(FindBound(Model(problem), Ask::kCost, 4096, kNoLimit).value, 320);
}

TEST(Bound, RefutesDaysThatAreTooFew) {
  Problem problem;
  problem.policy = StartPolicy();
  problem.policy.day_most = 3;
  problem.days.resize(11);
  problem.days[5].closed = true;
  Meeting meeting;
  meeting.days = 2;
  meeting.attended = false;
  problem.meetings.assign(12, meeting);
  // Five days before and five behind the closed one have room for two meetings of two days, one behind the other.
  EXPECT_EQ(FindBound(Model(problem), Ask::kFaults, 1000, 1).value, 0);
  problem.meetings.push_back(meeting);
  EXPECT_GT(FindBound(Model(problem), Ask::kFaults, 1000, 1).value, 0);
}

TEST(Bound, ACertificateThatIsNoneProvesNothing) {
  const Problem problem = sample::ReadProvince("services/scheduling/testing/nghe-an-130.json");
  const Certificate good = FindBound(Model(problem), Ask::kCost, 100, kNoLimit).certificate;
  ASSERT_GT(CheckCertificate(problem, good), 200);
  Certificate bad = good;
  bad.place[10] = -1;
  EXPECT_EQ(CheckCertificate(problem, bad), -1);
  bad = good;
  bad.km[0] += 1;
  EXPECT_EQ(CheckCertificate(problem, bad), -1);
  bad = good;
  bad.km[0] += 1'000'000;
  bad.km[1] -= 1'000'000;
  EXPECT_EQ(CheckCertificate(problem, bad), -1);
  bad = good;
  bad.load.pop_back();
  EXPECT_EQ(CheckCertificate(problem, bad), -1);
  // Other prices are worth less or more, but never too much.
  bad = good;
  for (int64_t& price : bad.place) price += 5 * bad.scale;
  EXPECT_LE(CheckCertificate(problem, bad), 320);
}

}  // namespace
}  // namespace congress::scheduling::solver

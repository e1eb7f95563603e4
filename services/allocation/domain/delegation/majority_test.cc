#include "services/allocation/domain/delegation/majority.h"

#include <random>

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using sample::At;
using sample::Ended;
using sample::kRecorded;
using sample::Person;
using sample::Promoted;
using sample::Summoned;
using sample::Whole;
using support::IsOk;
using support::StatusIs;

constexpr auto kThere = v1::Attendance::PRESENT;
constexpr auto kAway = v1::Attendance::ABSENT;
constexpr auto kThroughout = v1::Attendance::ABSENT_THROUGHOUT;

// `count` delegates, summoned and at session `s`.
std::vector<v1::Delegate> Present(int count, v1::Origin origin = v1::ELECTED) {
  std::vector<v1::Delegate> delegates;
  for (int i = 0; i < count; ++i) {
    delegates.push_back(At(Summoned(Person(StrCat(v1::Origin_Name(origin), i), "a", origin)), "s", kThere));
  }
  return delegates;
}

v1::GetMajorityBaseResponse Reckoned(std::vector<v1::Delegate> delegates) {
  const auto base = ReckonMajority(Whole(std::move(delegates)), status::Language::kVietnamese);
  EXPECT_THAT(base, IsOk());
  return base.ok() ? *base : v1::GetMajorityBaseResponse();
}

TEST(ReckonMajority, MoreThanHalfIsNeverHalf) {
  const struct {
    int base;
    int64_t least;
  } cases[] = {{1, 1}, {2, 2}, {3, 2}, {4, 3}, {5, 3}, {546, 274}, {547, 274}, {500, 251}};
  for (const auto& c : cases) EXPECT_EQ(Reckoned(Present(c.base)).least_votes(), c.least) << c.base;
}

TEST(ReckonMajority, TakesOffTheTwoKindsOfAbsence) {
  std::vector<v1::Delegate> delegates = Present(10);
  delegates.push_back(At(Summoned(Person("e1", "a", v1::EX_OFFICIO)), "s", kThroughout));
  delegates.push_back(At(Summoned(Person("d1", "a", v1::APPOINTED)), "s", kThroughout));
  delegates.push_back(At(Summoned(Person("d2", "a")), "s", kThroughout));
  // In the base: absent from one session only, declared absent and there all the same, nothing recorded.
  delegates.push_back(At(Summoned(Person("d3", "a")), "s", kAway));
  delegates.push_back(At(At(Summoned(Person("d4", "a")), "s", kThroughout), "s2", kThere));
  delegates.push_back(Summoned(Person("d5", "a")));
  // Not official, not summoned.
  delegates.push_back(Summoned(Person("r1", "a", v1::RESERVE, 1)));
  delegates.push_back(At(Person("d6", "a"), "s", kThere));
  const auto base = Reckoned(std::move(delegates));
  EXPECT_EQ(base.convened(), 16);
  EXPECT_EQ(base.committee_absent(), 1);
  EXPECT_EQ(base.delegates_absent(), 2);
  EXPECT_EQ(base.base(), 13);
  EXPECT_EQ(base.least_votes(), 7);
  EXPECT_EQ(base.absent_undeclared(), 1);
  EXPECT_EQ(base.not_convened(), 1);
  ASSERT_EQ(base.lines_size(), 8);
  EXPECT_EQ(base.lines(3), "Số đại biểu làm căn cứ tính kết quả bầu cử: 16 − 1 − 2 = 13.");
  EXPECT_EQ(base.lines(4), "Trúng cử phải được số phiếu đồng ý quá một nửa của 13, tức ít nhất 7 phiếu.");
}

// An absent delegate with an alternate is neither taken off nor counted twice.
TEST(ReckonMajority, AnAlternateStandsForTheSeat) {
  std::vector<v1::Delegate> delegates = Present(4);
  delegates.push_back(Summoned(Ended(Person("d1", "a"), kRecorded, "r1")));
  delegates.push_back(At(Promoted(Person("r1", "a", v1::RESERVE, 1), "d1", kRecorded), "s", kThere));
  auto base = Reckoned(delegates);
  EXPECT_EQ(base.convened(), 5);
  EXPECT_EQ(base.base(), 5);
  // If the alternate does not come either, nobody is in the seat.
  delegates.back() = At(Promoted(Person("r1", "a", v1::RESERVE, 1), "d1", kRecorded), "s", kThroughout);
  base = Reckoned(delegates);
  EXPECT_EQ(base.delegates_absent(), 1);
  EXPECT_EQ(base.base(), 4);
}

TEST(ReckonMajority, WhoWithdrewCountsByWhetherTheyCame) {
  // The session is on the day of recording.
  const v1::Delegate before = Ended(Summoned(Person("d1", "a")), kRecorded);
  const v1::Delegate after = Ended(Summoned(Person("d1", "a")), kRecorded + 1);
  const v1::Delegate came = At(after, "s", kThere);
  const struct {
    v1::Delegate delegate;
    int64_t convened;
    int64_t base;
  } cases[] = {{before, 3, 3}, {after, 4, 3}, {came, 4, 4}};
  for (const auto& c : cases) {
    std::vector<v1::Delegate> delegates = Present(3);
    delegates.push_back(c.delegate);
    const auto base = Reckoned(std::move(delegates));
    EXPECT_EQ(base.convened(), c.convened);
    EXPECT_EQ(base.base(), c.base);
  }
}

TEST(ReckonMajority, NobodyMakesNoMajority) {
  const auto kEmpty = StatusIs(absl::StatusCode::kFailedPrecondition, "MAJORITY_BASE_EMPTY");
  EXPECT_THAT(ReckonMajority(Whole({}), {}), kEmpty);
  EXPECT_THAT(ReckonMajority(Whole({At(Summoned(Person("d1", "a")), "s", kThroughout)}), {}), kEmpty);
}

TEST(ReckonMajority, SaysTheSameInBothLanguages) {
  const auto said = [](status::Language language) { return *ReckonMajority(Whole(Present(13)), language); };
  const auto english = said(status::Language::kEnglish);
  const auto vietnamese = said(status::Language::kVietnamese);
  ASSERT_EQ(english.lines_size(), vietnamese.lines_size());
  EXPECT_EQ(english.lines(3), "Delegates of whom the majority is taken: 13 − 0 − 0 = 13.");
  EXPECT_EQ(english.lines(4), "Elected is who has the votes of more than half of 13, that is at least 7 votes.");
  EXPECT_EQ(vietnamese.lines(0), "Số đại biểu chính thức được triệu tập: 13.");
}

// Whatever is recorded, the parts make the whole and two majorities cannot be had at once.
TEST(ReckonMajority, HoldsItsSums) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<v1::Delegate> delegates = Present(1);
    const size_t count = random() % 40;
    for (size_t i = 0; i < count; ++i) {
      v1::Delegate delegate = Person(StrCat("d", i), "a", random() % 3 == 0 ? v1::EX_OFFICIO : v1::ELECTED);
      if (random() % 4 != 0) delegate = Summoned(std::move(delegate));
      for (const char* session : {"s", "s2"}) {
        const auto presence = random() % 4;
        if (presence > 0) {
          delegate = At(std::move(delegate), session, static_cast<v1::Attendance::Presence>(presence));
        }
      }
      delegates.push_back(std::move(delegate));
    }
    const auto base = Reckoned(std::move(delegates));
    EXPECT_EQ(base.base(), base.convened() - base.committee_absent() - base.delegates_absent());
    EXPECT_EQ(base.convened() + base.not_convened(), static_cast<int64_t>(count) + 1);
    EXPECT_GT(2 * base.least_votes(), base.base());
    EXPECT_LE(2 * (base.least_votes() - 1), base.base());
  }
}

TEST(MajorityBasisOn, IsTheRegulationOfTheDay) {
  const absl::CivilDay since(2024, 10, 10);
  const auto basis_on = [](absl::CivilDay day) {
    return MajorityBasisOn(day, status::Teller(status::Language::kVietnamese));
  };
  EXPECT_EQ(MajorityBasisOn(since - 1, status::Teller(status::Language::kEnglish)).citation(),
            "Article 32 of the Regulation on elections in the Party, issued with Decision No. 244-QĐ/TW");
  EXPECT_NE(basis_on(since - 1).citation().find("244-QĐ/TW"), std::string::npos);
  EXPECT_EQ(basis_on(since - 1).confidence(), v1::MajorityBasis::HIGH);
  EXPECT_NE(basis_on(since).citation().find("190-QĐ/TW"), std::string::npos);
  EXPECT_EQ(basis_on(since).confidence(), v1::MajorityBasis::MEDIUM);
  EXPECT_EQ(civil::FromDate(basis_on(since + 99).effective_from()), since);
  EXPECT_EQ(basis_on(absl::CivilDay(2000, 1, 1)).citation(), basis_on(since - 1).citation());
}

}  // namespace
}  // namespace congress::allocation

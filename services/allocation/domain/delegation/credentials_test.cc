#include "services/allocation/domain/delegation/credentials.h"

#include "gtest/gtest.h"
#include "services/allocation/testing/delegate_sample.h"

namespace congress::allocation {
namespace {

using sample::kRecorded;
using sample::Summoned;
using Problem = v1::CredentialProblem;

// With all that statistics ask for.
v1::Delegate Sound(const std::string& id, const std::string& unit, v1::Origin origin = v1::ELECTED) {
  v1::Delegate delegate = sample::Person(id, unit, origin);
  delegate.mutable_profile()->set_gender(v1::DelegateProfile::MALE);
  *delegate.mutable_profile()->mutable_birth_date() = civil::ToDate(absl::CivilDay(1980, 1, 1));
  delegate.mutable_profile()->set_ethnic_minority(false);
  delegate.mutable_profile()->add_sectors("party");
  return delegate;
}

// `KIND id` of each, in order.
std::vector<std::string> Found(const Delegations& delegations) {
  std::vector<std::string> found;
  for (const auto& problem : FindProblems(delegations, status::Language::kEnglish)) {
    found.push_back(
        StrCat(Problem::Kind_Name(problem.kind()), " ", problem.resource().substr(problem.resource().rfind('/') + 1)));
  }
  return found;
}

using Lines = std::vector<std::string>;

TEST(FindProblems, OfSoundDelegationsThereAreNone) {
  EXPECT_EQ(Found(sample::Whole({
                Sound("d1", "a"),
                Sound("d2", "a"),
                Sound("e1", "a", v1::EX_OFFICIO),
                Sound("p1", "province", v1::APPOINTED),
                sample::Person("r1", "a", v1::RESERVE, 1),
                sample::Person("r2", "b", v1::RESERVE, 1),
            })),
            Lines());
}

TEST(FindProblems, NamesEachKind) {
  v1::Delegate bare = Sound("d1", "a");
  bare.mutable_profile()->clear_ethnic_minority();
  v1::Delegate twin = Sound("d2", "b");
  twin.set_person("persons/d1");
  v1::Delegate unexplained = sample::Ended(Sound("d1", "a"), kRecorded);
  unexplained.mutable_end()->clear_reason();
  v1::Delegate passed = sample::Promoted(Sound("d1", "a"), "x", kRecorded);
  passed.mutable_promotion()->add_passed_over("congresses/c/delegates/y");
  v1::Delegate torn = sample::At(Sound("d1", "a"), "s", v1::Attendance::ABSENT_THROUGHOUT);
  torn = sample::At(torn, "s2", v1::Attendance::PRESENT);
  const struct {
    std::vector<v1::Delegate> delegates;
    Lines problems;
  } cases[] = {
      {{Sound("d1", "a"), Sound("d2", "a"), Sound("d3", "a")}, {"OVER_QUOTA a"}},
      {{Sound("e1", "a", v1::EX_OFFICIO), Sound("e2", "b", v1::EX_OFFICIO)}, {"OVER_QUOTA province"}},
      {{Sound("p1", "province", v1::APPOINTED), Sound("p2", "province", v1::APPOINTED)}, {"OVER_QUOTA province"}},
      {{bare}, {"PROFILE_INCOMPLETE d1"}},
      {{Sound("d1", "a"), twin}, {"PERSON_TWICE d2"}},
      {{sample::Person("r1", "a", v1::RESERVE, 1), sample::Person("r2", "a", v1::RESERVE, 1)}, {"RESERVE_ORDER r2"}},
      {{sample::Person("r1", "a", v1::RESERVE)}, {"RESERVE_ORDER r1"}},
      {{passed}, {"RESERVE_ORDER d1"}},
      {{Sound("d1", "gone")}, {"ORGANISATION_NOT_IN_PLAN d1"}},
      {{unexplained}, {"END_UNEXPLAINED d1"}},
      {{Summoned(Sound("d1", "a")), Sound("d2", "a")}, {"NOT_CONVENED d2"}},
      {{torn}, {"ABSENCE_CONTRADICTED d1"}},
  };
  for (const auto& c : cases) EXPECT_EQ(Found(sample::Whole(c.delegates)), c.problems);
}

TEST(FindProblems, SaysThemInWords) {
  const auto problems = FindProblems(sample::Whole({sample::Person("d1", "a"), Sound("d2", "a"), Sound("d3", "a")}),
                                     status::Language::kVietnamese);
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0].description(), "Có 3 đại biểu, vượt 1 so với số được phân bổ 2.");
  EXPECT_EQ(problems[1].description(), "Chưa có thông tin: giới tính, ngày sinh, dân tộc, lĩnh vực công tác.");
}

TEST(FindProblems, AreAsOfTheDay) {
  Delegations delegations =
      sample::Whole({Sound("d1", "a"), Sound("d2", "a"), sample::Ended(Sound("d3", "a"), kRecorded + 5)});
  EXPECT_EQ(Found(delegations), Lines());
  delegations.day = kRecorded + 4;
  EXPECT_EQ(Found(delegations), Lines({"OVER_QUOTA a"}));
}

TEST(FindProblems, OfAPartTellOnlyOfIt) {
  const auto part = Restrict(sample::Whole({Sound("d1", "a"), Sound("d2", "b"), Sound("d3", "b"), Sound("d4", "b"),
                                            Sound("e1", "a", v1::EX_OFFICIO), Sound("e2", "a", v1::EX_OFFICIO)}),
                             [](const std::string& organisation) { return organisation == "organisations/a"; });
  EXPECT_EQ(Found(part), Lines());
}

}  // namespace
}  // namespace congress::allocation

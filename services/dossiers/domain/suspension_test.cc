#include "services/dossiers/domain/suspension.h"

#include "services/dossiers/testing/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::dossiers {
namespace {

using absl::CivilDay;
using absl::StatusCode;
using support::StatusIs;

absl::StatusOr<v1::Suspension> SuspendFrom(CivilDay day) {
  v1::Person person;
  person.set_name("persons/p-1");
  person.set_organisation(std::string(sample::kUnit));
  v1::Suspension wanted;
  wanted.set_cause(v1::Suspension::COMPLAINT);
  *wanted.mutable_begin_date() = civil::ToDate(day);
  return Suspend(person, "s1", wanted, sample::Clerk(sample::kToday));
}

absl::StatusOr<v1::Suspension> EndOn(const v1::Suspension& suspension, CivilDay day) {
  v1::EndSuspensionRequest end;
  *end.mutable_end_date() = civil::ToDate(day);
  end.set_outcome("Không có vi phạm");
  return End(suspension, end, sample::Clerk(sample::kToday));
}

TEST(Suspend, BeginsTodayAtTheLatest) {
  EXPECT_THAT(SuspendFrom(sample::kToday + 1), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::Suspension suspension, SuspendFrom(sample::kToday));
  EXPECT_EQ(suspension.name(), "suspensions/s1");
  EXPECT_EQ(suspension.person(), "persons/p-1");
  EXPECT_EQ(suspension.organisation(), sample::kUnit);
}

TEST(IsActive, FromItsFirstDayUntilTheDayBeforeItEnded) {
  ASSERT_OK_AND_ASSIGN(v1::Suspension suspension, SuspendFrom(sample::kToday - 5));
  EXPECT_FALSE(IsActive(suspension, sample::kToday - 6));
  EXPECT_TRUE(IsActive(suspension, sample::kToday - 5));
  EXPECT_TRUE(IsActive(suspension, sample::kToday + 1000));
  ASSERT_OK_AND_ASSIGN(suspension, EndOn(suspension, sample::kToday));
  EXPECT_TRUE(IsActive(suspension, sample::kToday - 1));
  EXPECT_FALSE(IsActive(suspension, sample::kToday));
}

TEST(End, ComesOnceBetweenTheBeginningAndToday) {
  ASSERT_OK_AND_ASSIGN(const v1::Suspension suspension, SuspendFrom(sample::kToday - 5));
  const auto invalid = StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(EndOn(suspension, sample::kToday - 6), invalid);
  EXPECT_THAT(EndOn(suspension, sample::kToday + 1), invalid);
  ASSERT_OK_AND_ASSIGN(const v1::Suspension ended, EndOn(suspension, sample::kToday));
  EXPECT_EQ(ended.outcome(), "Không có vi phạm");
  EXPECT_THAT(EndOn(ended, sample::kToday), StatusIs(StatusCode::kFailedPrecondition, "SUSPENSION_ENDED"));
}

}  // namespace
}  // namespace congress::dossiers

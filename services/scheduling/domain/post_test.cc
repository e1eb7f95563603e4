#include "services/scheduling/domain/post.h"

#include "platform/civil/civil.h"
#include "tests/support/status_matchers.h"

namespace congress::scheduling {
namespace {

using absl::CivilDay;
using support::IsOk;
using support::StatusIs;

void Hold(v1::Post* post, const std::string& person, CivilDay first, const CivilDay* last = nullptr) {
  v1::PostHolder& holder = *post->add_holders();
  holder.set_person(person);
  *holder.mutable_first_day() = civil::ToDate(first);
  if (last != nullptr) *holder.mutable_last_day() = civil::ToDate(*last);
}

v1::Membership Sitting(const std::string& id, CivilDay first, CivilDay last) {
  v1::Membership membership;
  membership.set_name("organisations/b/memberships/" + id);
  membership.set_organisation("organisations/b");
  membership.set_post("organisations/o/posts/head");
  *membership.mutable_first_day() = civil::ToDate(first);
  *membership.mutable_last_day() = civil::ToDate(last);
  return membership;
}

TEST(CheckPost, LetsOneFollowTheOtherFromTheNextDay) {
  v1::Post post;
  post.set_name("organisations/o/posts/head");
  const CivilDay end(2025, 6, 30);
  Hold(&post, "persons/p-2", CivilDay(2025, 7, 1));
  Hold(&post, "persons/p-1", CivilDay(2020, 1, 1), &end);
  EXPECT_THAT(CheckPost(post), IsOk());
  EXPECT_EQ(HolderOn(post, CivilDay(2019, 12, 31)), "");
  EXPECT_EQ(HolderOn(post, CivilDay(2020, 1, 1)), "persons/p-1");
  EXPECT_EQ(HolderOn(post, end), "persons/p-1");
  EXPECT_EQ(HolderOn(post, CivilDay(2025, 7, 1)), "persons/p-2");
  EXPECT_EQ(HolderOn(post, CivilDay(2030, 7, 1)), "persons/p-2");
}

TEST(CheckPost, RefusesTwoHoldersOnOneDay) {
  v1::Post post;
  const CivilDay end(2025, 7, 1);
  Hold(&post, "persons/p-1", CivilDay(2020, 1, 1), &end);
  Hold(&post, "persons/p-2", CivilDay(2025, 7, 1));
  const absl::Status touching = CheckPost(post);
  EXPECT_THAT(touching, StatusIs(absl::StatusCode::kFailedPrecondition, "PERIODS_OVERLAP"));
  EXPECT_EQ(touching.message(),
            "It would begin on 2025-07-01, and persons/p-1 lasts until 2025-07-01. Correct one of the days.");
  post.mutable_holders(0)->clear_last_day();
  EXPECT_EQ(CheckPost(post).message(), "It would begin on 2025-07-01 while persons/p-1 goes on. End that one first.");
}

TEST(CheckPost, TellsAllThatIsWrongWithItsDays) {
  v1::Post post;
  post.set_name("organisations/o/posts/head");
  const CivilDay before(2024, 1, 1);
  Hold(&post, "persons/p-1", CivilDay(2025, 1, 1), &before);
  *post.add_absences()->mutable_first_day() = civil::ToDate(CivilDay(2025, 1, 2));
  *post.mutable_absences(0)->mutable_last_day() = civil::ToDate(CivilDay(2025, 1, 1));
  post.add_stand_ins(post.name());
  const absl::Status wrong = CheckPost(post);
  EXPECT_THAT(wrong, StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  for (const char* field : {"post.holders[0].last_day", "post.absences[0].last_day", "post.stand_ins[0]"}) {
    EXPECT_NE(wrong.message().find(field), std::string::npos) << wrong.message();
  }
}

TEST(CheckMembership, SitsOnceAtATimeInABody) {
  const v1::Membership first = Sitting("a", CivilDay(2020, 1, 1), CivilDay(2025, 6, 30));
  const v1::Membership next = Sitting("b", CivilDay(2025, 7, 1), CivilDay(2030, 6, 30));
  EXPECT_THAT(CheckMembership(next, {first, next}), IsOk());
  EXPECT_FALSE(GoesOnOn(next, CivilDay(2025, 6, 30)));
  EXPECT_TRUE(GoesOnOn(next, CivilDay(2030, 6, 30)));
  v1::Membership overlapping = Sitting("b", CivilDay(2025, 6, 30), CivilDay(2025, 6, 30));
  EXPECT_THAT(CheckMembership(overlapping, {first}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "PERIODS_OVERLAP"));
  overlapping.set_post("organisations/o/posts/deputy");
  EXPECT_THAT(CheckMembership(overlapping, {first}), IsOk());
  EXPECT_THAT(CheckMembership(Sitting("c", CivilDay(2025, 2, 2), CivilDay(2025, 2, 1)), {}),
              StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling

#include <atomic>
#include <thread>
#include <vector>

#include "congress/allocation/v1/organisation.pb.h"
#include "platform/status/status.h"
#include "services/scheduling/testing/days.h"
#include "services/scheduling/testing/scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

constexpr char kHead[] = "name: 'organisations/office/posts/head' ";
constexpr char kSeat[] = "name: 'organisations/board/memberships/head-2025' ";

std::string Held(const std::string& person, const std::string& first, const std::string& last = "") {
  return StrCat("holders { person: 'persons/", person, "' first_day ", first, last.empty() ? "" : "last_day ", last,
                " legal_basis: '12-QĐ/TU' } ");
}
std::string Sitting(const std::string& id, const std::string& more,
                    const std::string& post = "organisations/office/posts/head") {
  return StrCat("parent: 'organisations/board' membership_id: '", id, "' membership { post: '", post,
                "' role: MEMBER charge: 'Xây dựng Đảng' ", more, " } ");
}
std::string From(int year, int month, int day) { return StrCat("first_day ", Date(year, month, day)); }
std::string Until(int year, int month, int day) { return StrCat("last_day ", Date(year, month, day)); }

TEST(Posts, AreMadeReadListedChangedAndDeleted) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made,
                       scene.MakePost("office", "head", StrCat("rank: 3 ", Held("p-1", Date(2025, 1, 1))), kClerk));
  EXPECT_EQ(made.name(), "organisations/office/posts/head");
  EXPECT_EQ(made.organisation(), "organisations/office");
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Bodies::GetPost, kHead, kReader));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  ASSERT_THAT(scene.MakePost("office", "deputy", "stand_ins: 'organisations/office/posts/head'"), IsOk());
  ASSERT_THAT(scene.MakePost("u1", "secretary"), IsOk());
  const auto list = [&](const std::string& text, const std::string& binding = kAdmin) {
    const auto page = scene.Call(&Bodies::ListPosts, text, binding);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->posts_size() : -1;
  };
  EXPECT_EQ(list("parent: 'organisations/office'"), 2);
  EXPECT_EQ(list("parent: 'organisations/-'"), 3);
  EXPECT_EQ(list("parent: 'organisations/-'", kUnitClerk), 1);
  EXPECT_EQ(list("parent: 'organisations/-' filter: 'title:\"van phong\"'"), 3);
  EXPECT_EQ(list("parent: 'organisations/-' person: 'persons/p-1'"), 1);
  EXPECT_EQ(list(StrCat("parent: 'organisations/-' person: 'persons/p-1' as_of ", Date(2024, 12, 31))), 0);
  ASSERT_OK_AND_ASSIGN(const auto page, scene.Call(&Bodies::ListPosts, "parent: 'organisations/-' page_size: 2"));
  EXPECT_NE(page.next_page_token(), "");

  const std::string away =
      StrCat("post { ", kHead, "absences { first_day ", August(4), "last_day ", August(8), " } } ");
  ASSERT_OK_AND_ASSIGN(const auto changed,
                       scene.Call(&Bodies::UpdatePost, StrCat(away, "etag: '", made.etag(), "'"), kClerk));
  EXPECT_EQ(changed.post().absences_size(), 1);
  EXPECT_EQ(changed.post().holders_size(), 1);
  EXPECT_THAT(scene.Call(&Bodies::UpdatePost, StrCat(away, "etag: '", made.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Bodies::DeletePost, "name: 'organisations/u1/posts/secretary' etag: '1'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&Bodies::DeletePost, "name: 'organisations/u1/posts/secretary'", kClerk), IsOk());
  EXPECT_THAT(scene.Call(&Bodies::GetPost, "name: 'organisations/u1/posts/secretary'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(Posts, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  EXPECT_THAT(scene.MakePost("office", "head", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.MakePost("office", "head", "", kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.MakePost("office", "Head"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.MakePost("office", "head", "rank: 10"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.MakePost("office", "head", "stand_ins: 'organisations/office/posts/head'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.MakePost("office", "head", "stand_ins: 'organisations/office/posts/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const std::string two = StrCat(Held("p-1", Date(2025, 1, 1)), Held("p-2", Date(2025, 2, 1)));
  EXPECT_THAT(scene.MakePost("office", "head", two), StatusIs(kFailed, "PERIODS_OVERLAP"));
  ASSERT_THAT(scene.MakePost("office", "head"), IsOk());
  EXPECT_THAT(scene.MakePost("office", "head"), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Bodies::GetPost, kHead, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::GetPost, "name: 'head'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto update = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Bodies::UpdatePost, text, binding);
  };
  EXPECT_THAT(update(StrCat("post { ", kHead, two, "}")), StatusIs(kFailed, "PERIODS_OVERLAP"));
  EXPECT_THAT(update("post { title: 'A' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(update(StrCat("post { ", kHead, "title: 'A' }"), kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(update(StrCat("post { ", kHead, "title: 'A' }"), kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::DeletePost, kHead, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Bodies::DeletePost, kHead, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::DeletePost, "name: 'head'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto list = [&](const std::string& text) { return scene.Call(&Bodies::ListPosts, text); };
  EXPECT_THAT(list(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(list("parent: 'organisations/-' page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("parent: 'organisations/-' filter: 'rank=1'"), StatusIs(kInvalid, "FILTER_INVALID"));
}

TEST(Posts, StayWhileSomethingNamesThem) {
  Scene scene;
  ASSERT_THAT(scene.MakePost("office", "head"), IsOk());
  ASSERT_THAT(scene.MakePost("office", "deputy", "stand_ins: 'organisations/office/posts/head'"), IsOk());
  ASSERT_THAT(scene.Call(&Bodies::CreateMembership, Sitting("head-2025", From(2025, 1, 1))), IsOk());
  scene.MakePlan("p");
  ASSERT_THAT(scene.AddTask("p", "1", "post: 'organisations/office/posts/head'"), IsOk());
  const auto refused = scene.Call(&Bodies::DeletePost, kHead);
  EXPECT_THAT(refused, StatusIs(kFailed, "POST_IN_USE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "users"),
            "organisations/board/memberships/head-2025, organisations/office/posts/deputy, plans/p/tasks/task-1");
  ASSERT_THAT(scene.Create("m", "participants { post: 'organisations/office/posts/deputy' role: INVITED }"), IsOk());
  const auto invited = scene.Call(&Bodies::DeletePost, "name: 'organisations/office/posts/deputy'");
  EXPECT_EQ(support::MetadataIn(invited.status(), "users"), "meetings/m");
}

// Who is away while meetings wait for them is told before it is so, and the meetings stay.
TEST(UpdatePost, TellsWhichMeetingsItHits) {
  Scene scene;
  ASSERT_THAT(scene.MakePost("province", "chair"), IsOk());
  ASSERT_THAT(scene.Create("m", Slot(5, "MORNING") + Participant("chair", "CHAIR")), IsOk());
  ASSERT_THAT(scene.Create("later", Slot(6) + Participant("chair", "REQUIRED")), IsOk());
  ASSERT_THAT(scene.Create("free", Slot(5) + Participant("chair", "INVITED")), IsOk());
  const auto away = [&](const std::string& part, const std::string& more = "", int last = 5) {
    return scene.Call(&Bodies::UpdatePost, StrCat("post { name: '", PostName("chair"), "' absences { first_day ",
                                                  August(4), "last_day ", August(last), part, " } } ", more));
  };
  EXPECT_THAT(away("part: AFTERNOON"), IsOk());
  const auto refused = away("");
  EXPECT_THAT(refused, StatusIs(kFailed, "POST_IN_USE"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "meeting"), "meetings/m");
  ASSERT_OK_AND_ASSIGN(const auto shown, away("", "validate_only: true", 8));
  ASSERT_EQ(shown.affected_count(), 2);
  EXPECT_EQ(shown.affected(1).resource(), "meetings/m");
  EXPECT_EQ(shown.affected(1).what(), v1::Affected::POST_AWAY);
  ASSERT_THAT(away("", "allow_affected: true"), IsOk());
  EXPECT_EQ(scene.Meeting("meetings/m")->slots_size(), 1);
  EXPECT_THAT(away("", "", 5), IsOk()) << "nothing becomes worse";
  EXPECT_THAT(scene.Create("n", Slot(5, "AFTERNOON") + Participant("chair", "CHAIR")),
              StatusIs(kFailed, "PERSON_BUSY"));
  for (const char* bad : {"part: HOURS", "last_day { year: 2027 month: 1 day: 1 }"}) {
    EXPECT_THAT(away(bad), StatusIs(kInvalid, "FIELDS_INVALID")) << bad;
  }
}

// One of the two sees the other, whichever comes first.
TEST(UpdatePost, DoesNotMissAMeetingThatIsBookedAtTheSameTime) {
  Scene scene;
  for (int i = 0; i < 20; ++i) {
    const std::string id = StrCat("p", i);
    ASSERT_THAT(scene.MakePost("province", id), IsOk());
    absl::Status booked;
    absl::Status away;
    {
      std::jthread other([&] { booked = scene.Create(StrCat("m", i), Slot(5) + Participant(id, "CHAIR")).status(); });
      away = scene
                 .Call(&Bodies::UpdatePost, StrCat("post { name: '", PostName(id), "' absences { first_day ", August(5),
                                                   "last_day ", August(5), " } }"))
                 .status();
    }
    EXPECT_NE(booked.ok(), away.ok()) << booked << away;
  }
}

TEST(Memberships, AreEnteredListedByPostAndPersonChangedAndDeleted) {
  Scene scene;
  ASSERT_THAT(scene.MakePost("office", "head",
                             StrCat(Held("p-1", Date(2020, 1, 1), Date(2025, 6, 30)), Held("p-2", Date(2025, 7, 1)))),
              IsOk());
  ASSERT_THAT(scene.MakePost("office", "deputy"), IsOk());
  const std::string create = Sitting("head-2025", StrCat(From(2025, 1, 1), Until(2025, 12, 31)));
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Bodies::CreateMembership, create, kClerk));
  EXPECT_EQ(made.organisation(), "organisations/board");
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Bodies::GetMembership, kSeat, kReader));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&Bodies::CreateMembership, Sitting("again", From(2025, 12, 31))),
              StatusIs(kFailed, "PERIODS_OVERLAP"));
  ASSERT_THAT(scene.Call(&Bodies::CreateMembership, Sitting("head-2026", From(2026, 1, 1))), IsOk());
  ASSERT_THAT(
      scene.Call(&Bodies::CreateMembership, Sitting("deputy", From(2025, 1, 1), "organisations/office/posts/deputy")),
      IsOk());
  const auto list = [&](const std::string& more, const std::string& parent = "organisations/-") {
    const auto page = scene.Call(&Bodies::ListMemberships, StrCat("parent: '", parent, "' ", more));
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->memberships_size() : -1;
  };
  EXPECT_EQ(list("", "organisations/board"), 3);
  EXPECT_EQ(list("", "organisations/other"), 0);
  EXPECT_EQ(list("post: 'organisations/office/posts/head'"), 2);
  EXPECT_EQ(list(StrCat("as_of ", Date(2025, 12, 31))), 2);
  EXPECT_EQ(list(StrCat("post: 'organisations/office/posts/head' as_of ", Date(2026, 1, 1))), 1);
  EXPECT_EQ(list("person: 'persons/p-1'"), 1) << "today";
  EXPECT_EQ(list(StrCat("person: 'persons/p-1' as_of ", Date(2025, 7, 1))), 0);
  EXPECT_EQ(list(StrCat("person: 'persons/p-2' as_of ", Date(2025, 7, 1))), 1);
  EXPECT_EQ(list("filter: 'role=MEMBER'"), 3);
  EXPECT_EQ(list("filter: 'role=HEAD'"), 0);

  const std::string lead = StrCat("membership { ", kSeat, "role: HEAD } ");
  ASSERT_OK_AND_ASSIGN(const auto changed,
                       scene.Call(&Bodies::UpdateMembership, StrCat(lead, "etag: '", made.etag(), "'"), kClerk));
  EXPECT_EQ(changed.role(), v1::Membership::HEAD);
  EXPECT_THAT(scene.Call(&Bodies::UpdateMembership, StrCat(lead, "etag: '", made.etag(), "'")),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Bodies::UpdateMembership, StrCat("membership { ", kSeat, Until(2026, 1, 1), "}")),
              StatusIs(kFailed, "PERIODS_OVERLAP"));
  EXPECT_THAT(scene.Call(&Bodies::DeleteMembership, StrCat(kSeat, "etag: '1'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&Bodies::DeleteMembership, kSeat, kClerk), IsOk());
  EXPECT_EQ(list("", "organisations/board"), 2);
}

TEST(Memberships, OfOnePostThatAreEnteredAtTheSameTimeCollide) {
  Scene scene;
  ASSERT_THAT(scene.MakePost("office", "head"), IsOk());
  for (int body = 0; body < 30; ++body) {
    std::atomic<int> entered = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const std::string text =
            StrCat(Sitting(StrCat("m", i), From(2025, 1, 1)), "parent: 'organisations/b", body, "'");
        const auto made = scene.Call(&Bodies::CreateMembership, text);
        EXPECT_TRUE(made.ok() || status::ReasonOf(made.status()) == "PERIODS_OVERLAP") << made.status();
        entered += made.ok() ? 1 : 0;
      });
    }
    for (std::jthread& thread : threads) thread.join();
    EXPECT_EQ(entered, 1) << body;
  }
}

TEST(Memberships, AreRefusedWithoutPermissionOrSense) {
  Scene scene;
  directory::Organisation press;
  press.name = "organisations/press";
  press.role = allocation::v1::Organisation::EXTERNAL;
  press.parent = "organisations/province";
  scene.service().organisations().Put(std::move(press));
  const auto create = [&](const std::string& text, const std::string& binding = kAdmin) {
    return scene.Call(&Bodies::CreateMembership, text, binding);
  };
  const std::string good = Sitting("head-2025", From(2025, 1, 1));
  EXPECT_THAT(create(good), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.MakePost("office", "head"), IsOk());
  EXPECT_THAT(create(good, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create(good, kStranger), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(create(Sitting("head-2025", "")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(Sitting("head-2025", StrCat(From(2025, 1, 2), Until(2025, 1, 1)))),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(StrCat(good, "parent: 'organisations/press'")), StatusIs(kFailed, "NOT_A_BODY"));
  ASSERT_THAT(create(good), IsOk());
  EXPECT_THAT(create(good), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Bodies::GetMembership, kSeat, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::GetMembership, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string lead = StrCat("membership { ", kSeat, "role: HEAD }");
  EXPECT_THAT(scene.Call(&Bodies::UpdateMembership, lead, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Bodies::UpdateMembership, lead, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::UpdateMembership, "membership { role: HEAD }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Bodies::DeleteMembership, kSeat, kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Bodies::DeleteMembership, kSeat, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Bodies::DeleteMembership, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const auto list = [&](const std::string& text) { return scene.Call(&Bodies::ListMemberships, text); };
  EXPECT_THAT(list(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(list("parent: 'organisations/-' page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("parent: 'organisations/-' filter: 'charge=1'"), StatusIs(kInvalid, "FILTER_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling

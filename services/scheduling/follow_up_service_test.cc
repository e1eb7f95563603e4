#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "services/scheduling/testing/figure_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

std::string Difficulty(const std::string& id, const std::string& unit, const std::string& more = "") {
  return StrCat("follow_up_id: '", id, "' follow_up { kind: DIFFICULTY organisation: 'organisations/", unit,
                "' title: 'Chưa có trụ sở' supporter: 'organisations/ban-to-chuc' ", more, " } ");
}

TEST(FollowUp, IsFollowedUntilItIsSolved) {
  FigureScene scene;
  const std::string text = Difficulty("tru-so", "u1", "due_date " + Date(2025, 6, 30));
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&FollowUps::CreateFollowUp, text + kUuid, kUnitClerk));
  EXPECT_EQ(made.state(), v1::FollowUp::OPEN);
  EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("khac", "u1") + kUuid, kUnitClerk),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp, text), StatusIs(kExists, "RESOURCE_EXISTS"));
  const std::string name = "name: 'followUps/tru-so' ";
  const std::string supporter = "follow_up { name: 'followUps/tru-so' supporter: 'organisations/u2/posts/chu-tich' } ";
  ASSERT_OK_AND_ASSIGN(const auto moved, scene.Call(&FollowUps::UpdateFollowUp, supporter));
  EXPECT_EQ(moved.supporter(), "organisations/u2/posts/chu-tich");
  EXPECT_THAT(scene.Call(&FollowUps::UpdateFollowUp, supporter + "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&FollowUps::ReopenFollowUp, name + "reason: 'x'"), StatusIs(kFailed, "FOLLOW_UP_OPEN"));

  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'x' etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'Đã bố trí' " + kUuid), IsOk());
  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'khác' " + kUuid),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'x'"), StatusIs(kFailed, "FOLLOW_UP_SOLVED"));
  EXPECT_THAT(scene.Call(&FollowUps::UpdateFollowUp, supporter), StatusIs(kFailed, "FOLLOW_UP_SOLVED"));

  const std::string uuid = "request_id: '0b1c2a9e-30b4-4c57-9a55-0d3c1c3f8a02' ";
  EXPECT_THAT(scene.Call(&FollowUps::ReopenFollowUp, name + "reason: 'x' etag: '1'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&FollowUps::ReopenFollowUp, name + "reason: 'Trụ sở dột' " + uuid), IsOk());
  EXPECT_THAT(scene.Call(&FollowUps::ReopenFollowUp, name + "reason: 'khác' " + uuid),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&FollowUps::GetFollowUp, name, kReader));
  ASSERT_EQ(read.notes_size(), 3);
  EXPECT_EQ(read.notes(1).state() + " " + read.notes(1).reason(), "SOLVED Đã bố trí");
  EXPECT_EQ(read.notes(2).reason(), "Trụ sở dột");
}

// Who raised it or supports the unit says that it is solved, never the unit that it is on.
TEST(FollowUp, IsSolvedByWhoRaisedOrSupportsIt) {
  FigureScene scene;
  const auto solve = [&](const std::string& id, const std::string& binding) {
    return scene.Call(&FollowUps::SolveFollowUp, StrCat("name: 'followUps/", id, "' note: 'x'"), binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Call(&FollowUps::CreateFollowUp, Difficulty("own", "u1"), kUnitClerk));
  EXPECT_EQ(own.raised_by(), "organisations/u1");
  EXPECT_THAT(solve("own", kUnitClerk), IsOk()) << "a difficulty of its own";
  for (const char* kind : {"DIFFICULTY", "INSPECTION", "AUDIT"}) {
    const std::string id = absl::AsciiStrToLower(kind);
    ASSERT_OK_AND_ASSIGN(const auto made,
                         scene.Call(&FollowUps::CreateFollowUp, Difficulty(id, "u1", StrCat("kind: ", kind)), kClerk));
    EXPECT_EQ(made.raised_by(), "organisations/province");
    EXPECT_THAT(solve(id, kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING")) << kind;
    EXPECT_THAT(
        scene.Call(&FollowUps::UpdateFollowUp,
                   StrCat("follow_up { name: 'followUps/", id, "' supporter: 'organisations/u1' }"), kUnitClerk),
        StatusIs(kDenied, "PERMISSION_MISSING"));
    EXPECT_THAT(solve(id, kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
    EXPECT_THAT(scene.Call(&FollowUps::GetFollowUp, StrCat("name: 'followUps/", id, "'"), "clerk@ban-to-chuc"), IsOk());
    EXPECT_THAT(solve(id, "clerk@ban-to-chuc"), IsOk()) << "who supports it";
  }
  ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("self", "u1", "kind: AUDIT"), kUnitClerk), IsOk());
  EXPECT_THAT(solve("self", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING")) << "a finding, though it entered it";
  EXPECT_THAT(solve("self", kClerk), IsOk());
}

// Who supports a unit finds what it reads by name; others find neither.
TEST(FollowUp, IsListedForWhoSupportsTheUnit) {
  FigureScene scene;
  for (const char* id : {"a", "b"}) {
    ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty(id, StrCat("u", id))), IsOk());
  }
  ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp,
                         Difficulty("c", "uc") + "follow_up { supporter: 'organisations/u2/posts/chu-tich' }"),
              IsOk());
  const auto listed = [&](const std::string& binding, const std::string& more = "") {
    const auto page = scene.Call(&FollowUps::ListFollowUps, more, binding);
    EXPECT_THAT(page, IsOk());
    std::string names;
    for (const auto& one : page->follow_ups()) names += one.name() + " ";
    return names;
  };
  EXPECT_EQ(listed("clerk@ban-to-chuc"), "followUps/a followUps/b ");
  EXPECT_EQ(listed("clerk@ban-to-chuc", "filter: 'organisation = \"organisations/ub\"'"), "followUps/b ");
  EXPECT_EQ(listed("clerk@u2"), "followUps/c ");
  EXPECT_EQ(listed("clerk@ua"), "followUps/a ");
  EXPECT_EQ(listed(kStranger), "");
  EXPECT_EQ(listed(kReader), "followUps/a followUps/b followUps/c ");
}

TEST(FollowUp, IsFoundByWhatItIs) {
  FigureScene scene;
  ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("a", "u1", "due_date " + Date(2025, 6, 10))), IsOk());
  ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("b", "u2", "kind: AUDIT ")), IsOk());
  const auto count = [&](const std::string& text, const std::string& binding = kAdmin) {
    const auto listed = scene.Call(&FollowUps::ListFollowUps, text, binding);
    EXPECT_THAT(listed, IsOk());
    return listed.ok() ? listed->follow_ups_size() : -1;
  };
  EXPECT_EQ(count(""), 2);
  EXPECT_EQ(count("", kUnitClerk), 1);
  EXPECT_EQ(count("organisation: 'organisations/u2'"), 1);
  EXPECT_EQ(count("filter: 'kind = AUDIT AND state = OPEN'"), 1);
  EXPECT_EQ(count("filter: 'due_date < 2025-06-16'"), 1);
  EXPECT_EQ(count("filter: 'supporter = \"organisations/ban-to-chuc\"'"), 2);
  EXPECT_THAT(scene.Call(&FollowUps::ListFollowUps, "filter: 'title = x'"), StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(scene.Call(&FollowUps::ListFollowUps, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&FollowUps::ListFollowUps, "organisation: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(FollowUp, IsRefusedWithoutPermissionOrSense) {
  FigureScene scene;
  EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("a", "u2"), kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("a", "u1"), kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FollowUps::CreateFollowUp, "follow_up_id: 'a' follow_up { kind: AUDIT }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Call(&FollowUps::CreateFollowUp, Difficulty("a", "u2")), IsOk());
  const std::string name = "name: 'followUps/a' ";
  EXPECT_THAT(scene.Call(&FollowUps::GetFollowUp, name, kUnitClerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FollowUps::GetFollowUp, "name: 'a'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'x'", kReader),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FollowUps::SolveFollowUp, name + "note: 'x'", kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FollowUps::ReopenFollowUp, name), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&FollowUps::ReopenFollowUp, "name: 'followUps/x' reason: 'x'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FollowUps::UpdateFollowUp, "follow_up { name: 'followUps/x' title: 'x' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&FollowUps::UpdateFollowUp, "follow_up { title: 'x' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::scheduling

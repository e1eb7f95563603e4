// Feeds: who may make one, what it shows to whom, and that nothing but its token opens it.
#include <set>
#include <tuple>

#include "absl/strings/escaping.h"
#include "congress/scheduling/v1/calendar_feed_service.grpc.pb.h"
#include "platform/rpc/gate.h"
#include "services/scheduling/domain/meeting_states.h"
#include "services/scheduling/meeting_records.h"
#include "services/scheduling/testing/scene.h"
#include "tests/support/person.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using ::testing::Not;

using Feeds = v1::CalendarFeedService::StubInterface;

// A hearing of the province on 4 August with the head of the office, whose holder is `binh`.
class FeedScene : public Scene {
 public:
  FeedScene() : stub_(v1::CalendarFeedService::NewStub(service().channel())) {
    HeldBy("binh");
    EXPECT_THAT(Create("gb", Slot(4) + Participant("head", "REQUIRED") +
                                 "agenda { title: 'Báo cáo' papers: '12-BC/TU' } room: ''"),
                IsOk());
  }

  // The holder of the post from 2025 on.
  void HeldBy(const std::string& subject) {
    const std::string holder =
        StrCat("holders { person: '", support::PersonOf(subject), "' first_day ", Date(2025, 1, 1), "} ");
    const auto made = MakePost("province", "head", holder);
    if (made.ok()) return;
    EXPECT_THAT(Call(&Bodies::UpdatePost,
                     StrCat("post { name: '", PostName("head"), "' ", holder, "} update_mask { paths: 'holders' }")),
                IsOk());
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Ask(rpc::UnaryMethod<Feeds, Request, Response> method, const std::string& text,
                               const std::string& subject = "an", const std::string& binding = kAdmin) {
    return rpc::Invoke(*stub_, method, service().As(subject, {binding}), Parse<Request>(text));
  }
  absl::StatusOr<v1::CreateCalendarFeedResponse> Make(const std::string& feed, const std::string& subject = "an",
                                                      const std::string& binding = kAdmin) {
    return Ask(&Feeds::CreateCalendarFeed, StrCat("feed { ", feed, " }"), subject, binding);
  }
  // Without a bearer token.
  absl::StatusOr<v1::ReadCalendarFeedResponse> Read(const std::string& token) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    v1::ReadCalendarFeedRequest request;
    request.set_token(token);
    return rpc::Invoke(*stub_, &Feeds::ReadCalendarFeed, std::move(context), request);
  }
  static std::string OfPost() { return StrCat("post: '", PostName("head"), "' "); }

 private:
  std::unique_ptr<Feeds> stub_;
};

const std::string kProvinceUnit = "unit: 'organisations/province' ";

TEST(CalendarFeeds, AreFetchedByTheirTokenAlone) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make(kProvinceUnit + "note: 'Điện thoại'"));
  EXPECT_EQ(made.feed().organisation(), "organisations/province");
  EXPECT_EQ(made.feed().created_by(), "an");
  EXPECT_EQ(made.token().size(), made.feed().name().size() - std::string("calendarFeeds/").size() + 1 + 64);
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Read(made.token()));
  EXPECT_EQ(read.event_count(), 1);
  for (const char* line : {"METHOD:PUBLISH\r\n", "UID:meetings/gb@congress\r\n", "DTSTAMP:20250616T020000Z\r\n",
                           "SUMMARY:Họp\r\n", "1. Báo cáo"}) {
    EXPECT_THAT(read.content(), HasSubstr(line));
  }
  EXPECT_THAT(read.content(), Not(HasSubstr("12-BC/TU"))) << "papers of agendas stay inside";
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Read(made.token()));
  EXPECT_EQ(again.content(), read.content());
  // Two feeds have two tokens, and neither Get nor List tells one.
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Make(kProvinceUnit));
  EXPECT_NE(other.token(), made.token());
  ASSERT_OK_AND_ASSIGN(const auto got, scene.Ask(&Feeds::GetCalendarFeed, StrCat("name: '", made.feed().name(), "'")));
  EXPECT_EQ(got.note(), "Điện thoại");
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Ask(&Feeds::ListCalendarFeeds, ""));
  EXPECT_EQ(list.feeds_size(), 2);
  const std::string secret = made.token().substr(made.token().find('.') + 1);
  EXPECT_THAT(got.DebugString() + list.DebugString(), Not(HasSubstr(secret)));
}

// Whatever is wrong with a token: nobody learns what.
TEST(CalendarFeeds, TellAlikeOfTokensThatAreNotGood) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto revoked, scene.Make(kProvinceUnit));
  ASSERT_OK_AND_ASSIGN(const auto expired, scene.Make(kProvinceUnit + "expire_time { seconds: 1750200000 }"));
  ASSERT_OK_AND_ASSIGN(const auto good, scene.Make(kProvinceUnit));
  ASSERT_OK_AND_ASSIGN(const auto lost, scene.Make(FeedScene::OfPost(), "binh", "reader@u1"));
  for (const auto& made : {revoked, expired, good, lost}) ASSERT_THAT(scene.Read(made.token()), IsOk());
  ASSERT_THAT(scene.Ask(&Feeds::RevokeCalendarFeed, StrCat("name: '", revoked.feed().name(), "' reason: 'Mất máy'")),
              IsOk());
  scene.HeldBy("chi");
  scene.Noon(absl::CivilDay(2025, 6, 19));
  std::string flipped = good.token();
  flipped.back() = flipped.back() == '0' ? '1' : '0';
  const std::string id = good.token().substr(0, good.token().find('.'));
  const std::string secret = good.token().substr(id.size());
  std::set<std::string> told;
  for (const std::string& token :
       {revoked.token(), expired.token(), lost.token(), flipped, id, id + ".", "f0000000000000000" + secret,
        good.token().substr(0, good.token().size() - 1), good.token() + "0", good.feed().name() + "/secret" + secret,
        std::string("x"), std::string("…"), std::string(200, 'a')}) {
    const auto read = scene.Read(token);
    EXPECT_THAT(read, StatusIs(kMissing, "RESOURCE_NOT_FOUND")) << token;
    EXPECT_EQ(support::MetadataIn(read.status(), "name"), "calendarFeeds/-");
    told.emplace(read.status().message());
  }
  EXPECT_EQ(told.size(), 1U);
  EXPECT_THAT(scene.Read(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Read(good.token()), IsOk());
}

// Neither what is stored, nor the log, nor the events know the secret: who reads them fetches nothing.
TEST(CalendarFeeds, KeepNoTokenAnywhere) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make(kProvinceUnit));
  ASSERT_THAT(scene.Read(made.token()), IsOk());
  const std::string secret = made.token().substr(made.token().find('.') + 1);
  store::Range range = store::Range::Prefix("");
  size_t count = 0;
  while (true) {
    ASSERT_OK_AND_ASSIGN(const auto records, scene.service().store().Scan(range, 1000));
    if (records.empty()) break;
    for (const store::Record& record : records) {
      ++count;
      EXPECT_THAT(record.key, Not(HasSubstr(secret)));
      EXPECT_THAT(record.value, Not(HasSubstr(secret))) << record.key;
      EXPECT_THAT(record.value, Not(HasSubstr(absl::HexStringToBytes(secret)))) << record.key;
    }
    range = range.After(records.back().key);
  }
  EXPECT_GT(count, 5U);
}

TEST(CalendarFeeds, AreMadeByWhoHoldsThePostOrAnswersForItAndByWhoReadsTheMeetings) {
  FeedScene scene;
  const std::string post = FeedScene::OfPost();
  EXPECT_THAT(scene.Make(post, "binh", "reader@u1"), IsOk());
  EXPECT_THAT(scene.Make(post, "lan", kClerk), IsOk());
  EXPECT_THAT(scene.Make(post, "lan", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Make(post, "lan", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Make(StrCat("post: '", PostName("none"), "'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Make(kProvinceUnit, "lan", kReader), IsOk());
  EXPECT_THAT(scene.Make(kProvinceUnit, "lan", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Make("body: 'organisations/btv'", "lan", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Make(kProvinceUnit, "lan", "inspector@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Make(kProvinceUnit + post), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Make(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Make(kProvinceUnit + "expire_time { seconds: 1700000000 }"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// As its creator now: roles that the account does not hold any more open nothing.
TEST(CalendarFeeds, ShowWhatTheAccountMayReadWhenTheyAreFetched) {
  FeedScene scene;
  ASSERT_THAT(
      scene.Call(&Meetings::CreateMeeting,
                 StrCat("meeting_id: 'u1' meeting { organisation: 'organisations/u1' kind: OTHER title: 'Họp xã' ",
                        Slot(5), Participant("head", "REQUIRED"), " }")),
      IsOk());
  ASSERT_OK_AND_ASSIGN(const auto holder, scene.Make(FeedScene::OfPost(), "binh", "reader@u2"));
  ASSERT_OK_AND_ASSIGN(const auto office, scene.Make(FeedScene::OfPost(), "lan", kClerk));
  ASSERT_OK_AND_ASSIGN(const auto unit, scene.Make("unit: 'organisations/u1'", "lan", kClerk));
  const auto events = [&](const v1::CreateCalendarFeedResponse& made) {
    const auto read = scene.Read(made.token());
    EXPECT_THAT(read, IsOk());
    return read.ok() ? read->event_count() : -1;
  };
  EXPECT_EQ(events(holder), 2) << "who holds the post sees all in which it takes part";
  EXPECT_EQ(events(office), 2);
  EXPECT_EQ(events(unit), 1);
  // The account is left with one role elsewhere, as its next token says.
  ASSERT_THAT(scene.Make("unit: 'organisations/u2'", "lan", "clerk@u2"), IsOk());
  EXPECT_THAT(scene.Read(office.token()), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Read(unit.token()), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_EQ(events(holder), 2) << "other accounts keep theirs";
  // Cancelled is shown as cancelled, under the same UID and with the next number.
  ASSERT_OK_AND_ASSIGN(const auto before, scene.Read(holder.token()));
  EXPECT_THAT(before.content(), HasSubstr("SEQUENCE:0\r\n"));
  ASSERT_THAT(scene.Call(&Meetings::CancelMeeting, "name: 'meetings/gb' reason: 'bão'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Read(holder.token()));
  EXPECT_THAT(after.content(), HasSubstr("STATUS:CANCELLED\r\n"));
  EXPECT_THAT(after.content(), HasSubstr("SEQUENCE:1\r\n"));
}

TEST(CalendarFeeds, EndWithARoleThatTheSuiteTakesAwayAndWithTheAccount) {
  FeedScene scene;
  const directory::HeldRole clerk{
      .principal = "lan", .binding = {.role = "clerk", .organisation = "organisations/u1", .name = "roleBindings/c"}};
  const auto know = [&](const std::vector<directory::HeldRole>& roles,
                        const std::vector<directory::Revocation>& revoked) {
    scene.service().organisations().SetRights(directory::Rights(roles, revoked));
  };
  know({clerk}, {});
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make("unit: 'organisations/u1'", "lan", "backup@u2"));
  EXPECT_THAT(scene.Read(made.token()), IsOk());
  know({}, {});
  EXPECT_THAT(scene.Read(made.token()), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  know({clerk}, {});
  EXPECT_THAT(scene.Read(made.token()), IsOk());
  know({clerk}, {{.principal = "lan"}});
  EXPECT_THAT(scene.Read(made.token()), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

// Who has nothing to see gets a calendar still, so that programs show nothing in place of what was.
TEST(CalendarFeeds, WithoutAMeetingAreCalendars) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make("unit: 'organisations/u7'"));
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Read(made.token()));
  EXPECT_EQ(read.event_count(), 0);
  EXPECT_THAT(read.content(), HasSubstr("BEGIN:VTIMEZONE\r\n"));
}

TEST(CalendarFeeds, OfACongressShowItsMeetingsOnceTheyAreAnnounced) {
  FeedScene scene;
  scene.MakeWindow();
  ASSERT_THAT(scene.Place(Scene::UnitOn("u1", 5)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto reader, scene.Make("unit: 'organisations/u1'", "lan", "reader@u1"));
  ASSERT_OK_AND_ASSIGN(const auto placer, scene.Make("unit: 'organisations/u1'", "mai", kClerk));
  EXPECT_EQ(scene.Read(reader.token())->event_count(), 0);
  EXPECT_EQ(scene.Read(placer.token())->event_count(), 0)
      << "nor to who may place them, who would keep what is changed";
  // By a release of the whole schedule, of which more is tested elsewhere.
  auth::Principal clerk;
  clerk.subject = "mai";
  ASSERT_THAT(scene.service().gate().Perform(
                  clerk, "test",
                  [](rpc::Call& call) -> absl::Status {
                    ASSIGN_OR_RETURN(v1::Meeting meeting, kMeetings.Load(call, "meetings/x-u1"));
                    ASSIGN_OR_RETURN(meeting,
                                     Release(meeting, "r", {.account = "mai", .person = "", .now = call.now()}));
                    kMeetings.Put(call, std::move(meeting));
                    return absl::OkStatus();
                  }),
              IsOk());
  EXPECT_EQ(scene.Read(reader.token())->event_count(), 1);
}

TEST(CalendarFeeds, OfABodyShowWhereItsMembersHaveToBe) {
  FeedScene scene;
  ASSERT_THAT(scene.Call(&Bodies::CreateMembership,
                         StrCat("parent: 'organisations/btv' membership_id: 'm' membership { post: '", PostName("head"),
                                "' role: MEMBER first_day ", Date(2025, 1, 1), "last_day ", August(10), "}")),
              IsOk());
  ASSERT_THAT(scene.Create("later", Slot(20) + Participant("head", "REQUIRED")), IsOk());
  ASSERT_THAT(scene.Create("without", Slot(5)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Make("body: 'organisations/btv'"));
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Read(made.token()));
  EXPECT_EQ(read.event_count(), 1) << "one that is after its time in the body, and one without it, are left out";
  EXPECT_THAT(read.content(), HasSubstr("UID:meetings/gb@congress"));
}

TEST(CalendarFeeds, AreRevokedByWhoMadeThemAndByWhoManagesThem) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Make(FeedScene::OfPost(), "binh", "reader@u1"));
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Make(FeedScene::OfPost(), "binh", "reader@u1"));
  const auto revoke = [&](const v1::CreateCalendarFeedResponse& made, const std::string& subject,
                          const std::string& binding, const std::string& more = "") {
    return scene.Ask(&Feeds::RevokeCalendarFeed, StrCat("name: '", made.feed().name(), "' ", more), subject, binding);
  };
  EXPECT_THAT(revoke(own, "lan", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(revoke(own, "lan", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(revoke(own, "binh", "reader@u1", "etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_OK_AND_ASSIGN(const auto gone, revoke(own, "binh", "reader@u1", kUuid));
  EXPECT_EQ(gone.revoked_by(), "binh");
  EXPECT_THAT(revoke(own, "binh", "reader@u1", StrCat(kUuid, "reason: 'x'")), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(revoke(own, "binh", "reader@u1"), StatusIs(kFailed, "CALENDAR_FEED_REVOKED"));
  ASSERT_THAT(revoke(other, "lan", kClerk, "reason: 'Chuyển công tác'"), IsOk());
  // Both are still there to be looked at, by their account and by who reads feeds there.
  for (const auto& [text, subject, binding, count] :
       {std::tuple("", "binh", "reader@u1", 2), std::tuple("live: true", "binh", "reader@u1", 0),
        std::tuple("account: 'binh'", "lan", kReader, 2), std::tuple("account: 'an'", "lan", kReader, 0),
        std::tuple("organisation: 'organisations/u1'", "lan", kReader, 0), std::tuple("", "lan", kStranger, 0)}) {
    ASSERT_OK_AND_ASSIGN(const auto list, scene.Ask(&Feeds::ListCalendarFeeds, text, subject, binding));
    EXPECT_EQ(list.feeds_size(), count) << text << subject << binding;
  }
  EXPECT_THAT(scene.Ask(&Feeds::ListCalendarFeeds, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Ask(&Feeds::GetCalendarFeed, StrCat("name: '", own.feed().name(), "'"), "lan", kStranger),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Ask(&Feeds::GetCalendarFeed, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Ask(&Feeds::GetCalendarFeed, StrCat("name: '", own.feed().name(), "'"), "lan", "nobody@province"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
}

// Programs keep what they were given until they are told otherwise.
TEST(CalendarFeeds, CallOffWhatThePostDoesNotTakePartInAnyMore) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto feed, scene.Make(FeedScene::OfPost(), "binh", kReader));
  ASSERT_OK_AND_ASSIGN(const auto body, scene.Make(kProvinceUnit));
  EXPECT_THAT(scene.Read(feed.token())->content(), HasSubstr("STATUS:CONFIRMED"));
  ASSERT_THAT(scene.Call(&Meetings::UpdateMeeting,
                         StrCat("meeting { name: 'meetings/gb' title: 'Họp kín' ", Slot(7),
                                " } update_mask { paths: 'title' paths: 'slots' paths: 'participants' }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto left, scene.Read(feed.token()));
  for (const char* line : {"UID:meetings/gb@congress\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:1\r\n", "SUMMARY:Họp\r\n",
                           "DTSTART;VALUE=DATE:20250804\r\n"}) {
    EXPECT_THAT(left.content(), HasSubstr(line));
  }
  EXPECT_EQ(left.event_count(), 1);
  for (const char* unseen : {"kín", "20250807", "Báo cáo"}) EXPECT_THAT(left.content(), Not(HasSubstr(unseen)));
  EXPECT_THAT(scene.Read(body.token())->content(), HasSubstr("STATUS:CONFIRMED")) << "it goes on for others";
  // Who is asked again sees it again, under a higher number.
  ASSERT_THAT(scene.Update("meetings/gb", Participant("head", "INVITED")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto back, scene.Read(feed.token()));
  EXPECT_THAT(back.content(), HasSubstr("STATUS:CONFIRMED"));
  EXPECT_THAT(back.content(), HasSubstr("SEQUENCE:2"));
  EXPECT_EQ(back.event_count(), 1);
}

TEST(CalendarFeeds, CallOffWhatIsDeleted) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto feed, scene.Make(FeedScene::OfPost(), "binh", kReader));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/gb'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto gone, scene.Read(feed.token()));
  EXPECT_EQ(gone.event_count(), 1);
  for (const char* line : {"UID:meetings/gb@congress\r\n", "STATUS:CANCELLED\r\n", "SEQUENCE:1\r\n"}) {
    EXPECT_THAT(gone.content(), HasSubstr(line));
  }
  EXPECT_THAT(gone.content(), Not(HasSubstr("Báo cáo")));
  EXPECT_THAT(scene.Meeting("meetings/gb"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // One of its name is newer than the cancellation.
  ASSERT_THAT(scene.Create("gb", Slot(6) + Participant("head", "REQUIRED")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto anew, scene.Read(feed.token()));
  EXPECT_EQ(anew.event_count(), 1);
  EXPECT_THAT(anew.content(), HasSubstr("SEQUENCE:2"));
  // What no calendar showed leaves nothing behind.
  ASSERT_THAT(scene.Create("later", Participant("head", "REQUIRED")), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/later'"), IsOk());
  EXPECT_EQ(scene.Read(feed.token())->event_count(), 1);
}

TEST(CalendarFeeds, CallOffWhatAPostLeftAlthoughItIsDeletedOrMadeAnewAfterwards) {
  FeedScene scene;
  ASSERT_OK_AND_ASSIGN(const auto feed, scene.Make(FeedScene::OfPost(), "binh", kReader));
  const auto called_off = [&] {
    const auto shown = scene.Read(feed.token());
    EXPECT_THAT(shown, IsOk());
    EXPECT_EQ(shown->event_count(), 1);
    EXPECT_THAT(shown->content(), HasSubstr("STATUS:CANCELLED\r\n"));
    EXPECT_THAT(shown->content(), Not(HasSubstr("DTSTART;VALUE=DATE:20250806")));
  };
  ASSERT_THAT(scene.Update("meetings/gb", "", "update_mask { paths: 'participants' }"), IsOk());
  called_off();
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/gb'"), IsOk());
  called_off();
  // Another meeting of its name is none of the post's.
  ASSERT_THAT(scene.Create("gb", Slot(6)), IsOk());
  called_off();
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/gb'"), IsOk());
  ASSERT_THAT(scene.Create("gb", Slot(7) + Participant("head", "REQUIRED")), IsOk());
  EXPECT_THAT(scene.Read(feed.token())->content(), Not(HasSubstr("STATUS:CANCELLED")));
}

// Of a congress nobody is told before it is released; that the other is cancelled stays told until then.
TEST(CalendarFeeds, CallOffWhatIsDeletedUntilACongressOfItsNameIsReleased) {
  FeedScene scene;
  scene.MakeWindow();
  ASSERT_OK_AND_ASSIGN(const auto feed, scene.Make(FeedScene::OfPost(), "binh", kReader));
  ASSERT_THAT(scene.Call(&Meetings::DeleteMeeting, "name: 'meetings/gb'"), IsOk());
  ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                         StrCat("meeting_id: 'gb' meeting { organisation: 'organisations/u1' kind: CONGRESS ",
                                "congress: 'congresses/x' title: 'Đại hội' window: 'congresses/x/windows/main' ",
                                Slot(6), Participant("head", "REQUIRED"), " }")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto shown, scene.Read(feed.token()));
  EXPECT_EQ(shown.event_count(), 1);
  EXPECT_THAT(shown.content(), HasSubstr("STATUS:CANCELLED\r\n"));
}

// Who is invited may read what the feed shows.
TEST(CalendarFeeds, ShowToTheHolderWhatCanBeReadAsWell) {
  FeedScene scene;
  const auto get = [&](const std::string& subject) {
    return scene.Call(&Meetings::GetMeeting, Parse<v1::GetMeetingRequest>("name: 'meetings/gb'"),
                      scene.service().As(subject, {kStranger}));
  };
  EXPECT_THAT(get("binh"), IsOk());
  EXPECT_THAT(get("chi"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto list = [&](const std::string& subject) {
    return scene.Call(&Meetings::ListMeetings, v1::ListMeetingsRequest(), scene.service().As(subject, {kStranger}))
        ->meetings_size();
  };
  EXPECT_EQ(list("binh"), 1);
  EXPECT_EQ(list("chi"), 0);
  scene.HeldBy("chi");
  EXPECT_THAT(get("binh"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

}  // namespace
}  // namespace congress::scheduling

// Rights that are given, and tokens and roles that are taken away, hold in every process within a second.
#include <algorithm>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/client.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::IsOk;
using support::Shape;
using support::StatusIs;
using support::Suite;

constexpr absl::Duration kWithin = absl::Seconds(1);
constexpr char kBind[] = "access.v1.AccessService/CreateRoleBinding";
constexpr char kRevokeBinding[] = "access.v1.AccessService/RevokeRoleBinding";
constexpr char kRevokeToken[] = "access.v1.TokenRevocationService/CreateTokenRevocation";
const std::vector<std::string> kParts = {"allocation", "dossiers", "drafting", "scheduling", "preparation"};

std::unique_ptr<grpc::ClientContext> With(const std::string& token) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->AddMetadata("authorization", StrCat("Bearer ", token));
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  return context;
}

std::string CauseOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  return status::Detail(status, &info) && info.metadata().contains("cause") ? info.metadata().at("cause") : "";
}

std::string TokenIdOf(const std::string& token) {
  const std::vector<std::string> parts = absl::StrSplit(token, '.');
  std::string claims;
  absl::WebSafeBase64Unescape(parts[1], &claims);
  return nlohmann::json::parse(claims).at("jti");
}

class RightsTest : public ::testing::TestWithParam<Shape> {
 protected:
  RightsTest() : suite_(GetParam()) {
    const std::string rows = R"("code,name,kind,parent,members,members_as_of,merged_from,valid_from\n)"
                             R"(101,Xã Một,commune,,10,2025-06-30,,2020-01-01\n)"
                             R"(102,Xã Hai,commune,,10,2025-06-30,,2020-01-01\n")";
    EXPECT_THAT(AskAs(Admin(), "allocation.v1.OrganisationService/ImportOrganisations", "csv: " + rows).status, IsOk());
  }

  std::string Admin() const { return suite_.Token("admin", {"administrator@province"}); }
  Answer AskAs(const std::string& token, const std::string& method, const std::string& request) const {
    return Ask(suite_.channel(), method, With(token), request);
  }
  // What the part says to who holds the token.
  absl::Status AskPart(const std::string& part, const std::string& token) const {
    return AskAs(token, "operations.v1.OperationService/ListOperations", StrCat("parent: 'services/", part, "'"))
        .status;
  }
  // How long it takes until every part says so.
  absl::Duration UntilAll(const std::string& token, absl::StatusCode code) const {
    const absl::Time begin = absl::Now();
    for (const std::string& part : kParts) {
      absl::Status said;
      do {
        said = AskPart(part, token);
      } while (said.code() != code && absl::Now() < begin + absl::Seconds(10));
      EXPECT_EQ(said.code(), code) << part << ": " << said;
    }
    return absl::Now() - begin;
  }

  Suite suite_;
};
INSTANTIATE_TEST_SUITE_P(InEveryShape, RightsTest, ::testing::Values(Shape::kOneProcess, Shape::kSeparate));

TEST_P(RightsTest, ARoleHoldsEverywhereWithinASecondAndEndsAsSoon) {
  const std::string token = suite_.Token("thu", {});
  for (const std::string& part : kParts) {
    EXPECT_THAT(AskPart(part, token), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  }
  const std::string binding =
      "role_binding_id: 'thu' role_binding { principal: 'thu' role: 'clerk' organisation: 'organisations/unit-101' }";
  ASSERT_THAT(AskAs(Admin(), kBind, binding).status, IsOk());
  EXPECT_LE(UntilAll(token, absl::StatusCode::kOk), kWithin);
  const auto room = [&](const std::string& unit) {
    return AskAs(token, "scheduling.v1.RoomService/CreateRoom",
                 StrCat("parent: 'organisations/", unit, "' room_id: 'a' room { display_name: 'A' }"))
        .status;
  };
  EXPECT_THAT(room("unit-101"), IsOk());
  EXPECT_THAT(room("unit-102"), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(AskAs(Admin(), kRevokeBinding, "name: 'roleBindings/thu' reason: 'x'").status, IsOk());
  EXPECT_LE(UntilAll(token, absl::StatusCode::kPermissionDenied), kWithin);
}

TEST_P(RightsTest, ATokenIsRefusedEverywhereWithinASecondAndOthersOfTheAccountAreNot) {
  const std::string lost = suite_.Token("thu", {"clerk@province"});
  const std::string kept = suite_.Token("thu", {"clerk@province"});
  EXPECT_LE(UntilAll(lost, absl::StatusCode::kOk), absl::Seconds(5));
  ASSERT_THAT(
      AskAs(Admin(), kRevokeToken, StrCat("token_revocation { token_id: '", TokenIdOf(lost), "' reason: 'x' }")).status,
      IsOk());
  EXPECT_LE(UntilAll(lost, absl::StatusCode::kUnauthenticated), kWithin);
  EXPECT_EQ(CauseOf(AskPart("drafting", lost)), "revoked");
  EXPECT_LE(UntilAll(kept, absl::StatusCode::kOk), kWithin);
  // All that are older than now, but for the administrator's next one.
  absl::SleepFor(absl::Seconds(1));
  ASSERT_THAT(AskAs(Admin(), kRevokeToken,
                    StrCat("token_revocation { principal: 'thu' issued_before { seconds: ",
                           absl::ToUnixSeconds(absl::Now()), " } reason: 'x' }"))
                  .status,
              IsOk());
  EXPECT_LE(UntilAll(kept, absl::StatusCode::kUnauthenticated), kWithin);
  absl::SleepFor(absl::Seconds(1));
  EXPECT_LE(UntilAll(suite_.Token("thu", {"clerk@province"}), absl::StatusCode::kOk), kWithin);
}

// What ends a stream that has begun well.
TEST_P(RightsTest, AStreamEndsWithTheTokenAndWithTheRoleThatItStandsOn) {
  struct Watched {
    std::string part;
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<events::v1::EventService::Stub> stub;
    std::unique_ptr<grpc::ClientReader<events::v1::WatchResponse>> stream;
  };
  const auto watch = [&](const std::string& token) {
    std::vector<Watched> all;
    for (const std::string& part : kParts) {
      Watched one{.part = part,
                  .context = With(token),
                  .stub = events::v1::EventService::NewStub(suite_.channel()),
                  .stream = nullptr};
      events::v1::WatchRequest request;
      request.set_parent(StrCat("services/", part));
      one.stream = one.stub->Watch(one.context.get(), request);
      events::v1::WatchResponse first;
      EXPECT_TRUE(one.stream->Read(&first)) << part;
      all.push_back(std::move(one));
    }
    return all;
  };
  const auto expect_end = [&](std::vector<Watched> all, const std::string& cause, absl::Duration within) {
    const absl::Time begin = absl::Now();
    for (Watched& one : all) {
      events::v1::WatchResponse more;
      while (one.stream->Read(&more)) {
      }
      const absl::Status ended = rpc::FromGrpc(one.stream->Finish());
      EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID")) << one.part;
      EXPECT_EQ(CauseOf(ended), cause) << one.part;
    }
    EXPECT_LE(absl::Now() - begin, within) << cause;
  };
  const std::string claimed = suite_.Token("thu", {"clerk@province"});
  auto by_token = watch(claimed);
  ASSERT_THAT(AskAs(Admin(), kRevokeToken, "token_revocation { principal: 'thu' reason: 'x' }").status, IsOk());
  expect_end(std::move(by_token), "revoked", kWithin);

  ASSERT_THAT(AskAs(Admin(), kBind,
                    "role_binding_id: 'an' role_binding { principal: 'an' role: 'clerk' organisation: "
                    "'organisations/unit-101' }")
                  .status,
              IsOk());
  const std::string bound = suite_.Token("an", {});
  EXPECT_LE(UntilAll(bound, absl::StatusCode::kOk), kWithin);
  auto by_role = watch(bound);
  ASSERT_THAT(AskAs(Admin(), kRevokeBinding, "name: 'roleBindings/an' reason: 'x'").status, IsOk());
  expect_end(std::move(by_role), "rights", kWithin);

  // With what clocks may differ by.
  expect_end(
      watch(suite_.Token("binh", {"clerk@province"}, annotations::v1::SENSITIVE, std::nullopt, absl::Seconds(1))),
      "expired", absl::Seconds(7));
}

TEST_P(RightsTest, ADeputyActsUnderBothNamesAndCountsAsBothPersons) {
  const absl::CivilDay today = absl::ToCivilDay(absl::Now(), absl::FixedTimeZone(7 * 3600));
  const std::string last = StrCat("last_day { year: ", today.year() + 1, " month: 1 day: 1 }");
  ASSERT_THAT(
      AskAs(
          Admin(), kBind,
          StrCat("role_binding { principal: 'pho' role: 'secretary' organisation: 'organisations/province' deputy_of: "
                 "'truong' deputy_of_person: 'persons/truong' ",
                 last, " }"))
          .status,
      IsOk());
  const std::string deputy = suite_.Token("pho", {"reader@province"});
  EXPECT_LE(UntilAll(deputy, absl::StatusCode::kOk), kWithin);
  ASSERT_THAT(AskAs(deputy, "scheduling.v1.RoomService/CreateRoom",
                    "parent: 'organisations/unit-101' room_id: 'b' room { display_name: 'B' }")
                  .status,
              IsOk());
  const Answer log =
      AskAs(Admin(), "audit.v1.AuditService/ListAuditRecords", "parent: 'services/scheduling' page_size: 1000");
  ASSERT_THAT(log.status, IsOk());
  const std::string text = log.message->ShortDebugString();
  const size_t at = text.find("principal: \"pho\"");
  ASSERT_NE(at, std::string::npos) << text;
  EXPECT_NE(text.find("on_behalf_of: \"truong\"", at), std::string::npos) << text;
}

// Of two tokens each reader could take another.
TEST_P(RightsTest, TwoTokensAreNoneAndTheSchemeHasNoCase) {
  const auto ask = [&](const std::vector<std::string>& authorizations) {
    auto context = std::make_unique<grpc::ClientContext>();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
    for (const std::string& one : authorizations) context->AddMetadata("authorization", one);
    return Ask(suite_.channel(), "allocation.v1.OrganisationService/ListOrganisations", std::move(context), "").status;
  };
  for (const char* scheme : {"Bearer ", "bearer ", "BEARER   "}) EXPECT_THAT(ask({scheme + Admin()}), IsOk()) << scheme;
  EXPECT_EQ(CauseOf(ask({"Bearer " + Admin(), "Bearer " + Admin()})), "repeated");
  EXPECT_EQ(CauseOf(ask({"Bearer " + Admin() + ", Bearer " + Admin()})), "malformed");
  EXPECT_EQ(CauseOf(ask({"Basic " + Admin()})), "missing");
  EXPECT_EQ(CauseOf(ask({"Bearer"})), "missing");
}

TEST(CallRate, OfOneAccountAndMethodIsLimited) {
  Suite suite({.shape = Shape::kSeparate, .store = "", .arguments = {"--call-rate=scheduling.rooms.read=0.5"}});
  const auto list = [&](const std::string& account) {
    return Ask(suite.channel(), "scheduling.v1.RoomService/ListRooms", suite.As(account, {"clerk@province"}),
               "parent: 'organisations/province'")
        .status;
  };
  EXPECT_THAT(list("an"), IsOk());
  const absl::Status refused = list("an");
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kResourceExhausted, "RATE_EXCEEDED"));
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(status::Detail(refused, &retry));
  EXPECT_LE(retry.retry_delay().seconds(), 2);
  EXPECT_THAT(list("binh"), IsOk());
  EXPECT_THAT(
      Ask(suite.channel(), "scheduling.v1.MeetingService/ListMeetings", suite.As("an", {"clerk@province"}), "").status,
      testing::Not(StatusIs(absl::StatusCode::kResourceExhausted, "RATE_EXCEEDED")));
  absl::SleepFor(absl::Seconds(2));
  EXPECT_THAT(list("an"), IsOk());
}

}  // namespace
}  // namespace congress::e2e

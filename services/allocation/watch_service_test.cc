// The stream of changes.
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/events/resume_token.h"
#include "platform/rpc/event_log.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;
using Code = absl::StatusCode;
using events::v1::WatchResponse;

// A stream as a client holds it.
class Stream {
 public:
  Stream(Fixture& f, const std::string& binding, const std::string& token = "", const std::string& organisation = "",
         const std::vector<std::string>& kinds = {})
      : stub_(events::v1::EventService::NewStub(f.service().channel())),
        context_(f.service().As("watcher", {binding})) {
    events::v1::WatchRequest request;
    request.set_parent("services/allocation");
    request.set_resume_token(token);
    request.set_organisation(organisation);
    request.mutable_kinds()->Assign(kinds.begin(), kinds.end());
    reader_ = stub_->Watch(context_.get(), request);
  }
  ~Stream() {
    context_->TryCancel();
    if (!std::exchange(ended_, true)) reader_->Finish();
  }
  // The next answer; an empty one when the stream has ended.
  WatchResponse Next() {
    WatchResponse response;
    if (!reader_->Read(&response)) response.Clear();
    return response;
  }
  absl::Status End() {
    WatchResponse ignored;
    while (reader_->Read(&ignored)) {
    }
    ended_ = true;
    return rpc::FromGrpc(reader_->Finish());
  }

 private:
  std::unique_ptr<events::v1::EventService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientReader<WatchResponse>> reader_;
  bool ended_ = false;
};

std::vector<std::pair<std::string, int>> Told(const WatchResponse& response) {
  std::vector<std::pair<std::string, int>> told;
  for (const auto& event : response.events()) told.emplace_back(event.name(), event.change());
  return told;
}

TEST(Watch, TellsOfEachCommitOnceAndFromTheTokenOn) {
  Fixture f;
  f.ImportTwo();
  Stream now(f, "reader@province", "", "", {"organisations"});
  const WatchResponse first = now.Next();
  EXPECT_TRUE(first.events().empty()) << "it begins with a token";
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  const WatchResponse second = now.Next();
  EXPECT_THAT(Told(second), ElementsAre(Pair("organisations/c", events::v1::Event::CREATED)));
  EXPECT_EQ(second.events(0).kind(), "organisations");
  EXPECT_EQ(second.events(0).organisation(), "organisations/c");
  EXPECT_GT(second.events(0).revision(), 0);
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,6,2025-06-10,,2025-06-16\n"), IsOk());
  // Again from the first token: both, in order, and no more.
  Stream again(f, "reader@province", first.resume_token(), "", {"organisations"});
  EXPECT_TRUE(again.Next().events().empty());
  EXPECT_THAT(Told(again.Next()), ElementsAre(Pair("organisations/c", events::v1::Event::CREATED)));
  EXPECT_THAT(Told(again.Next()), ElementsAre(Pair("organisations/c", events::v1::Event::UPDATED)));
}

TEST(Watch, EachEventIsJudgedByWhoMayReadItsResource) {
  Fixture f;
  Stream unit(f, "clerk@b");
  Stream organisation(f, "reader@province", "", "organisations/a", {"organisations"});
  unit.Next();
  organisation.Next();
  f.ImportTwo();
  EXPECT_THAT(Told(unit.Next()), ElementsAre(Pair("organisations/b", events::v1::Event::CREATED)));
  EXPECT_THAT(Told(organisation.Next()), ElementsAre(Pair("organisations/a", events::v1::Event::CREATED)));
}

TEST(Watch, RefusesWhatItCannotResume) {
  Fixture f;
  f.ImportTwo();
  EXPECT_THAT(Stream(f, "reader@province", "bm9uc2Vuc2U").End(),
              StatusIs(Code::kInvalidArgument, "RESUME_TOKEN_INVALID"));
  // It would be read as some other place of this log.
  // Of an epoch that another one has followed.
  EXPECT_THAT(events::SequenceOf("allocation", events::ResumeTokenAt("allocation", 7), store::FirstOf(1)),
              StatusIs(absl::StatusCode::kOutOfRange, "RESUME_TOKEN_OUTLIVED"));
  EXPECT_THAT(Stream(f, "reader@province", events::ResumeTokenAt("drafting", 1)).End(),
              StatusIs(Code::kInvalidArgument, "RESUME_TOKEN_INVALID"));
  std::string token;
  {
    Stream stream(f, "reader@province");
    token = stream.Next().resume_token();
  }
  ASSERT_THAT(f.Import(sample::kHeader + "c,Xã C,commune,,5,2025-06-10,,2025-06-16\n"), IsOk());
  f.service().SetNow(f.service().now() + rpc::kEventsLive);
  ASSERT_THAT(f.service().gate().SweepEvents(std::stop_token()), IsOk());
  EXPECT_THAT(Stream(f, "reader@province", token).End(), StatusIs(Code::kOutOfRange, "RESUME_TOKEN_OUTLIVED"));
}

TEST(Watch, RefusesWhatThereIsNothingToTellOf) {
  Fixture f;
  const absl::Status kind = Stream(f, "reader@province", "", "", {"organisations", "organisation"}).End();
  EXPECT_THAT(kind, StatusIs(Code::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(std::string(kind.message()), testing::HasSubstr("'organisation'"));
  f.service().organisations().Remove("organisations/nowhere");
  EXPECT_THAT(Stream(f, "reader@province", "", "organisations/nowhere").End(),
              StatusIs(Code::kNotFound, "ORGANISATION_UNKNOWN"));
}

TEST(Watch, EndsWithTheTokenOfItsCallerAndWithTheService) {
  Fixture f;
  {
    Stream stream(f, "reader@province");
    stream.Next();
    f.service().SetNow(f.service().now() + absl::Hours(2));
    EXPECT_THAT(stream.End(), StatusIs(Code::kUnauthenticated, "TOKEN_INVALID"));
  }
  Stream stream(f, "reader@province");
  stream.Next();
  f.service().gate().pulse().Close();
  EXPECT_THAT(stream.End(), StatusIs(Code::kUnavailable, "SERVER_STOPPING"));
}

}  // namespace
}  // namespace congress::allocation

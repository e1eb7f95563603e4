// Calls of every shape over every carrier: gRPC's server, a gateway's proxy before it, the front, a proxy behind the
// front, and directly in the process.
#include <atomic>
#include <future>
#include <thread>

#include "echo_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "gtest/gtest.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/peer.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "tests/support/echo.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using support::EchoService;
using support::IsOk;
using support::kDenied;
using support::kExhausted;
using support::kInvalid;
using support::StatusIs;
using test::v1::EchoRequest;
using test::v1::EchoResponse;

constexpr char kAdmin[] = "administrator@province";

struct Way {
  const char* name;
  bool door;   // Through a door, not to the service itself.
  bool front;  // In at a front, not at gRPC's server.
};

// The echo service, called in each way.
class Carriers : public ::testing::TestWithParam<Way> {
 protected:
  Carriers()
      : service_(support::Echo(echo_)),
        door_(support::EchoDoor(), {{"echo", service_.channel()}}),
        channel_(Channel(GetParam().door ? door_ : service_)),
        stub_(test::v1::EchoService::NewStub(channel_)) {}

  static std::shared_ptr<grpc::Channel> Channel(support::TestService& entered) {
    if (!GetParam().front) return entered.channel();
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
    return grpc::CreateCustomChannel(StrCat("127.0.0.1:", entered.StartFront()), grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  std::unique_ptr<grpc::ClientContext> As(std::string_view subject) { return service_.As(subject, {kAdmin}); }

  // Without a deadline.
  std::unique_ptr<grpc::ClientContext> Waiter(std::string_view subject) {
    auto context = As(subject);
    context->set_deadline(std::chrono::system_clock::time_point::max());
    return context;
  }

  static EchoRequest Text(const std::string& text, int count = 0) {
    EchoRequest request;
    request.set_text(text);
    request.set_count(count);
    return request;
  }
  // Calls Echo with these bytes.
  absl::Status Raw(const std::string& bytes, std::unique_ptr<grpc::ClientContext> context) {
    grpc::GenericStub stub(channel_);
    const grpc::Slice slice(bytes);
    const grpc::ByteBuffer sent(&slice, 1);
    grpc::ByteBuffer received;
    std::promise<grpc::Status> done;
    stub.UnaryCall(context.get(), "/congress.test.v1.EchoService/Echo", {}, &sent, &received,
                   [&](const grpc::Status& status) { done.set_value(status); });
    return rpc::FromGrpc(done.get_future().get());
  }

  std::shared_ptr<EchoService> echo_ = std::make_shared<EchoService>();
  support::TestService service_;
  support::TestService door_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<test::v1::EchoService::Stub> stub_;
};
INSTANTIATE_TEST_SUITE_P(Over, Carriers,
                         ::testing::Values(Way{"Server", false, false}, Way{"Door", true, false},
                                           Way{"Front", false, true}, Way{"FrontAndDoor", true, true}),
                         [](const auto& way) { return way.param.name; });

TEST_P(Carriers, CarryOneRequestAndOneAnswer) {
  const auto context = As("a");
  EchoResponse response;
  ASSERT_TRUE(stub_->Echo(context.get(), Text("xin chào"), &response).ok());
  EXPECT_EQ(response.text(), "xin chào");
}

TEST_P(Carriers, TellWhatIsWrongWithBytesOnlyToWhoMayCall) {
  EXPECT_THAT(Raw("\xff\xff\xff", As("a")), StatusIs(kInvalid, "REQUEST_MALFORMED"));
  EXPECT_THAT(Raw("\xff\xff\xff", std::make_unique<grpc::ClientContext>()),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_THAT(Raw("\xff\xff\xff", service_.As("r", {"reader@province"})), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST_P(Carriers, TellThatAMessageIsTooLong) {
  EXPECT_THAT(Raw(Text(std::string(17 << 20, 'x')).SerializeAsString(), As("a")),
              StatusIs(kExhausted, "MESSAGE_TOO_LARGE"));
  EXPECT_THAT(Raw(Text(std::string(15 << 20, 'x')).SerializeAsString(), As("a")), IsOk());
}

TEST_P(Carriers, CarryAnUpload) {
  const auto context = As("a");
  EchoResponse response;
  const auto writer = stub_->Gather(context.get(), &response);
  std::string sent;
  for (int i = 0; i < 300; ++i) {
    ASSERT_TRUE(writer->Write(Text(StrCat(i, " "))));
    sent += StrCat(i, " ");
  }
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  EXPECT_EQ(response.text(), sent);
}

TEST_P(Carriers, CheckEveryMessageOfAnUpload) {
  const auto context = As("a");
  EchoResponse response;
  const auto writer = stub_->Gather(context.get(), &response);
  writer->Write(Text("good"));
  writer->Write(EchoRequest());
  writer->WritesDone();
  EXPECT_THAT(rpc::FromGrpc(writer->Finish()), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_P(Carriers, AnUploadEndsWhenItsCallerIsGone) {
  {
    const auto context = As("a");
    EchoResponse response;
    const auto writer = stub_->Gather(context.get(), &response);
    ASSERT_TRUE(writer->Write(Text("one")));
    while (echo_->messages == 0) std::this_thread::yield();
    context->TryCancel();
    EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  while (echo_->given_up == 0) std::this_thread::yield();
}

TEST_P(Carriers, CarryADownloadWithoutWhatItsCallerMayNotSee) {
  const auto context = service_.As("a", {kAdmin}, annotations::v1::PERSONAL);
  const auto reader = stub_->Scatter(context.get(), Text("x", 300));
  EchoResponse response;
  int count = 0;
  while (reader->Read(&response)) {
    ++count;
    EXPECT_EQ(response.text(), "x");
    EXPECT_EQ(response.secret(), "");
  }
  ASSERT_TRUE(reader->Finish().ok());
  EXPECT_EQ(count, 300);
}

// Who does not read stops the handler, long before all is written.
TEST_P(Carriers, ADownloadWaitsForItsReader) {
  const auto context = As("a");
  const auto reader = stub_->Scatter(context.get(), Text(std::string(1 << 20, 'x'), 2000));
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  int written = -1;
  // It has stopped when nothing more is written for a while.
  while (written != echo_->messages) {
    written = echo_->messages;
    absl::SleepFor(absl::Milliseconds(50));
  }
  EXPECT_LT(written, 200);
  context->TryCancel();
  reader->Finish();
  while (echo_->given_up == 0) std::this_thread::yield();
}

TEST_P(Carriers, AHandlerLearnsThatItsCallerIsGone) {
  // On a busy machine the caller may leave before any handler is reached: then the call is made once more.
  while (echo_->given_up == 0) {
    const auto context = As("a");
    std::thread canceller([&] {
      absl::SleepFor(absl::Milliseconds(20));
      context->TryCancel();
    });
    EchoResponse response;
    EXPECT_EQ(stub_->Echo(context.get(), Text(EchoService::kForEver), &response).error_code(),
              grpc::StatusCode::CANCELLED);
    canceller.join();
  }
}

TEST_P(Carriers, AHandlerLearnsThatItsDeadlineHasPassed) {
  // On a busy machine it may pass before any handler is reached: then the call is made once more.
  while (echo_->given_up == 0) {
    const auto context = As("a");
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(20));
    EchoResponse response;
    const grpc::StatusCode code = stub_->Echo(context.get(), Text(EchoService::kForEver), &response).error_code();
    // Behind a door it may pass there a moment before it does at the caller, who is told then that nobody answered.
    ASSERT_TRUE(code == grpc::StatusCode::DEADLINE_EXCEEDED ||
                (GetParam().door && code == grpc::StatusCode::UNAVAILABLE))
        << code;
  }
}

TEST_P(Carriers, ACallHasTheTimeOfItsMethod) {
  const auto seconds = [&](std::unique_ptr<grpc::ClientContext> context) {
    EchoResponse response;
    EXPECT_TRUE(stub_->Time(context.get(), Text("x"), &response).ok());
    return std::stoi(response.text());
  };
  const auto within = [&](int limit) {
    auto context = As("a");
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(limit));
    return context;
  };
  EXPECT_EQ(seconds(Waiter("a")), 7);
  // On the wire a deadline is a number of few digits, rounded up.
  EXPECT_NEAR(seconds(within(12)), 12, 1);
  EXPECT_EQ(seconds(within(100)), 20);
}

// 300 calls of one caller wait in the service; 12 of another come through.
TEST_P(Carriers, AGreedyCallerDoesNotShutOthersOut) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::atomic<int> ended = 0;
  std::vector<EchoResponse> responses(300);
  const EchoRequest wait = Text(EchoService::kForEver);
  for (EchoResponse& response : responses) {
    contexts.push_back(As("greedy"));
    contexts.back()->set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(500));
    stub_->async()->Echo(contexts.back().get(), &wait, &response, [&](const grpc::Status&) { ++ended; });
  }
  // Those beyond the places are refused.
  while (ended < 300 - rpc::Service::kCalls.most) std::this_thread::yield();
  const EchoRequest hello = Text("hello");
  std::vector<EchoResponse> answers(12);
  std::atomic<int> answered = 0;
  std::atomic<int> refused = 0;
  for (EchoResponse& answer : answers) {
    contexts.push_back(As("honest"));
    stub_->async()->Echo(contexts.back().get(), &hello, &answer,
                         [&](const grpc::Status& status) { ++(status.ok() ? answered : refused); });
  }
  while (answered + refused < 12 || ended < 300) std::this_thread::yield();
  EXPECT_EQ(refused, 0);
}

// Without a deadline of its own, until its caller leaves or a server on the way stops.
TEST_P(Carriers, AStreamThatWaitsEndsWhenAServerStops) {
  const auto context = Waiter("a");
  const auto reader = stub_->Wait(context.get(), Text("no deadline"));
  EchoResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.text(), "no deadline");
  (GetParam().door ? door_ : service_).gate().pulse().Close();
  EXPECT_FALSE(reader->Read(&response));
  const absl::Status ended = rpc::FromGrpc(reader->Finish());
  EXPECT_THAT(ended, StatusIs(absl::StatusCode::kUnavailable, "SERVER_STOPPING"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(ended, &info));
  EXPECT_EQ(info.metadata().at("service"), GetParam().door ? "door" : "echo");
  // Work goes on.
  const auto working = As("a");
  EXPECT_TRUE(stub_->Echo(working.get(), Text("x"), &response).ok());
}

TEST_P(Carriers, WhoHoldsTooManyStreamsThatWaitMakesRoomForOthers) {
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<EchoResponse>>> readers;
  EchoResponse response;
  const auto open = [&](const std::string& subject) {
    contexts.push_back(Waiter(subject));
    readers.push_back(stub_->Wait(contexts.back().get(), Text("x")));
    return readers.back()->Read(&response);
  };
  for (int i = 0; i < rpc::Service::kStreams.most; ++i) ASSERT_TRUE(open("greedy"));
  EXPECT_TRUE(open("honest"));
  // The newest of them.
  auto& displaced = readers[readers.size() - 2];
  EXPECT_FALSE(displaced->Read(&response));
  EXPECT_THAT(rpc::FromGrpc(displaced->Finish()), StatusIs(kExhausted, "OVERLOADED"));
  EXPECT_FALSE(open("greedy"));
  for (const auto& context : contexts) context->TryCancel();
  for (const auto& reader : readers) {
    if (reader != displaced) reader->Finish();
  }
}

// A door's own errors, as those of services.
TEST(Doors, SpeakTheLanguageOfTheirCaller) {
  support::TestService door(support::EchoDoor());
  const auto stub = test::v1::EchoService::NewStub(door.channel());
  for (const auto& [language, sentence] : {std::pair("vi", "Dịch vụ 'echo' không trả lời; hãy thử lại."),
                                           std::pair("en", "The service 'echo' does not answer; try again.")}) {
    door.Speak(language);
    const auto context = door.Admin();
    EchoRequest request;
    request.set_text("x");
    EchoResponse response;
    const absl::Status told = rpc::FromGrpc(stub->Echo(context.get(), request, &response));
    EXPECT_THAT(told, StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
    EXPECT_EQ(status::SentenceOf(told), sentence);
  }
}

TEST(FollowedStreams, FailWhenNothingComes) {
  support::TestService service(support::Echo(std::make_shared<EchoService>()));
  const auto peer = rpc::ChannelPeer("echo", service.channel());
  rpc::Header header;
  header.authorization =
      StrCat("Bearer ", support::TestToken("a", {kAdmin}, annotations::v1::SENSITIVE, service.now()));
  EchoRequest request;
  request.set_text("x");
  int count = 0;
  // On a busy machine the first answer may take longer than the first of these.
  for (header.silence = absl::Milliseconds(20); count == 0; header.silence *= 2) {
    EXPECT_THAT(peer->Follow<EchoResponse>("congress.test.v1.EchoService/Wait", header, request, std::stop_token(),
                                           [&](EchoResponse&) {
                                             ++count;
                                             return absl::OkStatus();
                                           }),
                StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  }
  EXPECT_EQ(count, 1);
}

// A direct call passes the same Gate.
TEST(DirectCalls, AreJudgedLikeAnyOther) {
  const auto echo = std::make_shared<EchoService>();
  support::TestService service(support::Echo(echo));
  const auto peer = rpc::DirectPeer(service.service());
  EchoRequest request;
  request.set_text("xin chào");
  const rpc::Header anonymous;
  EXPECT_THAT(peer->Invoke<EchoResponse>("congress.test.v1.EchoService/Echo", anonymous, request),
              StatusIs(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  rpc::Header header;
  header.authorization =
      StrCat("Bearer ", support::TestToken("a", {kAdmin}, annotations::v1::SENSITIVE, service.now()));
  const auto answer = peer->Invoke<EchoResponse>("congress.test.v1.EchoService/Echo", header, request);
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->text(), "xin chào");
  request.clear_text();
  EXPECT_THAT(peer->Invoke<EchoResponse>("congress.test.v1.EchoService/Echo", header, request),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  request.set_text(EchoService::kForEver);
  header.deadline = absl::Now() + absl::Milliseconds(20);
  EXPECT_THAT(peer->Invoke<EchoResponse>("congress.test.v1.EchoService/Echo", header, request),
              StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
}

}  // namespace
}  // namespace congress::server

// What clients of gRPC never send, at a front: each is refused in words, before it costs anything, and hurts nobody
// else.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/rpc/message_size.h"
#include "platform/status/strings.h"
#include "tests/support/echo.h"
#include "tests/support/http2_client.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using support::Big;
using support::Block;
using support::FrameType;
using support::Http2Client;
using support::kEndHeaders;
using support::kEndStream;
using support::Literal;
using support::Message;

constexpr char kEcho[] = "/congress.test.v1.EchoService/Echo";
constexpr char kGather[] = "/congress.test.v1.EchoService/Gather";

class FrontCalls : public ::testing::Test {
 protected:
  std::string Token() const {
    return Literal("authorization", StrCat("Bearer ", support::TestToken("a", {"administrator@province"},
                                                                         annotations::v1::SENSITIVE, service_.now())));
  }
  static std::string Text(const std::string& text) {
    test::v1::EchoRequest request;
    request.set_text(text);
    return request.SerializeAsString();
  }
  // The client's connection still serves.
  void ExpectEcho(Http2Client& client, uint32_t stream) const {
    ASSERT_TRUE(client.Ask(stream, kEcho, Text("xin chào"), Token()));
    EXPECT_EQ(client.StatusOf(stream), "0");
  }

  const std::shared_ptr<support::EchoService> echo_ = std::make_shared<support::EchoService>();
  support::TestService service_{support::Echo(echo_)};
};

TEST_F(FrontCalls, AreOfKnownTypesAlone) {
  Http2Client client(service_.StartFront());
  const auto request = [](const char* method, const char* path) {
    return Literal(":method", method) + Literal(":scheme", "http") + Literal(":path", path) +
           Literal(":authority", "x");
  };
  const std::pair<std::string, const char*> others[] = {
      {request("GET", kGather) + Literal("content-type", "application/grpc"), "405"},
      {request("POST", kEcho) + Literal("content-type", "application/grpc+json"), "415"},
      {request("POST", kEcho) + Literal("content-type", "application/grpcs"), "415"},
      {request("POST", kEcho), "415"},
  };
  uint32_t stream = 1;
  for (const auto& [block, status] : others) {
    client.Send(FrameType::kHeaders, kEndHeaders | kEndStream, stream, block);
    const auto answer = client.Await(FrameType::kHeaders);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->fields.at(":status"), status);
    stream += 2;
  }
  ExpectEcho(client, stream);
}

TEST_F(FrontCalls, SayInOneWayHowLongTheyWait) {
  Http2Client client(service_.StartFront());
  uint32_t stream = 1;
  for (const char* timeout : {"99999999999S", "-1S", "1", "S", "1.5S", "1 S", "1X"}) {
    ASSERT_TRUE(client.Ask(stream, kEcho, Text("x"), Token() + Literal("grpc-timeout", timeout)));
    EXPECT_EQ(client.StatusOf(stream), "3") << timeout;
    stream += 2;
  }
  ASSERT_TRUE(client.Ask(stream, kEcho, Text("x"), Token() + Literal("grpc-timeout", "99999999S")));
  EXPECT_EQ(client.StatusOf(stream), "0");
}

TEST_F(FrontCalls, AreTakenUncompressedOnly) {
  Http2Client client(service_.StartFront());
  client.Send(FrameType::kHeaders, kEndHeaders, 1, Block(kEcho, Token() + Literal("grpc-encoding", "gzip")));
  client.Send(FrameType::kData, kEndStream, 1, std::string("\1") + Message(Text("x")).substr(1));
  const auto answer = client.Await(FrameType::kHeaders);
  ASSERT_TRUE(answer);
  // By which clients know what to do.
  EXPECT_EQ(answer->fields.at("grpc-accept-encoding"), "identity");
  EXPECT_EQ(client.StatusOf(1), "12");
  EXPECT_EQ(echo_->echoes, 0);
  ExpectEcho(client, 3);
}

// Five bytes say so; nobody waits for the rest.
TEST_F(FrontCalls, ThatAreTooLongAreRefusedUnread) {
  Http2Client client(service_.StartFront());
  const auto ask = [&](uint32_t stream, const std::string& more) {
    client.Send(FrameType::kHeaders, kEndHeaders, stream, Block(kEcho, more));
    client.Send(FrameType::kData, 0, stream, std::string(1, '\0') + Big(rpc::kMaxMessageBytes + 1));
    return client.StatusOf(stream);
  };
  EXPECT_EQ(ask(1, Token()), "8");
  EXPECT_EQ(ask(3, ""), "16") << "only who may call is told more";
  ExpectEcho(client, 5);
}

TEST_F(FrontCalls, ThatEndWithinAMessageAreNoCalls) {
  Http2Client client(service_.StartFront());
  const std::string message = Message(Text("one"));
  uint32_t stream = 1;
  for (const size_t kept : {size_t{3}, message.size() - 1, message.size() + 2}) {
    for (const char* method : {kEcho, kGather}) {
      client.Send(FrameType::kHeaders, kEndHeaders, stream, Block(method, Token()));
      client.Send(FrameType::kData, kEndStream, stream, (message + message).substr(0, kept));
      // A unary call has its message whole and asks for no other.
      const bool whole = kept > message.size() && method == kEcho;
      EXPECT_EQ(client.StatusOf(stream), whole ? "0" : "13") << kept << method;
      stream += 2;
    }
  }
  ExpectEcho(client, stream);
}

TEST_F(FrontCalls, EndAtTheirDeadlineWhoeverWatchesIt) {
  Http2Client client(service_.StartFront());
  client.Ask(1, kEcho, Text(support::EchoService::kForEver), Token() + Literal("grpc-timeout", "50m"));
  EXPECT_EQ(client.StatusOf(1), "4");
  while (echo_->given_up == 0) std::this_thread::yield();
  // Nor does one that never says what it asks outlive it.
  client.Send(FrameType::kHeaders, kEndHeaders, 3, Block(kEcho, Token() + Literal("grpc-timeout", "50m")));
  EXPECT_EQ(client.StatusOf(3), "4");
  ExpectEcho(client, 5);
}

TEST_F(FrontCalls, HoldNoMoreThanTheirAddressMay) {
  front::Limits limits;
  limits.bytes_of_address = 25'000;
  Http2Client client(service_.StartFront(limits));
  // Each begins a message and does not end it.
  for (const uint32_t stream : {1u, 3u, 5u}) {
    client.Send(FrameType::kHeaders, kEndHeaders, stream, Block(kEcho));
    client.Send(FrameType::kData, 0, stream, Message(std::string(12'000, 'x')).substr(0, 8'000));
  }
  EXPECT_EQ(client.StatusOf(5), "8");
  client.Send(FrameType::kReset, 0, 1, Big(8));
  ExpectEcho(client, 7);
}

}  // namespace
}  // namespace congress::server

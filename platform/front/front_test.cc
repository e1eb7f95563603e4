// A front with handlers that echo, keep or pour: requests and answers, and each limit at its edge while others go on.
#include "platform/front/front.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/http2_client.h"
#include "tests/support/status_matchers.h"

namespace congress::front {
namespace {

using std::chrono::milliseconds;
using support::Big;
using support::Block;
using support::FrameType;
using support::Http2Client;
using support::kEndHeaders;
using support::kEndStream;
using support::Literal;
using support::Message;

// What the handlers of a test saw.
struct Seen {
  std::atomic<int> requests = 0;
  std::atomic<int> gone = 0;
  std::atomic<int> due = 0;
  std::atomic<size_t> bytes = 0;
};

// `/echo` gives the body back at its end. `/keep` takes nothing of it and answers nothing; `/late` the same, for a
// while. `/pour` answers a megabyte.
class Played final : public Handler {
 public:
  Played(Stream& stream, Seen& seen) : Handler(stream.executor()), stream_(stream), seen_(seen) {
    ++seen_.requests;
    if (stream.request().path == "/late") stream.SetDue(Clock::now() + milliseconds(20));
    if (stream.request().path != "/pour") return;
    stream_.Respond("200", {});
    stream_.Send(std::string(1 << 20, 'x'));
  }
  void OnBody(std::string_view bytes) override {
    seen_.bytes += bytes.size();
    body_ += bytes;
    if (stream_.request().path == "/echo") stream_.Consume(bytes.size());
  }
  void OnBodyEnd() override {
    if (stream_.request().path != "/echo") return;
    stream_.Respond("200", {{"content-type", "application/grpc"}});
    stream_.Send(std::move(body_));
    stream_.Finish({{"grpc-status", "0"}});
    stream_.Attach(nullptr);
    executor().Run([this] { delete this; });
  }
  void OnRoom() override {}
  void OnDue() override {
    ++seen_.due;
    stream_.Reset();
  }
  void OnGone() override {
    ++seen_.gone;
    executor().Run([this] { delete this; });
  }

 private:
  Stream& stream_;
  Seen& seen_;
  std::string body_;
};

class Fronts : public ::testing::Test {
 protected:
  void Start(const Limits& limits = {}) {
    auto front = Front::Listen({.address = "127.0.0.1:0", .limits = limits}, [this](Stream& stream) {
      if (stream.request().path != "/nobody") stream.Attach(new Played(stream, seen_));
    });
    ASSERT_THAT(front, support::IsOk());
    front_ = *std::move(front);
  }
  // Of the times, so short that a test need not wait.
  static Limits Quick() {
    Limits limits;
    limits.tick = milliseconds(5);
    return limits;
  }
  // With few idle frames, none of which is forgiven.
  static Limits Strict() {
    Limits limits;
    limits.idle_frames = 20;
    limits.idle_frames_a_second = 0;
    return limits;
  }
  int port() const { return front_->port(); }
  void ExpectAnswers(Http2Client& client, uint32_t stream) const {
    EXPECT_TRUE(client.Ask(stream, "/echo", "xin chào"));
    EXPECT_EQ(client.StatusOf(stream), "0");
  }
  // How often that limit refused something.
  int64_t Count(Refused refused) const { return front_->refusals()[static_cast<size_t>(refused)]; }
  template <class Condition>
  static void Await(Condition condition) {
    while (!condition()) std::this_thread::yield();
  }

  Seen seen_;
  std::unique_ptr<Front> front_;
};

TEST_F(Fronts, AnswerOneAfterTheOtherAtOnceAndAfterARest) {
  Start(Quick());
  Http2Client client(port());
  ASSERT_TRUE(client.Ask(1, "/echo", "one"));
  ASSERT_TRUE(client.Ask(3, "/echo", "two"));
  const auto header = client.Await(FrameType::kHeaders);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->fields.at(":status"), "200");
  const auto body = client.Await(FrameType::kData);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->payload, Message("one"));
  EXPECT_EQ(client.StatusOf(3), "0");
  std::this_thread::sleep_for(20 * Quick().tick);
  ExpectAnswers(client, 5);
}

TEST_F(Fronts, SayThatNobodyAnswers) {
  Start();
  Http2Client client(port());
  ASSERT_TRUE(client.Ask(1, "/nobody", ""));
  const auto header = client.Await(FrameType::kHeaders);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->fields.at(":status"), "404");
  EXPECT_TRUE((header->flags & kEndStream) != 0);
}

TEST_F(Fronts, AHeaderThatIsTooLongEndsItsStreamAlone) {
  Limits limits;
  limits.header_bytes = 4'000;
  Start(limits);
  Http2Client client(port());
  // Counted although our SETTINGS are not acknowledged.
  client.SetPolite(false);
  const size_t rest = limits.header_bytes - (Block("/echo").size() - 6 * 3 + 6 * 32) - 32 - 1;
  ASSERT_TRUE(client.Ask(1, "/echo", "", Literal("a", std::string(rest, 'x'))));
  EXPECT_EQ(client.StatusOf(1), "0");
  ASSERT_TRUE(client.Ask(3, "/echo", "", Literal("a", std::string(rest + 1, 'x'))));
  EXPECT_EQ(client.StatusOf(3), "8");
  EXPECT_EQ(seen_.requests, 1);
  ExpectAnswers(client, 5);
  EXPECT_EQ(Count(Refused::kHeader), 1);
}

// A few bytes on the wire, each of which repeats four kilobytes.
TEST_F(Fronts, AHeaderThatGrowsWhenItIsUnpackedIsTooLongAsWell) {
  Start();
  Http2Client client(port());
  const std::string kept = std::string("\x40") + Literal("a", std::string(3'900, 'x')).substr(1);
  ASSERT_TRUE(client.Ask(1, "/echo", "", kept));
  EXPECT_EQ(client.StatusOf(1), "0");
  ASSERT_TRUE(client.Ask(3, "/echo", "", std::string(10, '\xbe')));
  EXPECT_EQ(client.StatusOf(3), "8");
  // What goes on is not looked at any more: it would be 39 MB.
  ASSERT_TRUE(client.Ask(5, "/echo", "", std::string(10'000, '\xbe')));
  EXPECT_TRUE(client.Await(FrameType::kReset).has_value());
  ExpectAnswers(client, 7);
  EXPECT_EQ(Count(Refused::kHeader), 2);
}

TEST_F(Fronts, ContinuationsWithoutEndEndTheConnection) {
  Limits limits;
  limits.continuations = 3;
  Start(limits);
  const auto ask = [&](int continuations) {
    Http2Client client(port());
    client.Send(FrameType::kHeaders, kEndStream, 1, Block("/echo"));
    for (int i = 1; i <= continuations; ++i) {
      client.Send(FrameType::kContinuation, i == continuations ? kEndHeaders : uint8_t{0}, 1);
    }
    return client.StatusOf(1);
  };
  EXPECT_EQ(ask(3), "0");
  EXPECT_EQ(ask(4), "");
  EXPECT_EQ(seen_.requests, 1);
}

TEST_F(Fronts, StreamsAtOnceAreLimited) {
  Limits limits;
  limits.streams = 2;
  Start(limits);
  Http2Client client(port());
  for (const uint32_t stream : {1u, 3u, 5u}) client.Ask(stream, "/keep", "");
  EXPECT_EQ(client.Await(FrameType::kReset)->stream, 5u);
  EXPECT_EQ(seen_.requests, 2);
}

TEST_F(Fronts, WhoOpensAndResetsIsSentAway) {
  Start(Strict());
  Http2Client honest(port());
  Http2Client client(port());
  uint32_t stream = 1;
  for (; stream < 400; stream += 2) {
    if (!client.Send(FrameType::kHeaders, kEndHeaders, stream, Block("/keep"))) break;
    if (!client.Send(FrameType::kReset, 0, stream, Big(8))) break;
  }
  EXPECT_TRUE(client.Await(FrameType::kGoaway));
  EXPECT_TRUE(client.Ends());
  EXPECT_LE(seen_.requests, 25);
  ExpectAnswers(honest, 1);
}

// As it takes a faulty frame to have the server reset the stream.
TEST_F(Fronts, WhoHasStreamsResetIsSentAway) {
  Start(Strict());
  Http2Client client(port());
  for (uint32_t stream = 1; stream < 400; stream += 2) {
    if (!client.Send(FrameType::kHeaders, kEndHeaders, stream, Block("/keep"))) break;
    if (!client.Send(FrameType::kWindow, 0, stream, Big(0x7fffffff))) break;
  }
  EXPECT_TRUE(client.Await(FrameType::kGoaway));
  EXPECT_TRUE(client.Ends());
  EXPECT_LE(seen_.requests, 25);
}

TEST_F(Fronts, FramesFromWhichNoWorkFollowsAreLimited) {
  Start(Strict());
  const struct {
    FrameType type;
    uint32_t stream;
    std::string payload;
  } kCases[] = {{FrameType::kPing, 0, std::string(8, 'x')},
                {FrameType::kSettings, 0, ""},
                {FrameType::kPriority, 5, std::string(5, '\0')},
                {FrameType::kWindow, 0, Big(1)},
                {FrameType::kData, 1, ""}};
  for (const auto& [type, stream, payload] : kCases) {
    const auto send = [&](int frames) {
      auto client = std::make_unique<Http2Client>(port());
      client->Send(FrameType::kHeaders, kEndHeaders, 1, Block("/echo"));
      for (int i = 0; i < frames; ++i) client->Send(type, 0, stream, payload);
      client->Send(FrameType::kData, kEndStream, 1, Message("x"));
      return client;
    };
    // Of which the client's own SETTINGS are one.
    EXPECT_EQ(send(18)->StatusOf(1), "0") << static_cast<int>(type);
    EXPECT_TRUE(send(20)->Ends()) << static_cast<int>(type);
  }
  EXPECT_EQ(Count(Refused::kIdleFrames), static_cast<int>(std::size(kCases)));
}

TEST_F(Fronts, WhoWorksMayAskBesideIt) {
  Start(Strict());
  Http2Client client(port());
  for (uint32_t stream = 1; stream < 100; stream += 2) {
    for (int i = 0; i < 5; ++i) client.Send(FrameType::kPing, 0, 0, std::string(8, 'x'));
    ExpectAnswers(client, stream);
  }
}

TEST_F(Fronts, WhoDoesNotSpeakIsNotKept) {
  Limits limits = Quick();
  limits.preface = milliseconds(40);
  Start(limits);
  Http2Client honest(port());
  ExpectAnswers(honest, 1);
  Http2Client silent(port(), /*greets=*/false);
  Http2Client slow(port(), /*greets=*/false);
  slow.Send("PRI * HT");
  // An answer to SETTINGS would be no greeting.
  silent.SetPolite(false);
  slow.SetPolite(false);
  EXPECT_TRUE(silent.Ends());
  EXPECT_TRUE(slow.Ends());
  ExpectAnswers(honest, 3);
  EXPECT_EQ(Count(Refused::kSilence), 2);
}

TEST_F(Fronts, AHeaderThatDoesNotEndIsNotKept) {
  Limits limits = Quick();
  limits.header = milliseconds(40);
  Start(limits);
  Http2Client client(port());
  ExpectAnswers(client, 1);
  client.Send(FrameType::kHeaders, 0, 3, Block("/echo"));
  EXPECT_TRUE(client.Ends());
}

TEST_F(Fronts, WhoAnswersNoPingIsGone) {
  Limits limits = Quick();
  limits.ping = milliseconds(20);
  limits.ping_answer = milliseconds(100);
  Start(limits);
  Http2Client gone(port());
  gone.SetPolite(false);
  ASSERT_TRUE(gone.Ask(1, "/keep", ""));
  Http2Client there(port());
  ASSERT_TRUE(there.Ask(1, "/keep", ""));
  // Answers what it is asked meanwhile.
  std::thread reader([&] { there.Next(); });
  EXPECT_TRUE(gone.Ends());
  Await([&] { return seen_.gone == 1; });
  EXPECT_EQ(front_->connections(), 1);
  EXPECT_TRUE(there.Send(FrameType::kReset, 0, 1, Big(8)));
  there.Ask(3, "/echo", "");
  reader.join();
}

TEST_F(Fronts, WhatNobodyReadsIsNotKept) {
  Limits limits = Quick();
  limits.stall = milliseconds(40);
  Start(limits);
  Http2Client client(port(), /*greets=*/false);
  // No window at all for what is answered.
  client.Greet(std::string("\0\x04", 2) + Big(0));
  ASSERT_TRUE(client.Ask(1, "/pour", ""));
  EXPECT_TRUE(client.Await(FrameType::kReset));
  // The stream that was opened with a window of its own goes on.
  Http2Client honest(port());
  ExpectAnswers(honest, 1);
}

TEST_F(Fronts, AnswersOfOneAddressAreLimitedInAll) {
  Limits limits;
  limits.bytes_of_address = (5 << 20) / 2;
  Start(limits);
  Http2Client client(port(), /*greets=*/false);
  client.Greet(std::string("\0\x04", 2) + Big(0));
  for (const uint32_t stream : {1u, 3u, 5u}) client.Ask(stream, "/pour", "");
  EXPECT_EQ(client.Await(FrameType::kReset)->stream, 5u);
  EXPECT_EQ(Count(Refused::kBytes), 1);
  EXPECT_GT(front_->bytes(), size_t{2} << 20);
  // What was held is free again.
  client.Send(FrameType::kReset, 0, 1, Big(8));
  ASSERT_TRUE(client.Ask(7, "/pour", ""));
  const auto header = client.Await(FrameType::kHeaders);
  ASSERT_TRUE(header);
  EXPECT_EQ(header->stream, 7u);
}

// Before a byte of any body has come.
TEST_F(Fronts, HeadersOfOneAddressAreLimitedInAll) {
  Limits limits;
  limits.bytes_of_address = 60'000;
  Start(limits);
  Http2Client client(port());
  const std::string more = Literal("a", std::string(10'000, 'x'));
  for (uint32_t stream = 1; stream < 13; stream += 2) {
    client.Send(FrameType::kHeaders, kEndHeaders, stream, Block("/keep", more));
  }
  EXPECT_EQ(client.StatusOf(9), "8");
  EXPECT_EQ(seen_.requests, 4);
  // What was held is free again.
  client.Send(FrameType::kReset, 0, 1, Big(8));
  ExpectAnswers(client, 13);
}

TEST_F(Fronts, ABodyThatNobodyTakesStopsItsSenderAlone) {
  Limits limits;
  limits.stream_window = 1'000;
  Start(limits);
  Http2Client client(port());
  client.Send(FrameType::kHeaders, kEndHeaders, 1, Block("/keep"));
  client.Send(FrameType::kData, 0, 1, std::string(1'000, 'x'));
  Await([&] { return seen_.bytes == 1'000; });
  ExpectAnswers(client, 3);
  client.Send(FrameType::kData, 0, 1, "x");
  EXPECT_EQ(client.Await(FrameType::kReset)->stream, 1u);
  // One that is taken is longer than any window.
  client.Send(FrameType::kHeaders, kEndHeaders, 5, Block("/echo"));
  for (int i = 0; i < 20; ++i) {
    const size_t before = seen_.bytes;
    client.Send(FrameType::kData, i == 19 ? kEndStream : uint8_t{0}, 5, std::string(600, 'x'));
    Await([&] { return seen_.bytes == before + 600; });
  }
  EXPECT_EQ(client.StatusOf(5), "0");
}

TEST_F(Fronts, ConnectionsAreLimitedInAllAndOfOneAddress) {
  Limits limits;
  limits.connections = 4;
  limits.connections_of_address = 2;
  Start(limits);
  Http2Client first(port());
  ExpectAnswers(first, 1);
  {
    Http2Client second(port());
    ExpectAnswers(second, 1);
    EXPECT_TRUE(Http2Client(port()).Ends());
    Http2Client other(port(), true, "127.0.0.2");
    ExpectAnswers(other, 1);
    Http2Client third(port(), true, "127.0.0.3");
    ExpectAnswers(third, 1);
    EXPECT_TRUE(Http2Client(port(), true, "127.0.0.4").Ends());
  }
  EXPECT_EQ(Count(Refused::kConnection), 2);
  Await([&] { return front_->connections() == 1; });
  Http2Client again(port());
  ExpectAnswers(again, 1);
}

TEST_F(Fronts, TellAHandlerThatItsTimeIsOver) {
  Start(Quick());
  Http2Client client(port());
  ASSERT_TRUE(client.Ask(1, "/late", ""));
  EXPECT_TRUE(client.Await(FrameType::kReset));
  EXPECT_EQ(seen_.due, 1);
  Await([&] { return seen_.gone == 1; });
}

TEST_F(Fronts, OldConnectionsEndWhenTheirCallsHave) {
  Limits limits = Quick();
  limits.age = milliseconds(30);
  Start(limits);
  Http2Client client(port());
  client.Send(FrameType::kHeaders, kEndHeaders, 1, Block("/echo"));
  // First that no more shall be opened, then which were.
  EXPECT_EQ(client.Await(FrameType::kGoaway)->number(), 0x7fffffffu);
  EXPECT_EQ(client.Await(FrameType::kGoaway)->number(), 1u);
  client.Send(FrameType::kData, kEndStream, 1, Message("x"));
  EXPECT_EQ(client.StatusOf(1), "0");
  EXPECT_TRUE(client.Ends());
}

TEST_F(Fronts, WhatIsUnderWayEndsBeforeAShutdownDoes) {
  Start();
  Http2Client client(port());
  client.Send(FrameType::kHeaders, kEndHeaders, 1, Block("/echo"));
  Await([&] { return seen_.requests == 1; });
  std::thread shutdown([&] { front_->Shutdown(Clock::now() + std::chrono::seconds(20)); });
  EXPECT_TRUE(client.Await(FrameType::kGoaway));
  client.Send(FrameType::kData, kEndStream, 1, Message("x"));
  EXPECT_EQ(client.StatusOf(1), "0");
  EXPECT_TRUE(client.Ends());
  shutdown.join();
  EXPECT_TRUE(Http2Client(port()).Ends()) << "the port is closed";
}

TEST_F(Fronts, AShutdownBreaksOffWhatDoesNotEnd) {
  Start();
  Http2Client client(port());
  ASSERT_TRUE(client.Ask(1, "/keep", ""));
  Await([&] { return seen_.requests == 1; });
  front_->Shutdown(Clock::now() + milliseconds(20));
  EXPECT_EQ(seen_.gone, 1);
  EXPECT_TRUE(client.Ends());
}

}  // namespace
}  // namespace congress::front

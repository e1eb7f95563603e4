// A front to who speaks HTTP/1.1: requests and answers one after the other, and each limit at its edge.
#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/front/front.h"
#include "tests/support/http1_client.h"
#include "tests/support/http2_client.h"
#include "tests/support/status_matchers.h"

namespace congress::front {
namespace {

using std::chrono::milliseconds;
using support::Http1Client;

struct Heard {
  std::atomic<int> requests = 0;
  std::atomic<int> gone = 0;
  std::atomic<int> room = 0;
  std::atomic<size_t> bytes = 0;
};

// `/echo` gives the body back at its end, `/sized` with its length told. `/keep` takes nothing of it and answers
// nothing; `/late` the same, for a while. `/drip` answers each piece of the body as it comes. `/pour` answers a
// megabyte.
class Echoing final : public Handler {
 public:
  Echoing(Stream& stream, Heard& heard) : Handler(stream.executor()), stream_(stream), heard_(heard) {
    ++heard_.requests;
    if (path() == "/late") stream_.SetDue(Clock::now() + milliseconds(20));
    if (path() == "/drip") stream_.Respond("200", {});
    if (path() != "/pour") return;
    stream_.Respond("200", {});
    stream_.Send(std::string(1 << 20, 'x'));
  }
  void OnBody(std::string_view bytes) override {
    heard_.bytes += bytes.size();
    if (path() == "/drip") stream_.Send(std::string(bytes));
    if (path() == "/echo" || path() == "/sized") body_ += bytes;
    if (path() != "/keep") stream_.Consume(bytes.size());
  }
  void OnBodyEnd() override {
    if (path() == "/keep" || path() == "/late" || path() == "/pour") return;
    if (path() == "/echo") stream_.Respond("200", {{"bad", "a\r\nb: c"}, {"good", "d"}});
    if (path() == "/sized") stream_.Respond("200", {{"content-length", std::to_string(body_.size())}});
    stream_.Send(std::move(body_));
    stream_.Attach(nullptr);
    stream_.Finish({{"no", "trailers"}});
    executor().Run([this] { delete this; });
  }
  void OnRoom() override {
    ++heard_.room;
    stream_.Attach(nullptr);
    stream_.Finish({});
    executor().Run([this] { delete this; });
  }
  void OnDue() override { stream_.Reset(); }
  void OnGone() override {
    ++heard_.gone;
    executor().Run([this] { delete this; });
  }

 private:
  const std::string& path() const { return stream_.request().path; }

  Stream& stream_;
  Heard& heard_;
  std::string body_;
};

class Http1Fronts : public ::testing::Test {
 protected:
  void Start(const Limits& limits = {}) {
    auto front = Front::Listen({.address = "127.0.0.1:0", .limits = limits}, [this](Stream& stream) {
      if (stream.request().path == "/refused") return stream.Refuse("403", {{"a", "b"}});
      if (stream.request().path != "/nobody") stream.Attach(new Echoing(stream, heard_));
    });
    ASSERT_THAT(front, support::IsOk());
    front_ = *std::move(front);
  }
  static Limits Quick() {
    Limits limits;
    limits.tick = milliseconds(5);
    return limits;
  }
  int port() const { return front_->port(); }
  static void ExpectEcho(Http1Client& client, const std::string& text) {
    ASSERT_TRUE(client.Ask("POST", "/echo", text));
    const auto answer = client.Next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, "200");
    EXPECT_EQ(answer->body, text);
  }
  // How often that limit refused something.
  int64_t Count(Refused refused) const { return front_->refusals()[static_cast<size_t>(refused)]; }
  template <class Condition>
  static void Await(Condition condition) {
    while (!condition()) std::this_thread::yield();
  }

  Heard heard_;
  std::unique_ptr<Front> front_;
};

TEST_F(Http1Fronts, AnswerOneAfterTheOther) {
  Start();
  Http1Client client(port());
  ExpectEcho(client, "one");
  ExpectEcho(client, "");
  ASSERT_TRUE(client.Ask("POST", "/sized", "three"));
  const auto sized = client.Next();
  ASSERT_TRUE(sized);
  EXPECT_EQ(sized->fields.at("content-length"), "5");
  EXPECT_EQ(sized->body, "three");
  EXPECT_EQ(sized->chunks, 0);
  ExpectEcho(client, std::string(1 << 20, 'x'));
}

TEST_F(Http1Fronts, AnswerInTheOrderOfTheRequests) {
  Start();
  Http1Client client(port());
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    const std::string body = std::to_string(i);
    requests += "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  ASSERT_TRUE(client.Send(requests));
  for (int i = 0; i < 100; ++i) {
    const auto answer = client.Next();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, std::to_string(i));
  }
}

TEST_F(Http1Fronts, SpeakBothOnOnePort) {
  Start();
  Http1Client one(port());
  support::Http2Client two(port());
  ExpectEcho(one, "a");
  ASSERT_TRUE(two.Ask(1, "/echo", "b"));
  EXPECT_EQ(two.Await(support::FrameType::kData)->payload, support::Message("b"));
  // A request that begins as the preface of HTTP/2 does, byte by byte.
  Http1Client slow(port());
  for (const char c : std::string("PROPFIND /nobody HTTP/1.1\r\nHost: x\r\n\r\n")) ASSERT_TRUE(slow.Send({&c, 1}));
  EXPECT_EQ(slow.Next()->status, "404");
}

TEST_F(Http1Fronts, NeverBecomeHttp2OnTheWay) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(
      client.Ask("POST", "/echo", "a",
                 "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n"));
  EXPECT_EQ(client.Next()->status, "200");
  ASSERT_TRUE(client.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
  EXPECT_EQ(client.Next()->status, "505");
  EXPECT_TRUE(client.Ends());
}

TEST_F(Http1Fronts, AnswerNothingBehindAFault) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(
      client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "0\r\n\r\nPOST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
  const auto answer = client.Next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, "400");
  EXPECT_EQ(answer->fields.at("connection"), "close");
  EXPECT_TRUE(client.Ends());
  EXPECT_EQ(heard_.requests, 0);
}

TEST_F(Http1Fronts, TellAHandlerOfABodyThatTurnsOutFaultyThatItsCallerIsGone) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
  Await([&] { return heard_.bytes == 3; });
  ASSERT_TRUE(client.Send("3;a\r\n"));
  EXPECT_EQ(client.Next()->status, "400");
  EXPECT_TRUE(client.Ends());
  EXPECT_EQ(heard_.gone, 1);
  // One that is answered already is broken off.
  Http1Client answered(port());
  ASSERT_TRUE(answered.Send("POST /drip HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"));
  EXPECT_NE(answered.Some(), "");
  ASSERT_TRUE(answered.Send("3;a\r\n"));
  EXPECT_TRUE(answered.Ends());
  Await([&] { return heard_.gone == 2; });
}

TEST_F(Http1Fronts, SayWhatHasNoAnswerOrIsRefused) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Ask("POST", "/nobody", "some body"));
  EXPECT_EQ(client.Next()->status, "404");
  ASSERT_TRUE(client.Ask("POST", "/refused", "some body"));
  const auto refused = client.Next();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, "403");
  EXPECT_EQ(refused->fields.at("a"), "b");
  // To HEAD the same without a body.
  ASSERT_TRUE(client.Ask("HEAD", "/sized"));
  EXPECT_EQ(client.Next(/*bare=*/true)->fields.at("content-length"), "0");
  ExpectEcho(client, "after");
}

TEST_F(Http1Fronts, DoNotReadABodyThatNobodyWants) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Send("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nabc"));
  const auto refused = client.Next();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, "403");
  // Or else the client would ask again on this connection.
  EXPECT_EQ(refused->fields.at("connection"), "close");
  EXPECT_TRUE(client.Ends());
}

TEST_F(Http1Fronts, DoNotAnswerWithLinesThatAreNone) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Ask("POST", "/echo", "a"));
  const auto answer = client.Next();
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->fields.contains("bad"));
  EXPECT_FALSE(answer->fields.contains("b"));
  EXPECT_EQ(answer->fields.at("good"), "d");
}

TEST_F(Http1Fronts, SayTheWordThatABodyWaitsFor) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
  EXPECT_EQ(client.Next()->status, "100");
  ASSERT_TRUE(client.Send("abc"));
  EXPECT_EQ(client.Next()->body, "abc");
  // Not to who is refused anyway.
  ASSERT_TRUE(client.Send("POST /refused HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"));
  EXPECT_EQ(client.Next()->status, "403");
  EXPECT_TRUE(client.Ends());
}

TEST_F(Http1Fronts, AnswerAsTheBodyComes) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Send("POST /drip HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n"));
  const std::string head = client.Some();
  EXPECT_THAT(head, ::testing::StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, ::testing::HasSubstr("transfer-encoding: chunked"));
  ASSERT_TRUE(client.Send("abc"));
  EXPECT_EQ(client.Some(), "3\r\nabc\r\n");
  ASSERT_TRUE(client.Send("def"));
  std::string end;
  while (!end.ends_with("0\r\n\r\n")) end += client.Some();
  EXPECT_EQ(end, "3\r\ndef\r\n0\r\n\r\n");
}

TEST_F(Http1Fronts, TellWhenThereIsRoomAgain) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Ask("GET", "/pour"));
  const auto answer = client.Next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body.size(), size_t{1} << 20);
  EXPECT_EQ(heard_.room, 1);
}

TEST_F(Http1Fronts, EndAConnectionThatItsClientWantsToEnd) {
  Start();
  Http1Client client(port());
  ASSERT_TRUE(client.Ask("POST", "/echo", "a", "Connection: close\r\n"));
  const auto answer = client.Next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->fields.at("connection"), "close");
  EXPECT_TRUE(client.Ends());
}

TEST_F(Http1Fronts, KeepNobodyWhoIsSlowOrSaysNothing) {
  Limits limits = Quick();
  limits.header = limits.idle = milliseconds(40);
  Start(limits);
  Http1Client idle(port());
  ExpectEcho(idle, "a");
  Http1Client slow(port());
  ASSERT_TRUE(slow.Send("GET / HT"));
  Http1Client second(port());
  ExpectEcho(second, "b");
  ASSERT_TRUE(second.Send("GET / HT"));
  EXPECT_TRUE(idle.Ends());
  EXPECT_TRUE(slow.Ends());
  EXPECT_TRUE(second.Ends());
  EXPECT_EQ(Count(Refused::kSilence), 2);
  // Who waits for an answer is not idle.
  Http1Client waiting(port());
  ASSERT_TRUE(waiting.Ask("GET", "/keep"));
  std::this_thread::sleep_for(milliseconds(120));
  EXPECT_EQ(heard_.gone, 0);
}

TEST_F(Http1Fronts, TakeNoHeaderThatIsTooLong) {
  Limits limits;
  limits.header_bytes = 1'000;
  Start(limits);
  Http1Client client(port());
  ASSERT_TRUE(client.Ask("GET", "/keep", "", "A: " + std::string(1'000, 'x') + "\r\n"));
  EXPECT_EQ(client.Next()->status, "431");
  EXPECT_TRUE(client.Ends());
  EXPECT_EQ(Count(Refused::kHeader), 1);
  EXPECT_EQ(heard_.requests, 0);
}

TEST_F(Http1Fronts, ABodyThatNobodyTakesStopsItsSender) {
  Limits limits;
  limits.stream_window = 100'000;
  Start(limits);
  Http1Client client(port());
  ASSERT_TRUE(client.Send("POST /keep HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n"));
  std::thread sender([&] {
    const std::string piece(1 << 20, 'x');
    for (int i = 0; i < 100 && client.Send(piece); ++i) {
    }
  });
  Await([&] { return heard_.bytes >= 100'000; });
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_LE(heard_.bytes, 100'000 + (64u << 10)) << "no more than one reading of the socket beyond";
  front_->Shutdown(Clock::now());
  sender.join();
  EXPECT_EQ(heard_.gone, 1);
}

TEST_F(Http1Fronts, WhatOneAddressHoldsIsLimitedInAll) {
  Limits limits;
  limits.bytes_of_address = 60'000;
  Start(limits);
  std::vector<std::unique_ptr<Http1Client>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<Http1Client>(port()));
    clients.back()->Ask("GET", "/keep", "", "A: " + std::string(10'000, 'x') + "\r\n");
    Await([&] { return heard_.requests == i + 1; });
  }
  Http1Client one_more(port());
  one_more.Ask("GET", "/keep", "", "A: " + std::string(10'000, 'x') + "\r\n");
  EXPECT_EQ(one_more.Next()->status, "431");
  Http1Client half(port());
  half.Send("GET / HTTP/1.1\r\nA: " + std::string(20'000, 'x'));
  EXPECT_TRUE(half.Ends()) << "what is no request yet is held as well";
  // What was held is free again.
  clients.clear();
  Await([&] { return heard_.gone == 4; });
  Http1Client again(port());
  ExpectEcho(again, "a");
}

TEST_F(Http1Fronts, WhatNobodyReadsIsNotKept) {
  Limits limits = Quick();
  limits.stall = milliseconds(40);
  Start(limits);
  Http1Client client(port());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(client.Ask("GET", "/pour"));
  Await([&] { return front_->connections() == 0; });
}

TEST_F(Http1Fronts, TellAHandlerThatItsCallerIsGone) {
  Start(Quick());
  { Http1Client(port()).Ask("GET", "/keep"); }
  Await([&] { return heard_.gone == 1; });
  Http1Client late(port());
  ASSERT_TRUE(late.Ask("GET", "/late"));
  EXPECT_TRUE(late.Ends());
  EXPECT_EQ(heard_.gone, 2);
}

TEST_F(Http1Fronts, OldConnectionsEndWhenTheirCallHas) {
  Limits limits = Quick();
  limits.age = milliseconds(30);
  Start(limits);
  Http1Client idle(port());
  ExpectEcho(idle, "a");
  Http1Client busy(port());
  ASSERT_TRUE(busy.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab"));
  EXPECT_TRUE(idle.Ends());
  std::this_thread::sleep_for(milliseconds(60));
  ASSERT_TRUE(busy.Send("c"));
  const auto answer = busy.Next();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "abc");
  EXPECT_EQ(answer->fields.at("connection"), "close");
  EXPECT_TRUE(busy.Ends());
}

TEST_F(Http1Fronts, WhatIsUnderWayEndsBeforeAShutdownDoes) {
  Start();
  Http1Client idle(port());
  ExpectEcho(idle, "a");
  Http1Client busy(port());
  ASSERT_TRUE(busy.Send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab"));
  Await([&] { return heard_.requests == 2; });
  std::thread shutdown([&] { front_->Shutdown(Clock::now() + std::chrono::seconds(20)); });
  EXPECT_TRUE(idle.Ends());
  ASSERT_TRUE(busy.Send("c"));
  EXPECT_EQ(busy.Next()->body, "abc");
  EXPECT_TRUE(busy.Ends());
  shutdown.join();
}

}  // namespace
}  // namespace congress::front

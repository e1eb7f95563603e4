// HTTP/1.1 on a connection: one request after the other, each a stream.
#pragma once

#include <memory>
#include <string>

#include "platform/front/connection.h"
#include "platform/front/http1_reader.h"
#include "platform/front/session_stream.h"

namespace congress::front {

class Http1Session;

class Http1Stream final : public SessionStream {
 public:
  Http1Stream(Http1Session& session, const Request& request, size_t header_bytes);

  Executor& executor() override;
  void Consume(size_t bytes) override;
  void Respond(std::string_view status, const Fields& fields) override;
  void Send(std::string bytes) override;
  void Refuse(std::string_view status, const Fields& fields) override;
  void Finish(Fields trailers) override;
  void Reset() override;

  // Hands it to whoever accepts it.
  void Start(const Accept& accept);
  // Has the caller send the body that they wait with.
  void SayContinue();
  void OnBody(std::string_view bytes);
  // Answers what turned out to be faulty, in the place of whoever answers it, who is told that the caller has gone.
  void Abandon(std::string_view status);
  // Of what was sent so little waits, since it was last told, that more may be.
  bool roomy() const { return roomy_; }
  void TellRoom();
  using SessionStream::Take;
  // Of the body that has come, what was not taken yet.
  size_t untaken() const { return untaken_; }
  bool responded() const { return responded_; }
  bool last() const { return last_; }
  // All was sent.
  bool done() const { return finished_ && unsent() == 0; }

 private:
  // Sends these bytes as they are; beyond what the caller's address may hold the answer is broken off.
  void SendBare(std::string bytes);
  void OnRoomy() override { roomy_ = true; }

  Http1Session& session_;
  size_t untaken_ = 0;
  bool chunked_ = false;
  bool bare_ = false;  // The answer has no body.
  bool last_ = false;  // The connection ends with it, as its answer says.
  bool roomy_ = false;
};

class Http1Session final : public Session {
 public:
  explicit Http1Session(Connection& connection);
  ~Http1Session() override;

  bool Receive(std::string_view bytes) override;
  bool Listens(bool sending) const override;
  ssize_t Fill(char* buffer, size_t size) override;
  bool TellRoom() override;
  bool over() const override { return over_; }
  void Drain() override;
  bool Tick(Clock::time_point now, Clock::time_point heard) override;

  // For the stream.
  Connection& connection() { return connection_; }
  // Whether the next request may follow on this connection, as things stand. It may not behind an answer that begins
  // before its request has come: what of that is still on its way nobody reads.
  bool keeps() const { return reader_.keeps() && !leaving_ && !faulty_ && reader_.ends_within(there_); }

 private:
  // Reads on in what has come.
  void Advance();
  // The request is answered.
  void EndStream();
  // Holds as much of the account as waits to be read. False when that is too much.
  bool HoldWaiting();

  Connection& connection_;
  Http1Reader reader_;
  std::string waiting_;  // Bytes that have come and were not read.
  size_t held_ = 0;
  size_t there_ = 0;  // Of the bytes that wait, those that come next, while a handler is told something.
  std::unique_ptr<Http1Stream> stream_;
  bool leaving_ = false;
  bool faulty_ = false;
  bool over_ = false;
  Clock::time_point since_;  // When the connection fell idle, or the header that is under way began.
};

}  // namespace congress::front

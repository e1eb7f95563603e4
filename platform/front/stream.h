// One request over HTTP and its answer, as whoever answers it sees them.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "platform/front/quota.h"

namespace congress::front {

using Clock = std::chrono::steady_clock;

struct Field {
  std::string name;  // In lower case.
  std::string value;
};
using Fields = std::vector<Field>;

// Whom the certificate of the other side names, which one of the authorities that are believed has signed.
struct Client {
  std::string name = {};  // Its one URI, else its one DNS name; empty: none was shown, or it names nobody or several.
  std::chrono::sys_seconds since = {};  // When it began to be valid.
  std::chrono::sys_seconds until = {};  // When it ends.
};

struct Request {
  std::string method;  // `POST`.
  std::string path;
  std::string authority;
  Fields fields;
  int version = 2;  // 1: HTTP/1.1, whose answers have no trailers.
  Client client = {};
  // The value of the first field of that name; empty when there is none.
  std::string_view Find(std::string_view name) const;
};

// The thread on which a connection lives, with all its streams.
class Executor {
 public:
  // Runs `task` there, soon. From any thread.
  virtual void Run(std::function<void()> task) = 0;
  // Handlers that exist; on its thread.
  int handlers = 0;

 protected:
  ~Executor() = default;
};

class Stream;

// Answers one request. Told everything on the executor's thread, which must not be made to wait; destroyed there.
class Handler {
 public:
  explicit Handler(Executor& executor) : executor_(executor) { ++executor_.handlers; }
  virtual ~Handler() { --executor_.handlers; }
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;

  // A piece of the body has come. No more comes than the stream's window allows until it is consumed.
  virtual void OnBody(std::string_view bytes) = 0;
  virtual void OnBodyEnd() = 0;
  // Of what was sent so little waits that more may be.
  virtual void OnRoom() = 0;
  // What Stream::SetDue said has passed.
  virtual void OnDue() = 0;
  // The caller is gone, and the stream with it.
  virtual void OnGone() = 0;

 protected:
  Executor& executor() { return executor_; }

 private:
  Executor& executor_;
};

// For the executor's thread alone. Lives until its handler is told that it is gone, or lets go of it.
class Stream {
 public:
  // So much may wait to be sent while there is still room for more.
  static constexpr size_t kRoom = 64 << 10;
  // What a stream and its handler take besides header and bodies, generously.
  static constexpr size_t kOwnBytes = 2 << 10;

  virtual ~Stream() = default;

  const Request& request() const { return request_; }
  virtual Executor& executor() = 0;
  const std::shared_ptr<Account>& account() const { return account_; }

  // Adds a field, as if the caller had sent it.
  void Add(Field field) { request_.fields.push_back(std::move(field)); }
  // Who is told from now on; null: nobody, the stream ends by itself.
  void Attach(Handler* handler) { handler_ = handler; }
  // When the handler is to be told by OnDue.
  void SetDue(Clock::time_point due) { due_ = due; }
  // Lets the caller send so much more.
  virtual void Consume(size_t bytes) = 0;

  // Begins the answer; once. Over HTTP/1.1 what follows is as long as the field `content-length` says, or else told in
  // chunks.
  virtual void Respond(std::string_view status, const Fields& fields) = 0;
  virtual void Send(std::string bytes) = 0;
  size_t unsent() const { return out_.size() - sent_; }
  // Ends the answer, when all of it is sent with these fields.
  virtual void Finish(Fields trailers) = 0;
  // Answers by these fields alone, instead of Respond and Finish: what a client of gRPC reads as a status.
  virtual void Refuse(std::string_view status, const Fields& fields) = 0;
  // Breaks the stream off.
  virtual void Reset() = 0;

 protected:
  Request request_;
  std::shared_ptr<Account> account_;
  Handler* handler_ = nullptr;
  Clock::time_point due_ = Clock::time_point::max();
  std::string out_;
  size_t sent_ = 0;
};

// Takes a request whose header is there: attaches a handler to it. One that nobody takes is answered 404.
using Accept = std::function<void(Stream&)>;

}  // namespace congress::front

// One connection to a Redis server over hiredis, binary safe, with timeouts.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/store/redis_address.h"

struct redisContext;
struct redisReply;

namespace congress::store {

struct RedisDelete {
  void operator()(redisContext* context) const;
  void operator()(redisReply* reply) const;
};
using RedisReply = std::unique_ptr<redisReply, RedisDelete>;

// The text of a reply; empty where it has none.
std::string_view TextOf(const redisReply& reply);

// The text of an error reply; empty for any other reply.
std::string_view ErrorIn(const redisReply& reply);

// A Lua script and the name under which the server remembers it.
struct RedisScript {
  explicit RedisScript(std::string_view script_text);

  std::string text;
  std::string sha1;
};

// Used by one thread at a time.
class RedisConnection {
 public:
  // Connects, logs in and selects the database. UNAVAILABLE or DEADLINE_EXCEEDED for what can heal by itself,
  // FAILED_PRECONDITION for what cannot, such as a wrong password; the message is the driver's text.
  static absl::StatusOr<std::unique_ptr<RedisConnection>> Open(const RedisAddress& address);

  // Sends one command and waits for its reply, which may be an error reply. Without a reply UNAVAILABLE, or
  // DEADLINE_EXCEEDED after the timeout; then the connection is broken.
  absl::StatusOr<RedisReply> Send(std::span<const std::string_view> arguments);
  // The same for a script with one key, its text only when the server does not remember it.
  absl::StatusOr<RedisReply> Run(const RedisScript& script, std::string_view key,
                                 std::span<const std::string_view> arguments);

  // No further use: the replies that follow would be those of earlier commands, or it leads to the wrong server.
  bool broken() const { return broken_; }
  void Break() { broken_ = true; }

 private:
  explicit RedisConnection(redisContext* context) : context_(context) {}

  absl::Status LogIn(const RedisAddress& address);
  absl::Status Lost();

  std::unique_ptr<redisContext, RedisDelete> context_;
  bool broken_ = false;
};

// Whether the server's error reply says that it will serve again by itself: loading, failing over, full and so on.
bool CanHeal(std::string_view error);

}  // namespace congress::store

// Where a Redis server is and how to log in there.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace congress::store {

struct RedisAddress {
  std::string host = {};
  int port = 6379;
  // Path of a unix socket, in place of host and port.
  std::string socket = {};
  int database = 0;
  // Empty for the default user, as `requirepass` knows it.
  std::string user = {};
  std::string password = {};

  absl::Duration connect_timeout = absl::Seconds(1);
  // How long one command may take. A commit is flushed to disk before its reply.
  absl::Duration command_timeout = absl::Seconds(2);
  // How long a commit tries to learn its outcome after its connection broke.
  absl::Duration settle_timeout = absl::Seconds(3);
  // How often the server's settings are looked at while it is connected.
  absl::Duration settings_interval = absl::Minutes(1);

  // `Redis at host:port` or `Redis at /socket`, for messages; without the secrets.
  std::string Label() const;
};

// Reads `redis://[user:password@]host[:port][/db]` or `redis+unix://[user:password@]/path/socket[?db=1]`, both with
// `?password-file=PATH` in place of the password; user and password may be percent-encoded. INVALID_ARGUMENT in one
// sentence that never shows the password; FAILED_PRECONDITION when the password file cannot be read.
absl::StatusOr<RedisAddress> ParseRedisUrl(std::string_view url);

}  // namespace congress::store

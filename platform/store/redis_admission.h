// Whether a Redis server may hold a keyspace: asked on every new connection, since a restart may bring other settings.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "platform/store/notice.h"
#include "platform/store/redis_connection.h"

namespace congress::store {

// Version of how records lie in Redis.
inline constexpr int kRedisSchema = 1;

// FAILED_PRECONDITION in one sentence when it may evict records, holds a newer schema or denies the user a command;
// UNAVAILABLE for what can heal. `notice` hears what weakens durability or cannot be verified.
absl::Status Admit(RedisConnection& connection, const std::string& label, std::string_view prefix,
                   const Notice& notice);

}  // namespace congress::store

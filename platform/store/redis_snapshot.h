// A Redis store as of one moment: while one is read, every commit keeps what it overwrites or deletes of that moment.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/store/maintained.h"
#include "platform/store/redis_connection.h"

namespace congress::store {

// Runs a script of the keyspace and gives its reply, which is no error.
using RunRedisScript = std::function<absl::StatusOr<RedisReply>(const RedisScript&, std::span<const std::string_view>)>;

// `id`: no other snapshot's. The server forgets one of which nothing is read for a minute: then it is lost, and nothing
// of it stays behind.
absl::StatusOr<std::unique_ptr<Snapshot>> TakeRedisSnapshot(RunRedisScript run, std::string id);

// `id`: no other load's.
absl::StatusOr<std::unique_ptr<Load>> BeginRedisLoad(RunRedisScript run, std::string id);

}  // namespace congress::store

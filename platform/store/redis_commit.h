// A batch as arguments of the commit script, and the script's answer.
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/store/redis_connection.h"
#include "platform/store/store.h"

namespace congress::store {

// Borrows the texts of the batch.
class RedisCommitArguments {
 public:
  // `id` names the attempt, `forgotten` attempts whose outcome is known.
  RedisCommitArguments(const Batch& batch, std::string_view id, std::vector<std::string> forgotten);
  std::span<const std::string_view> all() const { return arguments_; }

 private:
  std::string_view Keep(std::string text);

  std::vector<std::string_view> arguments_;
  // A deque, since its elements stay where they are.
  std::deque<std::string> kept_;
};

// Seconds for which the outcome of an attempt is remembered: far longer than a connection can hold back a request.
inline constexpr std::string_view kOutcomeSeconds = "3600";

// What became of commit `index` of a group: its number; nothing when it has been fenced off, so that nothing was
// written; ABORTED for a conflict.
absl::StatusOr<std::optional<Revision>> ReadCommitReply(const redisReply& reply, size_t index);
// The same for the fence script, which is about one.
absl::StatusOr<std::optional<Revision>> ReadFenceReply(const redisReply& reply);

// The 20 digits before a value; empty for kAbsent.
std::string Stamp(Revision revision);
// What scripts give in place of a record that is in the list and not there, and of one that is of another type.
inline constexpr std::string_view kLost = "lost";
inline constexpr std::string_view kForeign = "foreign";
// DATA_LOSS `RECORD_DAMAGED` for either.
absl::Status LostRecord(std::string_view key, std::string_view how = kLost);
// What an error of Redis says, which has written nothing: DATA_LOSS `STORE_DAMAGED` for a key of the store that is of
// another type, UNAVAILABLE `STORE_UNAVAILABLE` for anything else.
absl::Status RedisError(std::string_view error);
// Splits what lies at a record key. DATA_LOSS for anything else than a stamped value.
absl::StatusOr<Record> ReadStamped(std::string_view key, std::string_view stamped);

}  // namespace congress::store

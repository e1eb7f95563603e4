#include "platform/store/redis_store.h"

#include <hiredis/hiredis.h>

#include <array>
#include <deque>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/broken_pipes.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/redis_admission.h"
#include "platform/store/redis_commit.h"
#include "platform/store/redis_scripts.h"

namespace congress::store {
namespace {

constexpr int kConnections = 16;
constexpr int kCommitAttempts = 2;
// Ids of one commit's worth of forgetting; more wait for the next or expire.
constexpr size_t kMostForgotten = 100;
constexpr absl::Duration kSettlePause = absl::Milliseconds(20);
// Keys that are looked at by one command, which holds up the others for about half a millisecond.
constexpr std::string_view kLookedAtOnce = "250";

std::string RandomPrefix() {
  std::random_device random;
  return absl::StrFormat("%08x%08x-", random(), random());
}

// Redis takes a million arguments of a command; a write has four.
constexpr size_t kBytesOfEntry = 200;
size_t WeightOf(const Batch& batch) {
  return batch.Bytes() + kBytesOfEntry * (batch.writes.size() + batch.checks.size() + batch.appends.size());
}

absl::Status NoAnswer(const absl::Status& cause) {
  return Unanswered(absl::StrCat("redis: ", std::string(cause.message())));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RedisStore>> RedisStore::Open(const RedisAddress& address, std::string_view keyspace,
                                                             Notice notice) {
  IgnoreBrokenPipes();
  std::unique_ptr<RedisStore> store(new RedisStore(address, keyspace, std::move(notice)));
  const absl::Status first = store->pool_.Take().status();
  if (absl::IsFailedPrecondition(first)) return first;
  if (!first.ok()) {
    store->Tell(absl::StrCat(address.Label(), " does not answer yet (", std::string(first.message()),
                             "); it is tried again with every call."));
  }
  return store;
}

RedisStore::RedisStore(const RedisAddress& address, std::string_view keyspace, Notice notice)
    : address_(address),
      prefix_(absl::StrCat("{congress:", std::string(keyspace), "}:")),
      notice_(std::move(notice)),
      id_prefix_(RandomPrefix()),
      pool_([this] { return Connect(); }, kConnections, address.command_timeout),
      groups_([this](std::span<Attempt* const> group) { CommitGroup(group); }) {}

absl::StatusOr<std::unique_ptr<RedisConnection>> RedisStore::Connect() {
  auto connection = RedisConnection::Open(address_);
  if (absl::IsFailedPrecondition(connection.status())) {
    return absl::FailedPreconditionError(
        absl::StrCat(address_.Label(), " refuses: ", std::string(connection.status().message())));
  }
  if (!connection.ok()) return connection.status();
  RETURN_IF_ERROR(Admit(**connection, address_.Label(), prefix_, [this](std::string_view text) { Tell(text); }));
  return connection;
}

void RedisStore::Tell(std::string_view sentence) {
  {
    MutexLock lock(mutex_);
    if (!told_.emplace(sentence).second) return;
  }
  if (notice_) notice_(sentence);
}

absl::StatusOr<RedisReply> RedisStore::Read(Question question) {
  absl::Status failure;
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto lease = pool_.Take();
    if (!lease.ok()) return NoAnswer(lease.status());
    auto reply = question(**lease);
    if (reply.ok()) {
      if (ErrorIn(**reply).empty()) return reply;
      // After a failover the same connection would go on refusing.
      (*lease)->Break();
      return RedisError(ErrorIn(**reply));
    }
    failure = reply.status();
    // Who did not answer in time is not asked again: the caller has waited long enough.
    if (absl::IsDeadlineExceeded(failure)) break;
  }
  return NoAnswer(failure);
}

absl::StatusOr<Record> RedisStore::Get(std::string_view key) {
  // By a script, which knows one that is absent from one that is lost.
  const std::vector<std::string> keys = {std::string(key)};
  ASSIGN_OR_RETURN(std::vector<Record> records, GetAll(keys));
  if (records.empty() || records.front().revision == kAbsent) return absl::NotFoundError("No such record.");
  return std::move(records.front());
}

absl::StatusOr<std::vector<Record>> RedisStore::GetAll(std::span<const std::string> keys) {
  std::vector<Record> records;
  if (keys.empty()) return records;
  const std::string bytes = absl::StrCat(Batch::kMostBytes);
  std::vector<std::string_view> arguments = {bytes};
  arguments.insert(arguments.end(), keys.begin(), keys.end());
  ASSIGN_OR_RETURN(const RedisReply reply, Read([&](RedisConnection& connection) {
                     return connection.Run(FetchScript(), prefix_, arguments);
                   }));
  for (size_t i = 0; i < reply->elements && i < keys.size(); ++i) {
    const std::string_view text = TextOf(*reply->element[i]);
    if (text.empty()) {
      records.push_back({keys[i], "", kAbsent});
      continue;
    }
    ASSIGN_OR_RETURN(Record record, ReadStamped(keys[i], text));
    records.push_back(std::move(record));
  }
  return records;
}

absl::StatusOr<std::vector<Record>> RedisStore::Scan(const Range& range, int limit) {
  std::vector<Record> records;
  if (limit <= 0 || (!range.end.empty() && range.begin >= range.end)) return records;
  const std::string least = range.begin.empty() ? "-" : "[" + range.begin;
  const std::string most = range.end.empty() ? "+" : "(" + range.end;
  const std::string count = absl::StrCat(limit);
  const std::string bytes = absl::StrCat(Batch::kMostBytes);
  const std::array<std::string_view, 4> arguments = {least, most, count, bytes};
  ASSIGN_OR_RETURN(const RedisReply reply,
                   Read([&](RedisConnection& connection) { return connection.Run(ScanScript(), prefix_, arguments); }));
  for (size_t i = 0; i + 1 < reply->elements; i += 2) {
    ASSIGN_OR_RETURN(Record record, ReadStamped(TextOf(*reply->element[i]), TextOf(*reply->element[i + 1])));
    records.push_back(std::move(record));
  }
  return records;
}

absl::StatusOr<Committed> RedisStore::Commit(const Batch& batch) {
  RETURN_IF_ERROR(batch.Validate());
  absl::Status failure;
  for (int number = 0; number < kCommitAttempts; ++number) {
    Attempt attempt{.batch = batch, .id = NextId(), .bytes = WeightOf(batch)};
    groups_.Do(attempt);
    failure = attempt.lost;
    if (!failure.ok()) attempt.outcome = Settle(attempt.id);
    ASSIGN_OR_RETURN(const std::optional<Revision> sequence, attempt.outcome);
    if (sequence) {
      Forget(attempt.id);
      return Committed{*sequence};
    }
  }
  return NoAnswer(failure);
}

void RedisStore::CommitGroup(std::span<Attempt* const> group) {
  auto lease = pool_.Take();
  if (!lease.ok() || Fails("redis.commit")) {
    for (Attempt* attempt : group) attempt->outcome = NoAnswer(lease.status());
    return;
  }
  std::vector<std::string> forgotten = TakeForgotten();
  std::deque<RedisCommitArguments> each;
  std::vector<std::string_view> arguments;
  for (const Attempt* attempt : group) {
    each.emplace_back(attempt->batch, attempt->id, std::exchange(forgotten, {}));
    arguments.insert(arguments.end(), each.back().all().begin(), each.back().all().end());
  }
  auto reply = (*lease)->Run(CommitScript(), prefix_, arguments);
  if (Fails("redis.committed")) reply = absl::UnavailableError("a failpoint");
  // After a failover the same connection would go on refusing.
  if (reply.ok() && !ErrorIn(**reply).empty()) (*lease)->Break();
  for (size_t i = 0; i < group.size(); ++i) {
    if (reply.ok()) {
      group[i]->outcome = ReadCommitReply(**reply, i);
    } else {
      group[i]->lost = reply.status();
    }
  }
}

absl::StatusOr<std::optional<Revision>> RedisStore::Settle(const std::string& id) {
  const absl::Time deadline = absl::Now() + address_.settle_timeout;
  const std::array<std::string_view, 2> arguments = {id, kOutcomeSeconds};
  while (true) {
    const auto reply =
        Read([&](RedisConnection& connection) { return connection.Run(FenceScript(), prefix_, arguments); });
    if (reply.ok()) return ReadFenceReply(**reply);
    if (absl::Now() + kSettlePause >= deadline) return OutcomeUnknown(DriverText(reply.status()));
    absl::SleepFor(kSettlePause);
  }
}

absl::Status RedisStore::CheckSettings() {
  {
    const MutexLock lock(mutex_);
    if (settings_.ok() && absl::Now() < settings_checked_ + address_.settings_interval) return absl::OkStatus();
    settings_checked_ = absl::Now();
  }
  auto lease = pool_.Take();
  absl::Status admitted = lease.ok()
                              ? Admit(**lease, address_.Label(), prefix_, [this](std::string_view text) { Tell(text); })
                              : lease.status();
  // Whoever changed the setting can change it back.
  if (!admitted.ok()) admitted = Unanswered(std::string(admitted.message()));
  const MutexLock lock(mutex_);
  settings_ = admitted;
  return admitted;
}

absl::StatusOr<Revision> RedisStore::LastSequence() {
  RETURN_IF_ERROR(CheckSettings());
  ASSIGN_OR_RETURN(const RedisReply reply,
                   Read([&](RedisConnection& connection) { return connection.Run(SequenceScript(), prefix_, {}); }));
  if (reply->elements == 3) {
    return Damaged(absl::StrCat("redis: '", prefix_, "keys' has ", std::string(TextOf(*reply->element[1])),
                                " keys and had ", std::string(TextOf(*reply->element[2])),
                                "; no list shows the others. Restore a backup, and run once with --accept-rollback."));
  }
  if (reply->elements != 1) return Damaged("redis: a script gave an answer of an unknown form");
  ASSIGN_OR_RETURN(const std::optional<Revision> sequence, ReadFenceReply(*reply->element[0]));
  return sequence.value_or(0);
}

RunRedisScript RedisStore::Scripts() {
  return [this](const RedisScript& script, std::span<const std::string_view> arguments) {
    return Read([&](RedisConnection& connection) { return connection.Run(script, prefix_, arguments); });
  };
}

absl::StatusOr<std::vector<SelfFault>> RedisStore::Examine() {
  auto lease = pool_.Take();
  if (!lease.ok()) return NoAnswer(lease.status());
  std::vector<SelfFault> faults;
  const absl::Status admitted = Admit(**lease, address_.Label(), prefix_, [&faults](std::string_view text) {
    faults.push_back({.said = std::string(text)});
  });
  if (absl::IsUnavailable(admitted)) return NoAnswer(admitted);
  if (!admitted.ok()) faults.push_back({.said = std::string(admitted.message())});
  const absl::Status whole = LastSequence().status();
  if (absl::IsDataLoss(whole)) faults.push_back({.damage = true, .said = DriverText(whole)});
  return faults;
}

absl::Status RedisStore::LookOn() {
  std::string least = "-";
  {
    const MutexLock lock(mutex_);
    if (!looked_at_.empty()) least = absl::StrCat("(", looked_at_);
  }
  const std::array<std::string_view, 2> arguments = {least, kLookedAtOnce};
  ASSIGN_OR_RETURN(const RedisReply reply, Read([&](RedisConnection& connection) {
                     return connection.Run(PresenceScript(), prefix_, arguments);
                   }));
  if (reply->elements == 0) return Damaged("redis: a script gave an answer of an unknown form");
  {
    const MutexLock lock(mutex_);
    looked_at_ = TextOf(*reply->element[0]);
  }
  if (reply->elements != 3) return absl::OkStatus();
  const std::string_view key = TextOf(*reply->element[1]);
  absl::Status lost = LostRecord(key, TextOf(*reply->element[2]));
  if (!key.starts_with(kIndexes) && !key.starts_with(kTreeCopy)) return lost;
  // The service that makes it anew must go on serving.
  Tell(DriverText(lost));
  return absl::OkStatus();
}

absl::Status RedisStore::Purge() {
  ASSIGN_OR_RETURN(const RedisReply reply, Read([](RedisConnection& connection) {
                     const std::array<std::string_view, 1> rewrite = {"BGREWRITEAOF"};
                     return connection.Send(rewrite);
                   }));
  // One that is under way began before what shall go was deleted.
  const std::string_view error = ErrorIn(*reply);
  return error.empty() ? absl::OkStatus() : Unanswered(absl::StrCat("redis: ", std::string(error)));
}

absl::StatusOr<std::unique_ptr<Snapshot>> RedisStore::TakeSnapshot() { return TakeRedisSnapshot(Scripts(), NextId()); }

absl::StatusOr<std::unique_ptr<Load>> RedisStore::BeginLoad() { return BeginRedisLoad(Scripts(), NextId()); }

std::vector<std::string> RedisStore::TakeForgotten() {
  MutexLock lock(mutex_);
  return std::exchange(forgotten_, {});
}

void RedisStore::Forget(const std::string& id) {
  MutexLock lock(mutex_);
  if (forgotten_.size() < kMostForgotten) forgotten_.push_back(id);
}

}  // namespace congress::store

#include "platform/store/redis_snapshot.h"

#include <hiredis/hiredis.h>

#include <array>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/redis_admission.h"
#include "platform/store/redis_commit.h"
#include "platform/store/redis_maintenance_scripts.h"

namespace congress::store {
namespace {

// Keys of one page, whatever the limit: few enough for commits to come in between, enough to outrun whoever appends to
// a log.
constexpr int kPageKeys = 250;
// Redis does one thing at a time. After a page its time is left to others for so many times as long as that took.
constexpr int kRest = 2;
// Longer than a reader needs for a page and for passing it on.
constexpr std::string_view kSecondsWithoutReader = "60";

using Found = std::map<std::string, Record, std::less<>>;

// Adds the records of a page to `found`. The last key that the page speaks of; none when it goes to the end.
absl::StatusOr<std::optional<std::string>> ReadPage(const redisReply& page, Found* found) {
  if (page.type != REDIS_REPLY_ARRAY || page.elements == 0) return Damaged("redis: a snapshot's page of unknown form");
  std::optional<std::string> last;
  for (size_t i = 1; i + 1 < page.elements; i += 2) {
    const std::string_view key = TextOf(*page.element[i]);
    const std::string_view record = TextOf(*page.element[i + 1]);
    last = key;
    if (record.empty()) continue;
    ASSIGN_OR_RETURN(Record read, ReadStamped(key, record));
    found->insert_or_assign(read.key, std::move(read));
  }
  if (page.element[0]->integer == 0) last.reset();
  return last;
}

class RedisSnapshot final : public Snapshot {
 public:
  RedisSnapshot(RunRedisScript run, std::string id, Revision sequence)
      : run_(std::move(run)), id_(std::move(id)), sequence_(sequence) {}
  ~RedisSnapshot() override {
    const std::array<std::string_view, 1> arguments = {id_};
    // What is not forgotten now expires.
    run_(EndSnapshotScript(), arguments).status().IgnoreError();
  }

  Revision sequence() const override { return sequence_; }

  absl::StatusOr<std::vector<Record>> Scan(const Range& range, int limit) override {
    std::vector<Record> records;
    size_t bytes = 0;
    Range rest = range;
    bool more = limit > 0;
    // A page of keys that have all come since holds nothing of the moment.
    while (records.empty() && more && (rest.end.empty() || rest.begin < rest.end)) {
      Found found;
      ASSIGN_OR_RETURN(const std::optional<std::string> last, ReadPages(rest, &found));
      for (auto& [key, record] : found) {
        if (last && key > *last) break;
        bytes += record.value.size();
        if (static_cast<int>(records.size()) == limit || (bytes > Batch::kMostBytes && !records.empty()))
          return records;
        records.push_back(std::move(record));
      }
      more = last.has_value();
      if (more) rest = rest.After(*last);
    }
    return records;
  }

 private:
  // Up to where both pages speak of every key; none: to the end.
  absl::StatusOr<std::optional<std::string>> ReadPages(const Range& range, Found* found) {
    const std::string least = range.begin.empty() ? "-" : "[" + range.begin;
    const std::string most = range.end.empty() ? "+" : "(" + range.end;
    const std::string count = absl::StrCat(kPageKeys);
    const std::string bytes = absl::StrCat(Batch::kMostBytes);
    const std::array<std::string_view, 6> arguments = {id_, kSecondsWithoutReader, least, most, count, bytes};
    absl::SleepFor(rested_ - absl::Now());
    const absl::Time begin = absl::Now();
    ASSIGN_OR_RETURN(const RedisReply reply, run_(ReadSnapshotScript(), arguments));
    rested_ = absl::Now() + kRest * (absl::Now() - begin);
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return SnapshotLost();
    ASSIGN_OR_RETURN(std::optional<std::string> last, ReadPage(*reply->element[0], found));
    ASSIGN_OR_RETURN(std::optional<std::string> gone, ReadPage(*reply->element[1], found));
    if (gone && (!last || *gone < *last)) last = std::move(gone);
    return last;
  }

  const RunRedisScript run_;
  const std::string id_;
  const Revision sequence_;
  absl::Time rested_ = absl::InfinitePast();
};

// OK when the script answers `expected`.
absl::Status Expect(const absl::StatusOr<RedisReply>& reply, std::string_view expected) {
  RETURN_IF_ERROR(reply.status());
  return TextOf(**reply) == expected ? absl::OkStatus() : NotEmpty();
}

class RedisLoad final : public Load {
 public:
  RedisLoad(RunRedisScript run, std::string id) : run_(std::move(run)), id_(std::move(id)) {}

  absl::Status Add(std::span<const Record> records) override {
    std::deque<std::string> stamps;
    std::vector<std::string_view> arguments = {id_};
    for (const Record& record : records) {
      arguments.push_back(record.key);
      arguments.push_back(stamps.emplace_back(Stamp(record.revision)));
      arguments.push_back(record.value);
    }
    count_ += records.size();
    return Expect(run_(AddLoadScript(), arguments), "added");
  }

  absl::Status Finish(Revision sequence) override {
    const std::string schema = absl::StrCat(kRedisSchema);
    const std::string last = absl::StrCat(sequence);
    const std::string count = absl::StrCat(count_);
    const std::array<std::string_view, 4> arguments = {id_, schema, last, count};
    return Expect(run_(FinishLoadScript(), arguments), "finished");
  }

 private:
  const RunRedisScript run_;
  const std::string id_;
  size_t count_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Snapshot>> TakeRedisSnapshot(RunRedisScript run, std::string id) {
  const std::array<std::string_view, 2> arguments = {id, kSecondsWithoutReader};
  ASSIGN_OR_RETURN(const RedisReply reply, run(BeginSnapshotScript(), arguments));
  if (TextOf(*reply) == "running") return SnapshotRunning();
  ASSIGN_OR_RETURN(const std::optional<Revision> sequence, ReadFenceReply(*reply));
  return std::make_unique<RedisSnapshot>(std::move(run), std::move(id), sequence.value_or(kAbsent));
}

absl::StatusOr<std::unique_ptr<Load>> BeginRedisLoad(RunRedisScript run, std::string id) {
  const std::string schema = absl::StrCat(kUnfinishedLoad);
  const std::array<std::string_view, 2> arguments = {id, schema};
  RETURN_IF_ERROR(Expect(run(BeginLoadScript(), arguments), "begun"));
  return std::make_unique<RedisLoad>(std::move(run), std::move(id));
}

}  // namespace congress::store

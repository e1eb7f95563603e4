#include "platform/store/redis_commit.h"

#include <hiredis/hiredis.h>

#include <charconv>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"
#include "platform/store/redis_scripts.h"

namespace congress::store {
namespace {

std::optional<Revision> RevisionOf(std::string_view digits) {
  Revision number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

absl::Status Refused(const redisReply& reply) {
  // The script writes only after all that can fail, so a refusal has written nothing.
  if (reply.type == REDIS_REPLY_ERROR) return RedisError(TextOf(reply));
  return Damaged("redis: a script gave an answer of an unknown form");
}

absl::StatusOr<std::optional<Revision>> Sequence(const redisReply& reply) {
  const std::optional<Revision> sequence = RevisionOf(TextOf(reply));
  if (!sequence) return Refused(reply);
  return sequence;
}

}  // namespace

RedisCommitArguments::RedisCommitArguments(const Batch& batch, std::string_view id,
                                           std::vector<std::string> forgotten) {
  arguments_ = {Keep(std::string(id)), kOutcomeSeconds};
  std::vector<Check> checks = batch.checks;
  if (batch.guard) checks.push_back(*batch.guard);
  for (const size_t count : {forgotten.size(), batch.writes.size(), checks.size(), batch.appends.size()}) {
    arguments_.push_back(Keep(absl::StrCat(count)));
  }
  for (const Revision revision : {batch.floor, batch.jump_to.value_or(kAbsent)}) {
    arguments_.push_back(Keep(absl::StrCat(revision)));
  }
  for (std::string& one : forgotten) arguments_.push_back(Keep(std::move(one)));
  for (const Write& write : batch.writes) {
    arguments_.push_back(write.key);
    arguments_.push_back(write.value ? "put" : "delete");
    arguments_.push_back(write.expected ? Keep(Stamp(*write.expected)) : kAnyRevision);
    arguments_.push_back(write.value ? std::string_view(*write.value) : std::string_view(""));
  }
  for (const Check& check : checks) {
    arguments_.push_back(Keep(check.key));
    arguments_.push_back(Keep(Stamp(check.expected)));
  }
  for (const Append& append : batch.appends) {
    arguments_.push_back(append.log);
    arguments_.push_back(append.value);
  }
}

std::string_view RedisCommitArguments::Keep(std::string text) { return kept_.emplace_back(std::move(text)); }

absl::StatusOr<std::optional<Revision>> ReadCommitReply(const redisReply& reply, size_t index) {
  if (reply.type != REDIS_REPLY_ARRAY || reply.elements <= index) return Refused(reply);
  const redisReply& own = *reply.element[index];
  if (own.type != REDIS_REPLY_ARRAY || own.elements == 0) return Refused(own);
  const std::string_view outcome = TextOf(*own.element[0]);
  if (outcome == "fenced") return std::nullopt;
  if (outcome == "behind" && own.elements == 3) {
    ASSIGN_OR_RETURN(const std::optional<Revision> last, Sequence(*own.element[1]));
    ASSIGN_OR_RETURN(const std::optional<Revision> floor, Sequence(*own.element[2]));
    return Behind(*last, *floor);
  }
  if (own.elements != 2) return Refused(own);
  const std::string_view what = TextOf(*own.element[1]);
  if (outcome == "conflict") return Conflict(what);
  if (outcome == kLost || outcome == kForeign) return LostRecord(what, outcome);
  if (outcome == "failed") return RedisError(what);
  return Sequence(*own.element[1]);
}

absl::StatusOr<std::optional<Revision>> ReadFenceReply(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_STRING && TextOf(reply) == "fenced") return std::nullopt;
  return Sequence(reply);
}

std::string Stamp(Revision revision) { return revision == kAbsent ? "" : absl::StrFormat("%020d", revision); }

absl::Status LostRecord(std::string_view key, std::string_view how) {
  std::string_view cure = "Restore a backup, and run once with --accept-rollback.";
  if (key.starts_with(kIndexes)) cure = "Run: congressctl indexes rebuild";
  if (key.starts_with(kTreeCopy)) cure = "Start the service again; it reads the tree of organisations anew.";
  const std::string_view finding = how == kForeign ? "it was replaced beside the suite by something of another type. "
                                                   : "it was deleted beside the suite; the list has its key. ";
  return DamagedRecord(key, absl::StrCat("redis: ", std::string(finding), std::string(cure)));
}

absl::Status RedisError(std::string_view error) {
  const std::string said = absl::StrCat("redis: ", std::string(error));
  if (error.find("WRONGTYPE") == std::string_view::npos) return Unanswered(said);
  return Damaged(absl::StrCat(
      said,
      ". A key by which the store knows its records was replaced beside the suite by something of another type. "
      "Restore a backup, and run once with --accept-rollback."));
}

absl::StatusOr<Record> ReadStamped(std::string_view key, std::string_view stamped) {
  if (stamped == kLost || stamped == kForeign) return LostRecord(key, stamped);
  const std::optional<Revision> revision = RevisionOf(stamped.substr(0, kStampSize));
  if (stamped.size() < kStampSize || !revision) return DamagedRecord(key, "redis: a record without its revision");
  return Record{std::string(key), std::string(stamped.substr(kStampSize)), *revision};
}

}  // namespace congress::store

#include "platform/store/store.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"

namespace congress::store {

using status::PlatformReason;

namespace {

bool HasTwice(std::vector<std::string_view> names) {
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

}  // namespace

Range Range::Prefix(std::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && static_cast<unsigned char>(end.back()) == 0xff) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(end.back() + 1);
  return {std::string(prefix), end};
}

Range Range::After(std::string_view key) const {
  std::string next(key);
  next.push_back('\0');
  return {std::max(begin, next), end};
}

size_t Batch::Bytes() const {
  size_t bytes = 0;
  for (const Write& write : writes) bytes += write.key.size() + (write.value ? write.value->size() : 0);
  for (const Check& check : checks) bytes += check.key.size();
  for (const Append& append : appends) bytes += append.log.size() + append.value.size();
  return bytes;
}

absl::Status Batch::Validate() const {
  const size_t entries = writes.size() + checks.size() + appends.size();
  const size_t bytes = Bytes() - envelope_bytes;
  std::vector<std::string_view> keys;
  std::vector<std::string_view> logs;
  for (const Write& write : writes) keys.push_back(write.key);
  for (const Append& append : appends) logs.push_back(append.log);
  if (entries > kMostEntries || bytes > kMostBytes) {
    return status::InvalidArgument(PlatformReason::CHANGE_TOO_LARGE, {{"records", StrCat(entries)},
                                                                      {"bytes", StrCat(bytes)},
                                                                      {"most_records", StrCat(kMostEntries)},
                                                                      {"most_bytes", StrCat(kMostBytes)}});
  }
  if (HasTwice(keys)) {
    return absl::InternalError("A batch writes one key twice.");
  }
  if (HasTwice(logs)) {
    return absl::InternalError("A batch appends to one log twice.");
  }
  return absl::OkStatus();
}

std::string AppendKey(std::string_view log, Revision sequence) { return absl::StrFormat("%s/%020d", log, sequence); }

bool IsAppendKey(std::string_view key) {
  constexpr size_t kNumber = 1 + 20;
  if (key.size() < kNumber || key[key.size() - kNumber] != '/') return false;
  const std::string_view digits = key.substr(key.size() - kNumber + 1);
  return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

absl::Status Conflict(std::string_view key) {
  return status::Error(absl::StatusCode::kAborted, PlatformReason::CONTENTION, {{"key", std::string(key)}});
}

std::string ConflictingKey(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (!absl::IsAborted(status) || !status::Detail(status, &info)) return "";
  const auto found = info.metadata().find("key");
  return found == info.metadata().end() ? "" : found->second;
}

absl::Status Behind(Revision last, Revision floor) {
  return Refused(StrCat("The store ends with commit ", last & kCommitMask, " of epoch ", EpochOf(last), ", and commit ",
                        floor & kCommitMask, " of epoch ", EpochOf(floor),
                        " was acknowledged: it was set back under the running service."));
}

bool IsBehind(const absl::Status& status) { return status::ReasonOf(status) == "STORE_REFUSED"; }

}  // namespace congress::store

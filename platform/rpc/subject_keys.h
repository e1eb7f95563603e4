// The keys under which graded fields and files are kept: one for each subject, as a person, wrapped by a key of the
// process. Who deletes the record of a subject's key has erased what lies under it, here and in every backup.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "platform/content/data_key.h"
#include "platform/content/key_wrap.h"
#include "platform/sync.h"

namespace congress::rpc {

// What the keys of all of these begin with; backups take them apart from the records (platform/backup/records.h).
inline constexpr std::string_view kSubjectKeys = "k/";
// Where the wrapped key of a subject lies: `k/persons/p-7`.
std::string KeyOfSubject(std::string_view subject);

// A subject's key, unwrapped.
struct SubjectKey {
  // Of its files.
  content::DataKey data;
  // Of the graded fields in its records, made of the other.
  content::DataKey records;
  // Which key it is, without telling it.
  std::string id;
};

// Safe for many threads. One per service.
class SubjectKeys {
 public:
  explicit SubjectKeys(content::KeyWrap wrap) : wrap_(std::move(wrap)) {}

  // What is stored of a new key, which only opens what is sealed once that is committed.
  std::string Make(std::string_view subject);
  // The key in what is stored. DATA_LOSS `RECORD_DAMAGED` when it was altered or is another subject's; UNAVAILABLE
  // `STORE_UNAVAILABLE` when the process lacks the key that wraps it.
  absl::StatusOr<std::shared_ptr<const SubjectKey>> Unwrap(std::string_view subject, const std::string& stored);
  // What is stored of the same key from now on, wrapped by the process key of today; none where it is already. The
  // errors of Unwrap.
  absl::StatusOr<std::optional<std::string>> Rewrap(std::string_view subject, const std::string& stored);
  // The process key that wraps it; empty for what cannot be read.
  static std::string KeyIdOf(const std::string& stored);

  // Tells the log, once of each, that the key of a subject is gone.
  void TellGone(std::string_view subject);

 private:
  const content::KeyWrap wrap_;
  Mutex mutex_;
  // By subject and stored bytes, so that a key that was deleted or replaced is never found here.
  std::unordered_map<std::string, std::shared_ptr<const SubjectKey>> known_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string, std::less<>> gone_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::rpc

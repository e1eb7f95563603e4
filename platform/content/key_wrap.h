// Keys of owners, encrypted for storage by a key of the process.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/content/data_key.h"
#include "platform/snapshot.h"

namespace congress::content {

// What is stored of an owner's key. Whoever deletes every copy of it has erased the owner's contents.
struct WrappedKey {
  // The process key that opens it.
  std::string key_id;
  std::string bytes;
};

// Process keys by their ids. To rotate: add a key, wrap anew what an older one wrapped, then drop the older. Safe for
// use by many threads.
class KeyWrap {
 public:
  // Reads a file with one key on each line, `<id> <64 hexadecimal digits>`; the last wraps. Makes it with one new key
  // and mode 0600 when there is none. FAILED_PRECONDITION in one sentence for the operator when it cannot be used; the
  // sentence shows nothing of the keys.
  static absl::StatusOr<KeyWrap> Load(const std::string& path);

  KeyWrap(std::map<std::string, DataKey> keys, std::string current)
      : keys_(std::make_shared<congress::Snapshot<Keys>>(Keys{std::move(keys), std::move(current)})) {}

  // Takes over another's keys, in all copies of this.
  void Become(const KeyWrap& other) const { keys_->Set(*other.keys_->Get()); }

  // Encrypts the key of `owner`, such as `persons/p-7`.
  WrappedKey Wrap(const DataKey& key, std::string_view owner) const;

  // DATA_LOSS `CONTENT_CORRUPT` when the bytes were altered or are another owner's; UNAVAILABLE `CONTENT_UNAVAILABLE`
  // when the process lacks the key that it names.
  absl::StatusOr<DataKey> Unwrap(const WrappedKey& wrapped, std::string_view owner) const;

  // Whether Wrap would use another process key today.
  bool IsOutdated(const WrappedKey& wrapped) const { return wrapped.key_id != current(); }
  // The id of the process key that wraps today.
  std::string current() const { return keys_->Get()->current; }

 private:
  struct Keys {
    std::map<std::string, DataKey> by_id;
    std::string current;
  };
  // Shared by all copies.
  std::shared_ptr<congress::Snapshot<Keys>> keys_;
};

}  // namespace congress::content

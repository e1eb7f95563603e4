// A zip file as it comes from elsewhere, read where it lies and never beyond its limits.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/bundle/bytes.h"

struct zip;

namespace congress::bundle {

// One thread uses it at a time.
class Archive {
 public:
  struct Entry {
    std::string name;
    int64_t size;
    uint64_t index;
  };
  // What entries may take together, unpacked. One of more than kFreeBytes must not be more than kMostRatio times its
  // packed size either.
  static constexpr int64_t kFreeBytes = 1 << 20;
  static constexpr int64_t kMostRatio = 100;

  // Only a zip file that every program reads alike: its bytes are the entries one behind the other, one directory of
  // them and its end; each name is there once, safe, and in UTF-8. INVALID_ARGUMENT `BUNDLE_MALFORMED`,
  // `BUNDLE_TOO_LARGE` before anything is unpacked, `FILE_NAME_INVALID`; the source's own error.
  static absl::StatusOr<Archive> Open(Bytes bytes);
  Archive(Archive&&) noexcept;
  ~Archive();

  // Its files, without folders.
  const std::vector<Entry>& entries() const { return entries_; }
  const Entry* Find(std::string_view name) const;

  // Gives the bytes of an entry. INVALID_ARGUMENT `BUNDLE_MALFORMED` when they are damaged, after some may have been
  // given; the errors of source and sink.
  absl::Status Read(const Entry& entry, content::Sink sink);

 private:
  class Input;
  using Zip = std::unique_ptr<zip, void (*)(zip*)>;

  explicit Archive(Bytes bytes);
  absl::Status OpenZip();
  absl::StatusOr<Entry> EntryAt(uint64_t index, int64_t* packed);
  // Whether the entries lie one behind the other up to `directory`, so that no byte is read by some programs alone.
  absl::Status CheckLayout(const std::vector<int64_t>& packed, int64_t directory);
  // The source's error if it has one, or else that of a damaged file.
  absl::Status Failure() const;

  // Read by zip_, which goes first.
  std::unique_ptr<Input> input_;
  Zip zip_;
  std::vector<Entry> entries_;
};

}  // namespace congress::bundle

// Whether a file that goes by is a whole ZIP file, and none that would fill a disk once it is unpacked: told by the
// list of its parts, which stands at its end, and by the parts, which are unpacked as they go by, since a list may lie.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/content/zip_parts.h"

namespace congress::content {

class ZipEnd {
 public:
  // What all parts may take together, unpacked. One of more than kFreeBytes must not be more than kMostRatio times its
  // packed size either.
  static constexpr uint64_t kMostBytes = uint64_t{256} << 20;
  static constexpr uint64_t kFreeBytes = uint64_t{1} << 20;
  static constexpr uint64_t kMostRatio = 100;

  // The next bytes. Of all of them the last ones are kept, which hold the list of thousands of parts.
  void Take(std::string_view bytes);
  // Once all have come: whether the list is there, whole, and within the limits.
  bool IsFit() const;

 private:
  static constexpr size_t kKept = size_t{1} << 20;

  ZipParts parts_{kMostBytes};
  std::string last_;
  uint64_t taken_ = 0;
};

}  // namespace congress::content

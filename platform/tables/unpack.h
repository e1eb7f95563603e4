// The parts of a workbook's ZIP file, unpacked one by one and never beyond a limit.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

struct zip;

namespace congress::tables {

class Package {
 public:
  // What all parts that are read may take together, unpacked. A part of more than kFreeBytes must not be more than
  // kMostRatio times its packed size either.
  static constexpr uint64_t kMostBytes = 64 << 20;
  static constexpr uint64_t kFreeBytes = 1 << 20;
  static constexpr uint64_t kMostRatio = 100;

  // `bytes` must outlive the package. INVALID_ARGUMENT `CSV_MALFORMED`, `workbook`, for what is no ZIP file.
  static absl::StatusOr<Package> Open(std::string_view bytes);

  // A part by its path; NOT_FOUND when there is none. INVALID_ARGUMENT `CSV_MALFORMED`: `unpacked` before a part too
  // large is unpacked, `workbook` for one that is damaged, and `old_workbook` for one with a password.
  absl::StatusOr<std::string> Part(const std::string& path);

 private:
  using Archive = std::unique_ptr<zip, void (*)(zip*)>;
  explicit Package(Archive archive) : archive_(std::move(archive)) {}

  Archive archive_;
  uint64_t unpacked_bytes_ = 0;
};

}  // namespace congress::tables

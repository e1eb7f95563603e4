// The parts of the ZIP file that an office document is, unpacked one by one and never beyond a limit. Nothing outside
// of the file is ever opened.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

struct zip;

namespace congress::ooxml {

// How a reader tells its caller what is wrong with a file. `cause`: `damaged`, `encrypted`, or `unpacked` for what
// would be too large.
using Refuse = std::function<absl::Status(std::string_view cause)>;

// Whether the bytes are of a compound file, in which documents of the nineties and those with a password lie.
inline bool IsCompound(std::string_view bytes) { return bytes.starts_with("\xD0\xCF\x11\xE0"); }
// Whether they begin as a ZIP file.
inline bool IsZip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

// A part by its path within the file, such as `xl/workbook.xml`; NOT_FOUND when there is none.
using PartOf = std::function<absl::StatusOr<std::string>(const std::string& path)>;

// What a part says of the parts that belong to it.
struct Relation {
  std::string id;
  // The last word of its address.
  std::string type;
  std::string path;
};

// The relations of the part at `path`, none where it has no part for them. Of the file itself, for an empty path, there
// are always some: `refuse` says what to do without them.
absl::StatusOr<std::vector<Relation>> RelationsOf(const PartOf& part, const std::string& path, const Refuse& refuse);

// Path of the first part of this type; empty where there is none.
std::string PathOfType(const std::vector<Relation>& relations, std::string_view type);

class Package {
 public:
  // What all parts that are read may take together, unpacked. A part of more than kFreeBytes must not be more than
  // kMostRatio times its packed size either.
  static constexpr uint64_t kMostBytes = 64 << 20;
  static constexpr uint64_t kFreeBytes = 1 << 20;
  static constexpr uint64_t kMostRatio = 100;

  // `bytes` must outlive the package. Refuses what is no ZIP file as `damaged`.
  static absl::StatusOr<Package> Open(std::string_view bytes, Refuse refuse);

  // A part by its path; NOT_FOUND when there is none. Refuses as `unpacked` before a part too large is unpacked, as
  // `damaged`, and as `encrypted` one with a password.
  absl::StatusOr<std::string> Part(const std::string& path);

 private:
  using Archive = std::unique_ptr<zip, void (*)(zip*)>;
  Package(Archive archive, Refuse refuse) : archive_(std::move(archive)), refuse_(std::move(refuse)) {}

  Archive archive_;
  Refuse refuse_;
  uint64_t unpacked_bytes_ = 0;
};

}  // namespace congress::ooxml

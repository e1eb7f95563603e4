#include "platform/tables/unpack.h"

#include <zip.h>

#include "platform/csv/csv.h"
#include "platform/status/strings.h"

namespace congress::tables {

absl::StatusOr<Package> Package::Open(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return absl::ResourceExhaustedError("no memory for a workbook");
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, nullptr), &zip_discard);
  if (archive == nullptr) {
    zip_source_free(source);
    return csv::Malformed("workbook", {});
  }
  return Package(std::move(archive));
}

absl::StatusOr<std::string> Package::Part(const std::string& path) {
  const zip_int64_t index = zip_name_locate(archive_.get(), path.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return absl::NotFoundError(StrCat("no part ", path));
  zip_stat_t entry;
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &entry) != 0 ||
      (entry.valid & kNeeded) != kNeeded) {
    return csv::Malformed("workbook", {});
  }
  if (entry.encryption_method != ZIP_EM_NONE) return csv::Malformed("old_workbook", {});
  if (entry.size > kMostBytes - unpacked_bytes_ ||
      (entry.size > kFreeBytes && entry.size / kMostRatio > entry.comp_size)) {
    return csv::Malformed("unpacked", {{"most_bytes", StrCat(kMostBytes)}});
  }
  unpacked_bytes_ += entry.size;
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0), &zip_fclose);
  std::string content(entry.size, '\0');
  // One byte more than it says of itself, so that its checksum is compared and a part that says too little is found.
  char rest;
  if (file == nullptr || zip_fread(file.get(), content.data(), entry.size) != static_cast<zip_int64_t>(entry.size) ||
      zip_fread(file.get(), &rest, 1) != 0) {
    return csv::Malformed("workbook", {});
  }
  return content;
}

}  // namespace congress::tables

#include "platform/paper/package.h"

#include <zip.h>

#include <memory>

#include "platform/status/strings.h"

namespace congress::paper {
namespace {

// 1 January 1980 in the form of zip files.
constexpr zip_uint16_t kDay = (1 << 5) | 1;

absl::Status Failed(zip_error_t* error) { return absl::InternalError(StrCat("libzip: ", zip_error_strerror(error))); }

}  // namespace

absl::StatusOr<std::string> Pack(const PackageParts& parts) {
  zip_error_t error;
  zip_error_init(&error);
  const std::unique_ptr<zip_source_t, decltype(&zip_source_free)> file(zip_source_buffer_create(nullptr, 0, 0, &error),
                                                                       &zip_source_free);
  if (file == nullptr) return Failed(&error);
  zip_t* const archive = zip_open_from_source(file.get(), ZIP_TRUNCATE, &error);
  if (archive == nullptr) return Failed(&error);
  // The archive takes one reference; the other reads what it wrote.
  zip_source_keep(file.get());
  for (const auto& [path, content] : parts) {
    zip_source_t* const part = zip_source_buffer(archive, content.data(), content.size(), 0);
    const zip_int64_t index = part == nullptr ? -1 : zip_file_add(archive, path.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0 || zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kDay, 0) != 0) {
      if (index < 0) zip_source_free(part);
      const absl::Status failed = Failed(zip_get_error(archive));
      zip_discard(archive);
      return failed;
    }
  }
  if (zip_close(archive) != 0) {
    const absl::Status failed = Failed(zip_get_error(archive));
    zip_discard(archive);
    return failed;
  }
  zip_stat_t stat;
  if (zip_source_stat(file.get(), &stat) != 0 || zip_source_open(file.get()) != 0) {
    return Failed(zip_source_error(file.get()));
  }
  std::string bytes(stat.size, '\0');
  const zip_int64_t read = zip_source_read(file.get(), bytes.data(), bytes.size());
  zip_source_close(file.get());
  if (read != static_cast<zip_int64_t>(bytes.size()))
    return absl::InternalError("libzip: the file cannot be read back");
  return bytes;
}

}  // namespace congress::paper

#include "tests/support/zip.h"

#include <zip.h>

#include <memory>

#include "platform/status/strings.h"

namespace congress::support {
namespace {

absl::Status NoZip(std::string_view what) { return absl::InvalidArgumentError(ToAbsl(what)); }

}  // namespace

absl::StatusOr<std::map<std::string, std::string>> Unzip(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
      zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr), &zip_discard);
  if (archive == nullptr) {
    zip_source_free(source);
    return NoZip("no zip file");
  }
  std::map<std::string, std::string> parts;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t entry;
    if (zip_stat_index(archive.get(), index, 0, &entry) != 0) return NoZip("an entry without particulars");
    std::string content(entry.size, '\0');
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive.get(), index, 0),
                                                                  &zip_fclose);
    if (file == nullptr ||
        zip_fread(file.get(), content.data(), content.size()) != static_cast<zip_int64_t>(entry.size))
      return NoZip(StrCat(entry.name, " cannot be read"));
    if (!parts.emplace(entry.name, std::move(content)).second) return NoZip(StrCat(entry.name, " is there twice"));
  }
  return parts;
}

}  // namespace congress::support

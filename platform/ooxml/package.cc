#include "platform/ooxml/package.h"

#include <zip.h>

#include <algorithm>

#include "platform/ooxml/xml.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::ooxml {
namespace {

std::string FolderOf(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

std::string LastWord(std::string_view address) { return std::string(address.substr(address.rfind('/') + 1)); }

}  // namespace

absl::StatusOr<std::vector<Relation>> RelationsOf(const PartOf& part, const std::string& path, const Refuse& refuse) {
  const std::string folder = FolderOf(path);
  const auto xml = part(StrCat(folder, "_rels/", path.substr(folder.size()), ".rels"));
  std::vector<Relation> relations;
  if (absl::IsNotFound(xml.status())) {
    if (path.empty()) return refuse("damaged");
    return relations;
  }
  RETURN_IF_ERROR(xml.status());
  const bool whole = ReadXml(*xml, {.begin = [&](std::string_view mark, const Attributes& values) {
    const std::string_view target = ValueOf(values, "Target");
    // What lies elsewhere is never followed.
    if (mark != "Relationship" || ValueOf(values, "TargetMode") == "External") return true;
    relations.push_back({std::string(ValueOf(values, "Id")), LastWord(ValueOf(values, "Type")),
                         target.starts_with('/') ? std::string(target.substr(1)) : StrCat(folder, target)});
    return true;
  }});
  if (!whole) return refuse("damaged");
  return relations;
}

std::string PathOfType(const std::vector<Relation>& relations, std::string_view type) {
  const auto found =
      std::find_if(relations.begin(), relations.end(), [&](const Relation& relation) { return relation.type == type; });
  return found == relations.end() ? "" : found->path;
}

absl::StatusOr<Package> Package::Open(std::string_view bytes, Refuse refuse) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return absl::ResourceExhaustedError("no memory for a file");
  Archive archive(zip_open_from_source(source, ZIP_RDONLY, nullptr), &zip_discard);
  if (archive == nullptr) {
    zip_source_free(source);
    return refuse("damaged");
  }
  return Package(std::move(archive), std::move(refuse));
}

absl::StatusOr<std::string> Package::Part(const std::string& path) {
  const zip_int64_t index = zip_name_locate(archive_.get(), path.c_str(), ZIP_FL_NOCASE);
  if (index < 0) return absl::NotFoundError(StrCat("no part ", path));
  zip_stat_t entry;
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
  if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &entry) != 0 ||
      (entry.valid & kNeeded) != kNeeded) {
    return refuse_("damaged");
  }
  if (entry.encryption_method != ZIP_EM_NONE) return refuse_("encrypted");
  if (entry.size > kMostBytes - unpacked_bytes_ ||
      (entry.size > kFreeBytes && entry.size / kMostRatio > entry.comp_size)) {
    return refuse_("unpacked");
  }
  unpacked_bytes_ += entry.size;
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(
      zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0), &zip_fclose);
  std::string content(entry.size, '\0');
  // One byte more than it says of itself, so that its checksum is compared and a part that says too little is found.
  char rest;
  if (file == nullptr || zip_fread(file.get(), content.data(), entry.size) != static_cast<zip_int64_t>(entry.size) ||
      zip_fread(file.get(), &rest, 1) != 0) {
    return refuse_("damaged");
  }
  return content;
}

}  // namespace congress::ooxml

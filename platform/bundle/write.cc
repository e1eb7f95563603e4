#include "platform/bundle/write.h"

#include <zlib.h>

#include <string>
#include <vector>

#include "platform/bundle/failure.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/zip_form.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::bundle {
namespace {

// An entry of the zip file.
struct Entry {
  std::string name;
  int64_t size = 0;
  uint32_t crc32 = 0;
};

void Append(uint64_t number, int bytes, std::string* to) {
  for (int i = 0; i < bytes; ++i) to->push_back(static_cast<char>(number >> 8 * i & 0xFF));
}

// What both headers of an entry say alike: stored, named in UTF-8, and of the first day that zip knows.
std::string Particulars(const Entry& entry) {
  constexpr uint16_t kVersion = 20;
  constexpr uint16_t kUtf8Name = 1 << 11;
  constexpr uint16_t kFirstDay = (1 << 5) | 1;
  std::string bytes;
  Append(kVersion, 2, &bytes);
  Append(kUtf8Name, 2, &bytes);
  Append(0, 4, &bytes);  // Stored; the first moment of the day.
  Append(kFirstDay, 2, &bytes);
  Append(entry.crc32, 4, &bytes);
  Append(static_cast<uint64_t>(entry.size), 4, &bytes);
  Append(static_cast<uint64_t>(entry.size), 4, &bytes);
  Append(entry.name.size(), 2, &bytes);
  Append(0, 2, &bytes);  // No further field.
  return bytes;
}

std::string LocalHeader(const Entry& entry) { return StrCat(kLocalSign, Particulars(entry), entry.name); }

std::string CentralHeader(const Entry& entry, int64_t offset) {
  constexpr uint16_t kMadeByUnix = (3 << 8) | 20;
  constexpr uint32_t kRegularFile = 0100644;
  std::string bytes(kCentralSign);
  Append(kMadeByUnix, 2, &bytes);
  bytes += Particulars(entry);
  Append(0, 6, &bytes);  // No comment, the first disk, no text.
  Append(uint64_t{kRegularFile} << 16, 4, &bytes);
  Append(static_cast<uint64_t>(offset), 4, &bytes);
  return bytes + entry.name;
}

std::string End(size_t entries, size_t directory_bytes, int64_t directory_offset) {
  std::string bytes(kEndSign);
  Append(0, 4, &bytes);  // The one disk.
  Append(entries, 2, &bytes);
  Append(entries, 2, &bytes);
  Append(directory_bytes, 4, &bytes);
  Append(static_cast<uint64_t>(directory_offset), 4, &bytes);
  Append(0, 2, &bytes);  // No comment.
  return bytes;
}

// Passes the bytes of a file on as long as there are not too many. `crc32` is what they make.
absl::Status Pass(const v1::File& file, FileBytes files, content::Sink sink, uint32_t* crc32) {
  digest::Sha256Stream digest;
  int64_t left = file.size_bytes();
  uLong crc = 0;
  RETURN_IF_ERROR(files(file, [&](std::string_view piece) {
    left -= static_cast<int64_t>(piece.size());
    if (left < 0) return NotAsListed(file.name());
    digest << piece;
    crc = crc32_z(crc, reinterpret_cast<const Bytef*>(piece.data()), piece.size());
    return sink(piece);
  }));
  if (left != 0 || digest.Hex() != file.sha256()) return NotAsListed(file.name());
  *crc32 = static_cast<uint32_t>(crc);
  return absl::OkStatus();
}

Entry OwnEntry(std::string_view name, std::string_view bytes) {
  const uLong crc = crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  return {std::string(name), static_cast<int64_t>(bytes.size()), static_cast<uint32_t>(crc)};
}

}  // namespace

absl::StatusOr<int64_t> SizeOf(const v1::SignedManifest& signed_manifest) {
  ASSIGN_OR_RETURN(const v1::Manifest manifest, ParseManifest(signed_manifest.manifest()));
  size_t size = kEndBytes + signed_manifest.manifest().size() + SumsOf(signed_manifest, manifest).size() +
                signed_manifest.signature().size() + signed_manifest.public_key_pem().size();
  const auto add = [&size](std::string_view name) { size += kLocalBytes + kCentralBytes + 2 * name.size(); };
  for (const std::string_view own : {kManifestName, kSumsName, kSignatureName, kKeyName}) add(own);
  for (const v1::File& file : manifest.files()) {
    add(file.name());
    size += static_cast<size_t>(file.size_bytes());
  }
  return static_cast<int64_t>(size);
}

absl::Status Write(const v1::SignedManifest& signed_manifest, FileBytes files, content::Sink sink) {
  ASSIGN_OR_RETURN(const v1::Manifest manifest, ParseManifest(signed_manifest.manifest()));
  std::vector<Entry> entries;
  for (const v1::File& file : manifest.files()) {
    Entry& entry = entries.emplace_back(Entry{file.name(), file.size_bytes(), 0});
    RETURN_IF_ERROR(Pass(
        file, files, [](std::string_view) { return absl::OkStatus(); }, &entry.crc32));
  }
  std::string directory;
  int64_t offset = 0;
  size_t count = 0;
  const auto begin = [&](const Entry& entry) {
    const std::string header = LocalHeader(entry);
    directory += CentralHeader(entry, offset);
    offset += static_cast<int64_t>(header.size()) + entry.size;
    ++count;
    return sink(header);
  };
  const std::string sums = SumsOf(signed_manifest, manifest);
  for (const auto& [name, bytes] :
       {std::pair<std::string_view, std::string_view>(kManifestName, signed_manifest.manifest()),
        {kSumsName, sums},
        {kSignatureName, signed_manifest.signature()},
        {kKeyName, signed_manifest.public_key_pem()}}) {
    RETURN_IF_ERROR(begin(OwnEntry(name, bytes)));
    RETURN_IF_ERROR(sink(bytes));
  }
  for (int i = 0; i < manifest.files_size(); ++i) {
    RETURN_IF_ERROR(begin(entries[static_cast<size_t>(i)]));
    uint32_t again = 0;
    RETURN_IF_ERROR(Pass(manifest.files(i), files, sink, &again));
  }
  RETURN_IF_ERROR(sink(directory));
  return sink(End(count, directory.size(), offset));
}

}  // namespace congress::bundle

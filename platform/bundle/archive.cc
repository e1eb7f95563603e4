#include "platform/bundle/archive.h"

#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "platform/bundle/failure.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/names.h"
#include "platform/bundle/zip_form.h"
#include "platform/status/macros.h"

namespace congress::bundle {
namespace {

// The files that a bundle has beside those of its manifest, which has kMostManifestBytes itself.
constexpr int64_t kMostOwnBytes = int64_t{64} << 20;
// Entries of folders are taken, since who packs a bundle anew gets them.
constexpr uint64_t kMostEntries = 2 * kMostFiles;

uint64_t NumberIn(std::string_view bytes, size_t at, size_t count) {
  uint64_t number = 0;
  for (size_t i = count; i > 0; --i) number = number << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  return number;
}

}  // namespace

// The bytes as libzip reads them: from any place, a window at a time.
class Archive::Input {
 public:
  explicit Input(Bytes bytes) : bytes_(std::move(bytes)) { zip_error_init(&error_); }

  int64_t size() const { return bytes_.size; }
  const absl::Status& status() const { return status_; }

  // `count` bytes from `offset`, at most kWindowBytes; fewer at the end of the file.
  absl::StatusOr<std::string_view> At(int64_t offset, size_t count) {
    count = static_cast<size_t>(std::clamp<int64_t>(bytes_.size - offset, 0, static_cast<int64_t>(count)));
    if (count == 0) return std::string_view();
    if (offset < begin_ || offset + static_cast<int64_t>(count) > begin_ + static_cast<int64_t>(window_.size())) {
      RETURN_IF_ERROR(Fill(offset));
    }
    return std::string_view(window_).substr(static_cast<size_t>(offset - begin_), count);
  }

  static zip_int64_t Serve(void* self, void* data, zip_uint64_t size, zip_source_cmd_t command) {
    return static_cast<Input*>(self)->Do(data, size, command);
  }

 private:
  static constexpr size_t kWindowBytes = size_t{256} << 10;

  absl::Status Fill(int64_t offset) {
    begin_ = offset;
    window_.clear();
    bool full = false;
    const absl::Status read = bytes_.read(offset, [&](std::string_view piece) {
      window_ += piece.substr(0, kWindowBytes - window_.size());
      full = window_.size() == kWindowBytes;
      return full ? absl::CancelledError() : absl::OkStatus();
    });
    if (!full) status_.Update(read);
    return status_;
  }

  zip_int64_t Do(void* data, zip_uint64_t size, zip_source_cmd_t command) {
    switch (command) {
      case ZIP_SOURCE_OPEN:
        at_ = 0;
        return 0;
      case ZIP_SOURCE_READ: {
        const auto bytes = At(at_, std::min<zip_uint64_t>(size, kWindowBytes));
        if (!bytes.ok()) {
          zip_error_set(&error_, ZIP_ER_READ, EIO);
          return -1;
        }
        std::memcpy(data, bytes->data(), bytes->size());
        at_ += static_cast<int64_t>(bytes->size());
        return static_cast<zip_int64_t>(bytes->size());
      }
      case ZIP_SOURCE_SEEK: {
        const zip_int64_t to = zip_source_seek_compute_offset(
            static_cast<zip_uint64_t>(at_), static_cast<zip_uint64_t>(bytes_.size), data, size, &error_);
        if (to < 0) return -1;
        at_ = to;
        return 0;
      }
      case ZIP_SOURCE_TELL:
        return at_;
      case ZIP_SOURCE_STAT: {
        auto* const stat = static_cast<zip_stat_t*>(data);
        zip_stat_init(stat);
        stat->valid = ZIP_STAT_SIZE;
        stat->size = static_cast<zip_uint64_t>(bytes_.size);
        return sizeof *stat;
      }
      case ZIP_SOURCE_ERROR:
        return zip_error_to_data(&error_, data, size);
      case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_SEEK,
                                              ZIP_SOURCE_TELL, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
      default:
        return 0;
    }
  }

  const Bytes bytes_;
  int64_t at_ = 0;
  // Bytes of the file from begin_ on.
  std::string window_;
  int64_t begin_ = 0;
  absl::Status status_;
  zip_error_t error_;
};

Archive::Archive(Bytes bytes) : input_(std::make_unique<Input>(std::move(bytes))), zip_(nullptr, &zip_discard) {}
Archive::Archive(Archive&&) noexcept = default;
Archive::~Archive() = default;

absl::Status Archive::Failure() const { return input_->status().ok() ? Malformed("zip") : input_->status(); }

absl::StatusOr<Archive> Archive::Open(Bytes bytes) {
  if (bytes.size < static_cast<int64_t>(kEndBytes)) return Malformed("zip");
  // Twice: compression may make what cannot be compressed a little longer.
  if (bytes.size > 2 * kMostBytes) return TooLarge("bytes", kMostBytes);
  Archive archive(std::move(bytes));
  const int64_t end_offset = archive.input_->size() - static_cast<int64_t>(kEndBytes);
  ASSIGN_OR_RETURN(const std::string_view found, archive.input_->At(end_offset, kEndBytes));
  // Without a comment, in which another end could lie, and without anything behind the directory.
  const std::string end(found);
  if (end.size() < kEndBytes || !end.starts_with(kEndSign) || NumberIn(end, 4, 4) != 0) return Malformed("zip");
  const uint64_t count = NumberIn(end, 10, 2);
  const auto directory = static_cast<int64_t>(NumberIn(end, 16, 4));
  if (NumberIn(end, 8, 2) != count || directory + static_cast<int64_t>(NumberIn(end, 12, 4)) != end_offset) {
    return Malformed("zip");
  }
  if (count > kMostEntries) return TooLarge("files", kMostFiles);
  RETURN_IF_ERROR(archive.OpenZip());
  if (zip_get_num_entries(archive.zip_.get(), 0) != static_cast<zip_int64_t>(count)) return Malformed("zip");
  Names names;
  std::vector<int64_t> packed(count);
  int64_t left = kMostBytes + kMostOwnBytes;
  for (uint64_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(Entry entry, archive.EntryAt(i, &packed[i]));
    if (entry.size > left) return TooLarge("bytes", kMostBytes);
    left -= entry.size;
    if (entry.name.ends_with('/')) {
      if (entry.size > 0) return Malformed("zip");
      RETURN_IF_ERROR(names.AddFolder(entry.name.substr(0, entry.name.size() - 1)));
      continue;
    }
    RETURN_IF_ERROR(names.Add(entry.name));
    archive.entries_.push_back(std::move(entry));
  }
  RETURN_IF_ERROR(archive.CheckLayout(packed, directory));
  std::sort(archive.entries_.begin(), archive.entries_.end(),
            [](const Entry& a, const Entry& b) { return a.name < b.name; });
  return archive;
}

absl::Status Archive::OpenZip() {
  zip_source_t* const source = zip_source_function_create(&Input::Serve, input_.get(), nullptr);
  if (source == nullptr) return absl::ResourceExhaustedError("no memory for a bundle");
  zip_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (zip_ != nullptr) return absl::OkStatus();
  zip_source_free(source);
  return Failure();
}

absl::StatusOr<Archive::Entry> Archive::EntryAt(uint64_t index, int64_t* packed) {
  zip_stat_t stat;
  constexpr zip_uint64_t kNeeded =
      ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  // libzip gives a name that is not marked as UTF-8 as what code page 437 makes of it, and so do some programs.
  const char* const name = zip_get_name(zip_.get(), index, ZIP_FL_ENC_STRICT);
  const char* const raw = zip_get_name(zip_.get(), index, ZIP_FL_ENC_RAW);
  if (name == nullptr || raw == nullptr || std::strcmp(name, raw) != 0 ||
      zip_stat_index(zip_.get(), index, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded ||
      zip_file_get_external_attributes(zip_.get(), index, 0, &system, &attributes) != 0) {
    return Failure();
  }
  if (stat.encryption_method != ZIP_EM_NONE) return Malformed("encrypted");
  if (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) return Malformed("method");
  const uint32_t type = system == ZIP_OPSYS_UNIX ? attributes >> 16 & S_IFMT : 0;
  if (type != 0 && type != S_IFREG && type != S_IFDIR) return Malformed("link");
  if (stat.size > static_cast<zip_uint64_t>(kMostBytes)) return TooLarge("bytes", kMostBytes);
  Entry entry{raw, static_cast<int64_t>(stat.size), index};
  *packed = static_cast<int64_t>(std::min<zip_uint64_t>(stat.comp_size, INT64_MAX / 2));
  if (entry.size > kFreeBytes && entry.size / kMostRatio > *packed) return TooLarge("packed", kMostRatio);
  return entry;
}

absl::Status Archive::CheckLayout(const std::vector<int64_t>& packed, int64_t directory) {
  int64_t at = 0;
  for (size_t i = 0; i < packed.size(); ++i) {
    ASSIGN_OR_RETURN(const std::string_view header, input_->At(at, kLocalBytes));
    // Bit 3 of the flags: sizes stand behind the bytes, so that who reads from the front finds other ends.
    if (header.size() < kLocalBytes || !header.starts_with(kLocalSign) || (NumberIn(header, 6, 2) & 8) != 0) {
      return Malformed("zip");
    }
    const auto name_bytes = static_cast<int64_t>(NumberIn(header, 26, 2));
    const auto extra_bytes = static_cast<int64_t>(NumberIn(header, 28, 2));
    ASSIGN_OR_RETURN(const std::string_view name,
                     input_->At(at + static_cast<int64_t>(kLocalBytes), static_cast<size_t>(name_bytes)));
    if (name != zip_get_name(zip_.get(), i, ZIP_FL_ENC_RAW)) return Malformed("zip");
    at += static_cast<int64_t>(kLocalBytes) + name_bytes + extra_bytes;
    if (packed[i] > directory - at) return Malformed("zip");
    at += packed[i];
  }
  return at == directory ? absl::OkStatus() : Malformed("zip");
}

const Archive::Entry* Archive::Find(std::string_view name) const {
  const auto found = std::lower_bound(entries_.begin(), entries_.end(), name,
                                      [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != entries_.end() && found->name == name ? &*found : nullptr;
}

absl::Status Archive::Read(const Entry& entry, content::Sink sink) {
  const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(zip_.get(), entry.index, 0),
                                                               &zip_fclose);
  if (file == nullptr) return Failure();
  std::string room(size_t{64} << 10, '\0');
  // Until its end, where libzip compares the checksum; never more than it says of itself.
  for (int64_t left = entry.size;;) {
    const zip_int64_t count = zip_fread(file.get(), room.data(), room.size());
    if (count < 0 || count > left || (count == 0 && left > 0)) return Failure();
    if (count == 0) return absl::OkStatus();
    left -= count;
    RETURN_IF_ERROR(sink(std::string_view(room).substr(0, static_cast<size_t>(count))));
  }
}

}  // namespace congress::bundle

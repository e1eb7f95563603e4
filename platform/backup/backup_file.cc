#include "platform/backup/backup_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>

#include "absl/strings/escaping.h"
#include "platform/backup/failure.h"
#include "platform/backup/frame.h"
#include "platform/backup/manifest.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"

namespace congress::backup {
namespace {

constexpr std::string_view kMagic = "CBK2";

// One part: from its header, which was read, to its manifest.
absl::StatusOr<v1::Manifest> VerifyPart(FileReader& file, const v1::Header& header, const auth::Verifier* verifier) {
  digest::Sha256Stream hash;
  int64_t bytes = 0;
  v1::DownloadBackupResponse piece;
  do {
    hash << file.frame();
    bytes += static_cast<int64_t>(file.frame().size());
    ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
    if (!more || piece.has_header()) return Incomplete(header.service());
  } while (!piece.has_manifest());
  ASSIGN_OR_RETURN(v1::Manifest manifest, Check(piece.manifest(), header.service(), verifier));
  if (manifest.part_bytes() != bytes || manifest.part_sha256() != absl::HexStringToBytes(hash.Hex())) {
    return Damaged("bytes", header.service());
  }
  // Its fields are what was signed; here is nothing beside them.
  piece.DiscardUnknownFields();
  if (Framed(piece) != file.frame()) return Damaged("manifest", header.service());
  if (manifest.service() != header.service() || manifest.backup_id() != header.backup_id() ||
      manifest.kind() != header.kind()) {
    return Damaged("manifest", header.service());
  }
  return manifest;
}

}  // namespace

FileWriter::FileWriter(const std::string& path) : path_(path), buffer_(size_t{1} << 20, '\0') {
  stream_.rdbuf()->pubsetbuf(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  stream_.open(path, std::ios::binary | std::ios::trunc);
  stream_ << kMagic;
}

void FileWriter::Add(const v1::DownloadBackupResponse& piece) { stream_ << Framed(piece); }

bool FileWriter::Close() {
  stream_.close();
  const int file = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = stream_ && file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return flushed;
}

FileReader::FileReader(const std::string& path) : stream_(path, std::ios::binary) {}

absl::StatusOr<bool> FileReader::Next(v1::DownloadBackupResponse* piece) {
  // Behind what the frame holds already.
  const auto read = [this](size_t count) {
    const size_t before = frame_.size();
    frame_.resize(before + count);
    stream_.read(frame_.data() + before, static_cast<std::streamsize>(count));
    return static_cast<size_t>(stream_.gcount()) == count;
  };
  frame_.clear();
  if (!begun_ && (!read(kMagic.size()) || frame_ != kMagic)) return Damaged("file", "");
  begun_ = true;
  frame_.clear();
  if (!read(kFrameLengthBytes)) return stream_.gcount() == 0 ? absl::StatusOr<bool>(false) : Damaged("file", "");
  const size_t length = LengthIn(frame_);
  if (length > kMostFrameBytes || !read(length) ||
      !piece->ParseFromArray(frame_.data() + kFrameLengthBytes, static_cast<int>(length))) {
    return Damaged("file", "");
  }
  return true;
}

absl::StatusOr<std::vector<v1::Manifest>> VerifyFile(const std::string& path, const auth::Verifier* verifier) {
  FileReader file(path);
  std::vector<v1::Manifest> manifests;
  v1::DownloadBackupResponse piece;
  for (const std::string_view service : kServices) {
    ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
    if (!more) return Incomplete(service);
    if (!piece.has_header()) return Damaged("file", "");
    ASSIGN_OR_RETURN(v1::Manifest manifest, VerifyPart(file, piece.header(), verifier));
    const v1::Manifest& first = manifests.empty() ? manifest : manifests.front();
    if (manifest.service() != service || manifest.backup_id() != first.backup_id() || manifest.kind() != first.kind()) {
      return Incomplete(service);
    }
    manifests.push_back(std::move(manifest));
  }
  ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
  if (more) return Damaged("file", "");
  return manifests;
}

}  // namespace congress::backup

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

constexpr std::string_view kMagic = "CBK1";

// One part: from its header, which was read, to its manifest.
absl::StatusOr<v1::Manifest> VerifyPart(FileReader& file, const v1::Header& header, const auth::Verifier* verifier) {
  digest::Sha256Stream hash;
  int64_t bytes = 0;
  v1::DownloadBackupResponse piece;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, file.Next(&piece));
    if (!more || piece.has_header()) return Incomplete(header.service());
    if (piece.has_manifest()) break;
    hash << piece.data();
    bytes += static_cast<int64_t>(piece.data().size());
  }
  ASSIGN_OR_RETURN(v1::Manifest manifest, Check(piece.manifest(), header.service(), verifier));
  if (manifest.sealed_bytes() != bytes || manifest.sealed_sha256() != absl::HexStringToBytes(hash.Hex())) {
    return Damaged("bytes", header.service());
  }
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

void FileWriter::Add(const v1::DownloadBackupResponse& piece) {
  stream_ << FrameLength(piece.ByteSizeLong());
  piece.SerializeToOstream(&stream_);
}

bool FileWriter::Close() {
  stream_.close();
  const int file = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  const bool flushed = stream_ && file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  return flushed;
}

FileReader::FileReader(const std::string& path) : stream_(path, std::ios::binary) {}

absl::StatusOr<bool> FileReader::Next(v1::DownloadBackupResponse* piece) {
  const auto read = [this](size_t count) {
    bytes_.resize(count);
    stream_.read(bytes_.data(), static_cast<std::streamsize>(count));
    return static_cast<size_t>(stream_.gcount()) == count;
  };
  if (!begun_ && (!read(kMagic.size()) || bytes_ != kMagic)) return Damaged("file", "");
  begun_ = true;
  if (!read(kFrameLengthBytes)) return stream_.gcount() == 0 ? absl::StatusOr<bool>(false) : Damaged("file", "");
  const size_t length = LengthIn(bytes_);
  if (length > kMostFrameBytes || !read(length) || !piece->ParseFromString(bytes_)) return Damaged("file", "");
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

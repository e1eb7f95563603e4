// The file of a backup: what BackupService sent, service after service.
#pragma once

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/backup/v1/backup_service.pb.h"
#include "platform/auth/token.h"

namespace congress::backup {

// The services of a backup in the order in which it is made: who records an intention goes before whom it calls, so
// that no intention that is restored lacks the effect that it had.
inline constexpr std::string_view kServices[] = {"preparation", "scheduling", "dossiers", "allocation", "drafting"};

class FileWriter {
 public:
  // Begins the file `path`, in the place of what was there.
  explicit FileWriter(const std::string& path);
  void Add(const v1::DownloadBackupResponse& piece);
  // Whether all was written and flushed to the disk.
  bool Close();

 private:
  const std::string path_;
  std::string buffer_;
  std::ofstream stream_;
};

class FileReader {
 public:
  explicit FileReader(const std::string& path);
  // The next piece; false at the end. DATA_LOSS `BACKUP_DAMAGED` for what is no such file.
  absl::StatusOr<bool> Next(v1::DownloadBackupResponse* piece);
  // That piece as it lies in the file, with its length.
  const std::string& frame() const { return frame_; }

 private:
  std::ifstream stream_;
  bool begun_ = false;
  std::string frame_;
};

// What the file says that it holds, service by service and all of one kind, after each part was held against its
// manifest. Needs no private key: what the encryption hides is proved by who opens it. With a `verifier` the processes
// that signed must be trusted by it. DATA_LOSS `BACKUP_DAMAGED`, `BACKUP_INCOMPLETE`.
absl::StatusOr<std::vector<v1::Manifest>> VerifyFile(const std::string& path, const auth::Verifier* verifier);

}  // namespace congress::backup

#include "platform/content/unfinished_file.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "platform/content/failure.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

constexpr std::string_view kPrefix = ".unfinished-";

// Nobody else's: the process and a count within it.
std::string FreshName() {
  static std::atomic<uint64_t> count = 0;
  return StrCat(kPrefix, getpid(), "-", count.fetch_add(1));
}

bool HasName(int file) {
  struct stat info = {};
  return fstat(file, &info) == 0 && info.st_nlink > 0;
}

}  // namespace

absl::Status SystemFailure(std::string_view what) {
  return Unanswered(StrCat(what, ": ", std::generic_category().message(errno)));
}

absl::StatusOr<UnfinishedFile> UnfinishedFile::Create(int folder) {
  while (true) {
    std::string name = FreshName();
    const int file = openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    // A process of the same number may have left a file before.
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return SystemFailure("a file cannot be made");
    UnfinishedFile made(folder, file, std::move(name));
    if (flock(file, LOCK_EX) != 0) return SystemFailure("a file cannot be locked");
    // Between the two calls another process may have taken the file for left over.
    if (HasName(file)) return made;
  }
}

UnfinishedFile::UnfinishedFile(UnfinishedFile&& other) noexcept
    : folder_(other.folder_), file_(std::exchange(other.file_, -1)), name_(std::exchange(other.name_, {})) {}

UnfinishedFile::~UnfinishedFile() {
  if (!name_.empty()) unlinkat(folder_, name_.c_str(), 0);
  if (file_ >= 0) close(file_);
}

absl::Status UnfinishedFile::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = Fails("content.write") ? -1 : write(file_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemFailure("a file cannot be written");
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

absl::Status UnfinishedFile::Name(std::string_view name) {
  if (Fails("content.flush") || fsync(file_) != 0) return SystemFailure("a file cannot be flushed");
  if (Fails("content.name") || renameat(folder_, name_.c_str(), folder_, std::string(name).c_str()) != 0) {
    return SystemFailure("a file cannot be renamed");
  }
  name_.clear();
  if (Fails("content.named") || fsync(folder_) != 0) return SystemFailure("the folder cannot be flushed");
  return absl::OkStatus();
}

absl::Status EachName(int folder, absl::FunctionRef<void(std::string_view)> take) {
  // An open file of its own: readdir moves the place of the one that it reads.
  const int descriptor = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> names(descriptor < 0 ? nullptr : fdopendir(descriptor), closedir);
  if (names == nullptr) return SystemFailure("the folder cannot be read");
  errno = 0;
  while (const dirent* entry = readdir(names.get())) take(entry->d_name);
  return errno == 0 ? absl::OkStatus() : SystemFailure("the folder cannot be read");
}

absl::Status RemoveUnfinished(int folder) {
  std::vector<std::string> found;
  RETURN_IF_ERROR(EachName(folder, [&](std::string_view name) {
    if (name.starts_with(kPrefix)) found.emplace_back(name);
  }));
  for (const std::string& name : found) {
    const int file = openat(folder, name.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) continue;
    if (flock(file, LOCK_EX | LOCK_NB) == 0) unlinkat(folder, name.c_str(), 0);
    close(file);
  }
  return absl::OkStatus();
}

}  // namespace congress::content

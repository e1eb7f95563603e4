#include "platform/content/file_content.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <queue>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "platform/content/exact_source.h"
#include "platform/content/failure.h"
#include "platform/content/unfinished_file.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

constexpr size_t kPieceBytes = size_t{64} << 10;

absl::Status FolderRefusal(const std::string& folder, std::string_view why) {
  return absl::FailedPreconditionError(StrCat("The content folder ", folder, " cannot be used: ", why, "."));
}

std::string ErrnoText() { return std::generic_category().message(errno); }

}  // namespace

absl::StatusOr<std::unique_ptr<FileContent>> FileContent::Open(const std::string& folder) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(folder, error);
  if (error) return FolderRefusal(folder, error.message());
  if (made && chmod(folder.c_str(), 0700) != 0) return FolderRefusal(folder, ErrnoText());
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return FolderRefusal(folder, ErrnoText());
  std::unique_ptr<FileContent> store(new FileContent(descriptor));
  if (faccessat(descriptor, ".", R_OK | W_OK | X_OK, AT_EACCESS) != 0) return FolderRefusal(folder, ErrnoText());
  if (!RemoveUnfinished(descriptor).ok()) return FolderRefusal(folder, ErrnoText());
  return store;
}

FileContent::~FileContent() { close(folder_); }

absl::Status FileContent::Put(std::string_view id, int64_t size_bytes, Source source) {
  RETURN_IF_ERROR(CheckId(id));
  ASSIGN_OR_RETURN(UnfinishedFile file, UnfinishedFile::Create(folder_));
  ExactSource exact(source, size_bytes);
  std::vector<char> piece(kPieceBytes);
  while (true) {
    ASSIGN_OR_RETURN(const size_t count, exact.Read(piece));
    if (count == 0) break;
    RETURN_IF_ERROR(file.Write({piece.data(), count}));
  }
  return file.Name(id);
}

absl::Status FileContent::Get(std::string_view id, int64_t offset, Sink sink) {
  RETURN_IF_ERROR(CheckId(id));
  const int file = openat(folder_, std::string(id).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file < 0) return errno == ENOENT ? Missing(id) : SystemFailure("a file cannot be opened");
  const absl::Cleanup closing = [file] { close(file); };
  std::vector<char> piece(kPieceBytes);
  while (true) {
    const ssize_t count = pread(file, piece.data(), piece.size(), offset);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return SystemFailure("a file cannot be read");
    if (count == 0) return absl::OkStatus();
    RETURN_IF_ERROR(sink({piece.data(), static_cast<size_t>(count)}));
    offset += count;
  }
}

absl::Status FileContent::Delete(std::string_view id) {
  RETURN_IF_ERROR(CheckId(id));
  if (unlinkat(folder_, std::string(id).c_str(), 0) != 0) {
    return errno == ENOENT ? absl::OkStatus() : SystemFailure("a file cannot be deleted");
  }
  return fsync(folder_) == 0 ? absl::OkStatus() : SystemFailure("the folder cannot be flushed");
}

absl::StatusOr<std::vector<StoredContent>> FileContent::List(std::string_view after, int limit) {
  const auto most = static_cast<size_t>(std::clamp(limit, 1, kMostListed));
  // The least names that come after, the greatest of them on top: a folder has more names than a page.
  std::priority_queue<std::string> least;
  RETURN_IF_ERROR(EachName(folder_, [&](std::string_view name) {
    if (!IsContentId(name) || name <= after) return;
    least.emplace(name);
    if (least.size() > most) least.pop();
  }));
  const std::string last = least.empty() ? "" : least.top();
  std::vector<StoredContent> page;
  for (; !least.empty(); least.pop()) {
    struct stat info = {};
    if (fstatat(folder_, least.top().c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
      if (errno != ENOENT) return SystemFailure("a file cannot be looked at");
    } else if (S_ISREG(info.st_mode)) {
      page.push_back({least.top(), info.st_size, absl::TimeFromTimespec(info.st_mtim)});
    }
  }
  // All of the page were deleted meanwhile or are no files, and an empty one would be the end of the list.
  if (page.empty() && !last.empty()) return List(last, limit);
  std::reverse(page.begin(), page.end());
  return page;
}

}  // namespace congress::content

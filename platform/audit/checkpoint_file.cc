#include "platform/audit/checkpoint_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"

namespace congress::audit {
namespace {

constexpr absl::Duration kApart = absl::Minutes(1);
// Bytes at the end of the file that hold the last notes.
constexpr off_t kTail = 4096;

absl::Status Failed(const std::string& path) {
  return store::Unanswered(StrCat("The checkpoints ", path, ": ", std::generic_category().message(errno)));
}

// The last notes, and where the last one begins.
struct Tail {
  std::vector<TreeHead> heads = {};
  off_t last_begin = 0;
  off_t end = 0;  // Of the last one that is complete.
};

absl::StatusOr<Tail> ReadTail(int file, const std::string& path) {
  struct stat known = {};
  if (fstat(file, &known) != 0) return Failed(path);
  const off_t begin = std::max<off_t>(0, known.st_size - kTail);
  std::string text(static_cast<size_t>(known.st_size - begin), '\0');
  if (pread(file, text.data(), text.size(), begin) != static_cast<ssize_t>(text.size())) return Failed(path);
  Tail tail{.last_begin = known.st_size, .end = begin};
  const std::vector<std::string> notes = SplitNotes(text);
  for (const std::string& note : notes) {
    tail.last_begin = tail.end;
    tail.end += static_cast<off_t>(note.size());
    // The first may begin in its middle.
    if (auto head = ParseNote(note); head.ok()) tail.heads.push_back(*std::move(head));
  }
  if (notes.empty()) tail.last_begin = tail.end = known.st_size == 0 ? 0 : known.st_size;
  return tail;
}

}  // namespace

absl::StatusOr<std::optional<TreeHead>> CheckpointFile::Newest() const {
  const int file = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::nullopt;
  if (file < 0) return Failed(path_);
  const absl::Cleanup end = [file] { close(file); };
  ASSIGN_OR_RETURN(const Tail tail, ReadTail(file, path_));
  if (tail.heads.empty()) return std::nullopt;
  return tail.heads.back();
}

absl::Status CheckpointFile::Add(std::string_view note, const TreeHead& head) const {
  const int file = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Failed(path_);
  // Closing it ends the lock.
  const absl::Cleanup end = [file] { close(file); };
  if (flock(file, LOCK_EX) != 0) return Failed(path_);
  ASSIGN_OR_RETURN(const Tail tail, ReadTail(file, path_));
  off_t at = tail.end;
  if (!tail.heads.empty()) {
    const TreeHead& last = tail.heads.back();
    if (last.epoch > head.epoch || (last.epoch == head.epoch && last.size >= head.size)) return absl::OkStatus();
    const bool close_by = tail.heads.size() > 1 && last.epoch == head.epoch &&
                          last.time - tail.heads[tail.heads.size() - 2].time < kApart;
    if (close_by) at = tail.last_begin;
  }
  const auto size = static_cast<ssize_t>(note.size());
  if (Fails("checkpoint.write") || pwrite(file, note.data(), note.size(), at) != size ||
      ftruncate(file, at + size) != 0 || Fails("checkpoint.written")) {
    return Failed(path_);
  }
  return absl::OkStatus();
}

}  // namespace congress::audit

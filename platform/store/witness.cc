#include "platform/store/witness.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "platform/digest/sha256.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"

namespace congress::store {
namespace {

constexpr std::string_view kEnding = ".witness";
constexpr size_t kMostBytes = 512;

// Of a fixed length, so that it is replaced in place and needs no room on a full disk.
std::string Checked(const std::string& words) {
  return absl::StrCat(words, "check ", digest::Sha256Hex(words).substr(0, 16), "\n");
}

// 1 named neither the keyspace nor the store, 2 not the store.
constexpr int kVersion = 3;

std::string TextOf(const Testimony& testimony, const std::string& keyspace, int version = kVersion) {
  std::string words = absl::StrFormat("congress witness %d\nsuite %-128s\nsequence %020d\n", version, testimony.suite,
                                      testimony.sequence);
  if (version > 1) absl::StrAppendFormat(&words, "store %-64s\n", keyspace);
  if (version > 2) absl::StrAppendFormat(&words, "id %-36s\n", testimony.store_id);
  return Checked(words);
}

// What follows the first word of a line.
std::string Rest(absl::string_view line) {
  const std::pair<std::string, std::string> words = absl::StrSplit(line, absl::MaxSplits(' ', 1));
  return std::string(absl::StripTrailingAsciiWhitespace(words.second));
}

struct Said {
  Testimony testimony;
  // Empty in a file of a version that did not name it.
  std::string keyspace;
};

std::optional<Said> Parse(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 4) return std::nullopt;
  Said said{.testimony = {.suite = Rest(lines[1])}, .keyspace = {}};
  if (!absl::SimpleAtoi(Rest(lines[2]), &said.testimony.sequence)) return std::nullopt;
  for (int version = 1; version <= kVersion; ++version) {
    if (version == 2) said.keyspace = Rest(lines[3]);
    if (version == 3) said.testimony.store_id = Rest(lines[4]);
    if (TextOf(said.testimony, said.keyspace, version) == text) return said;
  }
  return std::nullopt;
}

std::optional<std::string> ReadAll(int descriptor) {
  std::string text(kMostBytes, '\0');
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  if (size < 0) return std::nullopt;
  text.resize(static_cast<size_t>(size));
  return text;
}

// Whether what is open lies at `path`.
bool SameFile(int descriptor, const std::string& path) {
  struct stat open = {};
  struct stat there = {};
  return fstat(descriptor, &open) == 0 && stat(path.c_str(), &there) == 0 && open.st_dev == there.st_dev &&
         open.st_ino == there.st_ino;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Witness>> Witness::Open(const std::string& folder, std::string_view name,
                                                       std::string_view keyspace) {
  const std::string path = absl::StrCat(folder, "/", std::string(name), std::string(kEnding));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotOpen(absl::StrCat("The witness ", path, " cannot be opened: "), errno);
  std::unique_ptr<Witness> witness(new Witness(path, std::string(keyspace), descriptor));
  RETURN_IF_ERROR(witness->Load());
  return witness;
}

std::string Witness::SuiteIn(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const auto said = Parse({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
    if (said) return said->testimony.suite;
  }
  return "";
}

Witness::~Witness() {
  const MutexLock lock(mutex_);
  close(descriptor_);
}

std::string Witness::PathBeside(std::string_view ending) const {
  return absl::StrCat(path_.substr(0, path_.size() - kEnding.size()), std::string(ending));
}

absl::Status Witness::Load() {
  const MutexLock lock(mutex_);
  const auto text = ReadAll(descriptor_);
  if (!text) return CannotOpen(absl::StrCat("The witness ", path_, " cannot be read: "), errno);
  if (text->empty()) return absl::OkStatus();
  const auto said = Parse(*text);
  if (said && !said->keyspace.empty() && said->keyspace != keyspace_) {
    return absl::FailedPreconditionError(absl::StrCat("The witness ", path_, " is that of '", said->keyspace,
                                                      "' and not of '", keyspace_, "'; put the right one back."));
  }
  if (said) known_ = said->testimony;
  if (known_) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "The witness ", path_,
      " is damaged; when the store is known to be whole, delete the file and run once with --accept-rollback."));
}

std::optional<Testimony> Witness::testimony() {
  const MutexLock lock(mutex_);
  if (!known_ || known_->sequence == kAbsent) Refresh();
  return known_;
}

void Witness::Refresh() {
  const auto text = ReadAll(descriptor_);
  if (!text) return;
  const auto written = Parse(*text);
  if (written && (written->keyspace.empty() || written->keyspace == keyspace_)) known_ = written->testimony;
}

absl::Status Witness::Flush() const {
  if (fsync(descriptor_) == 0) return absl::OkStatus();
  return Unanswered(absl::StrCat("The witness ", path_, ": ", std::generic_category().message(errno)));
}

absl::StatusOr<Testimony> Witness::Announce(const std::string& suite, const std::string& store_id) {
  const MutexLock lock(mutex_);
  // Another process may be about to make it, too.
  if (flock(descriptor_, LOCK_EX) != 0) return Unanswered(absl::StrCat("The witness ", path_, " cannot be locked"));
  const absl::Cleanup unlock = [file = descriptor_] { flock(file, LOCK_UN); };
  Refresh();
  const bool announced = known_ && known_->suite == suite && !known_->store_id.empty();
  if (announced || (known_ && known_->sequence != kAbsent)) return *known_;
  RETURN_IF_ERROR(Write({.suite = suite, .store_id = store_id}));
  RETURN_IF_ERROR(Flush());
  return *known_;
}

absl::Status Witness::Begin(const Testimony& testimony) {
  const MutexLock lock(mutex_);
  RETURN_IF_ERROR(Write(testimony));
  return Flush();
}

absl::Status Witness::Note(Revision sequence, const std::string& store_id) {
  const MutexLock lock(mutex_);
  // Others of the same group were faster.
  if (!known_ || sequence <= known_->sequence) return absl::OkStatus();
  // Another process may have noted a later one.
  if (flock(descriptor_, LOCK_EX) != 0) return Unanswered(absl::StrCat("The witness ", path_, " cannot be locked"));
  const absl::Cleanup unlock = [file = descriptor_] { flock(file, LOCK_UN); };
  Refresh();
  if (sequence <= known_->sequence) return absl::OkStatus();
  return Write(
      {.suite = known_->suite, .sequence = sequence, .store_id = store_id.empty() ? known_->store_id : store_id});
}

absl::StatusOr<bool> Witness::PutBack() {
  const MutexLock lock(mutex_);
  if (!known_ || SameFile(descriptor_, path_)) return false;
  const int file = open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Unanswered(absl::StrCat("The witness ", path_,
                                   " is gone and cannot be written again: ", std::generic_category().message(errno)));
  }
  // Another process may be about to write it again, too. Closing it ends the lock.
  absl::Cleanup give_up = [file] { close(file); };
  const auto text = flock(file, LOCK_EX) == 0 ? ReadAll(file) : std::nullopt;
  const auto said = text ? Parse(*text) : std::nullopt;
  if (!text || (!text->empty() && (!said || said->keyspace != keyspace_))) {
    return Unanswered(absl::StrCat("In place of the witness ", path_,
                                   " lies something else; put it back, or delete it, and it is written again."));
  }
  const int before = std::exchange(descriptor_, file);
  if (said && said->testimony.sequence >= known_->sequence) {
    known_ = said->testimony;
  } else {
    absl::Status written = Write(*known_);
    written.Update(Flush());
    if (!written.ok()) {
      descriptor_ = before;
      return written;
    }
  }
  std::move(give_up).Cancel();
  close(before);
  flock(file, LOCK_UN);
  return true;
}

absl::Status Witness::Write(const Testimony& testimony) {
  const std::string text = TextOf(testimony, keyspace_);
  if (Fails("witness.write") || pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      Fails("witness.written")) {
    return Unanswered(absl::StrCat("The witness ", path_, ": ", std::generic_category().message(errno)));
  }
  known_ = testimony;
  return absl::OkStatus();
}

}  // namespace congress::store

#include "platform/store/witness.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
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
std::string TextOf(const Testimony& testimony) {
  const std::string words =
      absl::StrFormat("congress witness 1\nsuite %-128s\nsequence %020d\n", testimony.suite, testimony.sequence);
  return absl::StrCat(words, "check ", digest::Sha256Hex(words).substr(0, 16), "\n");
}

std::optional<Testimony> Parse(const std::string& text) {
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.size() < 3) return std::nullopt;
  const std::pair<std::string, std::string> suite = absl::StrSplit(lines[1], absl::MaxSplits(' ', 1));
  const std::pair<std::string, std::string> sequence = absl::StrSplit(lines[2], absl::MaxSplits(' ', 1));
  Testimony testimony{.suite = std::string(absl::StripTrailingAsciiWhitespace(suite.second))};
  if (!absl::SimpleAtoi(sequence.second, &testimony.sequence) || TextOf(testimony) != text) return std::nullopt;
  return testimony;
}

std::optional<std::string> ReadAll(int descriptor) {
  std::string text(kMostBytes, '\0');
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  if (size < 0) return std::nullopt;
  text.resize(static_cast<size_t>(size));
  return text;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Witness>> Witness::Open(const std::string& folder, std::string_view name) {
  const std::string path = absl::StrCat(folder, "/", std::string(name), std::string(kEnding));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotOpen(absl::StrCat("The witness ", path, " cannot be opened: "), errno);
  std::unique_ptr<Witness> witness(new Witness(path, descriptor));
  RETURN_IF_ERROR(witness->Load());
  return witness;
}

std::string Witness::SuiteIn(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != kEnding) continue;
    const auto witness = Open(folder, entry.path().stem().string());
    if (!witness.ok()) continue;
    if (const auto testimony = (*witness)->testimony()) return testimony->suite;
  }
  return "";
}

Witness::~Witness() { close(descriptor_); }

absl::Status Witness::Load() {
  const MutexLock lock(mutex_);
  const auto text = ReadAll(descriptor_);
  if (!text) return CannotOpen(absl::StrCat("The witness ", path_, " cannot be read: "), errno);
  if (text->empty()) return absl::OkStatus();
  known_ = Parse(*text);
  if (known_) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "The witness ", path_,
      " is damaged; when the store is known to be whole, delete the file and run once with --accept-rollback."));
}

std::optional<Testimony> Witness::testimony() {
  const MutexLock lock(mutex_);
  if (!known_) Refresh();
  return known_;
}

void Witness::Refresh() {
  const auto text = ReadAll(descriptor_);
  if (!text) return;
  if (auto written = Parse(*text)) known_ = std::move(written);
}

absl::Status Witness::Begin(const Testimony& testimony) {
  const MutexLock lock(mutex_);
  RETURN_IF_ERROR(Write(testimony));
  if (fsync(descriptor_) == 0) return absl::OkStatus();
  return Unanswered(absl::StrCat("The witness ", path_, ": ", std::generic_category().message(errno)));
}

absl::Status Witness::Note(Revision sequence) {
  const MutexLock lock(mutex_);
  // Others of the same group were faster.
  if (!known_ || sequence <= known_->sequence) return absl::OkStatus();
  // Another process may have noted a later one.
  if (flock(descriptor_, LOCK_EX) != 0) return Unanswered(absl::StrCat("The witness ", path_, " cannot be locked"));
  const absl::Cleanup unlock = [this] { flock(descriptor_, LOCK_UN); };
  Refresh();
  if (sequence <= known_->sequence) return absl::OkStatus();
  return Write({.suite = known_->suite, .sequence = sequence});
}

absl::Status Witness::Write(const Testimony& testimony) {
  const std::string text = TextOf(testimony);
  if (Fails("witness.write") || pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      Fails("witness.written")) {
    return Unanswered(absl::StrCat("The witness ", path_, ": ", std::generic_category().message(errno)));
  }
  known_ = testimony;
  return absl::OkStatus();
}

}  // namespace congress::store

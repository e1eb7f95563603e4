#include "cli/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "absl/strings/str_format.h"
#include "cli/language.h"
#include "cli/request.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

absl::Status CannotBeWritten(const std::string& path) {
  return Wrong({.en = StrCat("cannot write the file '", path, "'"), .vi = StrCat("không ghi được tệp '", path, "'")});
}

}  // namespace

absl::StatusOr<std::string> ReadPrivate(const std::string& path) {
  struct stat facts {};
  if (stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & 077) != 0) {
    const std::string mode = absl::StrFormat("%04o", facts.st_mode & 07777);
    return Wrong(
        {.en = StrCat("the file '", path, "' is open to others (mode ", mode, "); run: chmod 600 '", path, "'"),
         .vi =
             StrCat("người khác cũng mở được tệp '", path, "' (quyền ", mode, "); hãy chạy: chmod 600 '", path, "'")});
  }
  return ReadInput(path);
}

absl::Status WritePrivate(const std::string& path, std::string_view text) {
  const std::string fresh = StrCat(path, ".new");
  // What a run that was killed has left behind.
  unlink(fresh.c_str());
  RETURN_IF_ERROR(WriteNew(fresh, text, 0600));
  return rename(fresh.c_str(), path.c_str()) == 0 ? absl::OkStatus() : CannotBeWritten(path);
}

absl::Status WriteNew(const std::string& path, std::string_view text, int mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) {
    return Wrong({.en = StrCat("cannot make the file '", path, "'; is there one already?"),
                  .vi = StrCat("không tạo được tệp '", path, "'; có thể tệp đã có")});
  }
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  return close(file) == 0 && written ? absl::OkStatus() : CannotBeWritten(path);
}

}  // namespace congress::cli

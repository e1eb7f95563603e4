#include "cli/transfer.h"

#include <filesystem>

#include "absl/time/clock.h"
#include "cli/settings.h"
#include "platform/status/strings.h"

namespace congress::cli {

bool IsCut(const absl::Status& status) { return absl::IsUnavailable(status); }
void PauseAfter(int attempt) { absl::SleepFor(absl::Milliseconds(200) * (1 << attempt)); }

void ShowShare(ProgressLine& line, int64_t done, int64_t all) {
  line.Show(StrCat(all == 0 ? 100 : done * 100 / all, " %  ", done >> 10, "/", all >> 10, " KiB"));
}

int FetchFile(const std::string& target, absl::FunctionRef<absl::Status(std::ofstream& file, int64_t* done)> receive,
              absl::FunctionRef<absl::Status()> check) {
  const std::string part = StrCat(target, ".part");
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  if (!file) return CannotWrite(target);
  int64_t done = 0;
  absl::Status status;
  for (int attempt = 1; attempt <= kMostAttempts; ++attempt) {
    status = receive(file, &done);
    if (!IsCut(status)) break;
    PauseAfter(attempt);
  }
  file.close();
  const bool written = !file.fail();
  if (status.ok() && written) status = check();
  std::error_code error;
  if (status.ok() && written) std::filesystem::rename(part, target, error);
  const bool made = status.ok() && written && !error;
  if (!made) std::filesystem::remove(part, error);
  if (!status.ok()) return Refused(status);
  return made ? 0 : CannotWrite(target);
}

}  // namespace congress::cli

#include "cli/demo/progress.h"

namespace congress::cli::demo {

void Progress::Clear() {
  // Carriage return and the code that erases to the end of the line.
  if (counting_) out_ << "\r\033[K";
  counting_ = false;
}

void Progress::Say(std::string_view line) {
  Clear();
  out_ << line << std::endl;
}

void Progress::Count(std::string_view step, size_t done, size_t all) {
  if (!terminal_) return;
  Clear();
  out_ << step << " " << done << "/" << all << std::flush;
  counting_ = true;
}

}  // namespace congress::cli::demo

#include "cli/demo/progress.h"

#include "platform/civil/civil.h"
#include "platform/status/day.h"

namespace congress::cli::demo {

std::string DayTold(absl::CivilDay day) {
  if (LanguageOfUser() == status::Language::kEnglish) return civil::Format(day);
  return status::InFigures(day.year(), day.month(), day.day()).WithSlashes();
}

std::string DayTold(const google::type::Date& date) { return DayTold(civil::FromDate(date)); }

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

// How far the demo is: one line a step; on a terminal the line counts while the step runs.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "cli/language.h"
#include "google/type/date.pb.h"
#include "platform/status/sentence.h"

namespace congress::cli::demo {

// The day as it is written in the user's language.
std::string DayTold(absl::CivilDay day);
std::string DayTold(const google::type::Date& date);

class Progress {
 public:
  Progress(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

  // A line of its own.
  void Say(std::string_view line);
  // The same in the user's language. Both formats take all parts, in their order or by their places (`%2$d`).
  template <class... Parts>
  void Tell(const absl::FormatSpec<Parts...>& en, const absl::FormatSpec<Parts...>& vi, const Parts&... parts) {
    Say(LanguageOfUser() == status::Language::kVietnamese ? absl::StrFormat(vi, parts...)
                                                          : absl::StrFormat(en, parts...));
  }
  // Shows on a terminal that the step has done so many of all; the line is overwritten by what follows.
  void Count(std::string_view step, size_t done, size_t all);

 private:
  void Clear();

  std::ostream& out_;
  const bool terminal_;
  bool counting_ = false;
};

}  // namespace congress::cli::demo

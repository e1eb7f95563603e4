// How far the demo is: one line a step; on a terminal the line counts while the step runs.
#pragma once

#include <cstddef>
#include <ostream>
#include <string>
#include <string_view>

namespace congress::cli::demo {

class Progress {
 public:
  Progress(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

  // A line of its own.
  void Say(std::string_view line);
  // Shows on a terminal that the step has done so many of all; the line is overwritten by what follows.
  void Count(std::string_view step, size_t done, size_t all);

 private:
  void Clear();

  std::ostream& out_;
  const bool terminal_;
  bool counting_ = false;
};

}  // namespace congress::cli::demo

// Progress of long work as one line of a terminal that is written over.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <string>

#include "cli/visible.h"

namespace congress::cli {

// On the standard error, and only where that is a terminal; gone with the object.
class ProgressLine {
 public:
  ProgressLine() = default;
  ProgressLine(const ProgressLine&) = delete;
  ~ProgressLine() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }

  void Show(const std::string& text) {
    if (!terminal_ || text.empty()) return;
    std::fprintf(stderr, "\r\033[K%s", Visible(text).c_str());
    shown_ = true;
  }

  // Says something on a line of its own, over the progress.
  static void Tell(const std::string& text) {
    std::fprintf(stderr, "%s%s\n", isatty(STDERR_FILENO) == 1 ? "\r\033[K" : "", Visible(text).c_str());
  }

 private:
  const bool terminal_ = isatty(STDERR_FILENO) == 1;
  bool shown_ = false;
};

}  // namespace congress::cli

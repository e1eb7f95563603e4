// Compared texts as a test reads them.
#pragma once

#include <string>
#include <vector>

#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting::sample {

// Both texts in one: `[-removed-]`, `{+added+}`.
inline std::string Marked(const std::vector<Run>& runs) {
  std::string marked;
  for (const Run& run : runs) {
    const char* const begin = run.fate == Fate::kKept ? "" : run.fate == Fate::kRemoved ? "[-" : "{+";
    const char* const end = run.fate == Fate::kKept ? "" : run.fate == Fate::kRemoved ? "-]" : "+}";
    marked += begin + std::string(run.text) + end;
  }
  return marked;
}

// All but the runs of one fate.
inline std::string Without(const std::vector<Run>& runs, Fate fate) {
  std::string text;
  for (const Run& run : runs) text += run.fate == fate ? "" : std::string(run.text);
  return text;
}

}  // namespace congress::drafting::sample

#include "cli/nearest.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

// How many letters are to be put in, left out, replaced or swapped with the next one.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] =
          std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string Nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // No word is longer, and the work grows with the square.
  if (word.size() > 64) return "";
  const std::string lower = absl::AsciiStrToLower(ToAbsl(word));
  std::string nearest;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::string other = absl::AsciiStrToLower(candidate);
    // A beginning of at least half of it is meant as well.
    const bool begun = lower.size() >= 3 && other.starts_with(lower) && 2 * lower.size() >= other.size();
    const size_t distance = begun ? 1 : Distance(lower, other);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

}  // namespace congress::cli

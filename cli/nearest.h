// What somebody who mistyped a word may have meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace congress::cli {

// The candidate that is a few letters from the word, without regard to case; empty where none is that near.
std::string Nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace congress::cli

// Columns of a table that an import passes over.
#pragma once

#include <string>
#include <vector>

#include "platform/csv/csv.h"

namespace congress::csv {

// Of the titles, as they are told.
inline constexpr size_t kMostIgnored = 100;
inline constexpr size_t kMostIgnoredBytes = 100;

// Titles of columns that the import does not take, such as a misspelt one or one that only a list prints, in the order
// of the file: the first kMostIgnored, each with kMostIgnoredBytes at most, as a heading may be as long as a file, and
// how many more there are as `… (+7)`. `taken` are the names of those that it reads; `measure:votes` and
// `profile.gender` are of `measure` and `profile`.
std::vector<std::string> IgnoredColumns(const Table& table, const std::vector<std::string>& taken);

}  // namespace congress::csv

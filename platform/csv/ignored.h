// Columns of a table that an import passes over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "platform/csv/csv.h"

namespace congress::csv {

// Of the titles, as they are told.
inline constexpr size_t kMostIgnored = 100;
inline constexpr size_t kMostIgnoredBytes = 100;

// Titles of columns that are no field of the type, such as a misspelt one, in the order of the file: the first
// kMostIgnored, each with kMostIgnoredBytes at most, as a heading may be as long as a file, and how many more there are
// as `… (+7)`. Fields are those
// of the type and of its messages, those too that nobody sets: lists print them. `also` names what the import reads
// beside the fields.
std::vector<std::string> IgnoredColumns(const Table& table, const google::protobuf::Descriptor& type,
                                        const std::vector<std::string_view>& also = {});

}  // namespace congress::csv

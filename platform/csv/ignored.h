// Columns of a table that an import passes over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "platform/csv/csv.h"

namespace congress::csv {

// Titles of columns that are no field of the type, such as a misspelt one, in the order of the file. Fields are those
// of the type and of its messages, those too that nobody sets: lists print them. `also` names what the import reads
// beside the fields.
std::vector<std::string> IgnoredColumns(const Table& table, const google::protobuf::Descriptor& type,
                                        const std::vector<std::string_view>& also = {});

}  // namespace congress::csv

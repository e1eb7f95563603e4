// The input folder of the demo.
#pragma once

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "cli/demo/province.pb.h"

namespace congress::cli::demo {

struct Input {
  Province province;
  // `organisations.csv` as it is, for the import.
  std::string organisations;
  // Column `area` of that file by code: within an area travel is short. Empty where the file has no such column.
  std::map<std::string, std::string> areas;
};

// Reads `organisations.csv` and `province.yaml`. INVALID_ARGUMENT names file, line and key of the first fault.
absl::StatusOr<Input> ReadFolder(const std::string& folder);

// What is wrong with the file's numbers among themselves, such as more open tasks than continuing ones.
absl::Status CheckProvince(const Province& province);

}  // namespace congress::cli::demo

// The zip file that a document of Office Open XML is.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace congress::paper {

// Paths and contents, in the order of the file.
using PackageParts = std::vector<std::pair<std::string, std::string>>;

// The bytes of the file, assembled in memory. Equal parts give equal bytes: every part bears the first day that zip
// knows.
absl::StatusOr<std::string> Pack(const PackageParts& parts);

}  // namespace congress::paper

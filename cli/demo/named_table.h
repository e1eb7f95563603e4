// Tables for people: beside each organisation's resource name, what officials call it.
#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace congress::cli::demo {

// The CSV with a column `organisation_name` behind its column `organisation`; a CSV without that column as it is.
// INVALID_ARGUMENT when it is no CSV.
absl::StatusOr<std::string> WithNames(std::string_view table, absl::FunctionRef<std::string(const std::string&)> name);

}  // namespace congress::cli::demo

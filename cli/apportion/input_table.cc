#include "cli/apportion/input_table.h"

#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "google/rpc/error_details.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {

absl::StatusOr<InputTable> InputTable::Read(const std::string& path) {
  InputTable read;
  read.path_ = path;
  ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  auto table = csv::Parse(text);
  if (!table.ok()) return absl::InvalidArgumentError(StrCat(path, ": ", std::string(table.status().message())));
  read.table_ = *std::move(table);
  return read;
}

absl::StatusOr<int> InputTable::Column(std::string_view name) const {
  const int column = table_.Column(name);
  if (column >= 0) return column;
  return absl::InvalidArgumentError(
      StrCat(path_, ": there is no column '", name, "'; there are ", absl::StrJoin(table_.header, ", ")));
}

std::string InputTable::At(const csv::Row& row, std::string_view what) const {
  return StrCat(path_, ":", row.line, ": ", what);
}

absl::StatusOr<int64_t> NumberAt(const InputTable& table, const csv::Row& row, int column) {
  const std::string& text = row.fields[static_cast<size_t>(column)];
  int64_t number = 0;
  if (text.find_first_not_of("0123456789") != std::string::npos || !absl::SimpleAtoi(text, &number)) {
    return absl::InvalidArgumentError(table.At(row, StrCat("'", text, "' is no whole number")));
  }
  return number;
}

int RefusedInput(const absl::Status& status, const std::map<std::string, Origin, std::less<>>& lists) {
  google::rpc::BadRequest bad;
  if (status::ReasonOf(status) != "FIELDS_INVALID" || !status::Detail(status, &bad)) return Refused(status);
  for (const auto& violation : bad.field_violations()) {
    const std::string& field = violation.field();
    const size_t open = field.find('[');
    const size_t close = field.find(']');
    const auto list = lists.find(field.substr(0, open));
    size_t item = 0;
    if (open == std::string::npos || close == std::string::npos || list == lists.end() ||
        !absl::SimpleAtoi(field.substr(open + 1, close - open - 1), &item) || item >= list->second.rows.size()) {
      std::cerr << "congressctl: " << field << ": " << violation.description() << "\n";
      continue;
    }
    const std::string part = close + 2 < field.size() ? StrCat(field.substr(close + 2), " ") : "";
    std::cerr << "congressctl: "
              << list->second.table->At(*list->second.rows[item], StrCat(part, violation.description())) << "\n";
  }
  return kUsage;
}

}  // namespace congress::cli

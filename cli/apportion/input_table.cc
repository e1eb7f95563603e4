#include "cli/apportion/input_table.h"

#include <algorithm>
#include <iostream>
#include <optional>

#include "CLI/CLI.hpp"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "cli/language.h"
#include "cli/request.h"
#include "cli/settings.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/csv/number.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"

namespace congress::cli {

namespace {

using Origins = std::map<std::string, Origin, std::less<>>;

// A row that an item of a list came from.
struct Place {
  const Origin* origin;
  const csv::Row* row;
};

// Of `units[3]`, with whatever follows.
std::optional<Place> PlaceOf(std::string_view field, const Origins& lists) {
  const size_t open = field.find('[');
  const size_t close = field.find(']');
  const auto list = lists.find(field.substr(0, open));
  size_t item = 0;
  if (open == std::string::npos || close == std::string::npos || list == lists.end() ||
      !absl::SimpleAtoi(ToAbsl(field.substr(open + 1, close - open - 1)), &item) || item >= list->second.rows.size()) {
    return std::nullopt;
  }
  return Place{&list->second, list->second.rows[item]};
}

// What the server says, with lines where it names an item of a list at its end.
std::string InLines(const std::string& text, const Origins& lists) {
  const size_t space = text.rfind(' ');
  if (space == std::string::npos) return text;
  const auto place = PlaceOf(std::string_view(text).substr(space + 1), lists);
  return place.has_value() ? StrCat(text.substr(0, space), " line ", place->row->line) : text;
}

// What the files call what the request calls otherwise.
std::string ColumnOf(const std::string& field) {
  static const std::map<std::string, std::string> kColumns = {{"row", "district"}, {"column", "party"}};
  const auto column = kColumns.find(field);
  return column == kColumns.end() ? field : column->second;
}

// The option that a field of the request came from.
std::string OptionOf(const std::string& field) {
  if (field == "upper_method") return "--upper";
  std::string option = "--" + field.substr(0, field.find('.'));
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

}  // namespace

void TableForm::AddTo(CLI::App* app) {
  app->add_option("--sheet", sheet,
                  Say({.en = "Sheet of an XLSX file; the first in sight where nothing is said",
                       .vi = "Trang tính của tệp XLSX; không ghi thì là trang đầu tiên không bị ẩn"}));
  app->add_option("--decimal", decimal,
                  Say({.en = "Decimal mark of the file's numbers, , or . ; the other one parts thousands then",
                       .vi = "Dấu thập phân của tệp, , hoặc . ; dấu còn lại khi đó phân cách hàng nghìn"}))
      ->check(CLI::IsMember({",", "."}));
}

absl::StatusOr<InputTable> InputTable::Read(const std::string& path, const TableForm& table_form) {
  InputTable read;
  read.path_ = path;
  ASSIGN_OR_RETURN(tables::Form form, tables::FormOf(table_form.sheet, table_form.decimal));
  ASSIGN_OR_RETURN(const std::string text, ReadInput(path));
  // Columns that nobody asks for may be called anything, or nothing.
  form.names = csv::Names::kAny;
  auto table = tables::Read(text, form);
  if (!table.ok()) return absl::InvalidArgumentError(StrCat(path, ": ", std::string(table.status().message())));
  read.table_ = *std::move(table);
  return read;
}

absl::StatusOr<int> InputTable::ColumnIfAny(std::string_view name) const {
  const std::string key = csv::TitleKey(name);
  const auto named = [&](const std::string& title) { return csv::TitleKey(title) == key; };
  if (std::count_if(table_.header.begin(), table_.header.end(), named) > 1) {
    return absl::InvalidArgumentError(StrCat(path_, ":1: there is more than one column '", name, "'"));
  }
  return table_.Column(name);
}

absl::StatusOr<int> InputTable::Column(std::string_view name) const {
  ASSIGN_OR_RETURN(const int column, ColumnIfAny(name));
  if (column >= 0) return column;
  return absl::InvalidArgumentError(
      StrCat(path_, ": there is no column '", name, "'; there are ", absl::StrJoin(table_.header, ", ")));
}

std::string InputTable::Of(std::string_view what) const { return StrCat(path_, ": ", what); }

std::string InputTable::At(const csv::Row& row, std::string_view what) const {
  return StrCat(path_, ":", row.line, ": ", what);
}

absl::StatusOr<std::string> WeightAt(const InputTable& table, const csv::Row& row, int column) {
  const std::string& text = row.fields[static_cast<size_t>(column)];
  const csv::Number number = csv::ReadNumber(text, table.decimal());
  if (!number.undeclared) return number.plain.value_or(text);
  return absl::InvalidArgumentError(table.At(
      row, StrCat("'", text, "' has a separator; say by --decimal , or --decimal . which is the decimal mark")));
}

absl::StatusOr<std::string> Keys::At(const csv::Row& row, int column) {
  using Finding = allocation::v1::ImportRow;
  const std::string& key = row.fields[static_cast<size_t>(column)];
  const status::Metadata code = {{"code", key}};
  const csv::CodeDoubt doubt = csv::DoubtOf(key);
  if (doubt == csv::CodeDoubt::kPower) {
    return absl::InvalidArgumentError(table_.At(row, Say(status::Say(Finding::CODE_AS_POWER, code))));
  }
  if (doubt == csv::CodeDoubt::kDay) {
    notes_.push_back(table_.At(row, Say(status::Say(Finding::CODE_AS_DAY, code))));
  }
  if (const auto other = codes_.ButForZeros(key, row.line)) {
    notes_.push_back(
        table_.At(row, Say(status::Say(Finding::CODE_DIFFERS_BY_ZEROS,
                                       {{"code", key}, {"other", other->code}, {"line", StrCat(other->line)}}))));
  }
  return key;
}

void Tell(const std::vector<std::string>& notes) {
  for (const std::string& note : notes) std::cerr << "congressctl: " << note << "\n";
}

absl::StatusOr<int64_t> NumberAt(const InputTable& table, const csv::Row& row, int column) {
  ASSIGN_OR_RETURN(const std::string text, WeightAt(table, row, column));
  int64_t number = 0;
  if (text.find_first_not_of("0123456789") != std::string::npos || !absl::SimpleAtoi(text, &number)) {
    return absl::InvalidArgumentError(
        table.At(row, StrCat("'", row.fields[static_cast<size_t>(column)], "' is no whole number")));
  }
  return number;
}

int RefusedInput(const absl::Status& status, const std::map<std::string, Origin, std::less<>>& lists) {
  google::rpc::BadRequest bad;
  if (status::ReasonOf(status) != "FIELDS_INVALID" || !status::Detail(status, &bad)) return Refused(status);
  for (const auto& violation : bad.field_violations()) {
    const auto place = PlaceOf(violation.field(), lists);
    const std::string what = InLines(violation.description(), lists);
    const auto list = lists.find(violation.field());
    std::cerr << "congressctl: ";
    if (place.has_value()) {
      const size_t part = violation.field().find("].");
      const std::string field = part == std::string::npos ? "" : violation.field().substr(part + 2);
      std::cerr << place->origin->table->At(*place->row, field.empty() ? what : StrCat(ColumnOf(field), " ", what));
    } else if (list != lists.end()) {
      // Of all its rows together.
      const Origin& origin = list->second;
      std::cerr << (origin.rows.empty() ? origin.table->Of(what) : origin.table->At(*origin.rows[0], what));
    } else {
      std::cerr << OptionOf(violation.field()) << ": " << what;
    }
    std::cerr << "\n";
  }
  return kUsage;
}

}  // namespace congress::cli

// Files of weights: columns by name, and faults with the file and the line.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/csv/codes.h"
#include "platform/csv/csv.h"

namespace CLI {
class App;
}

namespace congress::cli {

// What the files of a command do not say of themselves.
struct TableForm {
  std::string sheet;
  std::string decimal;

  void AddTo(CLI::App* app);
};

class InputTable {
 public:
  // INVALID_ARGUMENT when the file cannot be read as a table.
  static absl::StatusOr<InputTable> Read(const std::string& path, const TableForm& form);

  // INVALID_ARGUMENT naming the columns that there are, or when there are two of the name.
  absl::StatusOr<int> Column(std::string_view name) const;
  // -1 when there is none; INVALID_ARGUMENT when there are two.
  absl::StatusOr<int> ColumnIfAny(std::string_view name) const;
  const std::vector<csv::Row>& rows() const { return table_.rows; }
  // The decimal mark that is declared, or 0.
  char decimal() const { return table_.decimal; }
  // `FILE: WHAT`.
  std::string Of(std::string_view what) const;
  // `FILE:LINE: WHAT`.
  std::string At(const csv::Row& row, std::string_view what) const;

 private:
  std::string path_;
  csv::Table table_;
};

// A column's cell as the server reads numbers; INVALID_ARGUMENT with the line for one that is written with a separator
// that nobody declared. What is no number at all stays what it is, for the server to say so.
absl::StatusOr<std::string> WeightAt(const InputTable& table, const csv::Row& row, int column);

// The keys of a column, read row by row. What a spreadsheet may have made of a code is told as the imports tell it.
class Keys {
 public:
  // `table` outlives it.
  explicit Keys(const InputTable& table) : table_(table) {}

  // The row's key; INVALID_ARGUMENT with the line for a code whose digits are lost.
  absl::StatusOr<std::string> At(const csv::Row& row, int column);

  // What is told of the rows so far without refusing them, each with its line.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  const InputTable& table_;
  csv::CodeColumn codes_;
  std::vector<std::string> notes_;
};

// Says the notes on standard error.
void Tell(const std::vector<std::string>& notes);

// A column's cell as a whole number; INVALID_ARGUMENT with the line.
absl::StatusOr<int64_t> NumberAt(const InputTable& table, const csv::Row& row, int column);

// Where the items of a request's list came from, so that what the server says of `units[3].weight` can be said of a
// line.
struct Origin {
  const InputTable* table;
  std::vector<const csv::Row*> rows;
};

// Says faults of fields on standard error, each with its file and line. The exit status.
int RefusedInput(const absl::Status& status, const std::map<std::string, Origin, std::less<>>& lists);

}  // namespace congress::cli

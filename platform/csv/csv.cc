#include "platform/csv/csv.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"

namespace congress::csv {
namespace {

absl::Status At(int line, const std::string& cause, status::Metadata metadata = {}) {
  metadata.insert(metadata.begin(), {{"line", StrCat(line)}, {"cause", cause}});
  return status::InvalidArgument(status::PlatformReason::CSV_MALFORMED, metadata);
}

// Reads rows one after the other, counting lines, those inside quotes included.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }

  absl::StatusOr<Row> Next() {
    Row row{line_, {}};
    while (true) {
      std::string field;
      const bool quoted = rest_.starts_with('"');
      if (absl::Status status = quoted ? Quoted(&field) : Plain(&field); !status.ok()) return status;
      row.fields.push_back(std::move(field));
      if (Take(",")) continue;
      if (rest_.empty() || Take("\r\n") || Take("\n")) {
        ++line_;
        return row;
      }
      return At(line_, quoted ? "quote_text" : "quote_inside");
    }
  }

 private:
  bool Take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  absl::Status Plain(std::string* field) {
    const size_t end = std::min(rest_.find_first_of(",\"\r\n"), rest_.size());
    *field = std::string(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return absl::OkStatus();
  }

  absl::Status Quoted(std::string* field) {
    const int opened = line_;
    rest_.remove_prefix(1);
    while (true) {
      const size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return At(opened, "quote_open");
      const std::string_view part = rest_.substr(0, quote);
      line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
      field->append(part);
      rest_.remove_prefix(quote + 1);
      if (!Take("\"")) return absl::OkStatus();
      field->push_back('"');
    }
  }

  std::string_view rest_;
  int line_ = 1;
};

bool IsEmptyLine(const Row& row) { return row.fields.size() == 1 && row.fields[0].empty(); }

}  // namespace

int Table::Column(std::string_view name) const {
  const std::string wanted = text::IdentityKey(name);
  const auto found = std::find_if(header.begin(), header.end(),
                                  [&](const std::string& title) { return text::IdentityKey(title) == wanted; });
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

absl::Status Lacks(const std::vector<std::string>& columns) {
  return At(1, "columns_missing", {{"missing", absl::StrJoin(columns, ", ")}});
}

absl::Status TooLong(const Table& table, size_t most) {
  return At(table.rows[most].line, "rows", {{"most", StrCat(most)}});
}

absl::StatusOr<Table> Parse(std::string_view bytes, Names names) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (const size_t bad = text::FindInvalidUtf8(bytes); bad != std::string_view::npos) {
    const std::string_view before = bytes.substr(0, bad);
    return At(1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')), "encoding");
  }
  Table table;
  Reader reader(bytes);
  while (!reader.done()) {
    absl::StatusOr<Row> row = reader.Next();
    if (!row.ok()) return row.status();
    if (IsEmptyLine(*row)) continue;
    if (table.header.empty()) {
      table.header = std::move(row->fields);
      std::set<std::string> different;
      for (std::string& title : table.header) {
        title = text::CleanOrDrop(text::Kind::kLine, title);
        different.insert(text::IdentityKey(title));
      }
      if (names == Names::kOnce && different.size() != table.header.size()) return At(row->line, "column_twice");
      continue;
    }
    if (row->fields.size() != table.header.size()) {
      return At(row->line, "cells", {{"cells", StrCat(row->fields.size())}, {"columns", StrCat(table.header.size())}});
    }
    table.rows.push_back(*std::move(row));
  }
  if (table.header.empty()) return At(1, "empty");
  return table;
}

std::string Line(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line.push_back(',');
    std::string field = fields[i];
    int64_t number;
    if (!field.empty() && std::string_view("=+-@\t").find(field[0]) != std::string_view::npos &&
        !absl::SimpleAtoi(field, &number)) {
      field.insert(field.begin(), '\'');
    }
    if (field.find_first_of(",\"\r\n") == std::string::npos) {
      line += field;
      continue;
    }
    line.push_back('"');
    for (const char c : field) line.append(c == '"' ? 2 : 1, c);
    line.push_back('"');
  }
  return line + "\r\n";
}

}  // namespace congress::csv

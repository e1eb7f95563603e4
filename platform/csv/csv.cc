#include "platform/csv/csv.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"

namespace congress::csv {
namespace {

constexpr std::string_view kFormulaSigns = "=+-@\t";

absl::Status At(int line, std::string_view cause, status::Metadata metadata = {}) {
  metadata.insert(metadata.begin(), {"line", StrCat(line)});
  return Malformed(cause, std::move(metadata));
}

absl::Status AtCell(int line, size_t column, std::string_view cause) {
  return At(line, cause, {{"column", Letters(column)}});
}

// Reads rows one after the other, counting lines, those inside quotes included.
class Reader {
 public:
  Reader(std::string_view bytes, int line, char separator) : rest_(bytes), line_(line), separator_(separator) {
    for (const char c : {separator, '\r', '\n'}) ends_plain_[static_cast<unsigned char>(c)] = true;
    ends_plain_['"'] = !quotes_are_text();
  }

  bool done() const { return rest_.empty(); }

  absl::StatusOr<Row> Next() {
    Row row{line_, {}};
    row.fields.reserve(width_);
    while (true) {
      std::string& field = row.fields.emplace_back();
      const bool quoted = rest_.starts_with('"') && !(quotes_are_text() && !IsWrapped());
      if (!quoted) {
        Plain(&field);
      } else if (const int opened = line_; !Quoted(&field)) {
        return AtCell(opened, row.fields.size() - 1, "quote_open");
      }
      if (Take({&separator_, 1})) continue;
      if (rest_.empty() || Take("\r\n") || Take("\n")) {
        ++line_;
        width_ = row.fields.size();
        return row;
      }
      return AtCell(line_, row.fields.size() - 1, quoted ? "quote_text" : "quote_inside");
    }
  }

 private:
  // What parts fields by tabs often writes quotes as they are: only those around a whole field are its marks.
  bool quotes_are_text() const { return separator_ == '\t'; }
  // Whether the quote that comes next has one that ends it and the field.
  bool IsWrapped() const {
    for (size_t at = 1;; at += 2) {
      at = rest_.find('"', at);
      if (at == std::string_view::npos) return false;
      if (rest_.substr(at + 1, 1) == "\"") continue;
      const std::string_view behind = rest_.substr(at + 1);
      return behind.empty() || behind[0] == separator_ || behind[0] == '\n' || behind.starts_with("\r\n");
    }
  }

  bool Take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  void Plain(std::string* field) {
    size_t end = 0;
    while (end < rest_.size() && !ends_plain_[static_cast<unsigned char>(rest_[end])]) ++end;
    field->assign(rest_.substr(0, end));
    rest_.remove_prefix(end);
  }

  bool Quoted(std::string* field) {
    rest_.remove_prefix(1);
    while (true) {
      const size_t quote = rest_.find('"');
      if (quote == std::string_view::npos) return false;
      const std::string_view part = rest_.substr(0, quote);
      line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
      field->append(part);
      rest_.remove_prefix(quote + 1);
      if (!Take("\"")) return true;
      field->push_back('"');
    }
  }

  std::string_view rest_;
  int line_;
  const char separator_;
  bool ends_plain_[256] = {};
  // Fields of the row before.
  size_t width_ = 0;
};

// What `sep=` says, and takes the line off; 0 where there is none.
char TakeSeparator(std::string_view* bytes) {
  const std::string_view line = bytes->substr(0, bytes->find('\n'));
  std::string said(line);
  said.erase(std::remove(said.begin(), said.end(), '"'), said.end());
  if (said.ends_with('\r')) said.pop_back();
  if (said.size() != 5 || absl::AsciiStrToLower(said.substr(0, 4)) != "sep=") return 0;
  bytes->remove_prefix(std::min(bytes->size(), line.size() + 1));
  return said[4];
}

// The most frequent one in the first line that has any, outside of quotes; of equals the first.
char FindSeparator(std::string_view bytes) {
  constexpr std::string_view kSeparators = ",;\t";
  size_t counts[kSeparators.size()] = {};
  bool quoted = false;
  bool content = false;
  for (const char c : bytes) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted && content) break;
    if (const size_t found = kSeparators.find(c); found != std::string_view::npos && !quoted) {
      ++counts[found];
    } else if (c != '\r' && c != '\n' && c != ' ') {
      content = true;
    }
  }
  return kSeparators[static_cast<size_t>(std::max_element(std::begin(counts), std::end(counts)) - counts)];
}

// UTF-16 as UTF-8, which is what spreadsheets write as “Unicode Text”. Half of a pair, or of a letter, gives what is no
// UTF-8, so that it is found and told there.
std::string FromUtf16(std::string_view bytes, bool big_endian) {
  const auto unit_at = [&](size_t at) {
    const auto high = static_cast<unsigned char>(bytes[big_endian ? at : at + 1]);
    const auto low = static_cast<unsigned char>(bytes[big_endian ? at + 1 : at]);
    return static_cast<char32_t>(high << 8 | low);
  };
  std::string utf8;
  utf8.reserve(bytes.size());
  size_t at = 0;
  for (; at + 1 < bytes.size(); at += 2) {
    char32_t code = unit_at(at);
    if (code >= 0xD800 && code < 0xDC00 && at + 3 < bytes.size()) {
      if (const char32_t low = unit_at(at + 2); low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
        at += 2;
      }
    }
    if (code < 0x80) {
      utf8.push_back(static_cast<char>(code));
      continue;
    }
    const int tails = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr unsigned char kLead[] = {0, 0xC0, 0xE0, 0xF0};
    utf8.push_back(static_cast<char>(kLead[tails] | code >> 6 * tails));
    for (int i = tails - 1; i >= 0; --i) utf8.push_back(static_cast<char>(0x80 | (code >> 6 * i & 0x3F)));
  }
  if (at < bytes.size()) utf8.push_back('\xFF');
  return utf8;
}

// First line and column that are no UTF-8.
absl::Status Misencoded(Reader reader) {
  while (!reader.done()) {
    const absl::StatusOr<Row> row = reader.Next();
    if (!row.ok()) return row.status();
    for (size_t i = 0; i < row->fields.size(); ++i) {
      if (text::FindInvalidUtf8(row->fields[i]) == std::string_view::npos) continue;
      const auto& fields = row->fields;
      const auto breaks = [](const std::string& field) { return std::count(field.begin(), field.end(), '\n'); };
      int line = row->line;
      for (size_t k = 0; k < i; ++k) line += static_cast<int>(breaks(fields[k]));
      line += static_cast<int>(breaks(fields[i].substr(0, text::FindInvalidUtf8(fields[i]))));
      return AtCell(line, i, "encoding");
    }
  }
  return At(1, "encoding", {{"column", "A"}});
}

bool IsBlank(const std::string& field) {
  if (field.empty()) return true;
  const auto first = static_cast<unsigned char>(field[0]);
  // Not worth cleaning: what begins with a letter or digit has content.
  return !absl::ascii_isalnum(first) && text::CleanOrDrop(text::Kind::kLine, field).empty();
}

bool IsBlankRow(const Row& row) { return std::all_of(row.fields.begin(), row.fields.end(), IsBlank); }

// Whether it is apostrophes and then a sign that begins a formula.
bool IsDisarmed(std::string_view field) {
  if (!field.starts_with('\'')) return false;
  const size_t sign = field.find_first_not_of('\'');
  return sign != std::string_view::npos && kFormulaSigns.find(field[sign]) != std::string_view::npos;
}

// Takes off the apostrophe that Line put before the field.
void Rearm(std::string* field) {
  if (IsDisarmed(*field)) field->erase(0, 1);
}

size_t Filled(const std::vector<std::string>& cells) {
  return static_cast<size_t>(
      std::count_if(cells.begin(), cells.end(), [](const std::string& cell) { return !IsBlank(cell); }));
}

// Cells behind `width` go where they have no content.
absl::Status Fit(Row* row, size_t width, size_t titles) {
  for (size_t i = width; i < row->fields.size(); ++i) {
    if (IsBlank(row->fields[i])) continue;
    if (i < titles) return AtCell(row->line, i, "unnamed");
    return At(row->line, "cells", {{"cells", StrCat(row->fields.size())}, {"columns", StrCat(width)}});
  }
  if (row->fields.size() < width) {
    return At(row->line, "cells", {{"cells", StrCat(row->fields.size())}, {"columns", StrCat(width)}});
  }
  row->fields.resize(width);
  return absl::OkStatus();
}

}  // namespace

absl::Status Malformed(std::string_view cause, status::Metadata metadata) {
  metadata.emplace_back("cause", std::string(cause));
  return status::InvalidArgument(status::PlatformReason::CSV_MALFORMED, metadata);
}

std::string Letters(size_t column) {
  std::string letters;
  for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::string TitleKey(std::string_view title) {
  std::string key = text::SearchKey(title);
  key.erase(std::remove_if(key.begin(), key.end(), [](char c) { return c == ' ' || c == '_'; }), key.end());
  return key;
}

int Table::Column(std::string_view name) const {
  const std::string wanted = TitleKey(name);
  const auto found =
      std::find_if(header.begin(), header.end(), [&](const std::string& title) { return TitleKey(title) == wanted; });
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

std::vector<std::string> Lacking(const std::vector<std::string>& heading, const std::vector<std::string>& columns,
                                 const Titles& titles) {
  std::set<std::string> known;
  for (const std::string& title : heading) {
    std::string key = TitleKey(title);
    if (const auto found = titles.find(key); found != titles.end()) known.insert(TitleKey(found->second));
    known.insert(std::move(key));
  }
  std::vector<std::string> lacking;
  for (const std::string& column : columns) {
    if (!known.contains(TitleKey(column))) lacking.push_back(column);
  }
  return lacking;
}

absl::Status NameColumns(const Titles& titles, Table* table) {
  for (std::string& title : table->header) {
    const auto found = titles.find(TitleKey(title));
    if (found == titles.end() || TitleKey(title) == TitleKey(found->second)) continue;
    if (table->Column(found->second) >= 0) {
      return Malformed("column_twice", {{"line", "1"}, {"title", StrCat(found->second, " (", title, ")")}});
    }
    title = found->second;
  }
  return absl::OkStatus();
}

absl::Status Lacks(const std::vector<std::string>& columns) {
  return At(1, "columns_missing", {{"missing", absl::StrJoin(columns, ", ")}});
}

absl::Status TooLong(const Table& table, size_t most) {
  return At(table.rows[most].line, "rows", {{"most", StrCat(most)}});
}

absl::StatusOr<Table> Parse(std::string_view bytes, Names names) {
  std::string utf8;
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    utf8 = FromUtf16(bytes.substr(2), bytes[0] == '\xFE');
    bytes = utf8;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  const char said = TakeSeparator(&bytes);
  Reader reader(bytes, said == 0 ? 1 : 2, said == 0 ? FindSeparator(bytes) : said);
  if (text::FindInvalidUtf8(bytes) != std::string_view::npos) return Misencoded(reader);
  std::vector<Row> rows;
  while (!reader.done()) {
    absl::StatusOr<Row> row = reader.Next();
    if (!row.ok()) return row.status();
    rows.push_back(*std::move(row));
  }
  return Tabulate(std::move(rows), names);
}

absl::StatusOr<Table> Tabulate(std::vector<Row> rows, Names names) {
  rows.erase(std::remove_if(rows.begin(), rows.end(), IsBlankRow), rows.end());
  if (rows.empty()) return At(1, "empty");
  Table table;
  const int heading = rows.front().line;
  table.header = std::move(rows.front().fields);
  rows.erase(rows.begin());
  table.rows = std::move(rows);
  for (std::string& title : table.header) {
    Rearm(&title);
    title = text::CleanOrDrop(text::Kind::kLine, title);
  }
  const size_t titles = table.header.size();
  if (names == Names::kOnce) {
    while (!table.header.empty() && table.header.back().empty()) table.header.pop_back();
    if (table.header.empty()) return At(heading, "empty");
    std::set<std::string> different;
    for (const std::string& title : table.header) {
      if (!title.empty() && !different.insert(TitleKey(title)).second) {
        return At(heading, "column_twice", {{"title", title}});
      }
    }
  }
  // Whether the first line seems to be a title above the one that names the columns: it has one cell, and the next that
  // has more shall fit below it.
  const bool one_cell = names == Names::kOnce && Filled(table.header) == 1;
  for (Row& row : table.rows) {
    if (one_cell && Filled(row.fields) > 1) {
      return At(heading, "title", {{"below", StrCat(row.line)}});
    }
    if (absl::Status fits = Fit(&row, table.header.size(), titles); !fits.ok()) return fits;
    for (size_t i = 0; i < row.fields.size(); ++i) {
      if (names == Names::kOnce && table.header[i].empty() && !IsBlank(row.fields[i])) {
        return AtCell(row.line, i, "unnamed");
      }
      Rearm(&row.fields[i]);
    }
  }
  return table;
}

std::string Line(const std::vector<std::string>& fields) {
  std::string line;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line.push_back(',');
    std::string field = fields[i];
    int64_t number;
    if (IsDisarmed(field) || (!field.empty() && kFormulaSigns.find(field[0]) != std::string_view::npos &&
                              !absl::SimpleAtoi(field, &number))) {
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

#include "platform/tables/sheet.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "platform/civil/civil.h"
#include "platform/ooxml/package.h"
#include "platform/ooxml/xml.h"
#include "platform/status/strings.h"
#include "platform/text/text.h"

namespace congress::tables {
namespace {

using ooxml::Attributes;
using ooxml::Package;
using ooxml::ReadXml;
using ooxml::ValueOf;

// What a spreadsheet keeps of a number.
constexpr int kMostDigits = 15;
// From 1900-01-01 to 1904-01-01, as a spreadsheet counts.
constexpr int kDaysTo1904 = 1462;

// `B` of `B12` from 0; nothing where there are no letters.
std::optional<size_t> ColumnOf(std::string_view address) {
  size_t column = 0;
  size_t letters = 0;
  while (letters < address.size() && absl::ascii_isupper(static_cast<unsigned char>(address[letters]))) {
    column = column * 26 + static_cast<size_t>(address[letters++] - 'A') + 1;
    if (letters > 3) return std::nullopt;
  }
  if (letters == 0) return std::nullopt;
  return column - 1;
}

// Follows the marks of a sheet.
class SheetReader {
 public:
  SheetReader(const std::string& name, const Book& book) : name_(name), book_(book) {}

  bool Begin(std::string_view mark, const Attributes& attributes) {
    if (mark == "row") {
      const std::string_view line = ValueOf(attributes, "r");
      if (line.empty()) ++line_;
      const bool is_number = line.find_first_not_of("0123456789") == std::string_view::npos;
      // A number that no row can have is told as one: what does not fit is set to the greatest.
      if (!line.empty() && !absl::SimpleAtoi(ToAbsl(line), &line_) && !is_number) return Fail("sheet_broken");
      if (line_ < 1 || line_ > kMostLines) return Fail("sheet_rows", {{"most", StrCat(kMostLines)}});
      row_ = {line_, {}};
      next_column_ = 0;
    } else if (mark == "c") {
      column_ = ColumnOf(ValueOf(attributes, "r")).value_or(next_column_);
      next_column_ = column_ + 1;
      type_ = ValueOf(attributes, "t");
      style_ = 0;
      if (const auto style = ValueOf(attributes, "s"); !style.empty() && !absl::SimpleAtoi(ToAbsl(style), &style_)) {
        return Fail("sheet_broken");
      }
      value_.clear();
      has_formula_ = false;
    } else if (mark == "rPh") {
      in_reading_ = true;
    }
    if (mark == "f") has_formula_ = true;
    takes_text_ = mark == "v" || (mark == "t" && !in_reading_);
    return true;
  }

  void Text(std::string_view piece) {
    if (takes_text_) value_.append(piece);
  }

  bool End(std::string_view mark) {
    takes_text_ = false;
    if (mark == "rPh") in_reading_ = false;
    if (mark == "c") return EndCell();
    if (mark == "row") return EndRow();
    return true;
  }

  absl::Status Broken() { return fault_.ok() ? At("sheet_broken", {}) : fault_; }
  std::vector<csv::Row> TakeRows() { return std::move(rows_); }

 private:
  bool EndCell() {
    std::string text;
    if (type_ == "s") {
      size_t index = 0;
      if (value_.empty()) return true;
      if (!absl::SimpleAtoi(value_, &index) || index >= book_.texts.size()) return Fail("sheet_broken");
      text = book_.texts[index];
    } else if (type_ == "e") {
      return Fail("cell_error", {{"value", value_}});
    } else if (type_ == "b") {
      text = value_ == "1" ? "true" : "false";
    } else if (type_ == "str" || type_ == "inlineStr") {
      text = Unescaped(value_);
    } else if (type_ == "d") {
      // With a time of day only where there is one.
      text = value_.substr(0, value_.find("T00:00:00"));
    } else if (value_.empty() && has_formula_) {
      return Fail("cell_uncomputed");
    } else {
      text = NumberText(value_, style_ < book_.formats.size() ? book_.formats[style_] : NumberFormat(), book_);
    }
    if (text.empty()) return true;
    if (text.size() > kMostCharacters && text::Length(text) > kMostCharacters) {
      return Fail("cell_long", {{"most", StrCat(kMostCharacters)}});
    }
    if (column_ >= kMostColumns) return Fail("sheet_columns", {{"most", StrCat(kMostColumns)}});
    // Many cells may refer to one long text.
    bytes_ += text.size();
    if (bytes_ > Package::kMostBytes) return Fail("unpacked", {{"most_bytes", StrCat(Package::kMostBytes)}});
    // What two marks say of one cell is not both true.
    if (column_ < row_.fields.size() && !row_.fields[column_].empty()) return Fail("sheet_broken");
    row_.fields.resize(std::max(row_.fields.size(), column_ + 1));
    row_.fields[column_] = std::move(text);
    return true;
  }

  bool EndRow() {
    if (row_.fields.empty()) return true;
    // Rows are as wide as the heading, since a sheet leaves empty cells out.
    if (!rows_.empty()) row_.fields.resize(std::max(row_.fields.size(), rows_.front().fields.size()));
    cells_ += row_.fields.size();
    if (cells_ > kMostCells) return Fail("unpacked", {{"most_bytes", StrCat(Package::kMostBytes)}});
    rows_.push_back(std::move(row_));
    return true;
  }

  absl::Status At(std::string_view cause, const status::Metadata& particulars) const {
    status::Metadata metadata = {
        {"sheet", name_}, {"line", StrCat(std::max(line_, 1))}, {"column", csv::Letters(column_)}};
    metadata.insert(metadata.end(), particulars.begin(), particulars.end());
    return csv::Malformed(cause, std::move(metadata));
  }

  bool Fail(std::string_view cause, const status::Metadata& particulars = {}) {
    fault_ = At(cause, particulars);
    return false;
  }

  const std::string& name_;
  const Book& book_;
  std::vector<csv::Row> rows_;
  size_t cells_ = 0;
  uint64_t bytes_ = 0;
  absl::Status fault_;
  // Of what is being read.
  int line_ = 0;
  csv::Row row_;
  size_t column_ = 0;
  size_t next_column_ = 0;
  std::string type_;
  size_t style_ = 0;
  std::string value_;
  bool has_formula_ = false;
  bool takes_text_ = false;
  // Within how East Asian text is pronounced, which is no text of the cell.
  bool in_reading_ = false;
};

}  // namespace

std::string Unescaped(std::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    uint32_t code = 0;
    // Only what XML itself cannot hold, such as the carriage return that Excel keeps of a line break.
    if (text.substr(i, 2) == "_x" && i + 6 < text.size() && text[i + 6] == '_' &&
        absl::SimpleHexAtoi(ToAbsl(text.substr(i + 2, 4)), &code) && (code < 0x20 || code == '_')) {
      plain.push_back(static_cast<char>(code));
      i += 6;
    } else {
      plain.push_back(text[i]);
    }
  }
  return plain;
}

std::string NumberText(std::string_view value, const NumberFormat& format, const Book& book) {
  if (format.is_date) {
    // Some programs write every number as a double, `45894.0` or `4.5894E4`; what is behind the point is the time of
    // the day.
    const std::string days = NumberText(value, {}, {});
    if (const auto day = civil::FromSerial(days.substr(0, days.find('.')))) {
      return civil::Format(*day + (book.from_1904 ? kDaysTo1904 : 0));
    }
  }
  const std::string raw(value);
  const bool negative = value.starts_with('-');
  if (negative) value.remove_prefix(1);
  const size_t mark = std::min(value.find_first_of("eE"), value.size());
  int exponent = 0;
  if (mark < value.size() && !absl::SimpleAtoi(ToAbsl(value.substr(mark + 1)), &exponent)) return raw;
  const std::string_view mantissa = value.substr(0, mark);
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  std::string digits = StrCat(mantissa.substr(0, point), mantissa.substr(std::min(point + 1, mantissa.size())));
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) return raw;
  if (exponent < -kMostDigits || exponent > kMostDigits || point > kMostDigits) return raw;
  // Where the point stands within the digits.
  const int whole = static_cast<int>(point) + exponent;
  if (whole > kMostDigits) return raw;
  if (whole <= 0) digits.insert(0, static_cast<size_t>(1 - whole), '0');
  const size_t split = whole <= 0 ? 1 : static_cast<size_t>(whole);
  if (digits.size() < split) digits.append(split - digits.size(), '0');
  std::string fraction = digits.substr(split);
  digits.resize(split);
  while (fraction.ends_with('0')) fraction.pop_back();
  if (fraction.empty() && digits.size() < format.digits) digits.insert(0, format.digits - digits.size(), '0');
  std::string text = negative ? "-" + digits : digits;
  if (!fraction.empty()) text += (book.decimal == 0 ? '.' : book.decimal) + fraction;
  return text;
}

absl::StatusOr<std::vector<csv::Row>> ReadSheet(std::string_view xml, const std::string& name, const Book& book) {
  SheetReader sheet(name, book);
  const bool whole =
      ReadXml(xml, {.begin = [&](std::string_view mark, const Attributes& values) { return sheet.Begin(mark, values); },
                    .end = [&](std::string_view mark) { return sheet.End(mark); },
                    .text = [&](std::string_view piece) { sheet.Text(piece); }});
  if (!whole) return sheet.Broken();
  return sheet.TakeRows();
}

}  // namespace congress::tables

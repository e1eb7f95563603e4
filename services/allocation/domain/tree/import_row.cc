#include "services/allocation/domain/tree/import_row.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/codes.h"
#include "platform/csv/ignored.h"
#include "platform/csv/number.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/clean.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"
#include "services/allocation/domain/names.h"
#include "services/allocation/domain/tree/organisation.h"
#include "services/allocation/domain/wording.h"

namespace congress::allocation {
namespace {

constexpr size_t kMostIdLength = 63;
constexpr size_t kMostCodeLength = 60;
constexpr size_t kMostNameLength = 200;
constexpr size_t kMostBasisLength = 60;
constexpr std::string_view kMeasurePrefix = "measure:";

// Reads the cells of one row and notes what is wrong.
class RowReader {
 public:
  RowReader(const csv::Row& row, char decimal) : row_(row), decimal_(decimal) {}

  std::string Text(int column) const {
    const size_t index = static_cast<size_t>(column);
    if (column < 0 || index >= row_.fields.size()) return "";
    return text::CleanOrDrop(text::Kind::kLine, row_.fields[index]);
  }

  std::string Required(int column, std::string_view name, size_t most, ImportedRow* out) const {
    std::string value = Text(column);
    if (value.empty()) out->Fault(v1::ImportRow::CELL_EMPTY, {{"column", std::string(name)}});
    if (text::Length(value) > most) {
      out->Fault(v1::ImportRow::CELL_TOO_LONG, {{"column", std::string(name)}, {"most", StrCat(most)}});
    }
    if (column < 0 || static_cast<size_t>(column) >= row_.fields.size()) return value;
    // As lines, so that a break at the end of the cell, which means nothing, is not told.
    const auto lines = text::Clean(text::Kind::kProse, row_.fields[static_cast<size_t>(column)]);
    if (!lines.ok()) {
      const text::RefusedCharacter refused = text::CharacterOf(lines.status());
      out->Fault(v1::ImportRow::CELL_HAS_CHARACTER,
                 {{"column", std::string(name)}, {"character", refused.character}, {"position", refused.position}});
    } else if (lines->find('\n') != std::string::npos) {
      out->Note(v1::ImportRow::BREAK_BECAME_SPACE, {{"column", std::string(name)}});
    }
    return value;
  }

  // Nothing where the cell is empty.
  std::optional<absl::CivilDay> Day(int column, std::string_view name, ImportedRow* out) const {
    const std::string value = Text(column);
    if (value.empty()) return std::nullopt;
    const auto day = civil::Parse(value);
    if (day.ok()) return *day;
    status::Metadata cell = {{"column", std::string(name)}, {"value", Brief(value)}};
    const bool serial = civil::IsLikelySerial(value);
    if (serial) cell.emplace_back("day", civil::Format(*civil::FromSerial(value)));
    out->Fault(serial ? v1::ImportRow::DAY_AS_NUMBER : v1::ImportRow::NOT_A_DAY, cell);
    return std::nullopt;
  }

  // Sets `date` unless the cell is empty.
  void Date(int column, std::string_view name, google::type::Date* (v1::Organisation::*date)(),
            ImportedRow* out) const {
    if (const auto day = Day(column, name, out)) *(out->organisation.*date)() = civil::ToDate(*day);
  }

  // Tells what a spreadsheet may have made of a code.
  void CheckCode(const std::string& code, ImportedRow* out) const {
    const csv::CodeDoubt doubt = csv::DoubtOf(code);
    if (doubt == csv::CodeDoubt::kPower) {
      out->Fault(v1::ImportRow::CODE_AS_POWER, {{"code", Brief(code)}});
    } else if (!code.empty() && IdFromCode(code).empty()) {
      out->Fault(v1::ImportRow::CODE_UNFIT, {{"code", Brief(code)}});
      if (doubt == csv::CodeDoubt::kDay) out->Fault(v1::ImportRow::CODE_AS_DAY, {{"code", Brief(code)}});
    } else if (doubt == csv::CodeDoubt::kDay) {
      out->Note(v1::ImportRow::CODE_AS_DAY, {{"code", Brief(code)}});
    }
  }

  void Role(int column, ImportedRow* out) const {
    static const std::map<std::string, v1::Organisation::Role> roles = {
        {"", v1::Organisation::PARTY_COMMITTEE},
        {"party-committee", v1::Organisation::PARTY_COMMITTEE},
        {"body", v1::Organisation::BODY},
        {"external", v1::Organisation::EXTERNAL}};
    const std::string value = Text(column);
    // As the command line prints it, too.
    std::string key = text::IdentityKey(value);
    std::replace(key.begin(), key.end(), '_', '-');
    const auto role = roles.find(key);
    if (role == roles.end()) return out->Fault(v1::ImportRow::ROLE_UNKNOWN, {{"value", Brief(value)}});
    out->organisation.set_role(role->second);
  }

  void TakesOver(int column, ImportedRow* out) const {
    const std::string value = Text(column);
    const std::string key = text::IdentityKey(value);
    if (key == "yes" || key == "true") {
      out->organisation.set_takes_over(true);
    } else if (!key.empty() && key != "no" && key != "false") {
      out->Fault(v1::ImportRow::NOT_YES_OR_NO, {{"value", Brief(value)}});
    }
  }

  // Bodies, external organisations, former units and the root may leave their members out.
  void Members(int column, bool optional, ImportedRow* out) const {
    const std::string value = Text(column);
    if (value.empty() && optional) return;
    if (value.empty()) return out->Fault(v1::ImportRow::CELL_EMPTY, {{"column", std::string(kMembers)}});
    if (const auto members = Count(value, kMembers, out)) out->organisation.set_members(*members);
  }

  // An empty cell is no measure.
  void Measure(int column, const std::string& name, ImportedRow* out) const {
    const std::string value = Text(column);
    if (value.empty()) return;
    const auto counted = Count(value, name, out);
    if (!counted.has_value()) return;
    v1::Measure& measure = *out->organisation.add_measures();
    measure.set_name(name);
    measure.set_value(*counted);
  }

 private:
  std::optional<int64_t> Count(const std::string& value, std::string_view name, ImportedRow* out) const {
    const csv::Number number = csv::ReadNumber(value, decimal_);
    const std::string plain = number.plain.value_or("");
    const status::Metadata cell = {
        {"column", std::string(name)}, {"value", Brief(value)}, {"most", StrCat(kMostMembers)}};
    int64_t count = 0;
    if (number.undeclared) {
      out->Fault(v1::ImportRow::NUMBER_UNDECLARED, cell);
    } else if (plain.empty() || plain.find('.') != std::string::npos) {
      out->Fault(v1::ImportRow::NOT_A_NUMBER, cell);
    } else if (plain.starts_with('-')) {
      out->Fault(v1::ImportRow::NEGATIVE, cell);
    } else if (!absl::SimpleAtoi(plain, &count) || count > kMostMembers) {
      out->Fault(v1::ImportRow::NUMBER_TOO_GREAT, cell);
    } else {
      return count;
    }
    return std::nullopt;
  }

  const csv::Row& row_;
  const char decimal_;
};

void ReadEnd(std::optional<absl::CivilDay> day, bool root, ImportedRow* row) {
  if (!day.has_value()) return;
  if (root) return row->Fault(v1::ImportRow::ROOT_ENDS);
  v1::Organisation& organisation = row->organisation;
  if (organisation.has_valid_from() && *day <= civil::FromDate(organisation.valid_from())) {
    return row->Fault(v1::ImportRow::ENDS_TOO_EARLY);
  }
  *organisation.mutable_valid_until() = civil::ToDate(*day);
  organisation.set_state(v1::Organisation::ENDED);
}

}  // namespace

absl::StatusOr<Columns> Columns::Find(const csv::Table& table) {
  Columns columns;
  std::vector<std::string> missing;
  const auto find = [&](std::string_view title) {
    const int column = table.Column(title);
    if (column < 0) missing.emplace_back(title);
    return column;
  };
  columns.code = find("code");
  // A list of organisations as it is printed has their resource names in `name`.
  columns.name = table.Column("display_name");
  if (columns.name < 0) columns.name = find("name");
  columns.kind = find("kind");
  columns.parent = find("parent");
  columns.members = find("members");
  columns.members_as_of = find("members_as_of");
  columns.merged_from = find("merged_from");
  columns.valid_from = find("valid_from");
  columns.decimal = table.decimal;
  columns.members_basis = table.Column("members_basis");
  columns.split_from = table.Column("split_from");
  columns.takes_over = table.Column("takes_over");
  columns.valid_until = table.Column("valid_until");
  columns.role = table.Column("role");
  columns.renamed_on = table.Column("renamed_on");
  columns.duplicate_of = table.Column("duplicate_of");
  columns.ignored =
      csv::IgnoredColumns(table, {"code", "name", "display_name", "kind", "parent", "members", "members_as_of",
                                  "merged_from", "valid_from", "members_basis", "split_from", "takes_over",
                                  "valid_until", "role", "renamed_on", "duplicate_of", "measure"});
  for (size_t i = 0; i < table.header.size(); ++i) {
    const std::string title = text::IdentityKey(table.header[i]);
    if (!title.starts_with(kMeasurePrefix)) continue;
    const std::string name = title.substr(kMeasurePrefix.size());
    if (name == kMembers || IdFromCode(name) != name) {
      return status::InvalidArgument(v1::CSV_MALFORMED,
                                     {{"line", "1"}, {"column", Brief(table.header[i])}, {"cause", "measure_name"}});
    }
    columns.measures[name] = static_cast<int>(i);
  }
  if (missing.empty()) return columns;
  return csv::Lacks(missing);
}

std::string IdFromCode(std::string_view code) {
  std::string id = absl::AsciiStrToLower(ToAbsl(code));
  if (!id.empty() && absl::ascii_isdigit(static_cast<unsigned char>(id[0]))) id.insert(0, "unit-");
  const auto good = [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
           c == '-';
  };
  if (id.empty() || id.size() > kMostIdLength || !std::all_of(id.begin(), id.end(), good)) return "";
  return id.front() == '-' || id.back() == '-' ? "" : id;
}

bool IsFormerKind(std::string_view kind) { return kind.starts_with("former-"); }

std::string Cut(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return StrCat(text.substr(0, end), "…");
}

std::string Brief(std::string_view value) { return Cut(value, 40); }

bool IsAsListed(const ImportedRow& row, const v1::Organisation& duplicate) {
  const v1::Organisation& organisation = row.organisation;
  return row.duplicate_of == duplicate.duplicate_of() && organisation.display_name() == duplicate.display_name() &&
         organisation.kind() == duplicate.kind() && organisation.members() == duplicate.members();
}

void TellUnknownKind(ImportedRow* row, std::set<std::string>* told) {
  const std::string& kind = row->organisation.kind();
  if (kind.empty() || !KnownKind(kind).empty() || !row->errors.empty() || !told->insert(kind).second) return;
  row->Note(v1::ImportRow::KIND_UNKNOWN, {{"value", Brief(kind)}, {"known", KnownKinds()}});
}

ImportedRow ReadRow(const csv::Row& row, const Columns& columns) {
  const RowReader reader(row, columns.decimal);
  ImportedRow result;
  result.line = row.line;
  v1::Organisation& organisation = result.organisation;
  organisation.set_code(reader.Required(columns.code, "code", kMostCodeLength, &result));
  organisation.set_display_name(reader.Required(columns.name, "name", kMostNameLength, &result));
  organisation.set_kind(reader.Required(columns.kind, "kind", kMostCodeLength, &result));
  if (std::string known = KnownKind(organisation.kind()); !known.empty()) organisation.set_kind(std::move(known));
  result.parent_code = reader.Text(columns.parent);
  const std::string id = IdFromCode(organisation.code());
  reader.CheckCode(organisation.code(), &result);
  // The file names its root by an empty parent and either the code or the kind `province`.
  const bool root = result.parent_code.empty() && (id == "province" || organisation.kind() == "province");
  organisation.set_name(root ? std::string(kRoot) : StrCat("organisations/", id));
  if (!root && id == "province") result.Fault(v1::ImportRow::ROOT_WITH_PARENT);

  reader.Role(columns.role, &result);
  const bool uncounted = root || IsFormerKind(organisation.kind()) || !IsCommittee(organisation);
  reader.Members(columns.members, uncounted, &result);
  reader.Date(columns.members_as_of, "members_as_of", &v1::Organisation::mutable_members_as_of, &result);
  organisation.set_members_basis(Cut(reader.Text(columns.members_basis), kMostBasisLength));
  for (const auto& [name, column] : columns.measures) reader.Measure(column, name, &result);
  reader.Date(columns.valid_from, "valid_from", &v1::Organisation::mutable_valid_from, &result);
  if (organisation.members() > 0 && !organisation.has_members_as_of() && reader.Text(columns.members_as_of).empty()) {
    result.Fault(v1::ImportRow::MEMBERS_WITHOUT_DAY);
  }
  result.merged_codes = absl::StrSplit(reader.Text(columns.merged_from), ';', absl::SkipWhitespace());
  for (std::string& code : result.merged_codes) absl::StripAsciiWhitespace(&code);
  if (!result.merged_codes.empty() && reader.Text(columns.valid_from).empty()) {
    result.Fault(v1::ImportRow::MERGER_WITHOUT_DAY);
  }
  result.split_code = reader.Text(columns.split_from);
  result.duplicate_of = reader.Text(columns.duplicate_of);
  reader.TakesOver(columns.takes_over, &result);
  ReadEnd(reader.Day(columns.valid_until, "valid_until", &result), root, &result);
  result.renamed_on = reader.Day(columns.renamed_on, "renamed_on", &result);
  return result;
}

}  // namespace congress::allocation

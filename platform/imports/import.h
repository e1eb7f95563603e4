// Imports a table of resources through the service's own methods: what its list prints changes nothing, what a file
// does not mention stays, and of a file with a wrong row nothing is done.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/tables/v1/import.pb.h"
#include "platform/imports/cells.h"
#include "platform/rpc/call.h"
#include "platform/rpc/fields.h"
#include "platform/rpc/organisations.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/tables/tables.h"

namespace congress::imports {

// Rows of one file: each may write a handful of records, and a commit holds 10,000.
inline constexpr size_t kMostRows = 1000;

// Collects what the rows do.
class Result {
 public:
  Result(status::Language language, const std::vector<std::string>& ignored) : language_(language) {
    *result_.mutable_ignored_columns() = {ignored.begin(), ignored.end()};
  }

  // `table`: that of the row, 0 in a file of one. `record`: what the row has staged where that is not told by `name`.
  void Add(int line, const std::string& name, tables::v1::ImportRow::State state,
           const std::vector<status::Sentence>& reasons, int table = 0, const std::string& record = "");
  void AddError(int line, const std::string& name, const absl::Status& status, int table = 0);
  // What of the file was not read.
  void AddFindings(const std::vector<status::Sentence>& findings);

  // INVALID_ARGUMENT `ROWS_REJECTED` for wrong rows, which a dry run tells instead; where the caller may do none of
  // them, or none is there, the error of the first. A row is wrong as well whose record the Gate would refuse for an
  // organisation that it names.
  absl::StatusOr<tables::v1::ImportResult> End(rpc::Call& call, bool validate_only) &&;

 private:
  void Refuse(size_t row, const absl::Status& refusal);

  const status::Language language_;
  tables::v1::ImportResult result_;
  std::vector<status::Sentence> reasons_;
  std::vector<std::string> records_;
  // Of the rows that were refused as a call would be.
  std::vector<absl::Status> refusals_;
};

// The name that the cell says, within `prefix` (`congresses/x/delegates/`); a cell may hold the id alone.
std::string NameOf(std::string_view cell, std::string_view prefix, std::vector<status::Sentence>* errors);

// Whether the cell says nothing.
bool IsBlank(std::string_view cell);

// FIELD_GRADED when the mask names a field above the caller's clearance: even that it is as the file says is told to
// those only who may see it.
absl::Status CheckGrades(const rpc::Call& call, const google::protobuf::Descriptor& type,
                         const google::protobuf::FieldMask& mask);

// What a row without a name means, by what it says: a name, or none for a resource that is new.
template <class T>
using FindUnnamed = std::function<absl::StatusOr<std::string>(const T& said)>;

// `create(id, resource)` and `update(before, patch, mask)` do what the service's methods do, with the fields of their
// requests checked (rpc::CheckFields) and permissions demanded; they return the resource that was made, and a status.
// INVALID_ARGUMENT `CSV_MALFORMED` for what is no table, or more than kMostRows rows. `refused(resource)` says whose
// record the caller may not even be told of. Without `find` each row needs a name, and a table the column `name`
// (`CSV_MALFORMED`); with it, who is new and has none is created with an empty id.
template <class T, class Create, class Update, class Refused>
absl::StatusOr<tables::v1::ImportResult> Import(rpc::Call& call, const rpc::Repository<T>& stored,
                                                std::string_view prefix, const csv::Table& table, bool validate_only,
                                                Create create, Update update, Refused refused,
                                                const FindUnnamed<T>& find = nullptr) {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  const int names = table.Column("name");
  if (names < 0 && find == nullptr) return csv::Lacks({"name"});
  if (table.rows.size() > kMostRows) return csv::TooLong(table, kMostRows);
  const Cells cells(table, *T::descriptor());
  Result result(call.language(), cells.ignored());
  std::map<std::string, int> lines;
  for (const csv::Row& row : table.rows) {
    std::vector<status::Sentence> errors;
    std::string name;
    if (find != nullptr && (names < 0 || IsBlank(row.fields[static_cast<size_t>(names)]))) {
      T said;
      cells.Lay(row, &said, &errors);
      if (!errors.empty()) {
        result.Add(row.line, "", tables::v1::ImportRow::ERROR, errors);
        continue;
      }
      const absl::StatusOr<std::string> found = find(said);
      if (!found.ok() && !status::IsRefusal(found.status())) return found.status();
      if (!found.ok()) {
        result.AddError(row.line, "", found.status());
        continue;
      }
      name = *found;
    } else {
      name = NameOf(row.fields[static_cast<size_t>(names)], prefix, &errors);
    }
    const bool unnamed = name.empty() && errors.empty();
    const auto [first, fresh] = lines.try_emplace(name, row.line);
    if (!fresh && !unnamed && errors.empty()) {
      errors.push_back(status::Say(tables::v1::ImportRow::NAME_REPEATED, {{"line", StrCat(first->second)}}));
    }
    absl::StatusOr<T> before = absl::NotFoundError("");
    if (unnamed) before = status::NotFound(T::descriptor()->name(), StrCat(prefix, "-"));
    if (errors.empty() && !unnamed) before = stored.Get(call, name);
    // Also why a file that cannot make resources finds none to change.
    const absl::Status known = before.ok() ? refused(*before) : before.status();
    if (!known.ok() && !status::IsRefusal(known)) return known;
    if (!known.ok() && !absl::IsNotFound(known)) {
      result.AddError(row.line, name, known);
      continue;
    }
    T said = before.ok() ? *before : T();
    cells.Lay(row, &said, &errors);
    if (!errors.empty()) {
      result.Add(row.line, name, tables::v1::ImportRow::ERROR, errors);
      continue;
    }
    absl::Status done = before.ok() || cells.complete() ? rpc::CheckFields(&said) : absl::OkStatus();
    // Here, since the Gate, which asks of all changes at once, does not know the rows.
    if (done.ok()) {
      ASSIGN_OR_RETURN(errors, rpc::UnknownIn(call, said));
    }
    if (!errors.empty()) {
      result.Add(row.line, name, tables::v1::ImportRow::ERROR, errors);
      continue;
    }
    std::vector<status::Sentence> changes;
    std::string record;
    if (!done.ok()) {
      // Told below.
    } else if (before.ok()) {
      done = CheckGrades(call, *T::descriptor(), cells.mask());
      changes = cells.Changes(*before, said);
      // In the words of a table: an update would speak of its mask.
      const std::vector<status::Sentence> fixed = cells.Fixed(*before, said);
      if (done.ok() && !fixed.empty()) {
        result.Add(row.line, name, tables::v1::ImportRow::ERROR, fixed);
        continue;
      }
      if (done.ok() && !changes.empty()) done = update(*before, said, cells.mask());
    } else {
      absl::StatusOr<T> made = known;
      if (cells.complete()) made = create(unnamed ? "" : name.substr(prefix.size()), said);
      done = made.status();
      if (made.ok()) record = made->name();
      // Of a dry run an id that the server made is nobody's.
      if (made.ok() && unnamed && !validate_only) name = record;
    }
    if (!done.ok()) {
      if (!status::IsRefusal(done)) return done;
      result.AddError(row.line, name, done);
    } else if (!before.ok()) {
      result.Add(row.line, name, tables::v1::ImportRow::NEW, {}, 0, record);
    } else {
      const auto state = changes.empty() ? tables::v1::ImportRow::UNCHANGED : tables::v1::ImportRow::CHANGED;
      const std::vector<status::Sentence> kept = cells.Kept(row, *before);
      changes.insert(changes.end(), kept.begin(), kept.end());
      result.Add(row.line, name, state, changes);
    }
  }
  return std::move(result).End(call, validate_only);
}

}  // namespace congress::imports

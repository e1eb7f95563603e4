// Opinions as a table.
#include <map>
#include <tuple>
#include <utility>

#include "platform/imports/import.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

using tables::v1::ImportRow;

auto ContentOf(const v1::Opinion& opinion) { return std::tuple{InvitedOf(opinion), opinion.section(), opinion.text()}; }

// The name in the row, empty where the file lacks the column or the row the cell.
std::string NameIn(const csv::Table& table, const csv::Row& row, std::string_view prefix,
                   std::vector<status::Sentence>* errors) {
  const int column = table.Column("name");
  if (column < 0 || row.fields[static_cast<size_t>(column)].empty()) return "";
  return imports::NameOf(row.fields[static_cast<size_t>(column)], prefix, errors);
}

// An opinion that is there stays as it was given.
void AddKnown(const imports::Cells& cells, const csv::Row& row, const v1::Opinion& stored, imports::Result* result) {
  v1::Opinion said = stored;
  std::vector<status::Sentence> errors;
  cells.Lay(row, &said, &errors);
  if (errors.empty() && !cells.Changes(stored, said).empty()) errors.push_back(status::Say(ImportRow::RECORD_FINAL));
  const auto state = errors.empty() ? ImportRow::UNCHANGED : ImportRow::ERROR;
  result->Add(row.line, stored.name(), state, errors.empty() ? cells.Kept(row, stored) : errors);
}

}  // namespace

absl::StatusOr<OpinionService::Given> OpinionService::GiveUnlessKnown(rpc::Call& call, const v1::OpinionRound& round,
                                                                      const v1::Revision& revision, v1::Opinion said,
                                                                      std::map<Content, std::string>* known) const {
  RETURN_IF_ERROR(rpc::CheckFields(&said));
  RETURN_IF_ERROR(call.Require(said.organisation()));
  ASSIGN_OR_RETURN(v1::Opinion addressed, Addressed(call, round, std::move(said)));
  if (const auto same = known->find(ContentOf(addressed)); same != known->end() && addressed.external_key().empty()) {
    addressed.set_name(same->second);
    return Given{.opinion = std::move(addressed), .is_new = false};
  }
  ASSIGN_OR_RETURN(Given given, GiveOne(call, round, revision, addressed));
  known->try_emplace(ContentOf(given.opinion), given.opinion.name());
  return given;
}

absl::StatusOr<tables::v1::ImportResult> OpinionService::ImportOpinions(
    rpc::Call& call, const v1::ImportOpinionsRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  RETURN_IF_ERROR(access_.ReadRound(call, request.parent()).status());
  // With all who are invited, also for one of them.
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, request.parent()));
  ASSIGN_OR_RETURN(const v1::Revision revision, kRevisions.Load(call, round.revision()));
  if (table.rows.size() > imports::kMostRows) return csv::TooLong(table, imports::kMostRows);
  const imports::Cells cells(table, *v1::Opinion::descriptor());
  if (!cells.complete()) return csv::Lacks({"organisation", "section", "text"});

  const std::string prefix = StrCat(round.name(), "/opinions/");
  ASSIGN_OR_RETURN(const auto stored, collected_.LoadAll(call, prefix));
  std::map<Content, std::string> known;
  for (const v1::Opinion& opinion : stored) known.try_emplace(ContentOf(opinion), opinion.name());

  imports::Result result(call.language(), cells.ignored());
  for (const csv::Row& row : table.rows) {
    std::vector<status::Sentence> errors;
    const std::string name = NameIn(table, row, prefix, &errors);
    if (!name.empty()) {
      const auto before = access_.ReadOpinion(call, name);
      if (before.ok()) {
        AddKnown(cells, row, *before, &result);
      } else if (imports::IsOfRow(before.status())) {
        result.AddError(row.line, name, before.status());
      } else {
        return before.status();
      }
      continue;
    }
    v1::Opinion said;
    cells.Lay(row, &said, &errors);
    if (!errors.empty()) {
      result.Add(row.line, "", ImportRow::ERROR, errors);
      continue;
    }
    const auto given = GiveUnlessKnown(call, round, revision, std::move(said), &known);
    if (given.ok()) {
      result.Add(row.line, given->opinion.name(), given->is_new ? ImportRow::NEW : ImportRow::UNCHANGED, {});
    } else if (imports::IsOfRow(given.status())) {
      result.AddError(row.line, "", given.status());
    } else {
      return given.status();
    }
  }
  return std::move(result).End(request.validate_only());
}

}  // namespace congress::drafting

// Old registers: taken over from a table, and given back.
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/imports/import.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/dates.h"
#include "services/drafting/domain/number_import.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/printed_number.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/number_register_service.h"
#include "services/drafting/numbering.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

using tables::v1::ImportRow;

// Each row writes an entry with the words of its title; a commit holds 10,000 records.
constexpr size_t kMostRows = 500;

// What a row says, or why it says nothing that can be taken.
struct Said {
  int line = 0;
  absl::StatusOr<v1::NumberEntry> entry = absl::UnknownError("");
  std::vector<status::Sentence> errors = {};

  bool readable() const { return errors.empty() && entry.ok(); }
};

// The rows in the order of the file.
std::vector<Said> Read(const v1::NumberSeries& series, const csv::Table& table, const imports::Cells& cells,
                       const std::string& number_import, bool not_graded, absl::Time now) {
  std::vector<Said> rows;
  std::map<int64_t, int> lines;
  for (const csv::Row& row : table.rows) {
    Said& said = rows.emplace_back(Said{.line = row.line});
    v1::OldNumber old;
    cells.Lay(row, &old, &said.errors);
    if (!said.errors.empty()) continue;
    const absl::Status checked = rpc::CheckFields(&old);
    said.entry = checked.ok() ? EntryOf(series, old, number_import, now) : checked;
    if (said.entry.ok() && !not_graded) {
      if (absl::Status marked = RefuseMarkedTitle(said.entry->title()); !marked.ok()) said.entry = std::move(marked);
    }
    if (!said.entry.ok()) continue;
    const auto [first, fresh] = lines.try_emplace(said.entry->number(), row.line);
    if (!fresh)
      said.errors.push_back(status::Say(v1::NumberFinding::NUMBER_REPEATED, {{"line", StrCat(first->second)}}));
  }
  return rows;
}

Entries ByNumber(std::vector<v1::NumberEntry> entries) {
  Entries by_number;
  for (v1::NumberEntry& entry : entries) by_number.emplace(entry.number(), std::move(entry));
  return by_number;
}

// What is told of numbers that are left out directly before `number`.
std::vector<status::Sentence> GapBefore(const std::set<int64_t>& left_out, int64_t number) {
  int64_t first = number;
  while (left_out.contains(first - 1)) --first;
  if (first == number) return {};
  return {status::Say(v1::NumberFinding::GAP_BEFORE, {{"first", TwoDigits(first)}, {"last", TwoDigits(number - 1)}})};
}

// What a row does to the register.
struct Change {
  v1::NumberEntry entry;
  bool is_new = false;
};

std::optional<Disorder> DisorderOf(const v1::NumberDates& dates, const v1::NumberEntry& said) {
  return DisorderAt(dates, said.number(), civil::FromDate(said.document_date()));
}

// Whether the row changes nothing; the error that it is refused with.
absl::StatusOr<bool> IsKnown(const v1::NumberSeries& series, const Entries& known, const v1::NumberDates& dates,
                             const absl::StatusOr<v1::NumberEntry>& said) {
  RETURN_IF_ERROR(said.status());
  if (const auto before = known.find(said->number()); before != known.end()) {
    ASSIGN_OR_RETURN(const bool same, SaysSame(before->second, *said));
    if (same) return true;
  }
  RETURN_IF_ERROR(CheckOrder(series, DisorderOf(dates, *said)));
  return false;
}

// The rows that change something, beside the dates of all. What each does is told.
std::vector<Change> Judge(const v1::NumberSeries& series, const Entries& known, const v1::NumberDates& dates,
                          const std::set<int64_t>& left_out, std::vector<Said> rows, imports::Result* result) {
  std::vector<Change> changes;
  for (Said& row : rows) {
    const std::string name = row.entry.ok() ? row.entry->name() : "";
    if (!row.errors.empty()) {
      result->Add(row.line, name, ImportRow::ERROR, row.errors);
      continue;
    }
    const absl::StatusOr<bool> same = IsKnown(series, known, dates, row.entry);
    if (!same.ok()) {
      result->AddError(row.line, name, same.status());
    } else if (*same) {
      result->Add(row.line, name, ImportRow::UNCHANGED, {});
    } else {
      const bool is_new = !known.contains(row.entry->number());
      std::vector<status::Sentence> told = GapBefore(left_out, row.entry->number());
      if (const auto disorder = DisorderOf(dates, *row.entry)) {
        told.push_back(status::Say(v1::NumberFinding::DATE_OUT_OF_SEQUENCE, MetadataOf(*disorder)));
      }
      result->Add(row.line, name, is_new ? ImportRow::NEW : ImportRow::CHANGED, told);
      changes.push_back({*std::move(row.entry), is_new});
    }
  }
  return changes;
}

}  // namespace

absl::StatusOr<tables::v1::ImportResult> NumberRegisterService::ImportNumberEntries(
    rpc::Call& call, const v1::ImportNumberEntriesRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(request.sheet(), ""));
  ASSIGN_OR_RETURN(const csv::Table table, tables::Read(request.csv(), form));
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Read(call, request.parent()));
  RETURN_IF_ERROR(call.Require(series.organisation()));
  if (table.rows.size() > kMostRows) return csv::TooLong(table, kMostRows);
  const imports::Cells cells(table, *v1::OldNumber::descriptor());
  if (!cells.complete()) return csv::Lacks({"number", "document_date"});
  v1::NumberImport made;
  made.set_name(StrCat(series.name(), "/imports/", request.number_import_id()));
  ASSIGN_OR_RETURN(const bool exists, imports_.Exists(call, made.name()));
  if (exists) return status::AlreadyExists("NumberImport", made.name());
  ASSIGN_OR_RETURN(v1::NumberCounter counter, kNumberCounters.Load(call, StrCat(series.name(), "/counter")));
  if (counter.epoch() != call.store().Epoch()) return Waits(counter, series.name());

  imports::Result result(call.language(), cells.ignored());
  ASSIGN_OR_RETURN(auto stored, kNumberEntries.LoadAll(call, StrCat(series.name(), "/entries/")));
  Entries known = ByNumber(std::move(stored));
  ASSIGN_OR_RETURN(v1::NumberDates dates, kNumbering.LoadDates(call, series.name()));
  Entries said;
  std::vector<Said> rows = Read(series, table, cells, made.name(), request.not_graded(), call.now());
  for (const Said& row : rows) {
    if (!row.readable()) continue;
    if (const auto before = known.find(row.entry->number()); before != known.end()) {
      // What is judged is what is checked at the commit.
      ASSIGN_OR_RETURN(before->second, kNumberEntries.Load(call, before->second.name()));
    }
    said.emplace(row.entry->number(), *row.entry);
    SetDate(&dates, row.entry->number(), civil::FromDate(row.entry->document_date()));
  }
  const std::vector<int64_t> left_out = LeftOut(known, said, counter.next());
  RETURN_IF_ERROR(CheckLeftOut(left_out));
  const std::set<int64_t> open(left_out.begin(), left_out.end());
  v1::NumberImportTrace trace;
  for (Change& change : Judge(series, known, dates, open, std::move(rows), &result)) {
    if (change.is_new) {
      trace.add_made(change.entry.number());
      kNumberEntries.PutNew(call, std::move(change.entry));
    } else {
      *trace.add_changed() = known.at(change.entry.number());
      kNumberEntries.Put(call, std::move(change.entry));
    }
  }
  if (trace.made().empty() && trace.changed().empty()) return std::move(result).End(call, request.validate_only());
  const std::string reason = status::Say(v1::NumberFinding::NOT_IN_TABLE).In(call.language());
  for (const int64_t number : left_out) {
    kNumberEntries.PutNew(call, OpenEntry(series, number, made.name(), reason, call.now()));
    trace.add_made(number);
  }
  kNumbering.PutDates(call, std::move(dates));
  made.set_organisation(series.organisation());
  made.set_state(v1::NumberImport::DONE);
  made.set_number_count(trace.made_size() + trace.changed_size() - static_cast<int>(left_out.size()));
  made.set_gap_count(static_cast<int>(left_out.size()));
  made.set_first_number(said.begin()->first);
  made.set_last_number(said.rbegin()->first);
  made.set_author(call.principal().subject);
  *made.mutable_create_time() = civil::ToTimestamp(call.now());
  *made.mutable_update_time() = made.create_time();
  trace.set_name(StrCat(made.name(), "/trace"));
  trace.set_next_before(counter.next());
  counter.set_next(std::max(counter.next(), said.rbegin()->first + 1));
  trace.set_next_after(counter.next());
  kNumberCounters.Put(call, std::move(counter));
  traces_.Put(call, std::move(trace));
  imports_.Put(call, std::move(made));
  return std::move(result).End(call, request.validate_only());
}

absl::StatusOr<v1::ListNumberImportsResponse> NumberRegisterService::ListNumberImports(
    rpc::Call& call, const v1::ListNumberImportsRequest& request) const {
  RETURN_IF_ERROR(series_.Get(call, request.parent()).status());
  ASSIGN_OR_RETURN(auto page, imports_.List(call, StrCat(request.parent(), "/imports/"), rpc::PageOf(request)));
  v1::ListNumberImportsResponse answer;
  answer.mutable_number_imports()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::Status NumberRegisterService::CheckUnused(rpc::Call& call, const v1::NumberEntry& entry,
                                                const v1::NumberImport& imported) const {
  RETURN_IF_ERROR(CheckAsImported(entry, imported));
  ASSIGN_OR_RETURN(const v1::PaperUse use, LoadUse(call, entry.name()));
  return use.links() == 0 && use.answers() == 0 ? absl::OkStatus() : UsedByOthers(entry);
}

absl::StatusOr<v1::NumberImport> NumberRegisterService::UndoNumberImport(
    rpc::Call& call, const v1::UndoNumberImportRequest& request) const {
  ASSIGN_OR_RETURN(v1::NumberImport imported, imports_.Get(call, request.name()));
  RETURN_IF_ERROR(imports_.CheckEtag(imported, request.etag()));
  if (imported.state() == v1::NumberImport::UNDONE) {
    return status::FailedPrecondition(v1::IMPORT_UNDONE, {{"name", imported.name()}});
  }
  const std::string series(ParentOf(request.name()));
  ASSIGN_OR_RETURN(v1::NumberImportTrace trace, traces_.Load(call, StrCat(imported.name(), "/trace")));
  ASSIGN_OR_RETURN(v1::NumberCounter counter, kNumberCounters.Load(call, StrCat(series, "/counter")));
  ASSIGN_OR_RETURN(v1::NumberDates dates, kNumbering.LoadDates(call, series));
  // What was not given by the series since is on no paper by its number.
  const bool goes_back = counter.next() == trace.next_after() && counter.epoch() == call.store().Epoch();
  for (const v1::NumberEntry& before : trace.changed()) {
    ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Load(call, before.name()));
    RETURN_IF_ERROR(CheckUnused(call, entry, imported));
    DropDate(&dates, before.number());
    kNumberEntries.Put(call, before);
  }
  for (const int64_t number : trace.made()) {
    ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumberEntries.Load(call, EntryName(series, number)));
    RETURN_IF_ERROR(CheckUnused(call, entry, imported));
    DropDate(&dates, number);
    if (goes_back && number >= trace.next_before()) {
      kNumberEntries.Delete(call, entry.name());
    } else {
      kNumberEntries.Put(call, Withdrawn(std::move(entry), request.reason(), call.now()));
    }
  }
  kNumbering.PutDates(call, std::move(dates));
  if (goes_back) {
    counter.set_next(trace.next_before());
    kNumberCounters.Put(call, std::move(counter));
  }
  imported.set_state(v1::NumberImport::UNDONE);
  imported.set_undo_reason(request.reason());
  imported.set_undone_by(call.principal().subject);
  *imported.mutable_update_time() = civil::ToTimestamp(call.now());
  return imports_.Put(call, std::move(imported));
}

}  // namespace congress::drafting

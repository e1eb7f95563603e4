// Opinions as a table, given at once or by the steps of an operation, and taken back again.
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/reason.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/tables/columns.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/opinion_report.h"
#include "services/drafting/domain/unread.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/revisions.h"
#include "services/drafting/source_names.h"

namespace congress::drafting {
namespace {

using operations::v1::Progress;
using tables::v1::ImportResult;
using tables::v1::ImportRow;

constexpr std::string_view kImport = "StartOpinionImport";
constexpr std::string_view kUndo = "UndoOpinionImport";

// Rows of one table, and of one step of an operation: each row is an opinion with what it is known by.
constexpr size_t kMostOpinions = 20'000;
constexpr size_t kMostInStep = 1'500;

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
  result->Add(row.line, stored.name(), state, errors.empty() ? cells.Kept(row, stored) : errors, row.table);
}

absl::StatusOr<tables::Columned> TableOf(std::string_view file, std::string_view sheet) {
  ASSIGN_OR_RETURN(const tables::Form form, tables::FormOf(std::string(sheet), ""));
  ASSIGN_OR_RETURN(tables::Columned read,
                   tables::ReadColumns(file, form, {.needed = {"organisation", "text"}, .titles = OpinionTitles()}));
  if (IsPrintedReport(read.table)) return status::InvalidArgument(v1::REPORT_NOT_IMPORTABLE);
  if (read.table.rows.size() > kMostOpinions) return csv::TooLong(read.table, kMostOpinions);
  return read;
}

std::string ImportName(const std::string& round, size_t number) {
  return StrCat(round, "/opinionImports/", absl::StrFormat("%06d", number));
}

void SetProgress(int64_t done, int64_t total, Progress* progress) {
  progress->set_unit(Progress::RECORDS);
  progress->set_done(done);
  progress->set_total(total);
}

}  // namespace

OpinionService::OpinionService(const paper::Layout& layout, operations::Operations& operations)
    : layout_(layout), operations_(operations) {
  const operations::Work withdraw = [this](rpc::Call& call, operations::Step& step) {
    return WithdrawStep(call, step);
  };
  operations.Register(
      std::string(kImport), [this](rpc::Call& call, operations::Step& step) { return ImportStep(call, step); },
      withdraw);
  operations.Register(std::string(kUndo), withdraw);
}

absl::StatusOr<ImportResult> OpinionService::GiveRows(rpc::Call& call, Giving* giving, const tables::Columned& read,
                                                      size_t begin, size_t most, bool validate_only) const {
  const csv::Table& table = read.table;
  const imports::Cells cells(table, *v1::Opinion::descriptor());
  const std::string prefix = StrCat(giving->round.name(), "/opinions/");
  imports::Result result(call.language(), cells.ignored());
  result.AddFindings(SayUnread(read.unread));
  const int organisation = table.Column("organisation");
  SourceNames names(call, giving->round, giving->answers_for);
  const size_t end = begin + std::min(most, table.rows.size() - begin);
  for (size_t i = begin; i < end; ++i) {
    std::vector<status::Sentence> errors;
    const csv::Row row = names.Named(table.rows[i], organisation, &errors);
    if (!errors.empty()) {
      result.Add(row.line, "", ImportRow::ERROR, errors, row.table);
      continue;
    }
    const std::string name = NameIn(table, row, prefix, &errors);
    absl::Status refused;
    if (!name.empty()) {
      const auto before = giving->permitted ? given_.Load(call, name) : access_.ReadOpinion(call, name);
      if (before.ok()) AddKnown(cells, row, *before, &result);
      refused = before.status();
    } else {
      v1::Opinion said;
      cells.Lay(row, &said, &errors);
      if (!errors.empty()) {
        result.Add(row.line, "", ImportRow::ERROR, errors, row.table);
        continue;
      }
      refused = rpc::CheckFields(&said);
      if (refused.ok()) {
        ASSIGN_OR_RETURN(errors, rpc::UnknownIn(call, said));
      }
      if (!errors.empty()) {
        result.Add(row.line, "", ImportRow::ERROR, errors, row.table);
        continue;
      }
      if (refused.ok()) {
        const auto given = GiveOne(call, giving, std::move(said));
        if (given.ok()) {
          result.Add(row.line, given->opinion.name(), given->is_new ? ImportRow::NEW : ImportRow::UNCHANGED, {},
                     row.table);
        }
        refused = given.status();
      }
    }
    if (refused.ok()) continue;
    if (!status::IsRefusal(refused)) return refused;
    result.AddError(row.line, name, refused, row.table);
  }
  return std::move(result).End(call, validate_only);
}

absl::StatusOr<OpinionService::Giving> OpinionService::GivingByTable(rpc::Call& call, const std::string& name,
                                                                     bool not_graded) const {
  RETURN_IF_ERROR(access_.ReadRound(call, name).status());
  // With all who are invited, also for one of them.
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, name));
  ASSIGN_OR_RETURN(Giving giving, GivingIn(call, std::move(round)));
  giving.not_graded = not_graded;
  giving.answers_for = AnswersFor(call, giving.round);
  return giving;
}

absl::StatusOr<v1::OpinionImport> OpinionService::NewImport(rpc::Call& call, const Giving& giving,
                                                            const std::string& file) const {
  const v1::OpinionRound& round = giving.round;
  ASSIGN_OR_RETURN(const auto before, imports_.LoadAll(call, StrCat(round.name(), "/opinionImports/")));
  v1::OpinionImport made;
  made.set_name(ImportName(round.name(), before.size() + 1));
  made.set_organisation(round.organisation());
  const bool reads_all = call.Holds(imports_.read_permission(), round.organisation());
  if (!reads_all && !giving.answers_for.empty()) made.set_giver(giving.answers_for.front());
  made.set_file_sha256(digest::Sha256Hex(file));
  made.set_imported_by(call.principal().Account());
  *made.mutable_create_time() = civil::ToTimestamp(call.now());
  return made;
}

absl::StatusOr<ImportResult> OpinionService::ImportOpinions(rpc::Call& call,
                                                            const v1::ImportOpinionsRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Columned read, TableOf(request.csv(), request.sheet()));
  ASSIGN_OR_RETURN(Giving giving, GivingByTable(call, request.parent(), request.not_graded()));
  ASSIGN_OR_RETURN(v1::OpinionImport made, NewImport(call, giving, request.csv()));
  giving.opinion_import = made.name();
  ASSIGN_OR_RETURN(ImportResult result,
                   GiveRows(call, &giving, read, 0, read.table.rows.size(), request.validate_only()));
  if (result.new_count() > 0 && !request.validate_only()) {
    made.set_new_count(result.new_count());
    made.set_unchanged_count(result.unchanged_count());
    result.set_kept_import(made.name());
    imports_.PutNew(call, std::move(made));
  }
  return result;
}

absl::StatusOr<operations::v1::Operation> OpinionService::StartOpinionImport(
    rpc::Call& call, const v1::StartOpinionImportRequest& request) const {
  ASSIGN_OR_RETURN(const tables::Columned read, TableOf(request.csv(), request.sheet()));
  ASSIGN_OR_RETURN(Giving giving, GivingByTable(call, request.parent(), request.not_graded()));
  ASSIGN_OR_RETURN(v1::OpinionImport made, NewImport(call, giving, request.csv()));
  // All rows are looked at before any is given, and the steps give them.
  const rpc::Changes before = call.changes();
  RETURN_IF_ERROR(GiveRows(call, &giving, read, 0, read.table.rows.size(), false).status());
  call.changes() = before;
  v1::OpinionImportCheckpoint first;
  first.set_opinion_import(made.name());
  first.mutable_answers_for()->Assign(giving.answers_for.begin(), giving.answers_for.end());
  // Who gives for an organisation below reads the operation there.
  const std::string organisation = made.giver().empty() ? made.organisation() : made.giver();
  auto operation = operations_.Begin(call, kImport, organisation, request, {.checkpoint = first.SerializeAsString()});
  made.set_operation(operation.name());
  imports_.PutNew(call, std::move(made));
  return operation;
}

absl::Status OpinionService::CheckNoImport(rpc::Call& call, const v1::OpinionRound& round) const {
  // They are numbered. Each is read by its name, and the next is not there: one that begins, or is undone, before this
  // commits makes it run again.
  for (size_t number = 1;; ++number) {
    const auto import = imports_.Load(call, ImportName(round.name(), number));
    if (absl::IsNotFound(import.status())) return absl::OkStatus();
    RETURN_IF_ERROR(import.status());
    if (import->operation().empty()) continue;
    const auto operation = operations::Operations::all().Load(call, import->operation());
    // It is not kept for ever after its end.
    if (absl::IsNotFound(operation.status())) continue;
    RETURN_IF_ERROR(operation.status());
    if (operation->state() != operations::v1::Operation::RUNNING) continue;
    return status::FailedPrecondition(v1::IMPORT_UNDER_WAY,
                                      {{"name", import->name()}, {"operation", operation->name()}});
  }
}

absl::StatusOr<bool> OpinionService::ImportStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::OpinionImportCheckpoint at, step.CheckpointAs<v1::OpinionImportCheckpoint>());
  ASSIGN_OR_RETURN(const auto request, step.RequestAs<v1::StartOpinionImportRequest>());
  ASSIGN_OR_RETURN(const tables::Columned read, TableOf(request.csv(), request.sheet()));
  ASSIGN_OR_RETURN(v1::OpinionImport made, imports_.Load(call, at.opinion_import()));
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, request.parent()));
  ASSIGN_OR_RETURN(Giving giving, GivingIn(call, std::move(round)));
  giving.not_graded = request.not_graded();
  giving.permitted = true;
  giving.answers_for.assign(at.answers_for().begin(), at.answers_for().end());
  giving.opinion_import = at.opinion_import();
  ASSIGN_OR_RETURN(const ImportResult given,
                   GiveRows(call, &giving, read, static_cast<size_t>(at.next_row()), kMostInStep, false));
  made.set_new_count(made.new_count() + given.new_count());
  made.set_unchanged_count(made.unchanged_count() + given.unchanged_count());
  at.set_next_row(at.next_row() + given.rows_size());
  const auto total = static_cast<int64_t>(read.table.rows.size());
  SetProgress(at.next_row(), total, &step.progress);
  const bool last = at.next_row() == total;
  if (last) {
    auto result = std::make_unique<ImportResult>();
    result->set_new_count(made.new_count());
    result->set_unchanged_count(made.unchanged_count());
    *result->mutable_ignored_columns() = given.ignored_columns();
    *result->mutable_findings() = given.findings();
    result->set_kept_import(made.name());
    step.response = std::move(result);
  }
  imports_.Put(call, std::move(made));
  step.checkpoint = at.SerializeAsString();
  return last;
}

absl::StatusOr<v1::OpinionImport> OpinionService::GetOpinionImport(rpc::Call& call,
                                                                   const v1::GetOpinionImportRequest& request) const {
  return access_.ReadOpinionImport(call, request.name());
}

absl::StatusOr<v1::ListOpinionImportsResponse> OpinionService::ListOpinionImports(
    rpc::Call& call, const v1::ListOpinionImportsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::OpinionRound round, access_.ReadRound(call, request.parent()));
  const auto& visible = call.Holds(imports_.read_permission(), round.organisation()) ? imports_ : given_imports_;
  ASSIGN_OR_RETURN(auto page, visible.List(call, StrCat(request.parent(), "/opinionImports/"), rpc::PageOf(request)));
  v1::ListOpinionImportsResponse answer;
  answer.mutable_opinion_imports()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<operations::v1::Operation> OpinionService::UndoOpinionImport(
    rpc::Call& call, const v1::UndoOpinionImportRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionImport import, imports_.Get(call, request.name()));
  RETURN_IF_ERROR(imports_.CheckEtag(import, request.etag()));
  if (!import.undone_by().empty()) return status::FailedPrecondition(v1::IMPORT_UNDONE, {{"name", import.name()}});
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(import.name())));
  ASSIGN_OR_RETURN(const auto opinions, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  RETURN_IF_ERROR(CheckOpen(round));
  for (const v1::Opinion& opinion : opinions) {
    if (opinion.opinion_import() != import.name() || !Counts(opinion)) continue;
    RETURN_IF_ERROR(CheckMayWithdraw(opinion, round));
  }
  import.set_undone_by(call.principal().Account());
  import.set_undo_reason(request.reason());
  v1::OpinionImportCheckpoint first;
  first.set_opinion_import(import.name());
  auto operation = operations_.Begin(call, kUndo, import.organisation(), request,
                                     {.checkpoint = first.SerializeAsString(), .settled = true});
  import.set_operation(operation.name());
  imports_.Put(call, std::move(import));
  return operation;
}

absl::StatusOr<bool> OpinionService::WithdrawStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(const v1::OpinionImportCheckpoint at, step.CheckpointAs<v1::OpinionImportCheckpoint>());
  ASSIGN_OR_RETURN(v1::OpinionImport import, imports_.Load(call, at.opinion_import()));
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(import.name())));
  ASSIGN_OR_RETURN(auto opinions, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  const bool undone = !import.undone_by().empty();
  size_t withdrawn = 0;
  int64_t done = 0;
  int64_t total = 0;
  bool last = true;
  for (v1::Opinion& opinion : opinions) {
    if (opinion.opinion_import() != import.name()) continue;
    ++total;
    if (!Counts(opinion)) ++done;
    if (!CheckMayWithdraw(opinion, round).ok()) continue;
    if (withdrawn == kMostInStep) {
      last = false;
      continue;
    }
    // Whoever answers it, or gives it by itself, meanwhile makes this step run again.
    ASSIGN_OR_RETURN(opinion, collected_.Load(call, opinion.name()));
    if (opinion.opinion_import() != import.name() || !CheckMayWithdraw(opinion, round).ok()) continue;
    RETURN_IF_ERROR(WithdrawOne(call, round, std::move(opinion), undone, import.undo_reason()));
    ++withdrawn;
  }
  done += static_cast<int64_t>(withdrawn);
  SetProgress(done, total, &step.progress);
  if (!last) return false;
  // Otherwise the import itself was cancelled, or failed.
  if (!undone) import.set_undone_by(call.principal().Account());
  if (done == total) *import.mutable_undo_time() = civil::ToTimestamp(call.now());
  import = imports_.Put(call, std::move(import));
  step.response = std::make_unique<v1::OpinionImport>(std::move(import));
  return true;
}

}  // namespace congress::drafting

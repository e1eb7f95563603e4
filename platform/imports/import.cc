#include "platform/imports/import.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "congress/tables/v1/reason.pb.h"
#include "platform/csv/codes.h"
#include "platform/rpc/fields.h"
#include "platform/status/status.h"
#include "platform/text/clean.h"

namespace congress::imports {

using tables::v1::ImportRow;

// Most that are told.
constexpr int kMostFindings = 100;

namespace {

// So many more rows of that state.
void Count(ImportRow::State state, int more, tables::v1::ImportResult* result) {
  if (state == ImportRow::NEW) result->set_new_count(result->new_count() + more);
  if (state == ImportRow::CHANGED) result->set_changed_count(result->changed_count() + more);
  if (state == ImportRow::UNCHANGED) result->set_unchanged_count(result->unchanged_count() + more);
  if (state == ImportRow::ERROR) result->set_error_count(result->error_count() + more);
}

}  // namespace

void Result::Add(int line, const std::string& name, ImportRow::State state,
                 const std::vector<status::Sentence>& reasons, int table, const std::string& record) {
  ImportRow& row = *result_.add_rows();
  row.set_line(line);
  row.set_table(table);
  row.set_name(name);
  row.set_state(state);
  reasons_.push_back(status::Joined(reasons, "; "));
  row.set_reason(reasons_.back().In(language_));
  records_.push_back(record.empty() ? name : record);
  Count(state, 1, &result_);
}

void Result::AddFindings(const std::vector<status::Sentence>& findings) {
  for (const status::Sentence& finding : findings) {
    if (result_.findings_size() < kMostFindings) result_.add_findings(finding.In(language_));
  }
}

void Result::AddError(int line, const std::string& name, const absl::Status& status, int table) {
  refusals_.push_back(status);
  Add(line, name, ImportRow::ERROR, {status::Refusals::SentenceOf(status)}, table);
}

void Result::Refuse(size_t row, const absl::Status& refusal) {
  ImportRow& refused = *result_.mutable_rows(static_cast<int>(row));
  Count(refused.state(), -1, &result_);
  refused.set_state(ImportRow::ERROR);
  Count(ImportRow::ERROR, 1, &result_);
  reasons_[row] = status::Refusals::SentenceOf(refusal);
  refused.set_reason(reasons_[row].In(language_));
}

absl::StatusOr<tables::v1::ImportResult> Result::End(rpc::Call& call, bool validate_only) && {
  ASSIGN_OR_RETURN(const auto refused, rpc::RefusedRecords(call));
  for (size_t i = 0; i < records_.size() && !refused.empty(); ++i) {
    const auto found = refused.find(records_[i]);
    if (found != refused.end() && result_.rows(static_cast<int>(i)).state() != ImportRow::ERROR) {
      Refuse(i, found->second);
    }
  }
  if (result_.error_count() == 0) return std::move(result_);
  // The rows are told; the Gate shall not tell again of what nobody will write.
  call.changes().Discard();
  const auto is_closed = [](const absl::Status& refusal) {
    return absl::IsPermissionDenied(refusal) || absl::IsNotFound(refusal);
  };
  if (static_cast<int>(refusals_.size()) == result_.rows_size() &&
      std::all_of(refusals_.begin(), refusals_.end(), is_closed)) {
    return refusals_.front();
  }
  if (validate_only) return std::move(result_);
  status::Violations violations;
  for (int i = 0; i < result_.rows_size(); ++i) {
    const ImportRow& row = result_.rows(i);
    if (row.state() != ImportRow::ERROR) continue;
    const std::string table = row.table() == 0 ? "" : StrCat("table[", row.table(), "].");
    violations.Add(StrCat("csv.", table, "line[", row.line(), "]"), reasons_[static_cast<size_t>(i)]);
  }
  return violations.ToStatus(tables::v1::ROWS_REJECTED,
                             {{"errors", StrCat(result_.error_count())}, {"rows", StrCat(result_.rows_size())}});
}

namespace {

// Whether the text is a name right below `prefix`.
bool LiesBelow(std::string_view text, std::string_view prefix) {
  return text.size() > prefix.size() && text.starts_with(prefix) && text.find('/', prefix.size()) == text.npos;
}

}  // namespace

std::string NameOf(std::string_view cell, std::string_view prefix, std::vector<status::Sentence>* errors) {
  const std::string text = text::CleanOrDrop(text::Kind::kCode, cell);
  if (text.empty()) {
    errors->push_back(status::Say(ImportRow::NAME_EMPTY));
  } else if (text.find('/') == std::string::npos) {
    return StrCat(prefix, text);
  } else if (!LiesBelow(text, prefix)) {
    errors->push_back(status::Say(ImportRow::NAME_ELSEWHERE, {{"value", text}, {"prefix", std::string(prefix)}}));
    if (csv::DoubtOf(text) == csv::CodeDoubt::kDay) {
      errors->push_back(status::Say(ImportRow::NAME_AS_DAY, {{"value", text}}));
    }
  } else {
    return text;
  }
  return "";
}

bool IsBlank(std::string_view cell) { return text::CleanOrDrop(text::Kind::kCode, cell).empty(); }

absl::Status CheckGrades(const rpc::Call& call, const google::protobuf::Descriptor& type,
                         const google::protobuf::FieldMask& mask) {
  for (const std::string& path : mask.paths()) {
    if (rpc::RuleOf(*type.FindFieldByName(path)).grade() <= call.principal().clearance) continue;
    return status::Error(absl::StatusCode::kPermissionDenied, status::PlatformReason::FIELD_GRADED, {{"field", path}});
  }
  return absl::OkStatus();
}

}  // namespace congress::imports

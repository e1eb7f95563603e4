// Corrections of the number register, terms and dates.
#include <algorithm>

#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/corrections.h"
#include "services/drafting/domain/dates.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/terms.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/number_register_service.h"
#include "services/drafting/numbering.h"
#include "services/drafting/records.h"

namespace congress::drafting {

absl::Status NumberRegisterService::EndPreceding(rpc::Call& call, const v1::NumberSeries& made,
                                                 const v1::CreateNumberSeriesRequest& request) const {
  ASSIGN_OR_RETURN(v1::NumberSeries preceding, series_.Read(call, request.preceding()));
  RETURN_IF_ERROR(call.Require("drafting.series.update", preceding.organisation()));
  ASSIGN_OR_RETURN(preceding, EndedBy(std::move(preceding), made, request));
  ASSIGN_OR_RETURN(const v1::NumberDates dates, kNumbering.LoadDates(call, preceding.name()));
  RETURN_IF_ERROR(CheckAllInTerm(preceding, dates));
  series_.Put(call, std::move(preceding));
  return absl::OkStatus();
}

absl::StatusOr<v1::NumberSeries> NumberRegisterService::UpdateNumberSeries(
    rpc::Call& call, const v1::UpdateNumberSeriesRequest& request) const {
  RETURN_IF_ERROR(RequireName(request.number_series().name(), "number_series.name"));
  ASSIGN_OR_RETURN(v1::NumberSeries series, series_.Get(call, request.number_series().name()));
  RETURN_IF_ERROR(series_.CheckEtag(series, request.number_series().etag()));
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), request.number_series(), &series));
  RETURN_IF_ERROR(CheckTermDays(series));
  ASSIGN_OR_RETURN(const v1::NumberDates dates, kNumbering.LoadDates(call, series.name()));
  RETURN_IF_ERROR(CheckAllInTerm(series, dates));
  return series_.Put(call, std::move(series));
}

absl::Status NumberRegisterService::FileDate(rpc::Call& call, const v1::NumberSeries& series, bool changed,
                                             v1::NumberEntry* entry) const {
  ASSIGN_OR_RETURN(auto finding, kNumbering.FileDate(call, series, changed, entry->number(),
                                                     civil::FromDate(entry->document_date())));
  if (finding) *entry->add_findings() = *std::move(finding);
  return absl::OkStatus();
}

absl::StatusOr<v1::CheckNumberSeriesResponse> NumberRegisterService::CheckNumberSeries(
    rpc::Call& call, const v1::CheckNumberSeriesRequest& request) const {
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Get(call, request.name()));
  ASSIGN_OR_RETURN(const auto entries, kNumberEntries.LoadAll(call, StrCat(series.name(), "/entries/")));
  v1::CheckNumberSeriesResponse answer;
  for (v1::NumberFinding& finding :
       FindingsOf(series, entries, civil::Today(call.now()), status::Teller(call.language()))) {
    *answer.add_findings() = std::move(finding);
  }
  return answer;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::CorrectNumberEntry(
    rpc::Call& call, const v1::CorrectNumberEntryRequest& request) const {
  ASSIGN_OR_RETURN(const v1::NumberEntry before, kNumberEntries.Get(call, request.name()));
  RETURN_IF_ERROR(kNumberEntries.CheckEtag(before, request.etag()));
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Load(call, std::string(ParentOf(request.name()))));
  RETURN_IF_ERROR(RefuseIssuing(before));
  v1::NumberEntryValues values = ValuesOf(before);
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), request.values(), &values));
  ASSIGN_OR_RETURN(v1::NumberEntry corrected, Correct(series, before,
                                                      {.values = std::move(values),
                                                       .reason = request.reason(),
                                                       .author = call.principal().subject,
                                                       .now = call.now()}));
  if (!request.not_graded() && corrected.title() != before.title()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(corrected.title()));
  }
  // Of a state secret no content is kept here, and an issued paper is never without it.
  if (IsClassified(corrected.secrecy()) && !before.issued_paper().empty()) return PaperIssued(before);
  // The same values are no change.
  if (corrected.corrections_size() == before.corrections_size()) return corrected;
  corrected = kNumberEntries.Put(call, std::move(corrected));
  if (corrected.state() != v1::NumberEntry::ASSIGNED) return corrected;
  RETURN_IF_ERROR(FileDate(call, series, true, &corrected));
  return corrected;
}

absl::StatusOr<v1::FindNumberEntriesResponse> NumberRegisterService::FindNumberEntries(
    rpc::Call& call, const v1::FindNumberEntriesRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(const PrintedNumber typed, ParsePrintedNumber(request.printed()));
  v1::FindNumberEntriesResponse found;
  ASSIGN_OR_RETURN(const auto all, series_.LoadAll(call, "numberSeries/"));
  for (const v1::NumberSeries& series : all) {
    const bool asked = request.term().empty() || text::IdentityKey(request.term()) == text::IdentityKey(series.term());
    if (!asked || !MayHave(series, typed) || !call.Holds(call.permission(), series.organisation())) continue;
    auto entry = kNumberEntries.Load(call, EntryName(series.name(), typed.number));
    if (absl::IsNotFound(entry.status())) continue;
    RETURN_IF_ERROR(entry.status());
    if (IsOfType(*entry, typed)) *found.add_number_entries() = *std::move(entry);
  }
  return found;
}

}  // namespace congress::drafting

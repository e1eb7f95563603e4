#include "services/drafting/number_register_service.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/dates.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/terms.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/numbering.h"
#include "services/drafting/records.h"

namespace congress::drafting {
absl::StatusOr<v1::NumberSeries> NumberRegisterService::Begin(rpc::Call& call,
                                                              const v1::CreateNumberSeriesRequest& request) const {
  v1::NumberSeries series = Canonical(request.number_series());
  series.set_name(StrCat("numberSeries/", request.number_series_id()));
  RETURN_IF_ERROR(call.Require(series.organisation()));
  RETURN_IF_ERROR(CheckSeries(series));
  ASSIGN_OR_RETURN(series, WithTerm(std::move(series), request));
  if (call.store().Epoch() > 0) {
    // One that was lost may be made again: its first number says what is on paper, as who continues a series does.
    RETURN_IF_ERROR(call.Require("drafting.series.continue", series.organisation()));
    if (series.first_number() == 0) {
      return status::FailedPrecondition(v1::FIRST_NUMBER_MISSING, {{"series", series.name()}});
    }
  }
  series.set_first_number(std::max<int64_t>(series.first_number(), 1));
  *series.mutable_create_time() = civil::ToTimestamp(call.now());
  ASSIGN_OR_RETURN(v1::NumberSeries made, series_.Create(call, std::move(series)));
  auto term = terms_.Load(call, TermSeriesName(made));
  if (!term.ok() && !absl::IsNotFound(term.status())) return term.status();
  ASSIGN_OR_RETURN(v1::TermSeries claimed, Claim(term.ok() ? *std::move(term) : v1::TermSeries(), made));
  terms_.Put(call, std::move(claimed));
  v1::NumberCounter counter;
  counter.set_name(StrCat(made.name(), "/counter"));
  counter.set_next(made.first_number());
  counter.set_epoch(call.store().Epoch());
  kNumberCounters.Put(call, std::move(counter));
  return made;
}

absl::StatusOr<v1::NumberSeries> NumberRegisterService::CreateNumberSeries(
    rpc::Call& call, const v1::CreateNumberSeriesRequest& request) const {
  ASSIGN_OR_RETURN(v1::NumberSeries made, Begin(call, request));
  if (!request.preceding().empty()) RETURN_IF_ERROR(EndPreceding(call, made, request));
  return made;
}

absl::StatusOr<v1::NumberSeries> NumberRegisterService::GetNumberSeries(
    rpc::Call& call, const v1::GetNumberSeriesRequest& request) const {
  return series_.Get(call, request.name());
}

absl::StatusOr<v1::ListNumberSeriesResponse> NumberRegisterService::ListNumberSeries(
    rpc::Call& call, const v1::ListNumberSeriesRequest& request) const {
  const auto matches = [&](const v1::NumberSeries& one) {
    return call.IsOf(one.organisation(), request.organisation()) &&
           (request.term().empty() || text::IdentityKey(one.term()) == text::IdentityKey(request.term()));
  };
  ASSIGN_OR_RETURN(auto page, series_.ListNaturally(call, "numberSeries/", rpc::PageOf(request), matches));
  v1::ListNumberSeriesResponse answer;
  answer.mutable_number_series()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::ReserveNumber(rpc::Call& call,
                                                                     const v1::ReserveNumberRequest& request) const {
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Get(call, request.parent()));
  ASSIGN_OR_RETURN(const v1::NumberEntry wish, CheckWish(series, request.number_entry()));
  RETURN_IF_ERROR(kNumbering.CheckIntention(call, series, wish.intention()));
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedTitle(wish.title()));
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumbering.TakeFor(call, series, wish));
  auto over = TermOver(series, entry.name(), civil::Today(call.now()), status::Teller(call.language()));
  if (over) *entry.add_findings() = *std::move(over);
  return entry;
}

absl::StatusOr<v1::NumberSeries> NumberRegisterService::ContinueNumberSeries(
    rpc::Call& call, const v1::ContinueNumberSeriesRequest& request) const {
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Read(call, request.name()));
  RETURN_IF_ERROR(call.Require(series.organisation()));
  ASSIGN_OR_RETURN(v1::NumberCounter counter, kNumberCounters.Load(call, StrCat(series.name(), "/counter")));
  if (request.has_last_time()) {
    if (civil::FromTimestamp(request.last_time()) > call.now()) {
      status::Violations violations;
      violations.Add("last_time", status::PlatformFault::IN_FUTURE);
      return violations.ToStatus();
    }
    *counter.mutable_reserve_time() = request.last_time();
    if (counter.epoch() == call.store().Epoch() && request.last_number() < counter.next()) {
      kNumberCounters.Put(call, std::move(counter));
      return series;
    }
  }
  if (counter.epoch() == call.store().Epoch()) {
    // A second operator says what the register knows.
    if (request.last_number() < counter.next()) return series;
    // Of a store that was set back a later number may turn up after the first answer.
    if (counter.epoch() == 0) return status::FailedPrecondition(v1::SERIES_GOES_ON, {{"series", series.name()}});
  } else if (request.last_number() < counter.next() - 1) {
    return status::FailedPrecondition(
        v1::LAST_NUMBER_TOO_LOW, {{"known", StrCat(counter.next() - 1)}, {"given", StrCat(request.last_number())}});
  }
  RETURN_IF_ERROR(CheckGap(counter.next(), request.last_number()));
  for (v1::NumberEntry& lost : Lost(series, counter.next(), request.last_number(), request.reason(), call.now())) {
    kNumberEntries.PutNew(call, std::move(lost));
  }
  counter.set_next(request.last_number() + 1);
  counter.set_epoch(call.store().Epoch());
  kNumberCounters.Put(call, std::move(counter));
  return series;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::AssignNumber(rpc::Call& call,
                                                                    const v1::AssignNumberRequest& request) const {
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumberEntries.Get(call, request.name()));
  RETURN_IF_ERROR(kNumberEntries.CheckEtag(entry, request.etag()));
  RETURN_IF_ERROR(RefuseIssuing(entry));
  const bool known = entry.state() == v1::NumberEntry::ASSIGNED;
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Load(call, std::string(ParentOf(request.name()))));
  if (!request.document().empty() && request.document() != entry.intention()) {
    RETURN_IF_ERROR(kNumbering.CheckIntention(call, series, request.document()));
  }
  ASSIGN_OR_RETURN(v1::NumberEntry assigned, Assign(std::move(entry), request, call.now()));
  // A repetition is no change.
  if (!known) {
    RETURN_IF_ERROR(CheckInTerm(series, assigned.formatted(), civil::FromDate(assigned.document_date())));
    assigned = kNumberEntries.Put(call, std::move(assigned));
  }
  RETURN_IF_ERROR(FileDate(call, series, !known, &assigned));
  return assigned;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::VoidNumber(rpc::Call& call,
                                                                  const v1::VoidNumberRequest& request) const {
  const auto voided = [&](v1::NumberEntry entry) { return Void(std::move(entry), request.reason(), call.now()); };
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumberEntries.Mutate(call, request.name(), request.etag(), voided));
  RETURN_IF_ERROR(DropUnfinished(call, &entry));
  return entry;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::GetNumberEntry(rpc::Call& call,
                                                                      const v1::GetNumberEntryRequest& request) const {
  return kNumberEntries.Get(call, request.name());
}

absl::StatusOr<v1::ListNumberEntriesResponse> NumberRegisterService::ListNumberEntries(
    rpc::Call& call, const v1::ListNumberEntriesRequest& request) const {
  RETURN_IF_ERROR(series_.Get(call, request.parent()).status());
  ASSIGN_OR_RETURN(rpc::Query<v1::NumberEntry> query, rpc::QueryOf<v1::NumberEntry>(request));
  if (request.state() != v1::NumberEntry::STATE_UNSPECIFIED)
    query.Only("state", v1::NumberEntry::State_Name(request.state()));
  query.matches = [type = text::IdentityKey(request.document_type())](const v1::NumberEntry& one) {
    return type.empty() || text::IdentityKey(one.document_type()) == type;
  };
  ASSIGN_OR_RETURN(auto page,
                   kNumberEntries.Find(call, StrCat(request.parent(), "/entries/"), rpc::PageOf(request), query));
  v1::ListNumberEntriesResponse answer;
  answer.mutable_number_entries()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::ListNumberGapsResponse> NumberRegisterService::ListNumberGaps(
    rpc::Call& call, const v1::ListNumberGapsRequest& request) const {
  RETURN_IF_ERROR(series_.Get(call, request.parent()).status());
  const std::string prefix = StrCat(request.parent(), "/entries/");
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  ASSIGN_OR_RETURN(auto page, kNumberEntries.List(call, prefix, rpc::PageOf(request), [&](const v1::NumberEntry& one) {
    return IsGap(one, as_of, request.reserved_days());
  }));
  v1::ListNumberGapsResponse answer;
  for (v1::NumberEntry& entry : page.items) {
    v1::NumberGap& gap = *answer.add_gaps();
    gap.set_days_since_reservation(DaysSinceReservation(entry, as_of));
    *gap.mutable_entry() = std::move(entry);
  }
  answer.set_next_page_token(page.next_page_token);
  ASSIGN_OR_RETURN(const auto all, kNumberEntries.LoadAll(call, prefix));
  SumUp(all, answer);
  return answer;
}

}  // namespace congress::drafting

#include "services/drafting/number_register_service.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/numbers.h"

namespace congress::drafting {

absl::StatusOr<v1::NumberSeries> NumberRegisterService::Begin(rpc::Call& call, v1::NumberSeries series) const {
  RETURN_IF_ERROR(call.Require(series.organisation()));
  RETURN_IF_ERROR(CheckSeries(series));
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
  counters_.Put(call, std::move(counter));
  return made;
}

absl::StatusOr<v1::NumberEntry> NumberRegisterService::TakeNext(rpc::Call& call, const v1::NumberSeries& series,
                                                                const v1::NumberEntry& wish) const {
  v1::NumberIntention intention;
  intention.set_name(StrCat(series.name(), "/intentions/", wish.intention()));
  if (const auto known = intentions_.Load(call, intention.name()); known.ok()) {
    ASSIGN_OR_RETURN(v1::NumberEntry entry, entries_.Load(call, known->entry()));
    if (entry.state() != v1::NumberEntry::VOIDED) {
      RETURN_IF_ERROR(CheckSameWish(entry, wish));
      return entry;
    }
  } else if (!absl::IsNotFound(known.status())) {
    return known.status();
  }
  ASSIGN_OR_RETURN(v1::NumberCounter counter, counters_.Load(call, StrCat(series.name(), "/counter")));
  v1::NumberEntry entry = Reserve(series, wish, counter.next(), call.principal().subject, call.now());
  counter.set_next(counter.next() + 1);
  counters_.Put(call, std::move(counter));
  intention.set_entry(entry.name());
  intentions_.Put(call, std::move(intention));
  return entries_.Put(call, std::move(entry));
}

grpc::Status NumberRegisterService::CreateNumberSeries(grpc::ServerContext* context,
                                                       const v1::CreateNumberSeriesRequest* request,
                                                       v1::NumberSeries* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const auto& checked) {
    v1::NumberSeries series = checked.number_series();
    series.set_name(StrCat("numberSeries/", checked.number_series_id()));
    return Begin(call, std::move(series));
  });
}

grpc::Status NumberRegisterService::GetNumberSeries(grpc::ServerContext* context,
                                                    const v1::GetNumberSeriesRequest* request,
                                                    v1::NumberSeries* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) { return series_.Get(call, checked.name()); });
}

grpc::Status NumberRegisterService::ListNumberSeries(grpc::ServerContext* context,
                                                     const v1::ListNumberSeriesRequest* request,
                                                     v1::ListNumberSeriesResponse* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListNumberSeriesResponse> {
                      const auto matches = [&](const v1::NumberSeries& one) {
                        return checked.term().empty() || one.term() == checked.term();
                      };
                      ASSIGN_OR_RETURN(auto page, series_.List(call, "numberSeries/", rpc::PageOf(checked), matches));
                      v1::ListNumberSeriesResponse answer;
                      answer.mutable_number_series()->Assign(page.items.begin(), page.items.end());
                      answer.set_next_page_token(page.next_page_token);
                      return answer;
                    });
}

grpc::Status NumberRegisterService::ReserveNumber(grpc::ServerContext* context, const v1::ReserveNumberRequest* request,
                                                  v1::NumberEntry* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::NumberEntry> {
                      ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Get(call, checked.parent()));
                      ASSIGN_OR_RETURN(const v1::NumberEntry wish, CheckWish(series, checked.number_entry()));
                      return TakeNext(call, series, wish);
                    });
}

grpc::Status NumberRegisterService::AssignNumber(grpc::ServerContext* context, const v1::AssignNumberRequest* request,
                                                 v1::NumberEntry* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::NumberEntry> {
                      ASSIGN_OR_RETURN(v1::NumberEntry entry, entries_.Get(call, checked.name()));
                      RETURN_IF_ERROR(entries_.CheckEtag(entry, checked.etag()));
                      const bool known = entry.state() == v1::NumberEntry::ASSIGNED;
                      ASSIGN_OR_RETURN(v1::NumberEntry assigned, Assign(std::move(entry), checked, call.now()));
                      // A repetition is no change.
                      if (known) return assigned;
                      return entries_.Put(call, std::move(assigned));
                    });
}

grpc::Status NumberRegisterService::VoidNumber(grpc::ServerContext* context, const v1::VoidNumberRequest* request,
                                               v1::NumberEntry* response) {
  return gate_.Pass(context, *request, response, [&](rpc::Call& call, const auto& checked) {
    return entries_.Mutate(call, checked.name(), checked.etag(),
                           [&](v1::NumberEntry entry) { return Void(std::move(entry), checked.reason(), call.now()); });
  });
}

grpc::Status NumberRegisterService::GetNumberEntry(grpc::ServerContext* context,
                                                   const v1::GetNumberEntryRequest* request,
                                                   v1::NumberEntry* response) {
  return gate_.Pass(context, *request, response,
                    [&](rpc::Call& call, const auto& checked) { return entries_.Get(call, checked.name()); });
}

grpc::Status NumberRegisterService::ListNumberEntries(grpc::ServerContext* context,
                                                      const v1::ListNumberEntriesRequest* request,
                                                      v1::ListNumberEntriesResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListNumberEntriesResponse> {
        RETURN_IF_ERROR(series_.Get(call, checked.parent()).status());
        const auto matches = [&](const v1::NumberEntry& one) {
          return (checked.state() == v1::NumberEntry::STATE_UNSPECIFIED || one.state() == checked.state()) &&
                 (checked.document_type().empty() || one.document_type() == checked.document_type());
        };
        ASSIGN_OR_RETURN(auto page,
                         entries_.List(call, StrCat(checked.parent(), "/entries/"), rpc::PageOf(checked), matches));
        v1::ListNumberEntriesResponse answer;
        answer.mutable_number_entries()->Assign(page.items.begin(), page.items.end());
        answer.set_next_page_token(page.next_page_token);
        return answer;
      });
}

grpc::Status NumberRegisterService::ListNumberGaps(grpc::ServerContext* context,
                                                   const v1::ListNumberGapsRequest* request,
                                                   v1::ListNumberGapsResponse* response) {
  return gate_.Pass(
      context, *request, response,
      [&](rpc::Call& call, const auto& checked) -> absl::StatusOr<v1::ListNumberGapsResponse> {
        RETURN_IF_ERROR(series_.Get(call, checked.parent()).status());
        const std::string prefix = StrCat(checked.parent(), "/entries/");
        const absl::CivilDay as_of = checked.has_as_of() ? civil::FromDate(checked.as_of()) : civil::Today(call.now());
        ASSIGN_OR_RETURN(auto page, entries_.List(call, prefix, rpc::PageOf(checked), [&](const v1::NumberEntry& one) {
          return IsGap(one, as_of, checked.reserved_days());
        }));
        v1::ListNumberGapsResponse answer;
        for (v1::NumberEntry& entry : page.items) {
          v1::NumberGap& gap = *answer.add_gaps();
          gap.set_days_since_reservation(DaysSinceReservation(entry, as_of));
          *gap.mutable_entry() = std::move(entry);
        }
        answer.set_next_page_token(page.next_page_token);
        ASSIGN_OR_RETURN(const auto all, entries_.LoadAll(call, prefix));
        SumUp(all, answer);
        return answer;
      });
}

}  // namespace congress::drafting

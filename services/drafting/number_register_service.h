// Handlers of the number register.
#pragma once

#include "congress/drafting/v1/number_register_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Safe for many threads. Two reservations at once collide on the series' counter, and the Gate repeats one.
class NumberRegisterService {
 public:
  absl::StatusOr<v1::NumberSeries> CreateNumberSeries(rpc::Call& call,
                                                      const v1::CreateNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberSeries> GetNumberSeries(rpc::Call& call, const v1::GetNumberSeriesRequest& request) const;
  absl::StatusOr<v1::ListNumberSeriesResponse> ListNumberSeries(rpc::Call& call,
                                                                const v1::ListNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberEntry> ReserveNumber(rpc::Call& call, const v1::ReserveNumberRequest& request) const;
  absl::StatusOr<v1::NumberSeries> ContinueNumberSeries(rpc::Call& call,
                                                        const v1::ContinueNumberSeriesRequest& request) const;
  absl::StatusOr<v1::NumberEntry> AssignNumber(rpc::Call& call, const v1::AssignNumberRequest& request) const;
  absl::StatusOr<v1::NumberEntry> VoidNumber(rpc::Call& call, const v1::VoidNumberRequest& request) const;
  absl::StatusOr<v1::NumberEntry> GetNumberEntry(rpc::Call& call, const v1::GetNumberEntryRequest& request) const;
  absl::StatusOr<v1::ListNumberEntriesResponse> ListNumberEntries(rpc::Call& call,
                                                                  const v1::ListNumberEntriesRequest& request) const;
  absl::StatusOr<v1::ListNumberGapsResponse> ListNumberGaps(rpc::Call& call,
                                                            const v1::ListNumberGapsRequest& request) const;

 private:
  absl::StatusOr<v1::NumberSeries> Begin(rpc::Call& call, v1::NumberSeries series) const;
  absl::Status RefuseGiven(rpc::Call& call, const v1::NumberCounter& counter, const v1::NumberEntry& entry) const;
  absl::StatusOr<v1::NumberEntry> TakeNext(rpc::Call& call, const v1::NumberSeries& series,
                                           const v1::NumberEntry& wish) const;

  rpc::Repository<v1::NumberSeries> series_{"drafting.series.read"};
  // Nobody's resources, as kNumberCounters are: only Load and Put are used, after a Require at the series.
  rpc::Repository<v1::NumberIntention> intentions_{rpc::kUnlisted};
  rpc::Repository<v1::TermSeries> terms_{rpc::kUnlisted};
};

}  // namespace congress::drafting

// gRPC adapter of the number register.
#pragma once

#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Safe for many threads. Two reservations at once collide on the series' counter, and the Gate repeats one.
class NumberRegisterService final : public v1::NumberRegisterService::Service {
 public:
  explicit NumberRegisterService(rpc::Gate& gate) : gate_(gate) {}

  grpc::Status CreateNumberSeries(grpc::ServerContext* context, const v1::CreateNumberSeriesRequest* request,
                                  v1::NumberSeries* response) override;
  grpc::Status GetNumberSeries(grpc::ServerContext* context, const v1::GetNumberSeriesRequest* request,
                               v1::NumberSeries* response) override;
  grpc::Status ListNumberSeries(grpc::ServerContext* context, const v1::ListNumberSeriesRequest* request,
                                v1::ListNumberSeriesResponse* response) override;
  grpc::Status ReserveNumber(grpc::ServerContext* context, const v1::ReserveNumberRequest* request,
                             v1::NumberEntry* response) override;
  grpc::Status AssignNumber(grpc::ServerContext* context, const v1::AssignNumberRequest* request,
                            v1::NumberEntry* response) override;
  grpc::Status VoidNumber(grpc::ServerContext* context, const v1::VoidNumberRequest* request,
                          v1::NumberEntry* response) override;
  grpc::Status GetNumberEntry(grpc::ServerContext* context, const v1::GetNumberEntryRequest* request,
                              v1::NumberEntry* response) override;
  grpc::Status ListNumberEntries(grpc::ServerContext* context, const v1::ListNumberEntriesRequest* request,
                                 v1::ListNumberEntriesResponse* response) override;
  grpc::Status ListNumberGaps(grpc::ServerContext* context, const v1::ListNumberGapsRequest* request,
                              v1::ListNumberGapsResponse* response) override;

 private:
  absl::StatusOr<v1::NumberSeries> Begin(rpc::Call& call, v1::NumberSeries series) const;
  absl::StatusOr<v1::NumberEntry> TakeNext(rpc::Call& call, const v1::NumberSeries& series,
                                           const v1::NumberEntry& wish) const;

  rpc::Gate& gate_;
  rpc::Repository<v1::NumberSeries> series_{"drafting.series.read"};
  rpc::Repository<v1::NumberEntry> entries_{"drafting.numbers.read"};
  // Nobody's resources: only Load and Put are used, after a Require at the series.
  rpc::Repository<v1::NumberCounter> counters_{rpc::kUnlisted};
  rpc::Repository<v1::NumberIntention> intentions_{rpc::kUnlisted};
  rpc::Repository<v1::TermSeries> terms_{rpc::kUnlisted};
};

}  // namespace congress::drafting

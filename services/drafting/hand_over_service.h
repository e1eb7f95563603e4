// Adapter of HandOverService: papers that are handed over for good.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/hand_over_service.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/auth/token.h"
#include "platform/content/own_files.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "platform/rpc/call.h"
#include "platform/rpc/methods.h"
#include "platform/rpc/repository.h"

namespace congress::drafting {

// Names its operations.
inline constexpr std::string_view kStartHandOver = "StartHandOver";

// Safe for many threads.
class HandOverService {
 public:
  // All outlive the service. `signer` signs the bundles.
  HandOverService(const paper::Layout& layout, operations::Operations& operations, const content::OwnFiles& files,
                  const auth::Signer& signer);

  absl::StatusOr<operations::v1::Operation> StartHandOver(rpc::Call& call,
                                                          const v1::StartHandOverRequest& request) const;
  absl::StatusOr<v1::HandOver> GetHandOver(rpc::Call& call, const v1::GetHandOverRequest& request) const;
  absl::StatusOr<v1::ListHandOversResponse> ListHandOvers(rpc::Call& call,
                                                          const v1::ListHandOversRequest& request) const;
  absl::Status DownloadHandOver(rpc::Call& call, const v1::DownloadHandOverRequest& request,
                                rpc::Writer<v1::DownloadHandOverResponse>& writer) const;
  absl::StatusOr<v1::HandOver> ConfirmHandOver(rpc::Call& call, const v1::ConfirmHandOverRequest& request) const;
  absl::StatusOr<v1::HandOver> WithdrawHandOver(rpc::Call& call, const v1::WithdrawHandOverRequest& request) const;

 private:
  class Collecting;

  // Asks for the method's permission at the end by which the caller holds it.
  absl::StatusOr<v1::HandOver> AtEitherEnd(rpc::Call& call, const std::string& name) const;
  absl::StatusOr<v1::HandOverReceipt> ReceiptOf(rpc::Call& call, const v1::HandOver& hand_over,
                                                const v1::ConfirmHandOverRequest& request) const;
  absl::StatusOr<bool> CollectStep(rpc::Call& call, operations::Step& step) const;
  absl::StatusOr<bool> DropStep(rpc::Call& call, operations::Step& step) const;
  absl::Status Finish(rpc::Call& call, v1::HandOver hand_over, operations::Step& step) const;

  const paper::Layout& layout_;
  operations::Operations& operations_;
  const content::OwnFiles& files_;
  const auth::Signer& signer_;
  rpc::Repository<v1::HandOver> hand_overs_{"drafting.handovers.read"};
  rpc::Repository<v1::NumberSeries> series_{"drafting.series.read"};
  rpc::Repository<v1::HandOverFile> kept_{rpc::kUnlisted};
  rpc::Repository<v1::HandOverBundle> bundles_{rpc::kUnlisted};
};

}  // namespace congress::drafting

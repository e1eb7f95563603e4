// Adapter of congress.dossiers.v1.VerificationService.
#pragma once

#include "congress/dossiers/v1/verification_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// Who asked and who is asked may know of it.
bool MayReadVerification(const rpc::Call& call, const v1::Verification& verification);

class VerificationService {
 public:
  absl::StatusOr<v1::Verification> RequestVerification(rpc::Call& call,
                                                       const v1::RequestVerificationRequest& request) const;
  absl::StatusOr<v1::Verification> AnswerVerification(rpc::Call& call,
                                                      const v1::AnswerVerificationRequest& request) const;
  absl::StatusOr<v1::Verification> CancelVerification(rpc::Call& call,
                                                      const v1::CancelVerificationRequest& request) const;
  absl::StatusOr<v1::Verification> GetVerification(rpc::Call& call, const v1::GetVerificationRequest& request) const;
  absl::StatusOr<v1::ListVerificationsResponse> ListVerifications(rpc::Call& call,
                                                                  const v1::ListVerificationsRequest& request) const;
};

}  // namespace congress::dossiers

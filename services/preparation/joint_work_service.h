// Handlers of JointWorkService.
#pragma once

#include "congress/preparation/v1/joint_work_service.pb.h"
#include "platform/rpc/call.h"
#include "services/preparation/joint_works.h"

namespace congress::preparation {

class JointWorkService {
 public:
  // All outlive this object.
  JointWorkService(operations::Operations& operations, const auth::Signer& signer, const Peers& peers);

  absl::StatusOr<operations::v1::Operation> StartMerger(rpc::Call& call, const v1::StartMergerRequest& request) const;
  absl::StatusOr<operations::v1::Operation> StartDelegateReplacement(
      rpc::Call& call, const v1::StartDelegateReplacementRequest& request) const;

 private:
  JointWorks works_;
  const Peers peers_;
};

}  // namespace congress::preparation

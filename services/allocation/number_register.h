// The number register at drafting, as issuing a plan needs it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "congress/allocation/v1/stored.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/peer.h"

namespace congress::allocation {

// Safe for many threads. Both calls are made in the process's own name with a `request_id` derived from the plan, so
// that a repetition finds what the first attempt did.
class NumberRegister {
 public:
  explicit NumberRegister(rpc::Peer& drafting) : drafting_(drafting) {}

  // What is being issued: the plan and the revision of its content.
  struct Subject {
    std::string plan;
    int32_t revision = 0;
  };

  // The number reserved for the plan. FAILED_PRECONDITION `NUMBER_REFUSED` when the register says no; UNAVAILABLE
  // `PEER_UNAVAILABLE` when it may or may not have reserved one.
  absl::StatusOr<drafting::v1::NumberEntry> Reserve(rpc::Call& call, const Subject& subject,
                                                    const v1::IssueIntention& intention) const;

  // Notes that the plan bears the reserved number. Errors as above.
  absl::Status Assign(rpc::Call& call, const Subject& subject, const v1::IssueIntention& intention) const;

 private:
  rpc::Peer& drafting_;
};

}  // namespace congress::allocation

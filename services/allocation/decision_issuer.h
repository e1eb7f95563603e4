// Drafting, as issuing a plan needs it: it makes the decision a paper with a number.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/issuing_service.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/peer.h"

namespace congress::allocation {

// Safe for many threads. All calls are made in the caller's name. FAILED_PRECONDITION `NUMBER_REFUSED` when drafting
// says no; UNAVAILABLE `PEER_UNAVAILABLE` when it may or may not have done what was asked.
class DecisionIssuer {
 public:
  // A service that is paused must not hold the caller for their whole deadline; a long decision takes a second to
  // render.
  static constexpr absl::Duration kPatience = absl::Seconds(15);

  explicit DecisionIssuer(rpc::Peer& drafting) : drafting_(drafting) {}

  absl::StatusOr<drafting::v1::NumberSeries> GetSeries(rpc::Call& call, const std::string& series) const;

  // The paper of the intention, issued now or before, then perhaps with another text. What it supersedes and is not in
  // force any more is left as it is.
  absl::StatusOr<drafting::v1::IssuedPaper> Issue(rpc::Call& call, drafting::v1::IssuePaperRequest request) const;

  // Whether the paper was issued and recalled; one that drafting does not show was not.
  absl::StatusOr<bool> WasRecalled(rpc::Call& call, const std::string& paper,
                                   absl::Duration patience = kPatience) const;

  // Notes that one decision replaces another, by their numbers. FAILED_PRECONDITION `DECISION_REFUSED`.
  absl::Status Supersede(rpc::Call& call, const std::string& entry, const std::string& by) const;

 private:
  absl::StatusOr<drafting::v1::IssuedPaper> Get(rpc::Call& call, const std::string& paper,
                                                absl::Duration patience = kPatience) const;

  rpc::Peer& drafting_;
};

}  // namespace congress::allocation

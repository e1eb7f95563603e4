// Follows the changes of documents and personnel plans, so that an approval says when what it names has changed.
#pragma once

#include <stop_token>
#include <string>

#include "absl/status/status.h"
#include "platform/auth/token.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/peer.h"

namespace congress::scheduling {

// Of one service. Where it has come to is stored with what it did, so that it goes on there after a restart; of several
// replicas each follows, and what one has taken note of the others find noted.
class ApprovalWatch {
 public:
  // All outlive it. `service`: as its events name it; `kind`: whose changes count.
  ApprovalWatch(rpc::Gate& gate, const auth::Signer& signer, rpc::Clock clock, rpc::Peer& peer, std::string service,
                std::string kind)
      : gate_(gate),
        signer_(signer),
        clock_(std::move(clock)),
        peer_(peer),
        service_(std::move(service)),
        kind_(std::move(kind)) {}

  // Follows until `stop` is requested. While the service does not answer, nothing new is known.
  void Run(const std::stop_token& stop);

 private:
  // Follows one stream to its end. `answered`: whether it told anything.
  absl::Status FollowOnce(const std::stop_token& stop, bool* answered);
  absl::Status Do(absl::FunctionRef<absl::Status(rpc::Call&)> work);

  rpc::Gate& gate_;
  const auth::Signer& signer_;
  const rpc::Clock clock_;
  rpc::Peer& peer_;
  const std::string service_;
  const std::string kind_;
  // Its log does not go back to its beginning, so a first stream begins now.
  bool from_now_ = false;
};

}  // namespace congress::scheduling

// Does the steps of running preparations, one after the other, recording each outcome before the next begins.
#pragma once

#include <stop_token>

#include "congress/preparation/v1/preparation.pb.h"
#include "platform/pause.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

class Worker {
 public:
  // All outlive this object.
  Worker(rpc::Gate& gate, const auth::Signer& signer, rpc::Clock clock, const Peers& peers)
      : gate_(gate), signer_(signer), clock_(std::move(clock)), peers_(peers) {}

  // Works until stopped: at once what was left running before, then whenever woken, and every second for what another
  // replica left or a silent service held up.
  void Run(const std::stop_token& stop);
  // Says that there may be something to do.
  void Wake() { pause_.Wake(); }

 private:
  absl::Status DoRunning(const std::stop_token& stop);
  // One step of one preparation; true when another may follow at once.
  absl::StatusOr<bool> DoNextStep(const std::string& name);
  // Beside the calls of a preparation's step.
  rpc::Header HeaderOf(const v1::Preparation& preparation) const;

  rpc::Gate& gate_;
  const auth::Signer& signer_;
  const rpc::Clock clock_;
  const Peers peers_;
  const rpc::Repository<v1::Preparation> preparations_{rpc::kPart, "preparation.preparations.read"};
  Pause pause_;
};

}  // namespace congress::preparation

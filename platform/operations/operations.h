// Long work of a service: done by recorded steps on a thread of its own, so that it goes on after a kill.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/operations/v1/operation.pb.h"
#include "platform/auth/token.h"
#include "platform/pause.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"

namespace congress::operations {

// How long an operation is kept after its end.
inline constexpr absl::Duration kKept = absl::Hours(24 * 7);

// One step of an operation, under way.
struct Step {
  // The request that began it, serialized.
  std::string request;
  // Where this step begins, empty at first; afterwards where the next one does.
  std::string checkpoint;
  v1::Progress progress;
  // What it has made; while it goes on the best so far. Null: nothing to show.
  std::unique_ptr<google::protobuf::Message> response;
};

// Stages one step; what it changes and where it goes on are one commit. True when it was the last one.
using Work = std::function<absl::StatusOr<bool>(rpc::Call&, Step&)>;

// Safe for many threads once all kinds are registered. Replicas work on the same operations: a step is done by whoever
// commits it first.
class Operations {
 public:
  // `service`: as names of operations say it.
  Operations(std::string service, rpc::Gate& gate, const auth::Signer& signer)
      : service_(std::move(service)), gate_(gate), signer_(signer) {}

  void Register(std::string kind, Work work) { kinds_.emplace(std::move(kind), std::move(work)); }
  // Stages a new operation for `organisation`; its first step follows the commit.
  v1::Operation Begin(rpc::Call& call, std::string_view kind, std::string_view organisation,
                      const google::protobuf::Message& request);
  // Works until stopped.
  void Run(const std::stop_token& stop);

  const std::string& service() const { return service_; }
  std::string prefix() const;
  rpc::Gate& gate() const { return gate_; }
  static const rpc::Repository<v1::Operation>& all();

 private:
  // Looks at every operation once.
  absl::Status WorkOnAll(const std::stop_token& stop) const;
  // True when another step may follow at once.
  absl::StatusOr<bool> DoStep(const v1::Operation& operation) const;
  absl::Status Fail(const v1::Operation& operation, const absl::Status& error) const;
  auth::Principal Self() const;

  const std::string service_;
  rpc::Gate& gate_;
  const auth::Signer& signer_;
  std::map<std::string, Work, std::less<>> kinds_;
  Pause pause_;
};

}  // namespace congress::operations

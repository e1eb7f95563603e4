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
  // Where this step begins, as Begin said at first; afterwards where the next one does.
  std::string checkpoint;
  // What it does is in effect: from then on it goes on to its end, whoever cancels and whatever fails.
  bool settled = false;
  v1::Progress progress;
  // What it has made; while it goes on the best so far. Null: nothing to show.
  std::unique_ptr<google::protobuf::Message> response;

  // As messages of the kind's own types. DATA_LOSS where they cannot be read.
  template <class T>
  absl::StatusOr<T> RequestAs() const {
    return Parsed<T>(request, "The operation's request cannot be read.");
  }
  template <class T>
  absl::StatusOr<T> CheckpointAs() const {
    return Parsed<T>(checkpoint, "The operation's checkpoint cannot be read.");
  }

 private:
  template <class T>
  static absl::StatusOr<T> Parsed(const std::string& bytes, const char* fault) {
    T message;
    if (!message.ParseFromString(bytes)) return absl::DataLossError(fault);
    return message;
  }
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

  // `take_back`: the steps that take back what was done when the operation is cancelled or fails before it is settled;
  // without them what was done stays done.
  void Register(std::string kind, Work work, Work take_back = nullptr) {
    kinds_.emplace(std::move(kind), Kind{std::move(work), std::move(take_back)});
  }
  // Where an operation begins.
  struct Start {
    std::string checkpoint = {};
    bool settled = false;
    // What progress and response demand of who reads them, where that is more than the method does.
    annotations::v1::Grade clearance = annotations::v1::GRADE_UNSPECIFIED;
  };
  // Stages a new operation for `organisation`; its first step follows the commit. With audit and answer the request
  // must fit into one commit.
  v1::Operation Begin(rpc::Call& call, std::string_view kind, std::string_view organisation,
                      const google::protobuf::Message& request, Start start);
  v1::Operation Begin(rpc::Call& call, std::string_view kind, std::string_view organisation,
                      const google::protobuf::Message& request) {
    return Begin(call, kind, organisation, request, Start());
  }
  // Works until stopped.
  void Run(const std::stop_token& stop);
  // Does one step of the operation, as Run does one after the other. True when another one may follow at once.
  absl::StatusOr<bool> DoStep(const v1::Operation& operation) const;

  const std::string& service() const { return service_; }
  std::string prefix() const;
  rpc::Gate& gate() const { return gate_; }
  static const rpc::Repository<v1::Operation>& all();

 private:
  struct Kind {
    Work work;
    Work take_back;
  };

  // Looks at every operation once.
  absl::Status WorkOnAll(const std::stop_token& stop) const;
  // Ends the operation, or has what it did taken back first. Returns `error` when it can do neither and goes on.
  absl::Status Fail(const v1::Operation& operation, const Kind* kind, const absl::Status& error) const;

  const std::string service_;
  rpc::Gate& gate_;
  const auth::Signer& signer_;
  std::map<std::string, Kind, std::less<>> kinds_;
  Pause pause_;
};

}  // namespace congress::operations

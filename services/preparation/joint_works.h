// Work of several services as one operation: its steps are done one after the other and taken back the last first.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "congress/preparation/v1/joint_work.pb.h"
#include "platform/operations/operations.h"
#include "services/preparation/peers.h"

namespace congress::preparation {

using KeptStep = v1::JointWorkCheckpoint::Kept;

// A step under way.
class Doing {
 public:
  Doing(const rpc::Call& call, const operations::Step& step, const v1::JointWorkCheckpoint& work, const KeptStep& kept,
        const Peers& peers, const auth::Signer& signer)
      : call_(call), step_(step), work_(work), kept_(kept), peers_(peers), signer_(signer) {}

  // Asks a service in the name of who began the work.
  template <class Response>
  absl::StatusOr<Response> Ask(rpc::Peer& peer, std::string_view method, const google::protobuf::Message& request) {
    return peer.Invoke<Response>(method, Header(), request);
  }
  // Of the step's call `what`, the same for every attempt.
  std::string RequestId(std::string_view what = "") const;
  const std::string& organisation() const { return work_.organisation(); }

  // DATA_LOSS when the signing key was changed since the work began.
  template <class Request>
  absl::StatusOr<Request> RequestAs() const {
    Request request;
    const absl::StatusOr<std::string> bytes = OpenRequest();
    if (!bytes.ok()) return bytes.status();
    if (!request.ParseFromString(*bytes)) return absl::DataLossError("The work's request cannot be read.");
    return request;
  }
  absl::Time now() const { return call_.now(); }
  // How long ago the work's step of that kind was done.
  absl::Duration Since(v1::Step::Making making) const;
  // What the step of that kind about the same subject has counted.
  int CountOf(v1::Step::Making making) const;
  const Peers& peers() const { return peers_; }

 private:
  rpc::Header Header() const;
  absl::StatusOr<std::string> OpenRequest() const;

  const rpc::Call& call_;
  const operations::Step& step_;
  const v1::JointWorkCheckpoint& work_;
  const KeptStep& kept_;
  const Peers& peers_;
  const auth::Signer& signer_;
};

// How a step of one kind is done.
struct StepKind {
  // Does a part of it; true when it was the last one. What it refuses has changed nothing.
  std::function<absl::StatusOr<bool>(Doing&, KeptStep&)> work;
  // Null: what was done stays done, and what follows goes on to its end.
  std::function<absl::Status(Doing&, const KeptStep&)> take_back;
};
// What is said of what is taken back, where a reason is asked for.
inline constexpr char kTakenBack[] = "Hoàn tác vì công việc liên thông không hoàn thành";
using StepKinds = std::map<v1::Step::Making, StepKind>;

// The steps of a work before its first one.
class JointPlan {
 public:
  // In the name of who calls.
  JointPlan(const rpc::Call& call, std::string_view organisation);
  void Add(std::string id, v1::Step::Making making, std::string_view subject);
  v1::JointWorkCheckpoint Take() && { return std::move(work_); }

 private:
  v1::JointWorkCheckpoint work_;
};

class JointWorks {
 public:
  // All outlive this object.
  JointWorks(operations::Operations& operations, const auth::Signer& signer, const Peers& peers)
      : operations_(operations), signer_(signer), peers_(peers) {}

  void Register(const std::string& kind, StepKinds kinds);
  // Begins the work; with `validate_only` only tells its steps.
  operations::v1::Operation Begin(rpc::Call& call, std::string_view kind, const google::protobuf::Message& request,
                                  bool validate_only, JointPlan plan) const;

 private:
  absl::StatusOr<bool> Work(rpc::Call& call, operations::Step& step, const StepKinds& kinds) const;
  absl::StatusOr<bool> TakeBack(rpc::Call& call, operations::Step& step, const StepKinds& kinds) const;

  operations::Operations& operations_;
  const auth::Signer& signer_;
  const Peers peers_;
};

}  // namespace congress::preparation

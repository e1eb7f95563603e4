// grpc.health.v1 where no server of gRPC answers it: which services serve, asked once or watched.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "platform/rpc/incoming_call.h"
#include "platform/sync.h"

namespace congress::server {

// Safe for many threads. Outlives the calls that it answers.
class Health {
 public:
  // Of one service; the process as a whole has no name.
  void Set(const std::string& service, bool serves);
  // Whether the process as a whole does.
  bool Serves() const;
  // Ends those who watch, with UNAVAILABLE: the server is about to stop.
  void Close();
  // Answers a call of the health service; null when it is none.
  std::unique_ptr<rpc::Answerer> Answer(rpc::IncomingCall& call);

 private:
  class Check;
  class Watch;

  enum class State { kUnknown, kServes, kServesNot };
  State Of(const std::string& service) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<std::string, bool> services_ ABSL_GUARDED_BY(mutex_);
  std::set<Watch*> watches_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::server

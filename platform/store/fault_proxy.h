// A proxy between a Redis client and a server that cuts connections where a test says.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "platform/sync.h"

namespace congress::store {

// Listens on a port of 127.0.0.1 and forwards to a unix socket. A fault is armed once and strikes the next request
// of any connection, so that a test prepares the connection first.
class FaultProxy {
 public:
  explicit FaultProxy(std::string upstream);
  ~FaultProxy();

  int port() const { return port_; }

  // The server gets `bytes` of the next request, then both sides are cut.
  void CutRequestAfter(size_t bytes);
  // The server gets the next request, the client `bytes` of its reply, then both sides are cut.
  void CutReplyAfter(size_t bytes);
  // The client is cut, the server gets nothing until Release.
  void HoldRequest();
  // Hands the held request to the server; its reply.
  std::string Release();
  // After the next cut no connection is let through until ComeBack.
  void StayAwayAfterCut();
  // Cuts every connection and lets none through until ComeBack.
  void GoAway();
  void ComeBack();
  // Whether an armed fault has not struck yet.
  bool armed();

 private:
  enum class Fault { kNone, kCutRequest, kCutReply, kHold };
  struct Link {
    int client = -1;
    int server = -1;
    Fault fault = Fault::kNone;
    size_t bytes_left = 0;
  };

  void Arm(Fault fault, size_t bytes);
  void Loop();
  void Accept() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False when the link has ended.
  bool FromClient(Link& link) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool FromServer(Link& link) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Strike() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string upstream_;
  int listener_ = -1;
  int port_ = 0;
  int stop_[2] = {-1, -1};
  Mutex mutex_;
  std::vector<std::unique_ptr<Link>> links_ ABSL_GUARDED_BY(mutex_);
  Fault fault_ ABSL_GUARDED_BY(mutex_) = Fault::kNone;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stay_away_ ABSL_GUARDED_BY(mutex_) = false;
  bool away_ ABSL_GUARDED_BY(mutex_) = false;
  std::string held_ ABSL_GUARDED_BY(mutex_);
  int held_server_ ABSL_GUARDED_BY(mutex_) = -1;
  std::thread thread_;
};

}  // namespace congress::store

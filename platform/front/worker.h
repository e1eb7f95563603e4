// One thread of a front: it waits for the sockets of its connections.
#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "platform/front/stream.h"
#include "platform/sync.h"

struct event;
struct event_base;

namespace congress::front {

class Connection;

class Worker final : public Executor {
 public:
  // `tick`: how often the connections look at the time.
  explicit Worker(Limits::Duration tick);
  // Connections break off. There must be no handlers any more.
  ~Worker();

  void Run(std::function<void()> task) override;
  // Says goodbye to all connections; from any thread, as what follows.
  void Drain();
  // Breaks off what is left.
  void BreakOff();
  // Returns true once there are neither connections nor handlers after Drain, false at `deadline`.
  bool AwaitEmpty(Clock::time_point deadline);

  // On its thread.
  event_base* base() { return base_; }
  void Adopt(std::unique_ptr<Connection> connection);
  // The connection is looked at by the next Settle.
  void Touch(Connection& connection);
  // What follows from what has just happened: runs tasks, sends, drops connections that have ended.
  void Settle();
  bool draining() const { return draining_; }
  // What is read or about to be written goes through here.
  static constexpr size_t kBufferBytes = 64 << 10;
  char* buffer() { return buffer_.get(); }

 private:
  static void OnWake(int socket, short, void* self);
  static void OnTick(int, short, void* self);
  void RunTasks();

  event_base* const base_;
  const int wake_;
  event* wake_event_ = nullptr;
  event* tick_event_ = nullptr;
  const std::unique_ptr<char[]> buffer_{new char[kBufferBytes]};
  std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
  std::vector<Connection*> touched_;
  bool draining_ = false;
  Mutex mutex_;
  CondVar emptied_;
  std::vector<std::function<void()>> tasks_ ABSL_GUARDED_BY(mutex_);
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool empty_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace congress::front

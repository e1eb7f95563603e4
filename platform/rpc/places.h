// Who may work at once: places for calls, shared fairly among callers, and the threads that work on them.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/sync.h"

namespace congress::rpc {

// A call that waits for a thread. Exactly one of the two is called, once.
class Job {
 public:
  virtual ~Job() = default;
  // `displaced` turns true when another caller shall have the place: work goes on, who only waits ends.
  virtual void Run(const std::atomic<bool>& displaced) = 0;
  // There was no place. Called on the thread of whoever took it, or of the newcomer.
  virtual void Refuse() = 0;
};

// Places are anyone's while some are free. When all are taken, whoever holds more than a quarter of them is refused
// first: a newcomer of theirs, or when another caller comes a call of theirs that still waits for a thread; where none
// does, one at work is told that it is displaced, and the newcomer waits for its thread. Among calls that wait, those
// of the caller with the fewest at work are next, and of two with as many those of who had to wait longer. Safe for
// many threads.
class Places {
 public:
  struct Limits {
    int running = 64;  // Calls at work at once, each on a thread of its own.
    int most = 256;    // With those that wait for a thread.
  };
  explicit Places(Limits limits);
  // Waits for running jobs; those that wait are refused.
  ~Places();

  // Hands in a job of `caller`. It must live until it is run or refused.
  void Take(const std::string& caller, Job* job);

 private:
  struct Share {
    int held = 0;  // Places: at work and waiting.
    int running = 0;
    int64_t last_turn = 0;  // When a job of theirs was last begun, counted in jobs.
    std::deque<Job*> waiting;
    // Of those at work that hold a place, by which each is told that it has lost it.
    std::vector<std::atomic<bool>*> at_work;
  };

  // A thread that works.
  void Work();
  // A thread that looks whether those at work are stuck while others wait.
  void Watch();
  // Sets one more thread to work, if there may be one.
  void Rouse() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // The caller whose job is next; needs one that waits.
  std::map<std::string, Share>::iterator Next() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Takes a place from somebody who holds more than a quarter; false when nobody does. `refused`: whose it was, when it
  // waited.
  bool Evict(Job** refused) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool IsGreedy(const Share& share) const { return share.held * 4 > limits_.most; }

  const Limits limits_;
  Mutex mutex_;
  CondVar woken_;
  CondVar queued_;
  // Only callers who hold a place or, displaced, are still at work.
  std::map<std::string, Share> shares_ ABSL_GUARDED_BY(mutex_);
  int taken_ ABSL_GUARDED_BY(mutex_) = 0;
  int waiting_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t turns_ ABSL_GUARDED_BY(mutex_) = 0;
  int roused_ ABSL_GUARDED_BY(mutex_) = 0;  // Threads that were woken and have not come yet.
  int idle_ ABSL_GUARDED_BY(mutex_) = 0;
  bool watching_ ABSL_GUARDED_BY(mutex_) = false;
  bool closing_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(mutex_);
  std::thread watcher_;
};

}  // namespace congress::rpc

// A client of several threads that writes to every service and never gives an acknowledged request up; all that it asks
// and is told goes into a journal.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/suite.h"
#include "tests/torture/journal.h"

namespace congress::e2e {

// What a status says of the work; `repeatable`: the same request may be done another time.
torture::Outcome OutcomeOf(const absl::Status& status);
bool MayBeRepeated(const absl::Status& status);

struct LoadCall {
  const MethodDescriptor* method = nullptr;
  std::string principal;
  // Two principals use the same ids: an id counts per principal.
  std::string request_id;
  std::unique_ptr<Message> request;
};

class Load {
 public:
  static constexpr size_t kThreads = 4;
  static constexpr size_t kEndless = SIZE_MAX / kThreads;

  // `purpose` names the stream of chance and the ids. Suite and journal outlive the load.
  Load(const support::Suite& suite, const std::string& purpose, torture::Journal& journal, size_t calls_of_thread = 75);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Makes what the calls need.
  absl::Status Prepare() const;
  // Sends all calls, in as many threads as there are; returns at once.
  void Start();
  // Until so many calls came to an end; false when that takes too long.
  bool Await(size_t ended);
  // Those that are under way are the last.
  void Stop();
  // Until all ended; the first refusal that no kill explains.
  absl::Status Finish();
  size_t size() const { return kThreads * calls_of_thread_; }

  // Sends it again under its id until there is an answer.
  absl::Status Repeat(const LoadCall& call) const;
  // After the end.
  std::vector<const LoadCall*> calls() const;

 private:
  LoadCall Make(size_t thread, size_t number) const;
  void Run(size_t thread);
  // Until it is answered, refused for good, or given up.
  void Insist(const LoadCall& call, bool give_up);
  absl::Status Send(const LoadCall& call) const;

  const support::Suite& suite_;
  const std::string purpose_;
  torture::Journal& journal_;
  const size_t calls_of_thread_;
  // By thread.
  std::deque<LoadCall> calls_[kThreads];
  mutable std::mutex mutex_;  // Guards what is below.
  std::condition_variable moved_;
  size_t ended_ = 0;
  absl::Status refusal_;
  // No further call is made; none is sent again.
  std::atomic<bool> stopped_ = false;
  std::atomic<bool> abandoned_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace congress::e2e

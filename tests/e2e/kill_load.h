// A client of several threads that writes to every service, never gives an acknowledged request up and remembers what
// it was told.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/kill_audit.h"
#include "tests/support/suite.h"

namespace congress::e2e {

struct LoadCall {
  const MethodDescriptor* method = nullptr;
  // `congress.dossiers.v1.CreatePerson`.
  std::string name;
  std::string principal;
  // Two principals use the same ids: an id counts per principal.
  std::string request_id;
  std::unique_ptr<Message> request;

  // The acknowledged answer's bytes.
  std::optional<std::string> answer;
  // Whether a connection broke under it.
  bool in_doubt = false;
};

class Load {
 public:
  // `purpose` names the stream of chance and the ids. The suite outlives the load.
  Load(const support::Suite& suite, const std::string& purpose);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Makes what the calls need.
  absl::Status Prepare() const;
  // Sends all calls, in as many threads as there are; returns at once.
  void Start();
  // Until so many calls came to an end; false when that takes too long.
  bool Await(size_t ended);
  // Until all did; the first refusal that no kill explains.
  absl::Status Finish();
  size_t size() const;

  // Sends it again under its id until there is an answer.
  absl::StatusOr<std::string> Repeat(const LoadCall& call) const;

  // What the logs do not say once of an acknowledged call, or say twice of any; empty when they are right. May be asked
  // while the calls run.
  std::string Fault(const AuditLogs& logs, const std::vector<const LoadCall*>& acknowledged) const;
  std::vector<const LoadCall*> Acknowledged() const;
  // After the end.
  std::vector<const LoadCall*> calls() const;
  std::vector<const LoadCall*> InDoubt() const;
  // What is wrong with the run of numbers: a gap, a double, one that was acknowledged and is not there.
  std::string NumberFault() const;

 private:
  void Run(std::vector<LoadCall>& calls, size_t thread);
  absl::StatusOr<std::string> Send(const LoadCall& call) const;

  const support::Suite& suite_;
  const std::string purpose_;
  // By thread.
  std::vector<std::vector<LoadCall>> calls_;
  mutable std::mutex mutex_;  // Guards answers, doubts, and what is below.
  std::condition_variable moved_;
  size_t ended_ = 0;
  absl::Status refusal_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace congress::e2e

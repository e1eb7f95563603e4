// A preparation to be killed: what it needs, its start, and everything it makes, without times, uids and etags.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/suite.h"

namespace congress::e2e {

// The steps of every preparation here, in order.
inline constexpr const char* kPreparationSteps[] = {"congress",   "allocation-plan", "document-a",
                                                    "document-b", "document-c",      "document-d",
                                                    "task-plan",  "tasks",           "window-below"};

class Preparations {
 public:
  // `channel`: to the gateway. The suite gives the tokens and outlives this object.
  Preparations(const support::Suite& suite, std::shared_ptr<grpc::Channel> channel)
      : suite_(suite), channel_(std::move(channel)) {}

  // Makes organisations, rule set, calendar and template.
  absl::Status Provide() const;
  // Starts the preparation of `congresses/{id}`, and again under the same request_id while nobody answers.
  absl::Status Start(const std::string& id) const;
  // How many steps are recorded as done, at a time before `before`; -1 while nobody answers or there is none.
  int DoneSteps(const std::string& id, absl::Time before = absl::InfiniteFuture()) const;
  // Waits for its end and reads all that it made, with `{id}` in place of the id. FAILED_PRECONDITION when it is
  // blocked.
  absl::StatusOr<std::string> Outcome(const std::string& id) const;

 private:
  absl::StatusOr<std::unique_ptr<Message>> Read(const std::string& method, const std::string& text) const;

  const support::Suite& suite_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace congress::e2e

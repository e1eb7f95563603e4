// Papers that are issued while processes are killed: each intention gets one paper, and the paper its files.
#pragma once

#include <atomic>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "tests/support/suite.h"

namespace congress::torture {

class IssuingChore {
 public:
  // The suite outlives it.
  explicit IssuingChore(const support::Suite& suite) : suite_(suite) {}

  // Makes the series. May have to be asked again.
  absl::Status Provide() const;
  // Issues one paper after the other, each until it is issued or `stopped`.
  void Run(const std::atomic<bool>& stopped);
  // What is wrong with the papers that were answered, once nothing is killed any more. Empty when nothing is.
  std::string Fault() const;

 private:
  const support::Suite& suite_;
  // Names of the papers by intention, as they were answered.
  std::map<std::string, std::string> issued_;
};

}  // namespace congress::torture

// The demo as a client that is killed under: its runs, its journal, and what it leaves behind.
#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/support/process.h"
#include "tests/support/suite.h"

namespace congress::e2e {

// What the demo wrote to its journal over all its runs (cli/demo/journal.h).
class DemoJournal {
 public:
  struct Call {
    std::string method;
    bool done = false;
    std::string refused;
  };

  explicit DemoJournal(std::string path) : path_(std::move(path)) {}
  // Reads whole lines that were added since.
  void Follow();

  // By request_id.
  const std::map<std::string, Call>& calls() const { return calls_; }
  size_t started() const { return calls_.size(); }
  size_t answered() const { return answered_; }

 private:
  const std::string path_;
  size_t offset_ = 0;
  size_t answered_ = 0;
  std::map<std::string, Call> calls_;
};

// Runs of the demo on one suite; all write one journal and one folder of results.
class Demo {
 public:
  explicit Demo(const support::Suite& suite);

  // A run of `congressctl demo run`, from its beginning.
  std::unique_ptr<support::Process> Start() const;
  // A run to its end, and again as long as a service was not there; the last run's errors when it ends badly.
  std::string Finish(std::unique_ptr<support::Process> run) const;
  // Why a run may end before the work is done: something did not answer. Anything else is a fault.
  static bool WasInterrupted(const std::string& errors);

  DemoJournal& journal() { return journal_; }
  // The files of results by name, without the times that a calendar bears.
  std::map<std::string, std::string> Results() const;
  // The numbers of the register, as they are written.
  std::multiset<std::string> Numbers() const;

 private:
  const support::Suite& suite_;
  const std::string token_file_;
  const std::string approver_token_file_;
  DemoJournal journal_;
};

}  // namespace congress::e2e

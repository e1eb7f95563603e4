// What goes on in a suite beside calls: files, issued papers, texts that are edited, backups, rebuilds of indexes,
// preparations, one after the other until the end.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "tests/e2e/kill_preparation.h"
#include "tests/support/suite.h"
#include "tests/torture/editing_chore.h"
#include "tests/torture/issuing_chore.h"
#include "tests/torture/journal.h"

namespace congress::torture {

class Chores {
 public:
  // Suite and journal outlive them.
  Chores(const support::Suite& suite, Journal& journal);
  ~Chores() { Stop(); }
  Chores(const Chores&) = delete;
  Chores& operator=(const Chores&) = delete;

  // Makes what they need.
  absl::Status Prepare();
  void Start();
  // Those that are under way are the last; returns when they have ended.
  void Stop();

  // Resources that have a file or may have one by now.
  const std::vector<std::string>& papers() const { return papers_; }
  // What is wrong with the preparations: all that were started come to their end. Empty when nothing is.
  std::string PreparationFault() const;
  // The same of the papers that were issued.
  std::string IssuingFault() const { return issuing_.Fault(); }
  // The same of the texts that were edited.
  std::string EditingFault() const { return editing_.Fault(); }

 private:
  absl::Status Make(const std::string& method, const std::string& text) const;
  void SendFiles();
  void Upload(const std::string& paper, const std::string& bytes, const std::string& request_id);
  void BackUp(const std::string& service) const;
  void WorkOn();

  const support::Suite& suite_;
  Journal& journal_;
  const e2e::Preparations preparations_;
  IssuingChore issuing_;
  EditingChore editing_;
  std::vector<std::string> papers_;
  // Of those that were started, by the thread that starts them.
  std::vector<std::string> prepared_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace congress::torture

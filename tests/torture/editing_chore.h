// Eight editors of one text while processes are killed: every edit that was acknowledged is in it once, whoever wrote
// beside it, and so is the revision that it made.
#pragma once

#include <array>
#include <atomic>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "tests/support/suite.h"

namespace congress::torture {

class EditingChore {
 public:
  static constexpr size_t kEditors = 8;

  // The suite outlives it.
  explicit EditingChore(const support::Suite& suite) : suite_(suite) {}

  // The `editor`th puts one word after the other into the text, in turn into a section of its own, into its paragraph
  // of a section of all, and where all write: each on the text as it was read, until it is in it or `stopped`.
  void Run(size_t editor, const std::atomic<bool>& stopped);
  // What is wrong with the texts, once nothing is killed any more. Empty when nothing is.
  std::string Fault() const;

 private:
  using Stub = drafting::v1::DraftingService::StubInterface;

  // A word, where it was put, and the revision that was answered.
  struct Edit {
    std::string word;
    std::string section;
    std::string revision;
  };
  // What one editor was told.
  struct Told {
    // By document.
    std::map<std::string, std::vector<Edit>> edits;
    size_t merges = 0;
    size_t conflicts = 0;
    std::string refusal;
  };

  // Asks until there is an answer that is not of a kill.
  template <class Request, class Response>
  absl::StatusOr<Response> Insist(size_t editor,
                                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                  const Request& request, const std::atomic<bool>& stopped) const;
  absl::Status Begin(size_t editor, const std::string& document, const std::atomic<bool>& stopped) const;
  absl::Status Put(size_t editor, const std::string& document, size_t number, const std::atomic<bool>& stopped);
  std::string FaultOf(const std::string& document) const;
  absl::StatusOr<std::vector<drafting::v1::Revision>> History(const std::string& document) const;
  // How often each word stands in the section, or in the whole revision.
  absl::StatusOr<std::map<std::string, int>> WordsOf(const std::string& revision,
                                                     const std::string& section = "") const;

  const support::Suite& suite_;
  std::array<Told, kEditors> told_;
};

}  // namespace congress::torture

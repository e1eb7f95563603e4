// Handlers of issued papers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "congress/drafting/v1/issuing_service.pb.h"
#include "congress/drafting/v1/stored.pb.h"
#include "platform/content/own_files.h"
#include "platform/operations/operations.h"
#include "platform/paper/layout.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/repository.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/act.h"

namespace congress::drafting {

// Safe for many threads. A paper is issued by three steps, between any of which a process may be killed: a commit that
// reserves the number and keeps the message, the files, which are rendered and stored outside of any commit, and a
// commit that publishes all of it.
class IssuingService {
 public:
  // The layout of papers and the files outlive the service.
  IssuingService(rpc::Gate& gate, const content::OwnFiles& files, const paper::Layout& layout,
                 operations::Operations& operations);

  absl::StatusOr<v1::IssuedPaper> IssuePaper(rpc::Call& call, const v1::IssuePaperRequest& request) const;
  absl::StatusOr<operations::v1::Operation> BatchIssuePapers(rpc::Call& call,
                                                             const v1::BatchIssuePapersRequest& request) const;
  absl::StatusOr<v1::IssuedPaper> IssueDocument(rpc::Call& call, const v1::IssueDocumentRequest& request) const;
  absl::StatusOr<v1::IssuedPaper> GetIssuedPaper(rpc::Call& call, const v1::GetIssuedPaperRequest& request) const;
  absl::StatusOr<v1::ListIssuedPapersResponse> ListIssuedPapers(rpc::Call& call,
                                                                const v1::ListIssuedPapersRequest& request) const;
  absl::StatusOr<v1::IssuedPaper> RecallIssuedPaper(rpc::Call& call, const v1::RecallIssuedPaperRequest& request) const;
  absl::StatusOr<v1::PaperVerification> VerifyIssuedPaper(rpc::Call& call,
                                                          const v1::VerifyIssuedPaperRequest& request) const;

 private:
  // What is to be issued, by whom.
  struct Issue {
    v1::IssuePaperRequest request;
    Act act;
    // Of a document: its revision.
    std::string revision = {};
    std::string revision_sha256 = {};
    // It was judged before who may do it.
    bool permitted = false;
  };
  // How far it is.
  struct Begun {
    v1::IssuedPaper paper;
    // What it says; not of one that is issued already.
    paper::v1::Paper text = {};
    bool issued() const { return paper.state() != v1::IssuedPaper::ISSUING; }
  };

  // Stages the first step, with whatever can be refused.
  absl::StatusOr<Begun> Begin(rpc::Call& call, const Issue& issue) const;
  // The same as a commit of its own, in the caller's name.
  absl::StatusOr<Begun> CommitBegin(const rpc::Call& call, const Issue& issue) const;
  // The number, perhaps the one that the intention has already; what became of its paper is in `before`.
  absl::StatusOr<v1::NumberEntry> TakeNumber(rpc::Call& call, const v1::NumberSeries& series, const Issue& issue,
                                             std::optional<v1::IssuedPaper>* before) const;
  // Refuses what cannot be superseded by a paper of this entry.
  absl::Status CheckSuperseded(rpc::Call& call, const v1::NumberEntry& entry, const Issue& issue) const;
  absl::Status AddFindings(rpc::Call& call, const v1::NumberSeries& series, v1::IssuedPaper* paper) const;
  // The second step.
  absl::StatusOr<std::vector<v1::IssuedFile>> KeepFiles(const Begun& begun) const;
  // Stages the third.
  absl::StatusOr<v1::IssuedPaper> Finish(rpc::Call& call, const Begun& begun, std::vector<v1::IssuedFile> files,
                                         const Act& act) const;
  // All three; the paper as it is published.
  absl::StatusOr<v1::IssuedPaper> Run(rpc::Call& call, const Issue& issue) const;
  absl::StatusOr<bool> BatchStep(rpc::Call& call, operations::Step& step) const;
  // What is known of the file that calls itself `name`.
  absl::StatusOr<v1::PaperVerification> VerifyName(rpc::Call& call, const std::string& name) const;

  rpc::Gate& gate_;
  const content::OwnFiles& files_;
  const paper::Layout& layout_;
  operations::Operations& operations_;
  Access access_;
  rpc::Repository<v1::NumberSeries> series_{"drafting.series.read"};
  rpc::Repository<v1::IssuedFileClaim> claims_{rpc::kUnlisted};
};

}  // namespace congress::drafting

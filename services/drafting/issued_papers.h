// Issued papers beside the register: what of the one the other has to heed, and their files.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/issued_paper.pb.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "congress/drafting/v1/paper_link.pb.h"
#include "platform/content/content_service.h"
#include "platform/rpc/call.h"

namespace congress::drafting {

inline constexpr std::string_view kIssuePermission = "drafting.papers.issue";
// How the audit names the steps of issuing.
inline constexpr std::string_view kIssueMethod = "congress.drafting.v1.IssuingService/IssuePaper";

// FAILED_PRECONDITION `PAPER_BEING_ISSUED`: what is being issued under the number fits it as it is.
absl::Status RefuseIssuing(const v1::NumberEntry& entry);

// Stages that what was being issued under a number is given up, when the number is voided.
absl::Status DropUnfinished(rpc::Call& call, v1::NumberEntry* entry);

// The paper that bears the number, without authorisation; none where it was not issued here.
absl::StatusOr<std::optional<v1::IssuedPaper>> PaperOf(rpc::Call& call, const std::string& entry);

// Stages that the document, if the intention is one, is issued as `paper`, or no longer when that is empty.
absl::Status NoteInDocument(rpc::Call& call, const std::string& intention, const std::string& paper);

// A link REPLACES between two issued papers of one organisation is the end of the target, as if the source had been
// told when it was issued.
absl::Status SupersedeByLink(rpc::Call& call, const v1::PaperLink& link);
// Such a link that is deleted puts the target in force again. FAILED_PRECONDITION `LINK_OF_ISSUING` for one that the
// source was issued with.
absl::Status RestoreFromLink(rpc::Call& call, const v1::PaperLink& link);

// The record by which a file is known.
std::string ClaimName(const std::string& sha256_hex);

// Who may fetch the files: whoever may read the paper. Nobody sends any.
content::Holder IssuedFiles();

}  // namespace congress::drafting

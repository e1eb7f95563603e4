#include "services/drafting/issued_papers.h"

#include <algorithm>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/dates.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/numbering.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

absl::StatusOr<content::Claim> NoUpload(rpc::Call& /*call*/, const std::string& name) {
  return status::NotFound("IssuedFile", name);
}

absl::StatusOr<content::Claim> ForDownload(rpc::Call& call, const std::string& name) {
  ASSIGN_OR_RETURN(const v1::IssuedPaper paper, Access().ReadIssuedPaper(call, ParentOf(name)));
  for (const v1::IssuedFile& file : paper.files()) {
    if (file.name() != name) continue;
    return content::Claim{.owner = std::string(ParentOf(paper.name())),
                          .organisation = paper.organisation(),
                          .size_bytes = file.content().size_bytes(),
                          .sha256 = file.content().sha256(),
                          .graded = false,
                          .content = file.content()};
  }
  return status::NotFound("IssuedFile", name);
}

}  // namespace

absl::Status RefuseIssuing(const v1::NumberEntry& entry) {
  if (entry.issued_paper().empty() || entry.state() != v1::NumberEntry::RESERVED) return absl::OkStatus();
  return status::FailedPrecondition(v1::PAPER_BEING_ISSUED,
                                    {{"formatted", entry.formatted()}, {"paper", entry.issued_paper()}});
}

absl::Status DropUnfinished(rpc::Call& call, v1::NumberEntry* entry) {
  if (entry->issued_paper().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::NumberDates dates, kNumbering.LoadDates(call, std::string(ParentOf(entry->name()))));
  DropDate(&dates, entry->number());
  kNumbering.PutDates(call, std::move(dates));
  RETURN_IF_ERROR(NoteInDocument(call, entry->intention(), ""));
  kIssuedTexts.Delete(call, TextNameOf(entry->issued_paper()));
  kIssuedPapers.Delete(call, entry->issued_paper());
  entry->clear_issued_paper();
  *entry = kNumberEntries.Put(call, std::move(*entry));
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::IssuedPaper>> PaperOf(rpc::Call& call, const std::string& entry) {
  auto paper = kIssuedPapers.Load(call, PaperNameOf(entry));
  if (absl::IsNotFound(paper.status())) return std::nullopt;
  RETURN_IF_ERROR(paper.status());
  return *std::move(paper);
}

absl::Status NoteInDocument(rpc::Call& call, const std::string& intention, const std::string& paper) {
  if (!IsDocument(intention)) return absl::OkStatus();
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, intention));
  if (document.issued_paper() == paper) return absl::OkStatus();
  document.set_issued_paper(paper);
  kDocuments.Put(call, std::move(document));
  return absl::OkStatus();
}

absl::Status SupersedeByLink(rpc::Call& call, const v1::PaperLink& link) {
  if (link.kind() != v1::PaperLink::REPLACES) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<v1::IssuedPaper> source, PaperOf(call, link.source()));
  ASSIGN_OR_RETURN(std::optional<v1::IssuedPaper> target, PaperOf(call, link.target()));
  const bool issued = source && target && source->state() == v1::IssuedPaper::ISSUED &&
                      target->state() == v1::IssuedPaper::ISSUED && source->organisation() == target->organisation();
  if (!issued) return absl::OkStatus();
  RETURN_IF_ERROR(call.Require(kIssuePermission, target->organisation()));
  ASSIGN_OR_RETURN(*target, SupersedeBy(*std::move(target), source->name()));
  kIssuedPapers.Put(call, *std::move(target));
  return absl::OkStatus();
}

absl::Status RestoreFromLink(rpc::Call& call, const v1::PaperLink& link) {
  if (link.kind() != v1::PaperLink::REPLACES) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::optional<v1::IssuedPaper> source, PaperOf(call, link.source()));
  if (!source) return absl::OkStatus();
  const auto& told = source->supersedes();
  if (std::find(told.begin(), told.end(), link.target()) != told.end()) {
    return status::FailedPrecondition(v1::LINK_OF_ISSUING, {{"paper", source->printed()}});
  }
  ASSIGN_OR_RETURN(std::optional<v1::IssuedPaper> target, PaperOf(call, link.target()));
  if (!target || target->superseded_by() != source->name()) return absl::OkStatus();
  RETURN_IF_ERROR(call.Require(kIssuePermission, target->organisation()));
  target->set_state(v1::IssuedPaper::ISSUED);
  target->clear_superseded_by();
  // Another that replaces it as well takes the place of this one.
  ASSIGN_OR_RETURN(const auto links, LinksTo(call, link.target()));
  for (const v1::PaperLink& other : links) {
    if (other.name() == link.name() || other.kind() != v1::PaperLink::REPLACES) continue;
    ASSIGN_OR_RETURN(const std::optional<v1::IssuedPaper> by, PaperOf(call, other.source()));
    if (!by || by->state() != v1::IssuedPaper::ISSUED || by->organisation() != target->organisation()) continue;
    ASSIGN_OR_RETURN(*target, SupersedeBy(*std::move(target), by->name()));
    break;
  }
  kIssuedPapers.Put(call, *std::move(target));
  return absl::OkStatus();
}

std::string ClaimName(const std::string& sha256_hex) { return StrCat("issuedFiles/", sha256_hex); }

content::Holder IssuedFiles() {
  return {.collection = "files", .for_upload = NoUpload, .refer = nullptr, .for_download = ForDownload};
}

}  // namespace congress::drafting

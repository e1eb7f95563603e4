#include "services/drafting/issuing_service.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/failpoint/failpoint.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/approvals.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/domain/links.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/sign_off.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/domain/terms.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/numbering.h"
#include "services/drafting/opinion_collection.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// Whether the document may be issued as it is at its last step: what that stands on may have been taken back since.
absl::Status CheckReady(rpc::Call& call, const v1::Document& document) {
  RETURN_IF_ERROR(CheckFinal(document));
  ASSIGN_OR_RETURN(const OpinionsLeft left, OpinionsLeftOf(call, document));
  RETURN_IF_ERROR(CheckAllAnswered(document, left));
  // Documents of older versions do not know the digest of their text.
  if (document.sha256().empty()) return absl::OkStatus();
  const int last = document.steps_size() - 1;
  ASSIGN_OR_RETURN(const Approvals approvals, ApprovalsFor(call, document, last));
  RETURN_IF_ERROR(CheckSigned(document, last));
  return CheckApproved(document, last, approvals);
}

}  // namespace
absl::StatusOr<v1::NumberEntry> IssuingService::TakeNumber(rpc::Call& call, const v1::NumberSeries& series,
                                                           const Issue& issue,
                                                           std::optional<v1::IssuedPaper>* before) const {
  const v1::IssuePaperRequest& request = issue.request;
  ASSIGN_OR_RETURN(const v1::NumberEntry wish, CheckWish(series, WishOf(request)));
  ASSIGN_OR_RETURN(const std::optional<v1::NumberEntry> known, kNumbering.EntryOf(call, series, request.intention()));
  if (known) {
    ASSIGN_OR_RETURN(*before, PaperOf(call, known->name()));
  }
  if (*before) {
    const v1::IssuedPaper& paper = **before;
    if (IsDone(paper, request)) return *known;
    if (IsOver(paper, request)) {
      before->reset();
      return kNumbering.TakeNext(call, series, wish);
    }
    if (paper.state() == v1::IssuedPaper::ISSUED) return PaperIssued(paper);
    RETURN_IF_ERROR(CheckGoesOn(paper, request, issue.act));
  }
  if (!known && !request.entry().empty()) return kNumbering.TakeLost(call, series, wish, request.entry());
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumbering.TakeFor(call, series, wish));
  if (entry.state() != v1::NumberEntry::RESERVED) return NotReserved(entry);
  entry.set_title(wish.title());
  *entry.mutable_joint_issuers() = wish.joint_issuers();
  return entry;
}

absl::Status IssuingService::CheckSuperseded(rpc::Call& call, const v1::NumberEntry& entry, const Issue& issue) const {
  for (const std::string& name : issue.request.supersedes()) {
    ASSIGN_OR_RETURN(const v1::NumberEntry other, kNumberEntries.Load(call, EntryNameOf(name)));
    if (!issue.permitted) {
      if (!call.Holds(kNumberEntries.read_permission(), other.organisation())) {
        return status::NotFound("NumberEntry", name);
      }
      RETURN_IF_ERROR(call.Require(kIssuePermission, other.organisation()));
    }
    if (other.state() != v1::NumberEntry::ASSIGNED) return NotAssigned(other);
    ASSIGN_OR_RETURN(const std::optional<v1::IssuedPaper> paper, PaperOf(call, other.name()));
    if (!paper && EntryNameOf(name) != name) return status::NotFound("IssuedPaper", name);
    if (paper && paper->state() != v1::IssuedPaper::ISSUED) return NotInForce(*paper);
    RETURN_IF_ERROR(RequireNoCircle(call, Replaces(entry.name(), other.name())));
  }
  return absl::OkStatus();
}

absl::StatusOr<IssuingService::Begun> IssuingService::Begin(rpc::Call& call, const Issue& issue) const {
  const v1::IssuePaperRequest& request = issue.request;
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Load(call, request.parent()));
  if (!issue.permitted) {
    if (!call.Holds(series_.read_permission(), series.organisation())) {
      return status::NotFound("NumberSeries", request.parent());
    }
    RETURN_IF_ERROR(call.Require(kIssuePermission, series.organisation()));
  }
  RETURN_IF_ERROR(CheckRequest(request, civil::Today(call.now())));
  std::optional<v1::IssuedPaper> before;
  ASSIGN_OR_RETURN(v1::NumberEntry entry, TakeNumber(call, series, issue, &before));
  if (before && before->state() != v1::IssuedPaper::ISSUING) return Begun{.paper = *std::move(before)};

  const absl::CivilDay day = request.has_document_date() ? civil::FromDate(request.document_date())
                             : before                    ? civil::FromDate(before->document_date())
                                                         : civil::Today(call.now());
  RETURN_IF_ERROR(CheckInTerm(series, entry.formatted(), day));
  RETURN_IF_ERROR(kNumbering.FileDate(call, series, true, entry.number(), day).status());
  ASSIGN_OR_RETURN(paper::v1::Paper text, PaperAs(series, entry, day, request.paper()));
  RETURN_IF_ERROR(paper::CheckLetters(text));
  RETURN_IF_ERROR(CheckSuperseded(call, entry, issue));

  v1::IssuedPaper paper = BeginPaper(series, entry, day, request, issue.act, before ? &*before : nullptr);
  paper.set_revision(issue.revision);
  paper.set_revision_sha256(issue.revision_sha256);
  entry.set_issued_paper(paper.name());
  // A step is the process's, and the number is for who asked for it.
  if (issue.permitted && entry.reserved_by() == call.principal().subject) entry.set_reserved_by(issue.act.account);
  kNumberEntries.Put(call, std::move(entry));
  v1::IssuedPaperText kept;
  kept.set_name(TextNameOf(paper.name()));
  kept.set_organisation(paper.organisation());
  *kept.mutable_paper() = text;
  kIssuedTexts.Put(call, std::move(kept));
  if (!issue.revision.empty()) {
    ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call, paper.intention()));
    RETURN_IF_ERROR(CheckReady(call, document));
    RETURN_IF_ERROR(CheckNotIssued(document, paper));
    RETURN_IF_ERROR(NoteInDocument(call, document.name(), paper.name()));
  }
  paper = kIssuedPapers.Put(call, std::move(paper));
  return Begun{.paper = std::move(paper), .text = std::move(text)};
}

absl::StatusOr<IssuingService::Begun> IssuingService::CommitBegin(const rpc::Call& call, const Issue& issue) const {
  Begun begun;
  RETURN_IF_ERROR(gate_.Perform(call.principal(), kIssueMethod, [&](rpc::Call& own) -> absl::Status {
    ASSIGN_OR_RETURN(begun, Begin(own, issue));
    return absl::OkStatus();
  }));
  return begun;
}

// What is to be looked at, told to who issues it in their language; CheckNumberSeries tells it anew.
absl::Status IssuingService::AddFindings(rpc::Call& call, const v1::NumberSeries& series,
                                         v1::IssuedPaper* paper) const {
  ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Load(call, paper->entry()));
  ASSIGN_OR_RETURN(auto disorder,
                   kNumbering.FileDate(call, series, false, entry.number(), civil::FromDate(paper->document_date())));
  auto over = TermOver(series, entry.name(), civil::Today(call.now()), status::Teller(call.language()));
  for (auto* finding : {&over, &disorder}) {
    if (finding->has_value()) *paper->add_findings() = **std::move(finding);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::IssuedFile>> IssuingService::KeepFiles(const Begun& begun) const {
  const content::OwnFiles::Owner owner{.name = std::string(ParentOf(begun.paper.name())),
                                       .organisation = begun.paper.organisation()};
  std::vector<v1::IssuedFile> files;
  for (const paper::v1::Format format : {paper::v1::DOCX, paper::v1::PDF}) {
    ASSIGN_OR_RETURN(const paper::File made, paper::Render(begun.text, format, layout_, begun.paper.name()));
    v1::IssuedFile& file = files.emplace_back();
    // The extension without its point.
    file.set_name(StrCat(begun.paper.name(), "/files/", made.extension + 1));
    ASSIGN_OR_RETURN(*file.mutable_content(), files_.Keep(owner, made.media_type, made.content));
    file.mutable_content()->set_uploaded_by(begun.paper.issued_by());
  }
  return files;
}

absl::StatusOr<v1::IssuedPaper> IssuingService::Finish(rpc::Call& call, const Begun& begun,
                                                       std::vector<v1::IssuedFile> files, const Act& act) const {
  const std::string& name = begun.paper.name();
  ASSIGN_OR_RETURN(v1::NumberEntry entry, kNumberEntries.Load(call, begun.paper.entry()));
  if (entry.state() == v1::NumberEntry::VOIDED) return NotReserved(entry);
  ASSIGN_OR_RETURN(v1::IssuedPaper paper, kIssuedPapers.Load(call, name));
  const bool same = paper.request_sha256() == begun.paper.request_sha256() &&
                    civil::FromDate(paper.document_date()) == civil::FromDate(begun.paper.document_date());
  if (paper.state() != v1::IssuedPaper::ISSUING && same) return paper;
  // Somebody was faster with another message.
  if (!same) return PaperIssued(paper);

  v1::AssignNumberRequest assignment;
  *assignment.mutable_document_date() = paper.document_date();
  ASSIGN_OR_RETURN(entry, Assign(std::move(entry), assignment, call.now()));
  kNumberEntries.Put(call, entry);
  for (const std::string& superseded : paper.supersedes()) {
    ASSIGN_OR_RETURN(std::optional<v1::IssuedPaper> other, PaperOf(call, superseded));
    if (other) {
      ASSIGN_OR_RETURN(*other, SupersedeBy(*std::move(other), name));
      if (other->intention() != paper.intention()) RETURN_IF_ERROR(NoteInDocument(call, other->intention(), ""));
      kIssuedPapers.Put(call, *std::move(other));
    }
    v1::PaperLink link = Replaces(entry.name(), superseded);
    RETURN_IF_ERROR(RequireNoCircle(call, link));
    ASSIGN_OR_RETURN(const bool linked, kPaperLinks.Exists(call, LinkName(link)));
    if (!linked) RETURN_IF_ERROR(AddLink(call, std::move(link), paper.organisation()).status());
  }
  for (const v1::IssuedFile& file : files) {
    RETURN_IF_ERROR(files_.Refer(call, file.content()));
    v1::IssuedFileClaim claim;
    const std::string& digest = file.content().sha256();
    claim.set_name(ClaimName(absl::BytesToHexString({digest.data(), digest.size()})));
    claim.set_paper(name);
    claims_.Put(call, std::move(claim));
  }
  return kIssuedPapers.Put(call, Publish(std::move(paper), std::move(files), act));
}

absl::StatusOr<v1::IssuedPaper> IssuingService::Run(rpc::Call& call, const Issue& issue) const {
  // Judged in this call, whose answer is kept, and again in each commit.
  ASSIGN_OR_RETURN(const v1::NumberSeries series, series_.Read(call, issue.request.parent()));
  RETURN_IF_ERROR(call.Require(kIssuePermission, series.organisation()));
  if (issue.request.validate_only()) {
    ASSIGN_OR_RETURN(Begun begun, Begin(call, issue));
    if (begun.issued()) return std::move(begun.paper);
    *begun.paper.mutable_paper() = std::move(begun.text);
    RETURN_IF_ERROR(AddFindings(call, series, &begun.paper));
    begun.paper.clear_name();
    begun.paper.clear_entry();
    return std::move(begun.paper);
  }
  RETURN_IF_ERROR(files_.Available());
  ASSIGN_OR_RETURN(const Begun begun, CommitBegin(call, issue));
  if (!begun.issued()) {
    if (Fails("issue.begun")) return store::Unanswered("a failpoint");
    ASSIGN_OR_RETURN(const std::vector<v1::IssuedFile> files, KeepFiles(begun));
    if (Fails("issue.kept")) return store::Unanswered("a failpoint");
    RETURN_IF_ERROR(gate_.Perform(call.principal(), kIssueMethod,
                                  [&](rpc::Call& own) { return Finish(own, begun, files, issue.act).status(); }));
    if (Fails("issue.published")) return store::Unanswered("a failpoint");
  }
  ASSIGN_OR_RETURN(v1::IssuedPaper paper, kIssuedPapers.Load(call, begun.paper.name()));
  RETURN_IF_ERROR(AddFindings(call, series, &paper));
  return paper;
}

absl::StatusOr<v1::IssuedPaper> IssuingService::IssuePaper(rpc::Call& call,
                                                           const v1::IssuePaperRequest& request) const {
  RETURN_IF_ERROR(RequireName(request.parent(), "parent"));
  RETURN_IF_ERROR(RefuseForeign(request.intention()));
  return Run(call, {.request = request, .act = ActOf(call)});
}

absl::StatusOr<v1::IssuedPaper> IssuingService::IssueDocument(rpc::Call& call,
                                                              const v1::IssueDocumentRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Read(call, request.name()));
  RETURN_IF_ERROR(call.Require("drafting.documents.advance", document.organisation()));
  RETURN_IF_ERROR(kDocuments.CheckEtag(document, request.etag()));
  RETURN_IF_ERROR(CheckReady(call, document));
  ASSIGN_OR_RETURN(v1::Revision revision, kRevisions.Load(call, document.latest_revision()));
  ASSIGN_OR_RETURN(revision, kRevisions.WithBodies(call, std::move(revision)));
  Issue issue{.request = {}, .act = ActOf(call), .revision = revision.name(), .revision_sha256 = revision.sha256()};
  issue.request.set_parent(request.number_series());
  issue.request.set_intention(document.name());
  *issue.request.mutable_paper() = DocumentPaper(document, revision, request.form());
  issue.request.set_document_type(document.symbol());
  if (request.has_document_date()) *issue.request.mutable_document_date() = request.document_date();
  *issue.request.mutable_joint_issuers() = request.joint_issuers();
  *issue.request.mutable_supersedes() = request.supersedes();
  issue.request.set_not_graded(request.not_graded());
  issue.request.set_validate_only(request.validate_only());
  return Run(call, issue);
}

}  // namespace congress::drafting

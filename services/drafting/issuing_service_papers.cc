// What becomes of issued papers: read, found, recalled and verified.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/paper/paper.h"
#include "platform/rpc/fields.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/act_of.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/issued_papers.h"
#include "services/drafting/issuing_service.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

using What = v1::VerifyIssuedPaperRequest;

constexpr size_t kDigestDigits = 2 * digest::kSha256Bytes;

// SHA-256 of what is asked about, in lower-case hexadecimal.
absl::StatusOr<std::string> AskedDigest(const What& request) {
  status::Violations violations;
  const std::string digest = absl::AsciiStrToLower(request.sha256());
  const bool hex = digest.size() == kDigestDigits && std::all_of(digest.begin(), digest.end(), [](char c) {
                     return absl::ascii_isxdigit(static_cast<unsigned char>(c));
                   });
  if (request.what_case() == What::kSha256) {
    if (!hex) violations.Add("sha256", v1::NOT_A_DIGEST);
  } else if (request.content().empty()) {
    violations.Add("content", v1::FILE_MISSING);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return request.what_case() == What::kSha256 ? digest : digest::Sha256Hex(request.content());
}

v1::PaperVerification Told(v1::PaperVerification::Finding finding, const status::Metadata& filled,
                           const status::Teller& tell) {
  v1::PaperVerification told;
  told.set_finding(finding);
  told.set_text(tell(finding, filled));
  return told;
}

}  // namespace

absl::StatusOr<v1::IssuedPaper> IssuingService::GetIssuedPaper(rpc::Call& call,
                                                               const v1::GetIssuedPaperRequest& request) const {
  ASSIGN_OR_RETURN(v1::IssuedPaper paper, access_.ReadIssuedPaper(call, request.name()));
  ASSIGN_OR_RETURN(v1::IssuedPaperText text, kIssuedTexts.Load(call, TextNameOf(paper.name())));
  paper.mutable_paper()->Swap(text.mutable_paper());
  ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Load(call, paper.entry()));
  paper.set_entry_corrected(!entry.corrections().empty() && paper.has_issue_time() &&
                            civil::FromTimestamp(entry.corrections().rbegin()->time()) >
                                civil::FromTimestamp(paper.issue_time()));
  return paper;
}

absl::StatusOr<v1::ListIssuedPapersResponse> IssuingService::ListIssuedPapers(
    rpc::Call& call, const v1::ListIssuedPapersRequest& request) const {
  if (!request.parent().ends_with("/-")) RETURN_IF_ERROR(series_.Read(call, request.parent()).status());
  ASSIGN_OR_RETURN(rpc::Query<v1::IssuedPaper> query, rpc::QueryOf<v1::IssuedPaper>(request));
  const bool unfinished = std::any_of(query.filter.begin(), query.filter.end(),
                                      [](const rpc::Term& term) { return term.field == "state"; });
  query.Of(call, request.organisation());
  if (!request.printed().empty()) query.Only("printed", PrintedKey(request.printed()));
  query.matches = [unfinished](const v1::IssuedPaper& paper) {
    return unfinished || paper.state() != v1::IssuedPaper::ISSUING;
  };
  ASSIGN_OR_RETURN(auto page,
                   kIssuedPapers.Find(call, StrCat(request.parent(), "/papers/"), rpc::PageOf(request), query));
  v1::ListIssuedPapersResponse answer;
  answer.mutable_issued_papers()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::IssuedPaper> IssuingService::RecallIssuedPaper(rpc::Call& call,
                                                                  const v1::RecallIssuedPaperRequest& request) const {
  ASSIGN_OR_RETURN(const v1::IssuedPaper before, kIssuedPapers.Get(call, request.name()));
  RETURN_IF_ERROR(kIssuedPapers.CheckEtag(before, request.etag()));
  ASSIGN_OR_RETURN(v1::IssuedPaper recalled, Recall(before, request.reason(), ActOf(call)));
  if (before.state() == v1::IssuedPaper::RECALLED) return recalled;
  RETURN_IF_ERROR(NoteInDocument(call, recalled.intention(), ""));
  return kIssuedPapers.Put(call, std::move(recalled));
}

absl::StatusOr<v1::PaperVerification> IssuingService::VerifyName(rpc::Call& call, const std::string& name) const {
  const status::Teller tell(call.language());
  const v1::PaperVerification unknown = Told(v1::PaperVerification::UNKNOWN, {}, tell);
  if (!rpc::FitsPattern(name, "numberSeries/*/papers/*")) return unknown;
  auto entry = kNumberEntries.Load(call, EntryNameOf(name));
  if (absl::IsNotFound(entry.status())) return unknown;
  RETURN_IF_ERROR(entry.status());
  if (!call.Holds(kIssuedPapers.read_permission(), entry->organisation())) return unknown;
  ASSIGN_OR_RETURN(const std::optional<v1::IssuedPaper> paper, PaperOf(call, entry->name()));
  if (paper && paper->has_issue_time()) return Tell(*paper, nullptr, /*altered=*/true, tell);
  if (entry->state() != v1::NumberEntry::LOST) return unknown;
  return Told(v1::PaperVerification::NUMBER_LOST, {{"number", entry->formatted()}}, tell);
}

absl::StatusOr<v1::PaperVerification> IssuingService::VerifyIssuedPaper(
    rpc::Call& call, const v1::VerifyIssuedPaperRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  ASSIGN_OR_RETURN(const std::string digest, AskedDigest(request));
  v1::PaperVerification told;
  if (const auto claim = claims_.Load(call, ClaimName(digest)); claim.ok()) {
    ASSIGN_OR_RETURN(const v1::IssuedPaper paper, kIssuedPapers.Load(call, claim->paper()));
    std::optional<v1::IssuedPaper> by;
    if (!paper.superseded_by().empty()) {
      ASSIGN_OR_RETURN(by, PaperOf(call, EntryNameOf(paper.superseded_by())));
    }
    told = Tell(paper, by ? &*by : nullptr, /*altered=*/false, status::Teller(call.language()));
    if (by && call.Holds(kIssuedPapers.read_permission(), by->organisation())) told.set_superseded_by(by->name());
  } else if (absl::IsNotFound(claim.status())) {
    ASSIGN_OR_RETURN(told, VerifyName(call, paper::ResourceIn(request.content(), "numberSeries/")));
  } else {
    return claim.status();
  }
  told.set_sha256(digest);
  return told;
}

}  // namespace congress::drafting

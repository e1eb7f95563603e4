#include "services/drafting/incoming_paper_service.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/incoming.h"
#include "services/drafting/domain/numbers.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/papers.h"
#include "services/drafting/records.h"

namespace congress::drafting {

absl::Status IncomingPaperService::Claim(rpc::Call& call, const v1::IncomingPaper& before,
                                         const v1::IncomingPaper& paper) const {
  v1::IncomingClaim claim;
  claim.set_name(ClaimName(paper));
  if (!before.name().empty()) {
    if (ClaimName(before) == claim.name()) return absl::OkStatus();
    claims_.Delete(call, ClaimName(before));
  }
  ASSIGN_OR_RETURN(claim, claims_.LoadOr(call, std::move(claim)));
  if (!claim.paper().empty()) {
    return status::FailedPrecondition(v1::PAPER_REGISTERED, {{"paper", claim.paper()}, {"number", paper.number()}});
  }
  claim.set_paper(paper.name());
  claims_.Put(call, std::move(claim));
  return absl::OkStatus();
}

absl::Status IncomingPaperService::Answer(rpc::Call& call, const std::string& before, v1::IncomingPaper* paper) const {
  if (paper->answered_by() == before) return absl::OkStatus();
  paper->clear_answer();
  if (!before.empty()) {
    ASSIGN_OR_RETURN(v1::PaperUse use, LoadUse(call, before));
    use.set_answers(use.answers() - 1);
    kPaperUses.Put(call, std::move(use));
  }
  if (paper->answered_by().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const v1::NumberEntry entry, kNumberEntries.Read(call, paper->answered_by()));
  if (entry.state() != v1::NumberEntry::ASSIGNED) return NotAssigned(entry);
  paper->set_answer(entry.formatted());
  ASSIGN_OR_RETURN(v1::PaperUse use, LoadUse(call, paper->answered_by()));
  use.set_answers(use.answers() + 1);
  kPaperUses.Put(call, std::move(use));
  return absl::OkStatus();
}

absl::StatusOr<v1::IncomingPaper> IncomingPaperService::Register(rpc::Call& call, const v1::IncomingPaper& before,
                                                                 v1::IncomingPaper paper) const {
  ASSIGN_OR_RETURN(paper, CheckIncoming(std::move(paper), civil::Today(call.now())));
  RETURN_IF_ERROR(Claim(call, before, paper));
  RETURN_IF_ERROR(Answer(call, before.answered_by(), &paper));
  *paper.mutable_update_time() = civil::ToTimestamp(call.now());
  return paper;
}

absl::StatusOr<v1::IncomingPaper> IncomingPaperService::CreateIncomingPaper(
    rpc::Call& call, const v1::CreateIncomingPaperRequest& request) const {
  v1::IncomingPaper paper = request.incoming_paper();
  RETURN_IF_ERROR(call.Require(paper.organisation()));
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedTitle(paper.abstract()));
  paper.set_name(StrCat("incomingPapers/", request.incoming_paper_id()));
  ASSIGN_OR_RETURN(const bool exists, kIncomingPapers.Exists(call, paper.name()));
  if (exists) return status::AlreadyExists("IncomingPaper", paper.name());
  paper.set_author(call.principal().subject);
  *paper.mutable_create_time() = civil::ToTimestamp(call.now());
  ASSIGN_OR_RETURN(paper, Register(call, {}, std::move(paper)));
  return kIncomingPapers.Put(call, std::move(paper));
}

absl::StatusOr<v1::IncomingPaper> IncomingPaperService::GetIncomingPaper(
    rpc::Call& call, const v1::GetIncomingPaperRequest& request) const {
  ASSIGN_OR_RETURN(v1::IncomingPaper paper, kIncomingPapers.Get(call, request.name()));
  paper.set_days_overdue(DaysOverdue(paper, civil::Today(call.now())));
  return paper;
}

absl::StatusOr<v1::ListIncomingPapersResponse> IncomingPaperService::ListIncomingPapers(
    rpc::Call& call, const v1::ListIncomingPapersRequest& request) const {
  ASSIGN_OR_RETURN(auto query, rpc::QueryOf<v1::IncomingPaper>(request));
  const absl::CivilDay as_of = request.has_as_of() ? civil::FromDate(request.as_of()) : civil::Today(call.now());
  query.Of(call, request.organisation());
  if (!request.printed().empty()) query.Only("printed", PrintedKey(request.printed()));
  if (request.overdue()) {
    query.filter.push_back({.field = "open_due_date", .op = rpc::Term::Operator::kLess, .value = civil::Format(as_of)});
  }
  ASSIGN_OR_RETURN(auto page, kIncomingPapers.Find(call, "incomingPapers/", rpc::PageOf(request), query));
  v1::ListIncomingPapersResponse answer;
  for (v1::IncomingPaper& paper : page.items) {
    paper.set_days_overdue(DaysOverdue(paper, as_of));
    *answer.add_incoming_papers() = std::move(paper);
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::IncomingPaper> IncomingPaperService::UpdateIncomingPaper(
    rpc::Call& call, const v1::UpdateIncomingPaperRequest& request) const {
  RETURN_IF_ERROR(RequireName(request.incoming_paper().name(), "incoming_paper.name"));
  return kIncomingPapers.Mutate(
      call, request.incoming_paper().name(), request.incoming_paper().etag(),
      [&](v1::IncomingPaper before) -> absl::StatusOr<v1::IncomingPaper> {
        v1::IncomingPaper paper = before;
        RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), request.incoming_paper(), &paper));
        if (!request.not_graded() && paper.abstract() != before.abstract()) {
          RETURN_IF_ERROR(RefuseMarkedTitle(paper.abstract()));
        }
        return Register(call, before, std::move(paper));
      });
}

}  // namespace congress::drafting

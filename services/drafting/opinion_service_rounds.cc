#include "platform/civil/civil.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion_report.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// What the names of rounds or invitations below `parent` begin with: a congress, a document of it or a round on it.
std::string PrefixBelow(std::string_view parent) {
  if (parent.find("/documents/") == parent.npos) return StrCat(parent, "/documents/");
  if (parent.find("/opinionRounds/") == parent.npos) return StrCat(parent, "/opinionRounds/");
  return StrCat(parent, "/invitations/");
}

}  // namespace

absl::StatusOr<v1::OpinionRound> OpinionService::Open(rpc::Call& call,
                                                      const v1::CreateOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Get(call, request.parent()));
  ASSIGN_OR_RETURN(RoundChange change,
                   OpenRound(request.opinion_round(), request.opinion_round_id(), std::move(document), call.now()));
  RETURN_IF_ERROR(kRevisions.Load(call, change.round.revision()).status());
  for (v1::Invitation& invitation : Invite(change.round)) invitations_.Put(call, std::move(invitation));
  kDocuments.Put(call, std::move(change.document));
  return rounds_.Create(call, std::move(change.round));
}

absl::StatusOr<v1::OpinionRound> OpinionService::Close(rpc::Call& call,
                                                       const v1::CloseOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Get(call, request.name()));
  RETURN_IF_ERROR(rounds_.CheckEtag(round, request.etag()));
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  int undisposed = 0;
  for (const std::string& organisation : round.invited()) {
    ASSIGN_OR_RETURN(const v1::Invitation invitation,
                     invitations_.Load(call, InvitationName(round.name(), organisation)));
    undisposed += invitation.undisposed_count();
  }
  ASSIGN_OR_RETURN(RoundChange change, CloseRound(std::move(round), std::move(document), undisposed, call.now()));
  kDocuments.Put(call, std::move(change.document));
  return rounds_.Put(call, std::move(change.round));
}

absl::StatusOr<OpinionService::Collected> OpinionService::Collect(rpc::Call& call,
                                                                  const std::string& round_name) const {
  Collected collected;
  ASSIGN_OR_RETURN(collected.round, access_.ReadRound(call, round_name));
  RETURN_IF_ERROR(call.Require(collected.round.organisation()));
  ASSIGN_OR_RETURN(collected.document, kDocuments.Load(call, ParentOf(round_name)));
  ASSIGN_OR_RETURN(const v1::Revision revision, kRevisions.Load(call, collected.round.revision()));
  ASSIGN_OR_RETURN(const v1::Revision latest, kRevisions.Load(call, collected.document.latest_revision()));
  ASSIGN_OR_RETURN(collected.opinions, collected_.LoadAll(call, StrCat(round_name, "/opinions/")));
  collected.report = Tabulate(collected.round, collected.opinions, revision, latest);
  return collected;
}

absl::StatusOr<v1::OpinionRound> OpinionService::CreateOpinionRound(
    rpc::Call& call, const v1::CreateOpinionRoundRequest& request) const {
  return Open(call, request);
}

absl::StatusOr<v1::OpinionRound> OpinionService::GetOpinionRound(rpc::Call& call,
                                                                 const v1::GetOpinionRoundRequest& request) const {
  return access_.ReadRound(call, request.name());
}

absl::StatusOr<v1::ListOpinionRoundsResponse> OpinionService::ListOpinionRounds(
    rpc::Call& call, const v1::ListOpinionRoundsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, rounds_.ListNaturally(call, PrefixBelow(request.parent()), rpc::PageOf(request)));
  v1::ListOpinionRoundsResponse answer;
  answer.mutable_opinion_rounds()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::ListInvitationsResponse> OpinionService::ListInvitations(
    rpc::Call& call, const v1::ListInvitationsRequest& request) const {
  const auto matches = [&](const v1::Invitation& one) {
    return call.IsOf(one.organisation(), request.organisation()) && !(request.unanswered() && one.opinion_count() > 0);
  };
  ASSIGN_OR_RETURN(auto page, invitations_.List(call, PrefixBelow(request.parent()), rpc::PageOf(request), matches));
  v1::ListInvitationsResponse answer;
  answer.mutable_invitations()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::OpinionRound> OpinionService::CloseOpinionRound(rpc::Call& call,
                                                                   const v1::CloseOpinionRoundRequest& request) const {
  return Close(call, request);
}

absl::StatusOr<v1::OpinionReport> OpinionService::GetOpinionReport(rpc::Call& call,
                                                                   const v1::GetOpinionReportRequest& request) const {
  ASSIGN_OR_RETURN(Collected collected, Collect(call, request.name()));
  return std::move(collected.report);
}

absl::StatusOr<v1::ExportOpinionReportResponse> OpinionService::ExportOpinionReport(
    rpc::Call& call, const v1::ExportOpinionReportRequest& request) const {
  ASSIGN_OR_RETURN(const Collected collected, Collect(call, request.name()));
  const OpinionTable table{collected.document, collected.round, collected.report, collected.opinions,
                           [&](const std::string& organisation) { return call.NameOf(organisation); }};
  v1::ExportOpinionReportResponse answer;
  if (request.format() == v1::ExportOpinionReportRequest::PAPER || paper::MeansPaper(request)) {
    ASSIGN_OR_RETURN(paper::File file, paper::Render(OpinionPaper(table, request.form(), call.language()),
                                                     request.paper_format(), layout_));
    ASSIGN_OR_RETURN(*answer.mutable_content(), Fitting(std::move(file.content)));
    answer.set_content_type(file.media_type);
    answer.set_file_name(StrCat("opinions", file.extension));
    return answer;
  }
  ASSIGN_OR_RETURN(*answer.mutable_content(), PrintCsv(table, call.language()));
  answer.set_content_type("text/csv; charset=utf-8");
  answer.set_file_name("opinions.csv");
  return answer;
}

}  // namespace congress::drafting

// Rounds and invitations.
#include <algorithm>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/rpc/field_mask.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/domain/secrecy.h"
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

// What one call carries over, so that with its answer it fits into one commit.
constexpr int kMostCarried = 500;
constexpr size_t kMostCarriedBytes = size_t{1} << 20;

bool IsRound(std::string_view name) { return name.find("/opinionRounds/") != name.npos; }

}  // namespace

absl::StatusOr<v1::OpinionRound> OpinionService::GetRound(rpc::Call& call, const std::string& name,
                                                          const std::string& etag) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Get(call, name));
  RETURN_IF_ERROR(rounds_.CheckEtag(round, etag));
  return round;
}

v1::OpinionRound OpinionService::PutAll(rpc::Call& call, v1::OpinionRound round, Invitations invitations) const {
  for (v1::Invitation& invitation : invitations) invitations_.Put(call, std::move(invitation));
  return Shown(rounds_.Put(call, std::move(round)), civil::Today(call.now()));
}

absl::StatusOr<v1::OpinionRound> OpinionService::CreateOpinionRound(
    rpc::Call& call, const v1::CreateOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Get(call, request.parent()));
  v1::OpinionRound asked = request.opinion_round();
  if (!asked.record_reason().empty()) RETURN_IF_ERROR(call.Require("drafting.rounds.record", document.organisation()));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(asked.display_name()));
    RETURN_IF_ERROR(RefuseMarkedGroups(asked.groups()));
  }
  Organisations invited;
  Groups groups;
  invited.Swap(asked.mutable_invited());
  groups.Swap(asked.mutable_groups());
  ASSIGN_OR_RETURN(RoundChange change,
                   OpenRound(std::move(asked), request.opinion_round_id(), std::move(document), call.now()));
  ASSIGN_OR_RETURN(Invitations invitations,
                   Invite(invited, groups, change.document.display_name(), &change.round, call.now()));
  ASSIGN_OR_RETURN(const v1::Revision revision, kRevisions.Load(call, change.round.revision()));
  RETURN_IF_ERROR(CheckText(revision, &change.round));
  for (v1::Invitation& invitation : invitations) invitations_.Put(call, std::move(invitation));
  kDocuments.Put(call, std::move(change.document));
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Create(call, std::move(change.round)));
  return Shown(std::move(round), civil::Today(call.now()));
}

absl::StatusOr<v1::OpinionRound> OpinionService::GetOpinionRound(rpc::Call& call,
                                                                 const v1::GetOpinionRoundRequest& request) const {
  return access_.ReadRound(call, request.name());
}

absl::StatusOr<v1::ListOpinionRoundsResponse> OpinionService::ListOpinionRounds(
    rpc::Call& call, const v1::ListOpinionRoundsRequest& request) const {
  ASSIGN_OR_RETURN(auto page, rounds_.ListNaturally(call, PrefixBelow(request.parent()), rpc::PageOf(request)));
  v1::ListOpinionRoundsResponse answer;
  for (v1::OpinionRound& round : page.items) {
    *answer.add_opinion_rounds() = Shown(std::move(round), civil::Today(call.now()));
  }
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::OpinionRound> OpinionService::BatchCreateInvitations(
    rpc::Call& call, const v1::BatchCreateInvitationsRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.parent(), request.etag()));
  RETURN_IF_ERROR(CheckOpen(round));
  if (!request.not_graded()) RETURN_IF_ERROR(RefuseMarkedGroups(request.groups()));
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  ASSIGN_OR_RETURN(Invitations invitations,
                   Invite(request.invited(), request.groups(), document.display_name(), &round, call.now()));
  return PutAll(call, std::move(round), std::move(invitations));
}

absl::StatusOr<v1::OpinionRound> OpinionService::UpdateOpinionRound(
    rpc::Call& call, const v1::UpdateOpinionRoundRequest& request) const {
  const v1::OpinionRound& patch = request.opinion_round();
  RETURN_IF_ERROR(RequireName(patch.name(), "opinion_round.name"));
  ASSIGN_OR_RETURN(const v1::OpinionRound before, GetRound(call, patch.name(), patch.etag()));
  v1::OpinionRound round = before;
  RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &round));
  if (!request.not_graded() && round.display_name() != before.display_name()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(round.display_name()));
  }
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  RETURN_IF_ERROR(Update(before, round, call.now(), &invitations));
  return PutAll(call, std::move(round), std::move(invitations));
}

absl::StatusOr<v1::OpinionRound> OpinionService::ExtendOpinionRound(
    rpc::Call& call, const v1::ExtendOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.name(), request.etag()));
  ASSIGN_OR_RETURN(round,
                   Extend(std::move(round), civil::FromDate(request.last_date()), request.reason(), ActOf(call)));
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  for (v1::Invitation& invitation : invitations) {
    *invitation.mutable_last_date() = round.last_date();
    *invitation.mutable_update_time() = civil::ToTimestamp(call.now());
  }
  return PutAll(call, std::move(round), std::move(invitations));
}

absl::StatusOr<v1::RemindInvitationsResponse> OpinionService::RemindInvitations(
    rpc::Call& call, const v1::RemindInvitationsRequest& request) const {
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Get(call, request.parent()));
  RETURN_IF_ERROR(IsLate(round, call.now()).status());
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  v1::RemindInvitationsResponse answer;
  for (v1::Invitation& invitation : invitations) {
    if (!Remind(&invitation, request.all(), call.now())) continue;
    invitation.set_reminder_note(request.note());
    *answer.add_invitations() = Access::ToReader(call, invitations_.Put(call, std::move(invitation)));
  }
  return answer;
}

absl::StatusOr<v1::OpinionRound> OpinionService::CloseOpinionRound(rpc::Call& call,
                                                                   const v1::CloseOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.name(), request.etag()));
  RETURN_IF_ERROR(CheckNoImport(call, round));
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  ASSIGN_OR_RETURN(const auto opinions, collected_.LoadAll(call, StrCat(round.name(), "/opinions/")));
  auto published = PublishAll(call, round, opinions, &invitations);
  if (published.ok()) round = *std::move(published);
  ASSIGN_OR_RETURN(RoundChange change, CloseRound(std::move(round), std::move(document), &invitations,
                                                  request.silent_reason(), ActOf(call)));
  kDocuments.Put(call, std::move(change.document));
  return PutAll(call, std::move(change.round), std::move(invitations));
}

absl::StatusOr<v1::OpinionRound> OpinionService::CancelOpinionRound(
    rpc::Call& call, const v1::CancelOpinionRoundRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.name(), request.etag()));
  RETURN_IF_ERROR(CheckNoImport(call, round));
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  ASSIGN_OR_RETURN(Invitations invitations, LoadInvitations(call, round));
  ASSIGN_OR_RETURN(RoundChange change,
                   CancelRound(std::move(round), std::move(document), &invitations, request.reason(), ActOf(call)));
  kDocuments.Put(call, std::move(change.document));
  return PutAll(call, std::move(change.round), std::move(invitations));
}

absl::StatusOr<v1::Opinion> OpinionService::CarryOne(rpc::Call& call, const v1::OpinionRound& from, v1::Opinion opinion,
                                                     const v1::Document& document, const v1::Revision& revision,
                                                     v1::OpinionRound* round) const {
  const absl::CivilDay today = civil::Today(call.now());
  v1::Opinion going = opinion;
  going.set_invited(InvitedOf(opinion));
  going.set_organisation(call.StandingFor(opinion.organisation(), today));
  auto invitation = invitations_.Load(call, InvitationOf(*round, going));
  if (absl::IsNotFound(invitation.status())) {
    // Of a source that has ended who goes on for it is asked.
    going.set_invited(call.StandingFor(going.invited(), today));
    invitation = invitations_.Load(call, InvitationOf(*round, going));
  }
  if (absl::IsNotFound(invitation.status())) {
    if (IsSourceGone(call, going)) {
      return status::FailedPrecondition(v1::OPINION_SOURCE_GONE,
                                        {{"name", opinion.name()}, {"organisation", going.invited()}});
    }
    Organisations invited;
    Groups groups;
    if (const v1::InvitedGroup* group = FindGroup(from, opinion.group()); group != nullptr) {
      v1::InvitedGroup& asked = *groups.Add();
      asked = *group;
      asked.set_organisation(going.invited());
    } else {
      *invited.Add() = going.invited();
    }
    ASSIGN_OR_RETURN(Invitations added, Invite(invited, groups, document.display_name(), round, call.now()));
    invitation = std::move(added.front());
  }
  RETURN_IF_ERROR(invitation.status());
  // Another source has the id of this group in the round: an organisation, or a group of another one.
  if (invitation->group() != opinion.group() ||
      call.StandingFor(invitation->organisation(), today) != call.StandingFor(going.invited(), today)) {
    return status::InvalidArgument(
        v1::INVITED_TWICE, {{"organisation", opinion.group().empty() ? invitation->organisation() : opinion.group()}});
  }
  going.set_invited(invitation->organisation());
  OpinionChange change = CarryOver(going, *std::move(invitation), *round, revision, ActOf(call));
  ASSIGN_OR_RETURN(v1::Invitation left, invitations_.Load(call, InvitationOf(from, opinion)));
  OpinionChange kept{std::move(opinion), std::move(left)};
  if (kept.opinion.disposition() == v1::DISPOSITION_UNSPECIFIED) {
    ASSIGN_OR_RETURN(kept, Dispose(std::move(kept.opinion), std::move(kept.invitation), from, v1::UPHELD,
                                   from.cancel_reason(), ActOf(call)));
  }
  kept = NoteCarried(std::move(kept.opinion), std::move(kept.invitation), from, change.opinion.name());
  silent_.Put(call, std::move(kept.invitation));
  collected_.Put(call, std::move(kept.opinion));
  // What its source says once more is there already.
  return PutGiven(call, *round, std::move(change));
}

absl::StatusOr<v1::CarryOpinionsResponse> OpinionService::CarryOpinions(rpc::Call& call,
                                                                        const v1::CarryOpinionsRequest& request) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, GetRound(call, request.name(), request.etag()));
  RETURN_IF_ERROR(CheckOpen(round));
  if (ParentOf(request.from()) != ParentOf(request.name()) || request.from() == request.name()) {
    return status::InvalidArgument(v1::ROUND_ELSEWHERE, {{"name", request.from()}});
  }
  ASSIGN_OR_RETURN(const v1::OpinionRound from, rounds_.Get(call, request.from()));
  if (CheckOpen(from).ok()) {
    return status::FailedPrecondition(v1::ROUND_NOT_OVER, {{"name", from.name()}, {"cause", "open"}});
  }
  ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call, ParentOf(round.name())));
  ASSIGN_OR_RETURN(const v1::Revision revision, kRevisions.Load(call, round.revision()));
  ASSIGN_OR_RETURN(const auto opinions, collected_.LoadAll(call, StrCat(from.name(), "/opinions/")));
  v1::CarryOpinionsResponse answer;
  size_t bytes = 0;
  for (const v1::Opinion& listed : opinions) {
    if (ParentOf(listed.carried_to()) == round.name()) answer.set_carried_count(answer.carried_count() + 1);
    if (!IsToBeCarried(listed, from)) continue;
    if (answer.opinions_size() == kMostCarried || bytes > kMostCarriedBytes) {
      answer.set_remaining_count(answer.remaining_count() + 1);
      continue;
    }
    // Older versions noted it so. What is asked for is checked at the commit, so not of those that remain.
    ASSIGN_OR_RETURN(const bool carried,
                     keys_.Exists(call, StrCat(round.name(), "/carried/", digest::Sha256Hex(listed.name()))));
    if (carried) {
      answer.set_carried_count(answer.carried_count() + 1);
      continue;
    }
    // Whoever answers or withdraws it before this commits has the step done again.
    ASSIGN_OR_RETURN(const v1::Opinion opinion, collected_.Load(call, listed.name()));
    if (!IsToBeCarried(opinion, from)) continue;
    bytes += opinion.ByteSizeLong();
    ASSIGN_OR_RETURN(*answer.add_opinions(), CarryOne(call, from, opinion, document, revision, &round));
  }
  answer.set_carried_count(answer.carried_count() + answer.opinions_size());
  *answer.mutable_opinion_round() = Shown(rounds_.Put(call, std::move(round)), civil::Today(call.now()));
  return answer;
}

absl::StatusOr<v1::Invitation> OpinionService::GetInvitation(rpc::Call& call,
                                                             const v1::GetInvitationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Invitation invitation, access_.ReadInvitation(call, request.name()));
  return Access::ToReader(call, std::move(invitation));
}

absl::StatusOr<v1::ListInvitationsResponse> OpinionService::ListInvitations(
    rpc::Call& call, const v1::ListInvitationsRequest& request) const {
  const absl::CivilDay today = civil::Today(call.now());
  const auto matches = [&](const v1::Invitation& one) {
    const v1::Invitation shown = Shown(one, today);
    const bool over = shown.state() == v1::OpinionRound::CLOSED || shown.state() == v1::OpinionRound::CANCELLED;
    return call.IsOf(one.organisation(), request.organisation()) &&
           !(request.unanswered() && (over || one.answer() != v1::ANSWER_UNSPECIFIED)) &&
           !(request.reminder_due() && !shown.reminder_due());
  };
  // Of one round its collector sees all, also of organisations where they may not read.
  bool collects = false;
  if (IsRound(request.parent())) {
    const auto round = rounds_.Load(call, request.parent());
    collects = round.ok() && call.Holds(call.permission(), round->organisation());
  }
  const auto& visible = collects ? sent_ : invitations_;
  ASSIGN_OR_RETURN(auto page, visible.List(call, PrefixBelow(request.parent()), rpc::PageOf(request), matches));
  v1::ListInvitationsResponse answer;
  for (v1::Invitation& one : page.items) *answer.add_invitations() = Access::ToReader(call, std::move(one));
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::OpinionRound> OpinionService::WithdrawInvitation(
    rpc::Call& call, const v1::WithdrawInvitationRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Invitation invitation, access_.ReadInvitation(call, request.name()));
  RETURN_IF_ERROR(call.Require(invitation.collector()));
  RETURN_IF_ERROR(invitations_.CheckEtag(invitation, request.etag()));
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, ParentOf(request.name())));
  ASSIGN_OR_RETURN(round, Uninvite(std::move(round), invitation));
  invitations_.Delete(call, invitation.name());
  return PutAll(call, std::move(round), {});
}

absl::Status OpinionService::RequireAnswering(rpc::Call& call, const v1::Invitation& invitation,
                                              const std::string& late_reason) const {
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(invitation.name())));
  return RequireEntering(call, round, invitation.organisation(), late_reason);
}

absl::StatusOr<v1::Invitation> OpinionService::AnswerInvitation(rpc::Call& call,
                                                                const v1::AnswerInvitationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Invitation invitation, access_.ReadInvitation(call, request.name()));
  RETURN_IF_ERROR(RequireAnswering(call, invitation, request.late_reason()));
  RETURN_IF_ERROR(invitations_.CheckEtag(invitation, request.etag()));
  if (!request.not_graded()) {
    RETURN_IF_ERROR(RefuseMarkedText(request.note()));
    RETURN_IF_ERROR(RefuseMarkedText(request.late_reason()));
  }
  ASSIGN_OR_RETURN(invitation, AnswerWithout(std::move(invitation), request, ActOf(call)));
  return Access::ToReader(call, invitations_.Put(call, std::move(invitation)));
}

absl::StatusOr<v1::Invitation> OpinionService::ReopenInvitation(rpc::Call& call,
                                                                const v1::ReopenInvitationRequest& request) const {
  ASSIGN_OR_RETURN(v1::Invitation invitation, access_.ReadInvitation(call, request.name()));
  RETURN_IF_ERROR(RequireAnswering(call, invitation, request.late_reason()));
  RETURN_IF_ERROR(invitations_.CheckEtag(invitation, request.etag()));
  ASSIGN_OR_RETURN(invitation, Retract(std::move(invitation), ActOf(call)));
  return Access::ToReader(call, invitations_.Put(call, std::move(invitation)));
}

}  // namespace congress::drafting

#include "services/drafting/opinion_collection.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

const rpc::Repository<v1::OpinionRound> kRounds{rpc::kUnlisted};
const rpc::Repository<v1::Invitation> kInvitations{rpc::kUnlisted};
const rpc::Repository<v1::Opinion> kOpinions{rpc::kUnlisted};

}  // namespace

absl::StatusOr<Invitations> LoadInvitations(rpc::Call& call, const v1::OpinionRound& round) {
  Invitations invitations;
  const auto add = [&](std::string_view source) -> absl::Status {
    ASSIGN_OR_RETURN(v1::Invitation invitation, kInvitations.Load(call, InvitationName(round.name(), source)));
    invitations.push_back(std::move(invitation));
    return absl::OkStatus();
  };
  for (const std::string& organisation : round.invited()) RETURN_IF_ERROR(add(organisation));
  for (const v1::InvitedGroup& group : round.groups()) RETURN_IF_ERROR(add(group.id()));
  std::sort(invitations.begin(), invitations.end(),
            [](const v1::Invitation& a, const v1::Invitation& b) { return a.number() < b.number(); });
  return invitations;
}

absl::StatusOr<OpinionsLeft> OpinionsLeftOf(rpc::Call& call, const v1::Document& document) {
  ASSIGN_OR_RETURN(const auto rounds, kRounds.LoadAll(call, StrCat(document.name(), "/opinionRounds/")));
  OpinionsLeft left;
  for (const v1::OpinionRound& round : rounds) {
    if (round.state() != v1::OpinionRound::CANCELLED && round.state() != v1::OpinionRound::CLOSED) continue;
    ASSIGN_OR_RETURN(const Invitations invitations, LoadInvitations(call, round));
    const OpinionsLeft one = LeftIn(round, invitations);
    left.undisposed += one.undisposed;
    left.unpublished += one.unpublished;
    left.upheld += one.upheld;
  }
  return left;
}

absl::StatusOr<OpinionCollection> CollectOpinions(rpc::Call& call, v1::OpinionRound round) {
  OpinionCollection collected{.round = std::move(round), .document = {}, .opinions = {}, .report = {}};
  const std::string& name = collected.round.name();
  ASSIGN_OR_RETURN(collected.document, kDocuments.Load(call, ParentOf(name)));
  ASSIGN_OR_RETURN(const v1::Revision revision, kRevisions.Load(call, collected.round.revision()));
  ASSIGN_OR_RETURN(const v1::Revision latest, kRevisions.Load(call, collected.document.latest_revision()));
  ASSIGN_OR_RETURN(const Invitations invitations, LoadInvitations(call, collected.round));
  ASSIGN_OR_RETURN(auto opinions, kOpinions.LoadAll(call, StrCat(name, "/opinions/")));
  for (v1::Opinion& opinion : opinions) {
    if (Counts(opinion)) collected.opinions.push_back(std::move(opinion));
  }
  const KindOf kind_of = [&](const std::string& organisation) {
    const directory::Organisation* known = call.Known(organisation);
    return known == nullptr ? std::string() : known->kind;
  };
  collected.report = Tabulate(collected.round, invitations, collected.opinions, revision, latest, kind_of);
  return collected;
}

}  // namespace congress::drafting

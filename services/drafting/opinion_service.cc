#include "services/drafting/opinion_service.h"

#include <set>
#include <utility>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/netstring.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/item.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

constexpr std::string_view kEnterLate = "drafting.opinions.enterlate";

// The invited ones for which the organisation can give opinions: itself, or else those with whose work it goes on since
// they have ended.
std::vector<std::string> InvitedFor(const rpc::Call& call, const v1::OpinionRound& round,
                                    const std::string& organisation) {
  if (IsInvited(round, organisation)) return {organisation};
  std::vector<std::string> all;
  for (const std::string& invited : round.invited()) {
    if (call.IsOf(invited, organisation)) all.push_back(invited);
  }
  return all;
}

bool EntersForGroup(const rpc::Call& call, const v1::OpinionRound& round, const std::string& organisation) {
  for (const v1::InvitedGroup& group : round.groups()) {
    if (call.IsOf(group.organisation(), organisation)) return true;
  }
  return false;
}

// Where an opinion of the same source is known by `what`: its key, or what it says.
std::string KnownBy(const v1::OpinionRound& round, std::string_view kind, const v1::Opinion& opinion,
                    std::string_view what) {
  const std::string invitation = InvitationOf(round, opinion);
  return StrCat(round.name(), "/", kind, "/", invitation.substr(invitation.rfind('/') + 1), "/",
                digest::Sha256Hex(what));
}

std::string KeyName(const v1::OpinionRound& round, const v1::Opinion& opinion) {
  return KnownBy(round, "keys", opinion, opinion.external_key());
}

std::string SaidName(const v1::OpinionRound& round, const v1::Opinion& opinion) {
  using digest::Netstring;
  return KnownBy(round, "said", opinion,
                 StrCat(Netstring(opinion.section()), Netstring(opinion.quotation()), Netstring(opinion.text()),
                        Netstring(opinion.wording()), opinion.strike() ? "strike" : ""));
}

bool SaysTheSame(const v1::Opinion& a, const v1::Opinion& b) {
  return a.section() == b.section() && a.quotation() == b.quotation() && a.text() == b.text() &&
         a.wording() == b.wording() && a.strike() == b.strike();
}

v1::OpinionKey Key(std::string name, const v1::Opinion& opinion) {
  v1::OpinionKey key;
  key.set_name(std::move(name));
  key.set_opinion(opinion.name());
  return key;
}

}  // namespace

absl::StatusOr<v1::Opinion> OpinionService::Addressed(const rpc::Call& call, const v1::OpinionRound& round,
                                                      v1::Opinion opinion) {
  const std::string& organisation = opinion.organisation();
  const v1::InvitedGroup* group = FindGroup(round, opinion.group());
  if (group != nullptr) {
    opinion.set_invited(group->organisation());
  } else if (opinion.invited().empty() && opinion.group().empty()) {
    std::vector<std::string> invited = InvitedFor(call, round, organisation);
    if (invited.size() > 1) {
      status::Violations violations;
      violations.Add("opinion.invited", v1::INVITED_SEVERAL, {{"invited", absl::StrJoin(invited, ", ")}});
      return violations.ToStatus();
    }
    opinion.set_invited(invited.empty() ? organisation : std::move(invited.front()));
  }
  const bool asked = opinion.group().empty() ? IsInvited(round, opinion.invited()) : group != nullptr;
  if (!asked || !call.IsOf(opinion.invited(), organisation)) {
    return status::FailedPrecondition(v1::NOT_INVITED,
                                      {{"organisation", opinion.group().empty() ? organisation : opinion.group()}});
  }
  opinion.set_organisation(call.StandingFor(organisation, civil::Today(call.now())));
  return opinion;
}

absl::StatusOr<OpinionService::Giving> OpinionService::Begin(rpc::Call& call, const std::string& name,
                                                             const std::string& organisation) const {
  auto round = rounds_.Load(call, name);
  const bool admits = round.ok() && call.Holds(kEnterLate, round->organisation());
  if (!admits) RETURN_IF_ERROR(call.Require(organisation));
  RETURN_IF_ERROR(round.status());
  const bool readable = call.Holds("drafting.rounds.read", round->organisation());
  // One who is neither invited nor a reader does not learn that the round exists.
  if (!readable && InvitedFor(call, *round, organisation).empty() && !EntersForGroup(call, *round, organisation)) {
    return status::NotFound("OpinionRound", name);
  }
  return GivingIn(call, *std::move(round));
}

absl::StatusOr<OpinionService::Giving> OpinionService::GivingIn(rpc::Call& call, v1::OpinionRound round) {
  ASSIGN_OR_RETURN(v1::Revision revision, kRevisions.Load(call, round.revision()));
  return Giving{.round = std::move(round), .revision = std::move(revision)};
}

absl::Status OpinionService::RequireEntering(rpc::Call& call, const v1::OpinionRound& round,
                                             const std::string& organisation, const std::string& late_reason) {
  ASSIGN_OR_RETURN(const bool late, IsLate(round, call.now()));
  if (!late) return call.Require(organisation);
  if (late_reason.empty() || !call.Holds(kEnterLate, round.organisation())) return Over(round, call.now());
  return call.Require(kEnterLate, round.organisation());
}

absl::StatusOr<std::optional<v1::Opinion>> OpinionService::FindGiven(rpc::Call& call, const v1::OpinionRound& round,
                                                                     const v1::Opinion& addressed) const {
  const bool keyed = !addressed.external_key().empty();
  const auto known = keys_.Load(call, keyed ? KeyName(round, addressed) : SaidName(round, addressed));
  if (absl::IsNotFound(known.status())) return std::nullopt;
  RETURN_IF_ERROR(known.status());
  ASSIGN_OR_RETURN(v1::Opinion given, given_.Load(call, known->opinion()));
  if (!keyed || SaysTheSame(given, addressed)) return given;
  return status::Error(absl::StatusCode::kAlreadyExists, v1::OPINION_KEY_TAKEN,
                       {{"external_key", addressed.external_key()}, {"opinion", given.name()}});
}

absl::StatusOr<OpinionService::Given> OpinionService::GiveOne(rpc::Call& call, Giving* giving,
                                                              v1::Opinion opinion) const {
  const v1::OpinionRound& round = giving->round;
  // Who enters nothing late gives for organisations of their own alone, also what is there already.
  if (!giving->permitted && !call.Holds(kEnterLate, round.organisation())) {
    RETURN_IF_ERROR(call.Require(opinion.organisation()));
  }
  ASSIGN_OR_RETURN(v1::Opinion addressed, Addressed(call, round, std::move(opinion)));
  ASSIGN_OR_RETURN(std::optional<v1::Opinion> known, FindGiven(call, round, addressed));
  if (known.has_value()) {
    if (!giving->permitted) RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
    // An import that is undone does not take what was also given by itself.
    if (!known->opinion_import().empty() && giving->opinion_import.empty()) {
      known->clear_opinion_import();
      collected_.Put(call, *known);
    }
    return Given{.opinion = Access::ToReader(call, *std::move(known), round), .is_new = false};
  }
  if (giving->permitted) {
    RETURN_IF_ERROR(IsLate(round, call.now()).status());
  } else {
    RETURN_IF_ERROR(RequireEntering(call, round, addressed.organisation(), addressed.late_reason()));
  }
  const Sections& sections = giving->revision.sections();
  if (const int place = PlaceOf(sections, addressed.section());
      place >= 0 && !addressed.quotation().empty() && !giving->quotables.contains(addressed.section())) {
    v1::Section section = sections[place];
    RETURN_IF_ERROR(kRevisions.AddBody(call, ParentOf(giving->revision.name()), &section));
    giving->quotables.try_emplace(addressed.section(), section.body());
  }
  RETURN_IF_ERROR(CheckSaid(addressed, round, sections, giving->quotables, civil::Today(call.now())));
  if (!giving->not_graded) RETURN_IF_ERROR(RefuseMarkedOpinion(addressed));
  addressed.set_opinion_import(giving->opinion_import);
  ASSIGN_OR_RETURN(v1::Invitation invitation, invitations_.Load(call, InvitationOf(round, addressed)));
  ASSIGN_OR_RETURN(
      v1::Opinion given,
      PutGiven(call, round, Give(std::move(addressed), std::move(invitation), round, giving->revision, ActOf(call))));
  return Given{.opinion = std::move(given)};
}

absl::StatusOr<v1::Opinion> OpinionService::PutGiven(rpc::Call& call, const v1::OpinionRound& round,
                                                     OpinionChange change) const {
  if (!change.opinion.external_key().empty()) keys_.PutNew(call, Key(KeyName(round, change.opinion), change.opinion));
  // Of several under different keys that say the same it names the first.
  ASSIGN_OR_RETURN(const bool said, keys_.Exists(call, SaidName(round, change.opinion)));
  if (!said) keys_.Put(call, Key(SaidName(round, change.opinion), change.opinion));
  invitations_.Put(call, std::move(change.invitation));
  return collected_.Put(call, std::move(change.opinion));
}

absl::Status OpinionService::WithdrawOne(rpc::Call& call, const v1::OpinionRound& round, v1::Opinion opinion,
                                         bool by_collector, const std::string& reason) const {
  ASSIGN_OR_RETURN(v1::Invitation invitation, invitations_.Load(call, InvitationOf(round, opinion)));
  if (!opinion.external_key().empty()) keys_.Delete(call, KeyName(round, opinion));
  const auto said = keys_.Load(call, SaidName(round, opinion));
  if (said.ok() && said->opinion() == opinion.name()) keys_.Delete(call, said->name());
  OpinionChange change = Withdraw(std::move(opinion), std::move(invitation), round, by_collector, reason, ActOf(call));
  invitations_.Put(call, std::move(change.invitation));
  collected_.Put(call, std::move(change.opinion));
  return absl::OkStatus();
}

absl::StatusOr<v1::Opinion> OpinionService::CreateOpinion(rpc::Call& call,
                                                          const v1::CreateOpinionRequest& request) const {
  ASSIGN_OR_RETURN(Giving giving, Begin(call, request.parent(), request.opinion().organisation()));
  giving.not_graded = request.not_graded();
  ASSIGN_OR_RETURN(Given given, GiveOne(call, &giving, request.opinion()));
  return std::move(given.opinion);
}

absl::StatusOr<v1::BatchCreateOpinionsResponse> OpinionService::BatchCreateOpinions(
    rpc::Call& call, const v1::BatchCreateOpinionsRequest& request) const {
  ASSIGN_OR_RETURN(Giving giving, Begin(call, request.parent(), request.opinions(0).organisation()));
  giving.not_graded = request.not_graded();
  v1::BatchCreateOpinionsResponse answer;
  for (int i = 0; i < request.opinions_size(); ++i) {
    auto given = GiveOne(call, &giving, request.opinions(i));
    if (!given.ok()) return AtItem("opinions", i, given.status());
    *answer.add_opinions() = std::move(given->opinion);
  }
  return answer;
}

absl::StatusOr<v1::Opinion> OpinionService::GetOpinion(rpc::Call& call, const v1::GetOpinionRequest& request) const {
  return access_.ReadOpinion(call, request.name());
}

absl::StatusOr<v1::ListOpinionsResponse> OpinionService::ListOpinions(rpc::Call& call,
                                                                      const v1::ListOpinionsRequest& request) const {
  RETURN_IF_ERROR(access_.ReadRound(call, request.parent()).status());
  // With its publications, which sources are not shown, though they tell what each sees of its own opinions.
  ASSIGN_OR_RETURN(const auto round, rounds_.Load(call, request.parent()));
  // What the caller sees of dispositions is made for the filters by these alone.
  const auto fits_disposition = [&](const v1::Opinion& one) {
    if (!request.undisposed() && !request.unpublished() && request.disposition() == v1::DISPOSITION_UNSPECIFIED) {
      return true;
    }
    const v1::Opinion shown = Access::ToReader(call, one, round);
    return (!request.undisposed() || shown.disposition() == v1::DISPOSITION_UNSPECIFIED) &&
           (request.disposition() == v1::DISPOSITION_UNSPECIFIED || shown.disposition() == request.disposition()) &&
           (!request.unpublished() || shown.disposition_unpublished());
  };
  const bool collects = call.Holds(call.permission(), round.organisation());
  const auto matches = [&](const v1::Opinion& one) {
    // What its source did not withdraw itself does not vanish for it.
    const bool listed = request.show_withdrawn() || Counts(one) || (!collects && one.withdrawn_by_collector());
    return listed && (request.section().empty() || one.section() == request.section()) &&
           (!request.whole_document() || one.section().empty()) &&
           (request.group().empty() || one.group() == request.group()) &&
           (call.IsOf(one.organisation(), request.organisation()) ||
            call.IsOf(InvitedOf(one), request.organisation())) &&
           (request.opinion_import().empty() || one.opinion_import() == request.opinion_import()) &&
           fits_disposition(one);
  };
  const auto& visible = collects ? collected_ : given_;
  ASSIGN_OR_RETURN(auto page,
                   visible.List(call, StrCat(request.parent(), "/opinions/"), rpc::PageOf(request), matches));
  v1::ListOpinionsResponse answer;
  for (v1::Opinion& opinion : page.items) *answer.add_opinions() = Access::ToReader(call, std::move(opinion), round);
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Opinion> OpinionService::WithdrawOpinion(rpc::Call& call,
                                                            const v1::WithdrawOpinionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Opinion opinion, access_.LoadOpinion(call, request.name()));
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(request.name())));
  const bool collects = call.Holds("drafting.opinions.withdraw", round.organisation());
  if (collects) {
    RETURN_IF_ERROR(call.Require("drafting.opinions.withdraw", round.organisation()));
  } else {
    RETURN_IF_ERROR(call.Require(opinion.organisation()));
  }
  RETURN_IF_ERROR(collected_.CheckEtag(opinion, request.etag()));
  RETURN_IF_ERROR(CheckMayWithdraw(opinion, round));
  if (!collects) {
    ASSIGN_OR_RETURN(const bool late, IsLate(round, call.now()));
    if (late) return Over(round, call.now());
  }
  // Also who may give opinions there by a role above it is not its source.
  const bool by_source = call.HoldsAs(call.permission(), opinion.organisation()) == opinion.organisation();
  RETURN_IF_ERROR(WithdrawOne(call, round, std::move(opinion), !by_source, request.reason()));
  return access_.ReadOpinion(call, request.name());
}

}  // namespace congress::drafting

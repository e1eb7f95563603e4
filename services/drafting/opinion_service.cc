#include "services/drafting/opinion_service.h"

#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// The same error, saying of which item of a batch it speaks.
absl::Status At(std::string_view field, int index, const absl::Status& status) {
  const std::string item = StrCat(field, "[", index, "]");
  absl::Status placed(status.code(), absl::StrCat(item, ": ", status.message()));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& payload) { placed.SetPayload(type, payload); });
  if (google::rpc::LocalizedMessage localized; status::Detail(status, &localized)) {
    localized.set_message(StrCat(item, ": ", localized.message()));
    status::Attach(placed, localized);
  }
  if (google::rpc::ErrorInfo info; status::Detail(status, &info)) {
    (*info.mutable_metadata())["item"] = item;
    status::Attach(placed, info);
  }
  return placed;
}

// The invited ones for which the organisation can give opinions: itself, or else those with whose work it goes on since
// they have ended.
std::vector<std::string> InvitedFor(const rpc::Call& call, const v1::OpinionRound& round,
                                    const std::string& organisation) {
  if (InvitedPlace(round, organisation) >= 0) return {organisation};
  std::vector<std::string> all;
  for (const std::string& invited : round.invited()) {
    if (call.IsOf(invited, organisation)) all.push_back(invited);
  }
  return all;
}

// Where the key of the opinion's giver is known.
std::string KeyName(const v1::OpinionRound& round, const v1::Opinion& opinion) {
  const std::string& invited = InvitedOf(opinion);
  return StrCat(round.name(), "/keys/", invited.substr(invited.find('/') + 1), "/",
                digest::Sha256Hex(opinion.external_key()));
}

v1::OpinionDisposition FromRequest(const v1::DisposeOpinionRequest& request) {
  v1::OpinionDisposition wish;
  wish.set_name(request.name());
  wish.set_disposition(request.disposition());
  wish.set_reason(request.reason());
  wish.set_etag(request.etag());
  return wish;
}

// Each opinion of a batch once, all of one round.
absl::Status CheckBatch(const v1::BatchDisposeOpinionsRequest& request) {
  std::set<std::string_view> names;
  for (int i = 0; i < request.dispositions_size(); ++i) {
    const std::string& name = request.dispositions(i).name();
    const status::Metadata metadata = {{"name", name}};
    if (ParentOf(name) != request.parent()) {
      return At("dispositions", i, status::InvalidArgument(v1::OPINION_ELSEWHERE, metadata));
    }
    if (!names.insert(name).second) {
      return At("dispositions", i, status::InvalidArgument(v1::OPINION_REPEATED, metadata));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::Opinion> OpinionService::Addressed(const rpc::Call& call, const v1::OpinionRound& round,
                                                      v1::Opinion opinion) {
  const std::string& organisation = opinion.organisation();
  if (opinion.invited().empty()) {
    std::vector<std::string> invited = InvitedFor(call, round, organisation);
    if (invited.size() > 1) {
      status::Violations violations;
      violations.Add("opinion.invited", v1::INVITED_SEVERAL, {{"invited", absl::StrJoin(invited, ", ")}});
      return violations.ToStatus();
    }
    opinion.set_invited(invited.empty() ? organisation : std::move(invited.front()));
  }
  if (InvitedPlace(round, opinion.invited()) < 0 || !call.IsOf(opinion.invited(), organisation)) {
    return status::FailedPrecondition(v1::NOT_INVITED, {{"organisation", organisation}});
  }
  opinion.set_organisation(call.StandingFor(organisation, civil::Today(call.now())));
  return opinion;
}

absl::StatusOr<v1::OpinionRound> OpinionService::RoundFor(rpc::Call& call, const std::string& name,
                                                          const std::string& organisation) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, name));
  const bool readable = call.Holds("drafting.rounds.read", round.organisation());
  // One who is neither invited nor a reader does not learn that the round exists.
  if (InvitedFor(call, round, organisation).empty() && !readable) return status::NotFound("OpinionRound", name);
  return round;
}

absl::StatusOr<std::optional<v1::Opinion>> OpinionService::GivenUnderKey(rpc::Call& call, const v1::OpinionRound& round,
                                                                         const v1::Opinion& addressed) const {
  if (addressed.external_key().empty()) return std::nullopt;
  const auto known = keys_.Load(call, KeyName(round, addressed));
  if (absl::IsNotFound(known.status())) return std::nullopt;
  RETURN_IF_ERROR(known.status());
  ASSIGN_OR_RETURN(v1::Opinion given, given_.Load(call, known->opinion()));
  if (given.section() == addressed.section() && given.text() == addressed.text()) return given;
  return status::Error(absl::StatusCode::kAlreadyExists, v1::OPINION_KEY_TAKEN,
                       {{"external_key", addressed.external_key()}, {"opinion", given.name()}});
}

absl::StatusOr<OpinionService::Given> OpinionService::GiveOne(rpc::Call& call, const v1::OpinionRound& round,
                                                              const v1::Revision& revision,
                                                              const v1::Opinion& opinion) const {
  ASSIGN_OR_RETURN(v1::Opinion addressed, Addressed(call, round, opinion));
  ASSIGN_OR_RETURN(std::optional<v1::Opinion> known, GivenUnderKey(call, round, addressed));
  if (known.has_value()) return Given{.opinion = *std::move(known), .is_new = false};
  RETURN_IF_ERROR(CheckMayGive(round, addressed.invited(), call.now()));
  ASSIGN_OR_RETURN(v1::Invitation invitation,
                   invitations_.Load(call, InvitationName(round.name(), addressed.invited())));
  ASSIGN_OR_RETURN(OpinionChange change, Give(std::move(addressed), std::move(invitation), round, revision,
                                              call.principal().subject, call.now()));
  if (!change.opinion.external_key().empty()) {
    v1::OpinionKey key;
    key.set_name(KeyName(round, change.opinion));
    key.set_opinion(change.opinion.name());
    keys_.PutNew(call, std::move(key));
  }
  invitations_.Put(call, std::move(change.invitation));
  return Given{.opinion = given_.Put(call, std::move(change.opinion))};
}

absl::StatusOr<v1::Opinion> OpinionService::DisposeOne(rpc::Call& call, const v1::OpinionDisposition& wish) const {
  ASSIGN_OR_RETURN(v1::Opinion opinion, access_.ReadOpinion(call, wish.name()));
  RETURN_IF_ERROR(call.Require(opinion.collector()));
  RETURN_IF_ERROR(collected_.CheckEtag(opinion, wish.etag()));
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(wish.name())));
  ASSIGN_OR_RETURN(v1::Invitation invitation,
                   invitations_.Load(call, InvitationName(round.name(), InvitedOf(opinion))));
  ASSIGN_OR_RETURN(OpinionChange change, Dispose(std::move(opinion), std::move(invitation), round, wish.disposition(),
                                                 wish.reason(), call.principal().subject, call.now()));
  invitations_.Put(call, std::move(change.invitation));
  return collected_.Put(call, std::move(change.opinion));
}

absl::StatusOr<v1::Opinion> OpinionService::CreateOpinion(rpc::Call& call,
                                                          const v1::CreateOpinionRequest& request) const {
  const std::string& organisation = request.opinion().organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  ASSIGN_OR_RETURN(const auto round, RoundFor(call, request.parent(), organisation));
  ASSIGN_OR_RETURN(const auto revision, kRevisions.Load(call, round.revision()));
  ASSIGN_OR_RETURN(Given given, GiveOne(call, round, revision, request.opinion()));
  return std::move(given.opinion);
}

absl::StatusOr<v1::BatchCreateOpinionsResponse> OpinionService::BatchCreateOpinions(
    rpc::Call& call, const v1::BatchCreateOpinionsRequest& request) const {
  for (const v1::Opinion& opinion : request.opinions()) RETURN_IF_ERROR(call.Require(opinion.organisation()));
  ASSIGN_OR_RETURN(const auto round, RoundFor(call, request.parent(), request.opinions(0).organisation()));
  ASSIGN_OR_RETURN(const auto revision, kRevisions.Load(call, round.revision()));
  v1::BatchCreateOpinionsResponse answer;
  for (int i = 0; i < request.opinions_size(); ++i) {
    auto given = GiveOne(call, round, revision, request.opinions(i));
    if (!given.ok()) return At("opinions", i, given.status());
    *answer.add_opinions() = std::move(given->opinion);
  }
  return answer;
}

absl::StatusOr<v1::Opinion> OpinionService::GetOpinion(rpc::Call& call, const v1::GetOpinionRequest& request) const {
  return access_.ReadOpinion(call, request.name());
}

absl::StatusOr<v1::ListOpinionsResponse> OpinionService::ListOpinions(rpc::Call& call,
                                                                      const v1::ListOpinionsRequest& request) const {
  ASSIGN_OR_RETURN(const auto round, access_.ReadRound(call, request.parent()));
  const auto matches = [&](const v1::Opinion& one) {
    return (request.section().empty() || one.section() == request.section()) &&
           (call.IsOf(one.organisation(), request.organisation()) ||
            call.IsOf(InvitedOf(one), request.organisation())) &&
           !(request.undisposed() && one.disposition() != v1::DISPOSITION_UNSPECIFIED);
  };
  const auto& visible = call.Holds(call.permission(), round.organisation()) ? collected_ : given_;
  ASSIGN_OR_RETURN(auto page,
                   visible.List(call, StrCat(request.parent(), "/opinions/"), rpc::PageOf(request), matches));
  v1::ListOpinionsResponse answer;
  answer.mutable_opinions()->Assign(page.items.begin(), page.items.end());
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::Opinion> OpinionService::DisposeOpinion(rpc::Call& call,
                                                           const v1::DisposeOpinionRequest& request) const {
  return DisposeOne(call, FromRequest(request));
}

absl::StatusOr<v1::BatchDisposeOpinionsResponse> OpinionService::BatchDisposeOpinions(
    rpc::Call& call, const v1::BatchDisposeOpinionsRequest& request) const {
  RETURN_IF_ERROR(access_.ReadRound(call, request.parent()).status());
  RETURN_IF_ERROR(CheckBatch(request));
  v1::BatchDisposeOpinionsResponse answer;
  for (int i = 0; i < request.dispositions_size(); ++i) {
    auto disposed = DisposeOne(call, request.dispositions(i));
    if (!disposed.ok()) return At("dispositions", i, disposed.status());
    *answer.add_opinions() = *std::move(disposed);
  }
  return answer;
}

}  // namespace congress::drafting

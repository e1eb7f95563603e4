#include "services/drafting/access.h"

#include <algorithm>

#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/deliveries.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

// The invited organisations by which the caller holds the method's permission.
std::vector<std::string> InvitedAs(const rpc::Call& call, const v1::OpinionRound& round) {
  std::vector<std::string> held;
  for (const std::string& invited : round.invited()) {
    if (call.Holds(call.permission(), invited)) held.push_back(invited);
  }
  for (const v1::InvitedGroup& group : round.groups()) {
    if (call.Holds(call.permission(), group.organisation())) held.push_back(group.organisation());
  }
  return held;
}

template <class T>
std::string OtherEnd(const T& record) {
  if constexpr (requires { record.collector(); }) {
    return record.collector();
  } else if constexpr (requires { record.giver(); }) {
    return record.giver();
  } else {
    return record.sender();
  }
}

// The organisation by which the caller holds the permission and to which the paper was sent; empty: none.
absl::StatusOr<std::string> ReceiverOf(rpc::Call& call, const std::string& permission, std::string_view paper) {
  const auto held = call.OrganisationsWith(permission);
  if (!held.has_value()) return std::string();
  ASSIGN_OR_RETURN(const v1::SentPaper sent, LoadSent(call, paper));
  for (auto transmission = sent.transmissions().rbegin(); transmission != sent.transmissions().rend(); ++transmission) {
    for (const std::string& organisation : *held) {
      const auto delivery = kDeliveries.Load(call, DeliveryName(*transmission, organisation));
      if (delivery.ok() && IsReadable(*delivery)) return organisation;
      if (!delivery.ok() && !absl::IsNotFound(delivery.status())) return delivery.status();
    }
  }
  return std::string();
}

// Demands the method's permission at an organisation to which the paper was sent and by which the caller holds
// `permission`. NOT_FOUND where there is none.
absl::Status RequireReceiver(rpc::Call& call, const std::string& permission, std::string_view paper,
                             std::string_view type) {
  ASSIGN_OR_RETURN(const std::string receiver, ReceiverOf(call, permission, paper));
  return receiver.empty() ? status::NotFound(type, paper) : call.Require(receiver);
}

// What both its collector or sender and the organisation that it is of may read.
template <class T>
absl::StatusOr<T> LoadShared(rpc::Call& call, const rpc::Repository<T>& records, std::string_view name) {
  ASSIGN_OR_RETURN(T record, records.Load(call, name));
  for (const std::string& organisation : {OtherEnd(record), record.organisation()}) {
    if (!call.Holds(records.read_permission(), organisation)) continue;
    RETURN_IF_ERROR(call.Require(records.read_permission(), organisation));
    return record;
  }
  return status::NotFound(T::descriptor()->name(), name);
}

}  // namespace

std::string_view ParentOf(std::string_view name) {
  const std::string_view collection = name.substr(0, name.rfind('/'));
  return collection.substr(0, collection.rfind('/'));
}

absl::StatusOr<v1::Document> Access::ReadDocument(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Document document, kDocuments.Load(call, name));
  if (call.Holds(call.permission(), document.organisation())) {
    RETURN_IF_ERROR(call.Require(document.organisation()));
    return document;
  }
  ASSIGN_OR_RETURN(const auto rounds, rounds_.LoadAll(call, StrCat(name, "/opinionRounds/")));
  for (const v1::OpinionRound& round : rounds) {
    const auto invited = InvitedAs(call, round);
    if (invited.empty()) continue;
    RETURN_IF_ERROR(call.Require(invited.front()));
    return document;
  }
  RETURN_IF_ERROR(RequireReceiver(call, call.permission(), name, "Document"));
  return document;
}

absl::StatusOr<v1::Revision> Access::ReadRevision(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Revision revision, kRevisions.Load(call, name));
  if (call.Holds(call.permission(), revision.organisation())) {
    RETURN_IF_ERROR(call.Require(revision.organisation()));
    return revision;
  }
  ASSIGN_OR_RETURN(const auto rounds, rounds_.LoadAll(call, StrCat(ParentOf(name), "/opinionRounds/")));
  for (const v1::OpinionRound& round : rounds) {
    if (round.revision() != name) continue;
    const auto invited = InvitedAs(call, round);
    if (invited.empty()) continue;
    RETURN_IF_ERROR(call.Require(invited.front()));
    return revision;
  }
  RETURN_IF_ERROR(RequireReceiver(call, call.permission(), name, "Revision"));
  return revision;
}

absl::StatusOr<v1::OpinionRound> Access::ReadRound(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, name));
  round = Shown(std::move(round), civil::Today(call.now()));
  if (call.Holds(call.permission(), round.organisation())) {
    RETURN_IF_ERROR(call.Require(round.organisation()));
    return round;
  }
  const auto invited = InvitedAs(call, round);
  if (invited.empty()) return status::NotFound("OpinionRound", name);
  for (const std::string& organisation : invited) RETURN_IF_ERROR(call.Require(organisation));
  round.clear_publications();
  round.clear_last_source_number();
  const auto other = [&](const std::string& organisation) {
    return std::find(invited.begin(), invited.end(), organisation) == invited.end();
  };
  auto& organisations = *round.mutable_invited();
  organisations.erase(std::remove_if(organisations.begin(), organisations.end(), other), organisations.end());
  auto& groups = *round.mutable_groups();
  groups.erase(std::remove_if(groups.begin(), groups.end(),
                              [&](const v1::InvitedGroup& group) { return other(group.organisation()); }),
               groups.end());
  return round;
}

absl::StatusOr<v1::Opinion> Access::LoadOpinion(rpc::Call& call, std::string_view name) const {
  return LoadShared(call, opinions_, name);
}

absl::StatusOr<v1::Opinion> Access::ReadOpinion(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Opinion opinion, LoadOpinion(call, name));
  ASSIGN_OR_RETURN(const v1::OpinionRound round, rounds_.Load(call, ParentOf(name)));
  return ToReader(call, std::move(opinion), round);
}

absl::StatusOr<v1::OpinionImport> Access::ReadOpinionImport(rpc::Call& call, std::string_view name) const {
  return LoadShared(call, imports_, name);
}

v1::Opinion Access::ToReader(const rpc::Call& call, v1::Opinion opinion, const v1::OpinionRound& round) {
  return call.Holds("drafting.opinions.read", opinion.collector()) ? ToCollector(std::move(opinion), round)
                                                                   : ToSource(std::move(opinion), round);
}

absl::StatusOr<v1::IssuedPaper> Access::ReadIssuedPaper(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::IssuedPaper paper, kIssuedPapers.Load(call, name));
  const std::string& permission = kIssuedPapers.read_permission();
  if (call.Holds(permission, paper.organisation())) return kIssuedPapers.Get(call, name);
  RETURN_IF_ERROR(RequireReceiver(call, permission, name, "IssuedPaper"));
  return paper;
}

absl::StatusOr<v1::Delivery> Access::ReadDelivery(rpc::Call& call, std::string_view name) const {
  return LoadShared(call, kDeliveries, name);
}

absl::StatusOr<v1::Invitation> Access::ReadInvitation(rpc::Call& call, std::string_view name) const {
  return LoadShared(call, invitations_, name);
}

v1::Invitation Access::ToReader(const rpc::Call& call, v1::Invitation invitation) {
  if (!call.Holds("drafting.rounds.read", invitation.collector())) {
    // They change with drafts of dispositions.
    invitation.clear_undisposed_count();
    invitation.clear_upheld_count();
    invitation.clear_unpublished_count();
    invitation.clear_etag();
  } else {
    // None is told as 0, which is something else than nothing.
    invitation.set_undisposed_count(invitation.undisposed_count());
  }
  return Shown(std::move(invitation), civil::Today(call.now()));
}

}  // namespace congress::drafting

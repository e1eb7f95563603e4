#include "services/drafting/access.h"

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
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
  return held;
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
  return status::NotFound("Document", name);
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
  return status::NotFound("Revision", name);
}

absl::StatusOr<v1::OpinionRound> Access::ReadRound(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::OpinionRound round, rounds_.Load(call, name));
  if (call.Holds(call.permission(), round.organisation())) {
    RETURN_IF_ERROR(call.Require(round.organisation()));
    return round;
  }
  const auto invited = InvitedAs(call, round);
  if (invited.empty()) return status::NotFound("OpinionRound", name);
  round.clear_invited();
  for (const std::string& organisation : invited) {
    RETURN_IF_ERROR(call.Require(organisation));
    round.add_invited(organisation);
  }
  return round;
}

absl::StatusOr<v1::Opinion> Access::ReadOpinion(rpc::Call& call, std::string_view name) const {
  ASSIGN_OR_RETURN(v1::Opinion opinion, opinions_.Load(call, name));
  for (const std::string& organisation : {opinion.collector(), opinion.organisation()}) {
    if (!call.Holds("drafting.opinions.read", organisation)) continue;
    RETURN_IF_ERROR(call.Require("drafting.opinions.read", organisation));
    return opinion;
  }
  return status::NotFound("Opinion", name);
}

}  // namespace congress::drafting

#include "services/drafting/access.h"

#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/records.h"

namespace congress::drafting {
namespace {

// The invited organisation by which the caller holds the method's permission; empty when there is none.
std::string InvitedAs(const rpc::Call& call, const v1::OpinionRound& round) {
  for (const auth::Binding& binding : call.principal().bindings) {
    if (InvitedPlace(round, binding.organisation) >= 0 && call.Holds(call.permission(), binding.organisation)) {
      return binding.organisation;
    }
  }
  return "";
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
    const std::string organisation = InvitedAs(call, round);
    if (organisation.empty()) continue;
    RETURN_IF_ERROR(call.Require(organisation));
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
    const std::string organisation = round.revision() == name ? InvitedAs(call, round) : "";
    if (organisation.empty()) continue;
    RETURN_IF_ERROR(call.Require(organisation));
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
  const std::string organisation = InvitedAs(call, round);
  if (organisation.empty()) return status::NotFound("OpinionRound", name);
  RETURN_IF_ERROR(call.Require(organisation));
  round.clear_invited();
  round.add_invited(organisation);
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

#include "services/dossiers/position_records.h"

#include <algorithm>
#include <utility>

#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::dossiers {
namespace {

absl::StatusOr<v1::PositionProposals> ProposalsFor(rpc::Call& call, const v1::PositionSlot& slot) {
  v1::PositionProposals none;
  none.set_name(StrCat(slot.name(), "/proposals"));
  none.set_organisation(slot.organisation());
  return kPositionProposals.LoadOr(call, std::move(none));
}

absl::StatusOr<v1::PersonTenures> ListOfTenures(rpc::Call& call, const std::string& person) {
  v1::PersonTenures none;
  none.set_name(StrCat(person, "/tenures"));
  return kPersonTenures.LoadOr(call, std::move(none));
}

}  // namespace

absl::StatusOr<v1::PositionSlot> WithCandidates(rpc::Call& call, v1::PositionSlot slot) {
  ASSIGN_OR_RETURN(const v1::PositionProposals proposals, ProposalsFor(call, slot));
  slot.mutable_candidates()->MergeFrom(proposals.candidates());
  return slot;
}

absl::StatusOr<v1::PositionSlot> LoadPosition(rpc::Call& call, std::string_view name) {
  ASSIGN_OR_RETURN(v1::PositionSlot slot, kPositionSlots.Load(call, name));
  return WithCandidates(call, std::move(slot));
}

absl::StatusOr<v1::PositionSlot> KeepPosition(rpc::Call& call, v1::PositionSlot slot) {
  ASSIGN_OR_RETURN(v1::PositionProposals proposals, ProposalsFor(call, slot));
  const auto& kept = proposals.candidates();
  const auto& named = slot.candidates();
  if (!std::equal(kept.begin(), kept.end(), named.begin(), named.end())) {
    *proposals.mutable_candidates() = named;
    kPositionProposals.Put(call, std::move(proposals));
  }
  ASSIGN_OR_RETURN(const v1::PositionSlot stored, kPositionSlots.Load(call, slot.name()));
  v1::PositionSlot plain = slot;
  plain.clear_candidates();
  if (plain.SerializeAsString() == stored.SerializeAsString()) return slot;
  kPositionSlots.Put(call, std::move(plain));
  slot.clear_etag();
  return slot;
}

absl::StatusOr<std::vector<v1::Tenure>> TenuresOf(rpc::Call& call, const Names& person) {
  std::vector<v1::Tenure> tenures;
  for (const std::string& name : person.all) {
    ASSIGN_OR_RETURN(const v1::PersonTenures known, ListOfTenures(call, name));
    for (const std::string& tenure : known.tenures()) {
      ASSIGN_OR_RETURN(tenures.emplace_back(), kTenures.Load(call, tenure));
    }
  }
  return tenures;
}

absl::StatusOr<v1::Tenure> KeepTenure(rpc::Call& call, v1::Tenure tenure) {
  ASSIGN_OR_RETURN(v1::PersonTenures known, ListOfTenures(call, tenure.person()));
  const auto& names = known.tenures();
  if (std::find(names.begin(), names.end(), tenure.name()) == names.end()) {
    known.add_tenures(tenure.name());
    kPersonTenures.Put(call, std::move(known));
  }
  return kTenures.Put(call, std::move(tenure));
}

}  // namespace congress::dossiers

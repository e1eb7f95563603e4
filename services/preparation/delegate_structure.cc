#include "services/preparation/delegate_structure.h"

#include <string>
#include <utility>

#include "congress/allocation/v1/delegate_service.pb.h"
#include "congress/dossiers/v1/structure_service.pb.h"

namespace congress::preparation {
namespace {

constexpr int kPage = 1000;

// Adds whoever has a seat.
absl::Status AddSeated(rpc::Call& call, const Peers& peers, const v1::GetDelegateStructureRequest& request,
                       dossiers::v1::CountPersonnelRequest* count) {
  allocation::v1::ListDelegatesRequest page;
  page.set_parent(request.name());
  page.set_organisation(request.organisation());
  page.set_page_size(kPage);
  do {
    ASSIGN_OR_RETURN(const auto listed,
                     peers.allocation.Invoke<allocation::v1::ListDelegatesResponse>(
                         "congress.allocation.v1.DelegateService/ListDelegates", call.Forward(), page));
    for (const allocation::v1::Delegate& delegate : listed.delegates()) {
      if (delegate.state() == allocation::v1::Delegate::SEATED) count->add_persons()->set_person(delegate.person());
    }
    page.set_page_token(listed.next_page_token());
  } while (!page.page_token().empty());
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::DelegateStructure> AskWhoDelegatesAre(rpc::Call& call, const Peers& peers,
                                                         const v1::Congress& congress,
                                                         const v1::GetDelegateStructureRequest& request) {
  dossiers::v1::CountPersonnelRequest count;
  count.set_organisation(congress.organisation());
  count.set_rule_set(request.rule_set());
  *count.mutable_under_ages() = request.under_ages();
  if (request.has_as_of()) {
    *count.mutable_as_of() = request.as_of();
  } else if (congress.has_opening_date()) {
    *count.mutable_as_of() = congress.opening_date();
  }
  RETURN_IF_ERROR(AddSeated(call, peers, request, &count));
  v1::DelegateStructure structure;
  structure.set_congress(congress.name());
  ASSIGN_OR_RETURN(*structure.mutable_structure(),
                   peers.dossiers.Invoke<dossiers::v1::Structure>(
                       "congress.dossiers.v1.StructureService/CountPersonnel", call.Forward(), count));
  return structure;
}

}  // namespace congress::preparation

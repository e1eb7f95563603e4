#include "services/dossiers/suspension_service.h"

#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "services/dossiers/domain/suspension.h"
#include "services/dossiers/filed.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kSuspensionsOfAll = "suspensions/";

absl::StatusOr<std::vector<v1::Suspension>> SuspensionsAskedFor(rpc::Call& call, const std::string& parent) {
  if (parent == "persons/-") {
    return Legible(call, kSuspensions, kSuspensionsOfAll,
                   [&](const v1::Suspension& one) { return call.Holds(call.permission(), one.organisation()); });
  }
  ASSIGN_OR_RETURN(const std::string person, StandingName(call, parent));
  return SuspensionsOf(call, person);
}

}  // namespace

absl::StatusOr<v1::Suspension> SuspensionService::CreateSuspension(rpc::Call& call,
                                                                   const v1::CreateSuspensionRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, PersonAt(call, request.parent()));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  RETURN_IF_ERROR(RequireTaken(request.suspension().basis(), call.now(), "suspension.basis"));
  ASSIGN_OR_RETURN(v1::Suspension suspension,
                   Suspend(person, RandomId(kIdOfItsOwn), request.suspension(), ActorOf(call)));
  RETURN_IF_ERROR(File(call, kSuspensionFile, person.name(), suspension.name()));
  return kSuspensions.PutNew(call, std::move(suspension));
}

absl::StatusOr<v1::Suspension> SuspensionService::EndSuspension(rpc::Call& call,
                                                                const v1::EndSuspensionRequest& request) const {
  return kSuspensions.Mutate(call, request.name(), request.etag(),
                             [&](v1::Suspension suspension) -> absl::StatusOr<v1::Suspension> {
                               RETURN_IF_ERROR(RequireOther(call, suspension.person()));
                               return End(std::move(suspension), request, ActorOf(call));
                             });
}

absl::StatusOr<v1::Suspension> SuspensionService::GetSuspension(rpc::Call& call,
                                                                const v1::GetSuspensionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Suspension suspension, kSuspensions.Get(call, request.name()));
  RETURN_IF_ERROR(HideOwn(call, "Suspension", suspension.name(), suspension.person()));
  return suspension;
}

absl::StatusOr<v1::ListSuspensionsResponse> SuspensionService::ListSuspensions(
    rpc::Call& call, const v1::ListSuspensionsRequest& request) const {
  call.Filtered();
  ASSIGN_OR_RETURN(auto suspensions, SuspensionsAskedFor(call, request.parent()));
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  std::erase_if(suspensions, [&](const v1::Suspension& suspension) {
    if (request.active_only() && !IsActive(suspension, civil::Today(call.now()))) return true;
    return !call.Holds(call.permission(), suspension.organisation()) || own.Has(suspension.person());
  });
  SortByCreation(&suspensions);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), suspensions.size()));
  v1::ListSuspensionsResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_suspensions() = std::move(suspensions[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

}  // namespace congress::dossiers

#include "services/dossiers/suspension_service.h"

#include <string>
#include <utility>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/suspension.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/ids.h"

namespace congress::dossiers {
namespace {

std::string SuspendedOf(const std::string& name) { return name.substr(0, name.find("/suspensions/")); }

}  // namespace

absl::StatusOr<v1::Suspension> SuspensionService::CreateSuspension(rpc::Call& call,
                                                                   const v1::CreateSuspensionRequest& request) const {
  ASSIGN_OR_RETURN(const v1::Person person, kPersons.Get(call, request.parent()));
  RETURN_IF_ERROR(RequireOther(call, person.name()));
  ASSIGN_OR_RETURN(v1::Suspension suspension,
                   Suspend(person, RandomId(kIdBelowParent), request.suspension(), ActorOf(call)));
  return kSuspensions.PutNew(call, std::move(suspension));
}

absl::StatusOr<v1::Suspension> SuspensionService::EndSuspension(rpc::Call& call,
                                                                const v1::EndSuspensionRequest& request) const {
  return kSuspensions.Mutate(call, request.name(), request.etag(),
                             [&](v1::Suspension suspension) -> absl::StatusOr<v1::Suspension> {
                               RETURN_IF_ERROR(RequireOther(call, SuspendedOf(suspension.name())));
                               return End(std::move(suspension), request, ActorOf(call));
                             });
}

absl::StatusOr<v1::Suspension> SuspensionService::GetSuspension(rpc::Call& call,
                                                                const v1::GetSuspensionRequest& request) const {
  ASSIGN_OR_RETURN(v1::Suspension suspension, kSuspensions.Get(call, request.name()));
  RETURN_IF_ERROR(RefuseOwn(call, SuspendedOf(suspension.name())));
  return suspension;
}

absl::StatusOr<v1::ListSuspensionsResponse> SuspensionService::ListSuspensions(
    rpc::Call& call, const v1::ListSuspensionsRequest& request) const {
  call.Filtered();
  const std::string prefix = request.parent() == "persons/-" ? "persons/" : request.parent() + "/suspensions/";
  ASSIGN_OR_RETURN(auto suspensions, kSuspensions.LoadAll(call, prefix));
  std::erase_if(suspensions, [&](const v1::Suspension& suspension) {
    if (request.active_only() && !IsActive(suspension, civil::Today(call.now()))) return true;
    return !call.Holds(call.permission(), suspension.organisation()) || IsOwn(call, SuspendedOf(suspension.name()));
  });
  SortByCreation(&suspensions);
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), suspensions.size()));
  v1::ListSuspensionsResponse listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *listed.add_suspensions() = std::move(suspensions[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

}  // namespace congress::dossiers

#include "platform/access/access_service.h"

#include <algorithm>
#include <set>
#include <utility>

#include "congress/access/v1/reason.pb.h"
#include "platform/access/role_binding.h"
#include "platform/auth/roles.h"
#include "platform/civil/civil.h"
#include "platform/rpc/field_mask.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::access {
namespace {

constexpr char kBindings[] = "roleBindings/";
constexpr char kRead[] = "access.bindings.read";

const rpc::Repository<v1::RoleBinding> kRoleBindings{kRead};

absl::CivilDay Today(const rpc::Call& call) { return civil::Today(call.now()); }

// Whether the caller's role lasts as long as the one that is to be given. What a token claims lasts as long as whoever
// issues tokens says.
absl::StatusOr<bool> Lasts(rpc::Call& call, const auth::Binding& own, const v1::RoleBinding& given) {
  if (own.name.empty()) return true;
  const auto held = kRoleBindings.Load(call, own.name);
  if (absl::IsNotFound(held.status())) return false;
  RETURN_IF_ERROR(held.status());
  if (!held->has_last_day()) return true;
  return given.has_last_day() && civil::FromDate(given.last_day()) <= civil::FromDate(held->last_day());
}

// Roles of the caller's own at the place of the one that is to be given, for as long: what is held as a deputy is not
// handed on, and who has ended gives nothing.
absl::StatusOr<std::vector<std::string>> OwnRolesFor(rpc::Call& call, const v1::RoleBinding& given) {
  std::vector<std::string> roles;
  for (const auth::Binding& binding : call.principal().bindings) {
    const auto* known = call.Known(binding.organisation);
    if (!binding.deputy_of.empty() || (known != nullptr && known->EndedOn(Today(call)))) continue;
    const bool there =
        binding.organisation == auth::kProvince || call.IsWithin(given.organisation(), binding.organisation);
    if (!there) continue;
    ASSIGN_OR_RETURN(const bool lasts, Lasts(call, binding, given));
    if (lasts) roles.push_back(binding.role);
  }
  return roles;
}

// That the caller may give the role: to somebody else, and no more and no longer than they hold.
absl::Status RequireGivable(rpc::Call& call, const v1::RoleBinding& binding) {
  const auth::Principal& giver = call.principal();
  if (binding.principal() == giver.Account() || (!giver.person.empty() && binding.person() == giver.person)) {
    return status::Error(absl::StatusCode::kPermissionDenied, v1::OWN_BINDING, {{"principal", binding.principal()}});
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> own, OwnRolesFor(call, binding));
  const auto beyond = call.roles().BeyondOf(binding.role(), own);
  if (!beyond.has_value()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, v1::RIGHTS_EXCEEDED,
                       {{"role", binding.role()}, {"organisation", binding.organisation()}, {"permission", *beyond}});
}

// Roles of the account, whatever their state.
absl::StatusOr<std::vector<v1::RoleBinding>> BindingsOf(rpc::Call& call, std::string_view principal) {
  ASSIGN_OR_RETURN(auto bindings, kRoleBindings.LoadAll(call, kBindings));
  std::erase_if(bindings, [&](const v1::RoleBinding& binding) { return binding.principal() != principal; });
  return bindings;
}

// An account belongs to one person, whoever gives it roles.
absl::Status RequireOnePerson(rpc::Call& call, const v1::RoleBinding& binding) {
  if (binding.person().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(rpc::CollideOn(call, StrCat("account ", binding.principal())));
  ASSIGN_OR_RETURN(const auto others, BindingsOf(call, binding.principal()));
  for (const v1::RoleBinding& other : others) {
    const auto state = StateOn(other, Today(call));
    if (state == v1::RoleBinding::REVOKED || state == v1::RoleBinding::ENDED || other.person().empty() ||
        other.person() == binding.person() || other.name() == binding.name()) {
      continue;
    }
    return status::FailedPrecondition(v1::ACCOUNT_OF_OTHER_PERSON,
                                      {{"principal", binding.principal()}, {"person", other.person()}});
  }
  return absl::OkStatus();
}

absl::Status RequireNotRevoked(const v1::RoleBinding& binding) {
  if (!binding.has_revoke_time()) return absl::OkStatus();
  return status::FailedPrecondition(v1::BINDING_REVOKED, {{"name", binding.name()}});
}

// Somebody who has this one role, and every clearance.
auth::Principal HolderOf(const v1::RoleBinding& binding) {
  auth::Principal holder;
  holder.subject = binding.principal();
  holder.clearance = annotations::v1::SENSITIVE;
  holder.bindings = {{binding.role(), binding.organisation()}};
  return holder;
}

bool IsAboutCaller(const rpc::Call& call, const std::string& principal) {
  return principal.empty() || principal == call.principal().Account();
}

// Who is asked about: the caller, or an account as the suite knows it, with every clearance.
absl::StatusOr<auth::Principal> Asked(rpc::Call& call, const std::string& principal) {
  if (IsAboutCaller(call, principal)) return call.principal();
  auth::Principal asked;
  asked.subject = principal;
  asked.clearance = annotations::v1::SENSITIVE;
  ASSIGN_OR_RETURN(const auto bindings, BindingsOf(call, principal));
  for (const v1::RoleBinding& binding : bindings) {
    if (StateOn(binding, Today(call)) != v1::RoleBinding::IN_FORCE) continue;
    asked.bindings.push_back({binding.role(), binding.organisation()});
  }
  return asked;
}

// A role of the account that is asked about. Of what a token claims only role and organisation are known.
v1::RoleBinding ClaimedAs(const auth::Binding& claimed) {
  v1::RoleBinding binding;
  binding.set_role(claimed.role);
  binding.set_organisation(claimed.organisation);
  return binding;
}

// What keeps the role from granting the permission there.
v1::Obstacle ObstacleOf(const rpc::Call& call, const v1::RoleBinding& binding, const std::string& permission,
                        const std::string& organisation) {
  if (!call.roles().Grants(binding.role(), permission)) return v1::ROLE_LACKS_IT;
  switch (StateOn(binding, Today(call))) {
    case v1::RoleBinding::REVOKED:
      return v1::WAS_REVOKED;
    case v1::RoleBinding::TO_COME:
      return v1::BEGINS_LATER;
    case v1::RoleBinding::ENDED:
      return v1::IS_OVER;
    default:
      break;
  }
  if (call.Holds(HolderOf(binding), permission, organisation)) return v1::CLEARANCE_LACKING;
  const auto* at = call.Known(binding.organisation());
  return at != nullptr && at->EndedOn(Today(call)) ? v1::ORGANISATION_ENDED : v1::HELD_ELSEWHERE;
}

void AddFinding(const v1::RoleBinding& binding, v1::Obstacle obstacle, v1::ExplainPermissionResponse* response) {
  auto& finding = *response->add_findings();
  finding.set_obstacle(obstacle);
  finding.set_role(binding.role());
  finding.set_organisation(binding.organisation());
  finding.set_role_binding(binding.name());
  if (binding.has_first_day()) *finding.mutable_first_day() = binding.first_day();
  if (binding.has_last_day()) *finding.mutable_last_day() = binding.last_day();
}

}  // namespace

absl::StatusOr<v1::RoleBinding> AccessService::CreateRoleBinding(rpc::Call& call,
                                                                 const v1::CreateRoleBindingRequest& request) const {
  v1::RoleBinding binding = request.role_binding();
  RETURN_IF_ERROR(CheckBinding(binding, call.roles().Names()));
  RETURN_IF_ERROR(call.Require(binding.organisation()));
  RETURN_IF_ERROR(RequireGivable(call, binding));
  const std::string& id = request.role_binding_id();
  binding.set_name(StrCat(kBindings, id.empty() ? NewId('r') : id));
  RETURN_IF_ERROR(RequireOnePerson(call, binding));
  if (!binding.has_first_day()) *binding.mutable_first_day() = civil::ToDate(Today(call));
  binding.set_created_by(call.principal().Account());
  *binding.mutable_create_time() = civil::ToTimestamp(call.now());
  *binding.mutable_update_time() = binding.create_time();
  ASSIGN_OR_RETURN(binding, kRoleBindings.Create(call, std::move(binding)));
  return Shown(std::move(binding), Today(call));
}

absl::StatusOr<v1::RoleBinding> AccessService::GetRoleBinding(rpc::Call& call,
                                                              const v1::GetRoleBindingRequest& request) const {
  ASSIGN_OR_RETURN(v1::RoleBinding binding, kRoleBindings.Get(call, request.name()));
  return Shown(std::move(binding), Today(call));
}

absl::StatusOr<v1::ListRoleBindingsResponse> AccessService::ListRoleBindings(
    rpc::Call& call, const v1::ListRoleBindingsRequest& request) const {
  const auto matches = [&](const v1::RoleBinding& binding) {
    const auto state = StateOn(binding, Today(call));
    const bool counts = state == v1::RoleBinding::IN_FORCE || state == v1::RoleBinding::TO_COME;
    return (request.show_ended() || counts) && call.IsOf(binding.organisation(), request.organisation()) &&
           (request.principal().empty() || request.principal() == binding.principal());
  };
  ASSIGN_OR_RETURN(auto page, kRoleBindings.List(call, kBindings, rpc::PageOf(request), matches));
  v1::ListRoleBindingsResponse answer;
  for (v1::RoleBinding& binding : page.items) *answer.add_role_bindings() = Shown(std::move(binding), Today(call));
  answer.set_next_page_token(page.next_page_token);
  return answer;
}

absl::StatusOr<v1::RoleBinding> AccessService::UpdateRoleBinding(rpc::Call& call,
                                                                 const v1::UpdateRoleBindingRequest& request) const {
  const v1::RoleBinding& patch = request.role_binding();
  const std::string& etag = request.etag().empty() ? patch.etag() : request.etag();
  ASSIGN_OR_RETURN(
      v1::RoleBinding changed,
      kRoleBindings.Mutate(call, patch.name(), etag, [&](v1::RoleBinding binding) -> absl::StatusOr<v1::RoleBinding> {
        RETURN_IF_ERROR(RequireNotRevoked(binding));
        RETURN_IF_ERROR(rpc::ApplyUpdate(call, request.update_mask(), patch, &binding));
        RETURN_IF_ERROR(CheckBinding(binding, call.roles().Names()));
        RETURN_IF_ERROR(RequireGivable(call, binding));
        RETURN_IF_ERROR(RequireOnePerson(call, binding));
        *binding.mutable_update_time() = civil::ToTimestamp(call.now());
        return binding;
      }));
  return Shown(std::move(changed), Today(call));
}

absl::StatusOr<v1::RoleBinding> AccessService::RevokeRoleBinding(rpc::Call& call,
                                                                 const v1::RevokeRoleBindingRequest& request) const {
  ASSIGN_OR_RETURN(v1::RoleBinding revoked,
                   kRoleBindings.Mutate(call, request.name(), request.etag(),
                                        [&](v1::RoleBinding binding) -> absl::StatusOr<v1::RoleBinding> {
                                          RETURN_IF_ERROR(RequireNotRevoked(binding));
                                          *binding.mutable_revoke_time() = civil::ToTimestamp(call.now());
                                          *binding.mutable_update_time() = binding.revoke_time();
                                          binding.set_revoked_by(call.principal().Account());
                                          binding.set_revoke_reason(request.reason());
                                          return binding;
                                        }));
  return Shown(std::move(revoked), Today(call));
}

absl::StatusOr<v1::TestPermissionsResponse> AccessService::TestPermissions(
    rpc::Call& call, const v1::TestPermissionsRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  if (!IsAboutCaller(call, request.principal())) {
    std::set<std::string_view> asked;
    for (const v1::PermissionAt& pair : request.pairs()) {
      if (asked.insert(pair.organisation()).second) RETURN_IF_ERROR(call.Require(kRead, pair.organisation()));
    }
  }
  ASSIGN_OR_RETURN(const auth::Principal who, Asked(call, request.principal()));
  v1::TestPermissionsResponse response;
  for (const v1::PermissionAt& pair : request.pairs()) {
    response.add_granted(call.Holds(who, pair.permission(), pair.organisation()));
  }
  return response;
}

absl::StatusOr<v1::ListPermissionHoldersResponse> AccessService::ListPermissionHolders(
    rpc::Call& call, const v1::ListPermissionHoldersRequest& request) const {
  RETURN_IF_ERROR(call.Require(request.organisation()));
  ASSIGN_OR_RETURN(auto bindings, kRoleBindings.LoadAll(call, kBindings));
  std::erase_if(bindings, [&](const v1::RoleBinding& binding) {
    return StateOn(binding, Today(call)) != v1::RoleBinding::IN_FORCE ||
           !call.Holds(HolderOf(binding), request.permission(), request.organisation());
  });
  std::stable_sort(bindings.begin(), bindings.end(), [](const v1::RoleBinding& one, const v1::RoleBinding& other) {
    return one.principal() < other.principal();
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(rpc::PageOf(request), bindings.size()));
  v1::ListPermissionHoldersResponse response;
  for (size_t i = slice.begin; i < slice.end; ++i) {
    const v1::RoleBinding& binding = bindings[i];
    auto& holder = *response.add_holders();
    holder.set_principal(binding.principal());
    holder.set_person(binding.person());
    holder.set_role(binding.role());
    holder.set_organisation(binding.organisation());
    holder.set_deputy_of(binding.deputy_of());
    if (binding.has_last_day()) *holder.mutable_last_day() = binding.last_day();
    holder.set_role_binding(binding.name());
  }
  response.set_next_page_token(slice.next_page_token);
  response.set_clearance(auth::ClearanceFor(request.permission()));
  return response;
}

absl::StatusOr<v1::ExplainPermissionResponse> AccessService::ExplainPermission(
    rpc::Call& call, const v1::ExplainPermissionRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  const bool own = IsAboutCaller(call, request.principal());
  if (!own) RETURN_IF_ERROR(call.Require(kRead, request.organisation()));
  ASSIGN_OR_RETURN(const auth::Principal who, Asked(call, request.principal()));
  v1::ExplainPermissionResponse response;
  for (const std::string& role : call.roles().Names()) {
    if (call.roles().Grants(role, request.permission())) response.add_granting_roles(role);
  }
  response.set_clearance(auth::ClearanceFor(request.permission()));
  response.set_granted(call.Holds(who, request.permission(), request.organisation()));
  if (response.granted()) return response;
  ASSIGN_OR_RETURN(std::vector<v1::RoleBinding> roles, BindingsOf(call, who.Account()));
  for (const auth::Binding& claimed : who.bindings) {
    if (own && claimed.name.empty()) roles.push_back(ClaimedAs(claimed));
  }
  for (const v1::RoleBinding& role : roles) {
    AddFinding(role, ObstacleOf(call, role, request.permission(), request.organisation()), &response);
  }
  if (roles.empty()) AddFinding({}, v1::NO_ROLE, &response);
  return response;
}

rpc::Bind<AccessService> AccessMethods() {
  return rpc::Bind("congress.access.v1.AccessService", std::make_shared<AccessService>())
      .On("CreateRoleBinding", &AccessService::CreateRoleBinding)
      .On("GetRoleBinding", &AccessService::GetRoleBinding)
      .On("ListRoleBindings", &AccessService::ListRoleBindings)
      .On("UpdateRoleBinding", &AccessService::UpdateRoleBinding)
      .On("RevokeRoleBinding", &AccessService::RevokeRoleBinding)
      .On("TestPermissions", &AccessService::TestPermissions)
      .On("ListPermissionHolders", &AccessService::ListPermissionHolders)
      .On("ExplainPermission", &AccessService::ExplainPermission);
}

}  // namespace congress::access

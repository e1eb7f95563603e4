// AccessService and TokenRevocationService over the keyspace of the service that owns the tree of organisations. Other
// processes have a copy (platform/directory).
#pragma once

#include <string>
#include <vector>

#include "congress/access/v1/access_service.pb.h"
#include "congress/access/v1/token_revocation_service.pb.h"
#include "google/protobuf/empty.pb.h"
#include "platform/rpc/call.h"
#include "platform/rpc/methods.h"

namespace congress::access {

class AccessService {
 public:
  absl::StatusOr<v1::RoleBinding> CreateRoleBinding(rpc::Call& call, const v1::CreateRoleBindingRequest& request) const;
  absl::StatusOr<v1::RoleBinding> GetRoleBinding(rpc::Call& call, const v1::GetRoleBindingRequest& request) const;
  absl::StatusOr<v1::ListRoleBindingsResponse> ListRoleBindings(rpc::Call& call,
                                                                const v1::ListRoleBindingsRequest& request) const;
  absl::StatusOr<v1::RoleBinding> UpdateRoleBinding(rpc::Call& call, const v1::UpdateRoleBindingRequest& request) const;
  absl::StatusOr<v1::RoleBinding> RevokeRoleBinding(rpc::Call& call, const v1::RevokeRoleBindingRequest& request) const;
  absl::StatusOr<v1::TestPermissionsResponse> TestPermissions(rpc::Call& call,
                                                              const v1::TestPermissionsRequest& request) const;
  absl::StatusOr<v1::ListPermissionHoldersResponse> ListPermissionHolders(
      rpc::Call& call, const v1::ListPermissionHoldersRequest& request) const;
  absl::StatusOr<v1::ExplainPermissionResponse> ExplainPermission(rpc::Call& call,
                                                                  const v1::ExplainPermissionRequest& request) const;
};

class TokenRevocationService {
 public:
  absl::StatusOr<v1::TokenRevocation> CreateTokenRevocation(rpc::Call& call,
                                                            const v1::CreateTokenRevocationRequest& request) const;
  absl::StatusOr<v1::TokenRevocation> GetTokenRevocation(rpc::Call& call,
                                                         const v1::GetTokenRevocationRequest& request) const;
  absl::StatusOr<v1::ListTokenRevocationsResponse> ListTokenRevocations(
      rpc::Call& call, const v1::ListTokenRevocationsRequest& request) const;
  absl::StatusOr<google::protobuf::Empty> DeleteTokenRevocation(rpc::Call& call,
                                                                const v1::DeleteTokenRevocationRequest& request) const;
};

// The tables of their methods.
rpc::Bind<AccessService> AccessMethods();
rpc::Bind<TokenRevocationService> TokenRevocationMethods();

// An id for what the client names none for: a letter and twelve hexadecimal digits.
std::string NewId(char letter);

}  // namespace congress::access

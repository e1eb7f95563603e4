// What a role of an account must be like, and what it counts for on a day. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "congress/access/v1/role_binding.pb.h"
#include "congress/access/v1/token_revocation.pb.h"

namespace congress::access {

v1::RoleBinding::State StateOn(const v1::RoleBinding& binding, absl::CivilDay day);

// The binding with its state on `day`, as callers see it.
v1::RoleBinding Shown(v1::RoleBinding binding, absl::CivilDay day);

// INVALID_ARGUMENT `FIELDS_INVALID` with all that is wrong. `roles`: those that there are.
absl::Status CheckBinding(const v1::RoleBinding& binding, const std::vector<std::string>& roles);

// INVALID_ARGUMENT `FIELDS_INVALID`.
absl::Status CheckRevocation(const v1::TokenRevocation& revocation, absl::Time now);

}  // namespace congress::access

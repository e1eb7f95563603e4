// Roles are data: which permissions each grants. Access is denied by default.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/auth/principal.h"

namespace congress::auth {

class Roles {
 public:
  // Reads `roles.yaml`: a map `roles:` from role to a list of permissions; a pattern may end in `*`
  // (`drafting.*`) or begin with `*.` (`*.read`). INVALID_ARGUMENT names the line.
  static absl::StatusOr<Roles> Parse(std::string_view yaml);
  // The roles that the suite ships with.
  static const Roles& Default();

  // Whether the role grants the permission.
  bool Grants(std::string_view role, std::string_view permission) const;
  // Whether the principal holds the permission at any organisation.
  bool HoldsAnywhere(const Principal& principal, std::string_view permission) const;
  const std::map<std::string, std::set<std::string>>& all() const { return roles_; }

 private:
  std::map<std::string, std::set<std::string>> roles_;
};

// Whether who holds the permission can change nothing by it: what is left to accounts of an organisation that has
// ended.
bool ReadsOnly(std::string_view permission);

}  // namespace congress::auth

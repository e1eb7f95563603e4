// Roles are data: which permissions each grants. Access is denied by default.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/auth/principal.h"
#include "platform/snapshot.h"

namespace congress::auth {

// Safe for many threads.
class Roles {
 public:
  // Reads `roles.yaml`: a map `roles:` from role to a list of permissions; a pattern may end in `*`
  // (`drafting.*`) or begin with `*.` (`*.read`). INVALID_ARGUMENT names the line.
  static absl::StatusOr<Roles> Parse(std::string_view yaml);
  // The roles that the suite ships with.
  static const Roles& Default();
  // The same, for who may replace them.
  static Roles Shipped();
  // Grants from now on what `others` grant, and nothing else.
  void Become(Roles others);

  // All of them, sorted.
  std::vector<std::string> Names() const;
  // Whether the role grants the permission.
  bool Grants(std::string_view role, std::string_view permission) const;
  // The first permission, as the role has it, that none of `others` grants; none when they grant all that it does.
  std::optional<std::string> BeyondOf(std::string_view role, const std::vector<std::string>& others) const;
  // Whether the role of the binding, one of the principal's, grants it to them: what asks for a clearance that they
  // lack is granted to nobody.
  bool Grants(const Principal& principal, const Binding& binding, std::string_view permission) const;
  // Whether the principal holds the permission at any organisation.
  bool HoldsAnywhere(const Principal& principal, std::string_view permission) const;
  // Whether they would at one of theirs, had they the clearance.
  bool LacksClearance(const Principal& principal, std::string_view permission) const;

 private:
  using Permissions = std::map<std::string, std::set<std::string>, std::less<>>;

  explicit Roles(Permissions roles) : roles_(std::make_unique<Snapshot<Permissions>>(std::move(roles))) {}

  std::unique_ptr<Snapshot<Permissions>> roles_;
};

// The clearance without which nobody holds the permission: `clearances.yaml`.
annotations::v1::Grade ClearanceFor(std::string_view permission);
// PERMISSION_DENIED `CLEARANCE_MISSING`.
absl::Status ClearanceMissing(std::string_view permission);

// Whether who holds the permission can change nothing by it: what is left to accounts of an organisation that has
// ended.
bool ReadsOnly(std::string_view permission);

}  // namespace congress::auth

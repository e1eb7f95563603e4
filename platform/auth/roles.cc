#include "platform/auth/roles.h"

#include <algorithm>
#include <utility>

#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "yaml-cpp/yaml.h"

extern "C" const char congress_roles_yaml_begin[];
extern "C" const char congress_roles_yaml_end[];
extern "C" const char congress_clearances_yaml_begin[];
extern "C" const char congress_clearances_yaml_end[];

namespace congress::auth {
namespace {

using annotations::v1::Grade;

// `drafting.*` covers what begins with `drafting.`, `*.read` what ends with `.read`, `a.*.read` both.
bool Covers(std::string_view pattern, std::string_view permission) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == permission;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  return permission.size() >= head.size() + tail.size() && permission.starts_with(head) && permission.ends_with(tail);
}

using Clearances = std::map<std::string, Grade, std::less<>>;

// By permissions and, for `dossiers.plans.*`, by what they begin with, `dossiers.plans.`: this is asked for every
// record of a list. The file is a part of the program, so it is as it should be.
Clearances ShippedClearances() {
  Clearances clearances;
  const YAML::Node root = YAML::Load({congress_clearances_yaml_begin, congress_clearances_yaml_end});
  for (const auto& entry : root["clearances"]) {
    Grade grade = annotations::v1::GRADE_UNSPECIFIED;
    annotations::v1::Grade_Parse(entry.first.as<std::string>(), &grade);
    for (const auto& pattern : entry.second) {
      auto key = pattern.as<std::string>();
      if (key.ends_with(".*")) key.pop_back();
      clearances.emplace(std::move(key), grade);
    }
  }
  return clearances;
}

}  // namespace

absl::StatusOr<Roles> Roles::Parse(std::string_view yaml) {
  Permissions roles;
  // yaml-cpp reports by exceptions; none leaves this function.
  try {
    const YAML::Node root = YAML::Load(std::string(yaml));
    for (const auto& entry : root) {
      if (entry.first.as<std::string>() != "roles") {
        return absl::InvalidArgumentError(
            StrCat("line ", entry.first.Mark().line + 1, ": unknown key '", entry.first.as<std::string>(), "'"));
      }
    }
    for (const auto& entry : root["roles"]) {
      auto& permissions = roles[entry.first.as<std::string>()];
      for (const auto& permission : entry.second) {
        const auto text = permission.as<std::string>();
        if (std::count(text.begin(), text.end(), '*') > 1) {
          return absl::InvalidArgumentError(
              StrCat("line ", permission.Mark().line + 1, ": '", text, "' has more than one '*'"));
        }
        permissions.insert(text);
      }
    }
  } catch (const YAML::Exception& error) {
    return absl::InvalidArgumentError(StrCat("line ", error.mark.line + 1, ": ", error.msg));
  }
  if (roles.empty()) return absl::InvalidArgumentError("line 1: the file names no role");
  return Roles(std::move(roles));
}

const Roles& Roles::Default() {
  static const Roles& roles = *new Roles(Shipped());
  return roles;
}

Roles Roles::Shipped() { return *Parse({congress_roles_yaml_begin, congress_roles_yaml_end}); }

void Roles::Become(Roles others) { roles_->Set(*others.roles_->Get()); }

std::vector<std::string> Roles::Names() const {
  std::vector<std::string> names;
  const auto roles = roles_->Get();
  for (const auto& [name, permissions] : *roles) names.push_back(name);
  return names;
}

bool Roles::Grants(std::string_view role, std::string_view permission) const {
  const auto roles = roles_->Get();
  const auto found = roles->find(role);
  return found != roles->end() && std::any_of(found->second.begin(), found->second.end(),
                                              [&](const std::string& pattern) { return Covers(pattern, permission); });
}

std::optional<std::string> Roles::BeyondOf(std::string_view role, const std::vector<std::string>& others) const {
  const auto roles = roles_->Get();
  const auto found = roles->find(role);
  if (found == roles->end()) return std::nullopt;
  for (const std::string& granted : found->second) {
    // A pattern is granted where all of what it stands for is: its text is one of the texts for which another stands.
    const bool held = std::any_of(others.begin(), others.end(), [&](const std::string& other) {
      const auto known = roles->find(other);
      return known != roles->end() && std::any_of(known->second.begin(), known->second.end(),
                                                  [&](const auto& pattern) { return Covers(pattern, granted); });
    });
    if (!held) return granted;
  }
  return std::nullopt;
}

bool Roles::Grants(const Principal& principal, const Binding& binding, std::string_view permission) const {
  return ClearanceFor(permission) <= principal.clearance && Grants(binding.role, permission);
}

bool Roles::HoldsAnywhere(const Principal& principal, std::string_view permission) const {
  return std::any_of(principal.bindings.begin(), principal.bindings.end(),
                     [&](const Binding& binding) { return Grants(principal, binding, permission); });
}

bool Roles::LacksClearance(const Principal& principal, std::string_view permission) const {
  return ClearanceFor(permission) > principal.clearance &&
         std::any_of(principal.bindings.begin(), principal.bindings.end(),
                     [&](const Binding& binding) { return Grants(binding.role, permission); });
}

absl::Status ClearanceMissing(std::string_view permission) {
  return status::Error(
      absl::StatusCode::kPermissionDenied, status::PlatformReason::CLEARANCE_MISSING,
      {{"permission", std::string(permission)}, {"clearance", annotations::v1::Grade_Name(ClearanceFor(permission))}});
}

Grade ClearanceFor(std::string_view permission) {
  static const auto& clearances = *new Clearances(ShippedClearances());
  auto found = clearances.find(permission);
  if (found == clearances.end()) found = clearances.find(permission.substr(0, permission.rfind('.') + 1));
  return found == clearances.end() ? annotations::v1::GRADE_UNSPECIFIED : found->second;
}

bool ReadsOnly(std::string_view permission) {
  const std::string_view verb = permission.substr(permission.rfind('.') + 1);
  return verb == "read" || verb == "list" || verb == "export" || verb == "verify" || verb == "compile";
}

}  // namespace congress::auth

// Who calls, and what they may do where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "congress/annotations/v1/options.pb.h"

namespace congress::auth {

// The organisation whose bindings cover the whole tree.
inline constexpr std::string_view kProvince = "organisations/province";

// A role held at an organisation.
struct Binding {
  std::string role;
  std::string organisation;  // Resource name.
};

// An authenticated caller.
struct Principal {
  std::string subject;
  // For whom a process acts; empty for people.
  std::string on_behalf_of;
  std::vector<Binding> bindings;
  annotations::v1::Grade clearance = annotations::v1::GRADE_UNSPECIFIED;
  // The person whose dossier this principal may not handle, `persons/{p}`; empty when unknown.
  std::string person;
  // The token as it came, for passing on unchanged.
  std::string token;

  // The person behind the call: whom a process acts for, or the caller.
  const std::string& Person() const { return on_behalf_of.empty() ? subject : on_behalf_of; }
};

}  // namespace congress::auth

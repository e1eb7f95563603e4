// Who calls, and what they may do where.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "congress/annotations/v1/options.pb.h"

namespace congress::auth {

// The organisation whose bindings cover the whole tree.
inline constexpr std::string_view kProvince = "organisations/province";

// A role held at an organisation.
struct Binding {
  std::string role;
  std::string organisation;  // Resource name.
};

// For whom a process acts.
struct Behalf {
  std::string account;  // Subject of their token.
  std::string person;   // `persons/{p}`; empty when their token named none.
};

// An authenticated caller.
struct Principal {
  std::string subject;
  // For whom a process acts; empty for people.
  std::string on_behalf_of;
  std::vector<Binding> bindings;
  annotations::v1::Grade clearance = annotations::v1::GRADE_UNSPECIFIED;
  // The person to whom the account belongs, or to whom it belongs for whom a process acts: `persons/{p}`; empty when
  // unknown. Four eyes and own dossiers are judged by it, because one person may have several accounts.
  std::string person;
  // When the token is no longer good.
  absl::Time expires = absl::InfiniteFuture();
  // The token as it came, for passing on unchanged.
  std::string token;

  // The account behind the call: whom a process acts for, or the caller.
  const std::string& Account() const { return on_behalf_of.empty() ? subject : on_behalf_of; }
};

}  // namespace congress::auth

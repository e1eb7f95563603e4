// Who calls, and what they may do where.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "congress/annotations/v1/options.pb.h"

namespace congress::auth {

// The organisation whose bindings cover the whole tree.
inline constexpr std::string_view kProvince = "organisations/province";

// Prefix of issuers, and subjects, that are processes of the suite.
inline constexpr std::string_view kProcessPrefix = "process-";
// The role that they have, and nobody else is given.
inline constexpr std::string_view kProcessRole = "process";
// Prefix of the accounts of applications that show a certificate, before the name in it; and who introduces them.
inline constexpr std::string_view kCertificatePrefix = "x509:";
inline constexpr std::string_view kIntroducer = "process-gateway";

// A role held at an organisation.
struct Binding {
  std::string role;
  std::string organisation;  // Resource name.
  // What the suite keeps of it, `roleBindings/{b}`, and the revision of this keyspace's copy; empty for one that a
  // token claims.
  std::string name = {};
  int64_t revision = 0;
  // Whose deputy the caller is by it, their account and, where that is known, their person; empty for a role of one's
  // own.
  std::string deputy_of = {};
  std::string deputy_of_person = {};
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
  // Who signed the token, its `jti`, which may be empty, and when it was issued: by these it can be revoked. One that
  // does not say when was issued before everything else.
  std::string issuer = {};
  std::string token_id = {};
  absl::Time issued = absl::InfinitePast();
  // When the token is no longer good.
  absl::Time expires = absl::InfiniteFuture();
  // The token as it came, for passing on unchanged.
  std::string token;

  // Whether it is a process of the suite rather than a person's account or an application's.
  bool IsProcess() const { return subject.starts_with(kProcessPrefix); }
  // The account behind the call: whom a process acts for, or the caller.
  const std::string& Account() const { return on_behalf_of.empty() ? subject : on_behalf_of; }
};

}  // namespace congress::auth

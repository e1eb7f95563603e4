// What the suite itself says of who may do what, as a service knows it at one moment: roles that accounts have beside
// those that their tokens claim, and tokens that are no longer good.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "platform/auth/principal.h"

namespace congress::directory {

// A role of an account.
struct HeldRole {
  std::string principal;
  auth::Binding binding;
  std::string person = {};  // To whom the account belongs; empty where nothing is said.
  std::optional<absl::CivilDay> first_day = std::nullopt;
  std::optional<absl::CivilDay> last_day = std::nullopt;

  bool HoldsOn(absl::CivilDay day) const;
};

// Tokens that are refused: those that fit all that is said.
struct Revocation {
  std::string issuer = {};     // Empty: anybody's.
  std::string principal = {};  // Empty: of any account.
  std::string token_id = {};   // Empty: any.
  std::optional<absl::Time> issued_before = std::nullopt;

  bool Fits(const auth::Principal& principal) const;
};

// Immutable, so that threads may share one.
class Rights {
 public:
  Rights() = default;
  Rights(std::vector<HeldRole> roles, const std::vector<Revocation>& revocations);

  // Whether the token of the principal was revoked. A process's never is: it lives for a minute, and its key is taken
  // away instead.
  bool IsRevoked(const auth::Principal& principal) const;
  // The principal with the roles that the suite gives to their account on `day`, their own before those of a deputy,
  // and with the person to whom the account belongs where the token says none. A role of another person's account of
  // that name is nobody's. The same one when there is nothing to add.
  std::shared_ptr<const auth::Principal> Join(std::shared_ptr<const auth::Principal> principal,
                                              absl::CivilDay day) const;
  // Whether each role that Join gave is still as it was then.
  bool StillHeld(const auth::Principal& principal, absl::CivilDay day) const;

 private:
  using OfPrincipal = std::map<std::string, std::vector<HeldRole>, std::less<>>;
  OfPrincipal roles_;
  // By what narrows them down most; the rest fits many.
  std::multimap<std::string, Revocation, std::less<>> by_token_;
  std::multimap<std::string, Revocation, std::less<>> by_principal_;
  std::vector<Revocation> others_;
};

}  // namespace congress::directory

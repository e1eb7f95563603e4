// Bearer tokens: JWT (RFC 7519) signed with EdDSA (Ed25519) or ES256; no other algorithm is read.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/auth/keys.h"
#include "platform/auth/principal.h"
#include "platform/snapshot.h"
#include "platform/sync.h"

namespace congress::auth {

// The audience that every token of the suite must name.
inline constexpr std::string_view kAudience = "congress";

// Signs tokens in the name of one issuer. Copies sign with the same key. Safe for many threads.
class Signer {
 public:
  Signer(std::string issuer, Key key)
      : issuer_(std::move(issuer)), key_(std::make_shared<Snapshot<Key>>(std::move(key))) {}

  // Signs with another key from now on.
  void Renew(Key key) const { key_->Set(std::move(key)); }

  const std::string& issuer() const { return issuer_; }
  // The process itself, as the audit names who acts.
  Principal Self() const;
  // A token for `principal` (token field ignored), valid from `now` for `lifetime`.
  std::string Sign(const Principal& principal, absl::Time now, absl::Duration lifetime) const;
  // The one-minute token with which this process calls others for `behalf`, good at `organisation` alone (at the
  // province that is the whole tree). It carries their person, so that four eyes are counted as if they had called.
  std::string SignForProcess(const Behalf& behalf, std::string_view organisation, absl::Time now) const;
  // The one-minute token with which the door introduces the application that a certificate names, valid since then.
  std::string SignForCertificate(std::string_view name, absl::Time since, absl::Time now) const;
  // Its signature of a text that is no token: one that begins with a word and a line feed.
  std::string SignText(std::string_view text) const;
  std::string public_pem() const { return PublicPem(*key_->Get()); }

 private:
  std::string issuer_;
  std::shared_ptr<Snapshot<Key>> key_;
};

// How long tokens may be good, from their `iat` to their `exp`.
struct Lifetimes {
  absl::Duration longest = absl::Hours(12);
  // Of issuers with a limit of their own.
  std::map<std::string, absl::Duration, std::less<>> by_issuer = {};
};

// Checks tokens against the keys of trusted issuers. Safe for many threads.
class Verifier {
 public:
  // By how much the clocks of an issuer and of this machine may differ.
  static constexpr absl::Duration kSkew = absl::Seconds(5);
  // Longer tokens are refused unread.
  static constexpr size_t kMostBytes = 8192;

  explicit Verifier(Lifetimes lifetimes = {}) : lifetimes_(std::move(lifetimes)) {}

  // Trusts `issuer`'s tokens when signed by one of these keys, PEM blocks one after the other; INVALID_ARGUMENT when
  // one of them is of no use or there is none. An issuer has several keys while it changes them. One named
  // `process-<service>` speaks only for itself: its tokens have `sub` = issuer and, where they are bound, the role
  // `process`, whatever role they claim; but for those of the door that introduce an application by its certificate:
  // those have `sub` = `x509:` and its name, no role, clearance or person, and count as issued when the certificate was
  // (`auth_time`), so that one of before a revocation stays refused. `longest`: how long its tokens may be good; unless
  // told, as Lifetimes has it.
  absl::Status Trust(std::string_view issuer, std::string_view public_pem,
                     absl::Duration longest = absl::ZeroDuration());
  // Trusts every `<issuer>.pem` and `<issuer>.jwks.json` (ParseJwks) in a folder, of one issuer the keys of both, and
  // no longer what another look at a folder found. A set of keys that names its issuer itself is that one's. When one
  // of the files is faulty, nothing changes.
  absl::Status TrustFolder(const std::string& folder);

  // UNAUTHENTICATED `TOKEN_INVALID` with the cause, as the reason's comment lists them. Of a token that names a `kid`
  // only the key of that name counts; a key of a PEM file has none and is tried for each.
  absl::StatusOr<Principal> Verify(std::string_view token, absl::Time now) const;
  // Whether `issuer` is trusted and has signed the text (SignText).
  bool HasSigned(std::string_view issuer, std::string_view text, std::string_view signature) const;
  // Another number each time that somebody else is trusted.
  uint64_t generation() const { return generation_; }

 private:
  struct Issuer {
    std::vector<std::shared_ptr<const PublicKey>> keys;
    absl::Duration longest = absl::ZeroDuration();  // Zero: as all.
  };
  using Issuers = std::map<std::string, Issuer, std::less<>>;

  // Makes what is trusted of the two.
  void TakeEffect() ABSL_EXCLUSIVE_LOCKS_REQUIRED(changing_);
  absl::Duration LongestOf(std::string_view name, const Issuer& issuer) const;

  const Lifetimes lifetimes_;
  Mutex changing_;
  Issuers told_ ABSL_GUARDED_BY(changing_);   // One by one.
  Issuers found_ ABSL_GUARDED_BY(changing_);  // In the folder.
  Snapshot<Issuers> issuers_{Issuers()};      // All of them.
  std::atomic<uint64_t> generation_ = 0;
};

// UNAUTHENTICATED `TOKEN_INVALID` with the cause.
absl::Status TokenInvalid(std::string_view cause);

}  // namespace congress::auth

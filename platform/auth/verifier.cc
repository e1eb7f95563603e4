// Whose tokens are taken, and what of them.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "platform/auth/strict_json.h"
#include "platform/auth/token.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::auth {
namespace {

using nlohmann::json;

constexpr std::string_view kPem = ".pem";
constexpr std::string_view kJwks = ".jwks.json";
// Longest name of an account, as OpenID Connect has it.
constexpr size_t kMostSubjectBytes = 255;
// Times beyond the year 9999 are none.
constexpr double kLastSecond = 253402300800;

// `persons/ID`, as dossiers names its persons.
bool IsPersonName(std::string_view name) {
  constexpr std::string_view kPrefix = "persons/";
  if (!name.starts_with(kPrefix) || name.size() > kPrefix.size() + 63) return false;
  const std::string_view id = name.substr(kPrefix.size());
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.front() != '-' && id.back() != '-' && std::all_of(id.begin(), id.end(), fits);
}

// Controls beyond ASCII, and what nobody sees or what turns the order of letters: accounts could look alike.
bool IsUnseen(std::string_view text) {
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    const auto at = [&](size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
    if (at(i) == 0xc2 && (at(i + 1) < 0xa0 || at(i + 1) == 0xad)) return true;
    const unsigned point = (at(i) & 0xfU) << 12U | (at(i + 1) & 0x3fU) << 6U | (at(i + 2) & 0x3fU);
    if (at(i) == 0xe2 && ((point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
                          (point >= 0x2060 && point <= 0x206f))) {
      return true;
    }
    if (at(i) == 0xef && point == 0xfeff) return true;
  }
  return false;
}

// It stands in every log.
bool IsAccount(std::string_view subject) {
  return !subject.empty() && !IsUnseen(subject) && subject.size() <= kMostSubjectBytes && subject.front() != ' ' &&
         subject.back() != ' ' &&
         std::none_of(subject.begin(), subject.end(), [](unsigned char c) { return absl::ascii_iscntrl(c); });
}

// What another program meant as the type of another kind of token is none of ours (RFC 8725).
bool IsOfType(const json& header) {
  if (!header.contains("typ")) return true;
  std::string type = absl::AsciiStrToLower(StringIn(header, "typ"));
  constexpr std::string_view kMedia = "application/";
  if (type.starts_with(kMedia)) type.erase(0, kMedia.size());
  return type == "jwt" || type == "at+jwt";
}

bool IsForUs(const json& claims) {
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  if (audience->is_string()) return *audience == std::string(kAudience);
  if (!audience->is_array()) return false;
  const bool texts = std::all_of(audience->begin(), audience->end(), [](const json& one) { return one.is_string(); });
  return texts && std::find(audience->begin(), audience->end(), std::string(kAudience)) != audience->end();
}

// A claim in seconds since 1970, whole or not. `valid` turns false when it is something else.
std::optional<absl::Time> TimeIn(const json& claims, const char* claim, bool* valid) {
  const auto found = claims.find(claim);
  if (found == claims.end()) return std::nullopt;
  const double seconds = found->is_number() ? found->get<double>() : kLastSecond;
  if (!(std::abs(seconds) < kLastSecond)) {
    *valid = false;
    return std::nullopt;
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

annotations::v1::Grade ClearanceOf(const json& claims) {
  annotations::v1::Grade grade;
  const std::string name = StringIn(claims, "clearance");
  return annotations::v1::Grade_Parse(name, &grade) ? grade : annotations::v1::GRADE_UNSPECIFIED;
}

// `clerk@unit-16681`: a role at an organisation. Nothing else grants anything.
std::vector<Binding> BindingsOf(const json& claims) {
  std::vector<Binding> bindings;
  const auto found = claims.find("bindings");
  if (found == claims.end() || !found->is_array()) return bindings;
  for (const json& item : *found) {
    if (!item.is_string()) continue;
    const std::vector<std::string> parts = absl::StrSplit(item.get<std::string>(), '@');
    if (parts.size() == 2) bindings.push_back({parts[0], StrCat("organisations/", parts[1])});
  }
  return bindings;
}

absl::StatusOr<KeySet> KeysOfPem(std::string_view pem) {
  ASSIGN_OR_RETURN(std::vector<Key> keys, ParsePublicKeys(pem));
  KeySet set;
  for (Key& key : keys) set.keys.push_back({.id = "", .key = std::move(key)});
  return set;
}

template <class Keys>
void AddTo(Keys* keys, KeySet set) {
  for (PublicKey& key : set.keys) keys->push_back(std::make_shared<const PublicKey>(std::move(key)));
}

// When it holds, by its own words. The last moment at which it does.
absl::StatusOr<absl::Time> RequireInTime(const json& claims, absl::Duration longest, absl::Time now) {
  bool valid = true;
  const auto expires = TimeIn(claims, "exp", &valid);
  if (!valid || !expires.has_value()) return TokenInvalid("malformed");
  if (*expires + Verifier::kSkew <= now) return TokenInvalid("expired");
  for (const char* claim : {"nbf", "iat"}) {
    const auto from = TimeIn(claims, claim, &valid);
    if (!valid) return TokenInvalid("malformed");
    if (from.has_value() && *from - Verifier::kSkew > now) return TokenInvalid("not_yet_valid");
  }
  // One that does not say when it was issued could be of any age, but is not good for longer from now on.
  if (*expires - TimeIn(claims, "iat", &valid).value_or(now) > longest) return TokenInvalid("lifetime");
  return *expires + Verifier::kSkew;
}

}  // namespace

absl::Status TokenInvalid(std::string_view cause) {
  return status::Error(absl::StatusCode::kUnauthenticated, status::PlatformReason::TOKEN_INVALID,
                       {{"cause", std::string(cause)}});
}

absl::Status Verifier::Trust(std::string_view issuer, std::string_view public_pem, absl::Duration longest) {
  ASSIGN_OR_RETURN(KeySet set, KeysOfPem(public_pem));
  Issuer told{.keys = {}, .longest = longest};
  AddTo(&told.keys, std::move(set));
  const MutexLock lock(changing_);
  told_.insert_or_assign(std::string(issuer), std::move(told));
  TakeEffect();
  return absl::OkStatus();
}

absl::Status Verifier::TrustFolder(const std::string& folder) {
  Issuers found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string file = entry.path().filename().string();
    const bool pem = file.ends_with(kPem);
    if (!pem && !file.ends_with(kJwks)) continue;
    std::ifstream stream(entry.path());
    const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    auto set = pem ? KeysOfPem(text) : ParseJwks(text);
    if (!set.ok()) return absl::InvalidArgumentError(StrCat(entry.path().string(), ": ", set.status().message()));
    const std::string name = file.substr(0, file.size() - (pem ? kPem : kJwks).size());
    const std::string issuer = set->issuer.empty() ? name : set->issuer;
    // Processes are known by the keys that the suite gives them.
    if (!pem && issuer.starts_with(kProcessPrefix)) {
      return absl::InvalidArgumentError(StrCat(entry.path().string(), ": a process has its key as .pem"));
    }
    AddTo(&found[issuer].keys, *std::move(set));
  }
  if (error) return absl::InvalidArgumentError(StrCat("cannot read the folder of trusted keys '", folder, "'"));
  const MutexLock lock(changing_);
  found_ = std::move(found);
  TakeEffect();
  return absl::OkStatus();
}

void Verifier::TakeEffect() {
  Issuers all = told_;
  // What the process made itself goes before what lies in the folder.
  all.insert(found_.begin(), found_.end());
  issuers_.Set(std::move(all));
  ++generation_;
}

absl::Duration Verifier::LongestOf(std::string_view name, const Issuer& issuer) const {
  const auto own = lifetimes_.by_issuer.find(name);
  if (own != lifetimes_.by_issuer.end()) return own->second;
  return issuer.longest == absl::ZeroDuration() ? lifetimes_.longest : issuer.longest;
}

bool Verifier::HasSigned(std::string_view issuer, std::string_view text, std::string_view signature) const {
  const auto trusted = issuers_.Get();
  const auto found = trusted->find(issuer);
  return found != trusted->end() &&
         std::any_of(found->second.keys.begin(), found->second.keys.end(),
                     [&](const auto& one) { return SignatureHolds(one->key, text, signature); });
}

absl::StatusOr<Principal> Verifier::Verify(std::string_view token, absl::Time now) const {
  if (token.size() > kMostBytes) return TokenInvalid("malformed");
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(token), '.');
  if (parts.size() != 3) return TokenInvalid("malformed");
  std::optional<std::string> decoded[3];
  for (size_t i = 0; i < 3; ++i) {
    decoded[i] = DecodeSegment(parts[i]);
    if (!decoded[i].has_value()) return TokenInvalid("malformed");
  }
  const std::optional<json> header = ParseObject(*decoded[0]);
  const std::optional<json> claims = ParseObject(*decoded[1]);
  if (!header.has_value() || !claims.has_value()) return TokenInvalid("malformed");
  // It names what must be understood, and nothing is here.
  if (header->contains("crit")) return TokenInvalid("crit");
  if (!IsOfType(*header)) return TokenInvalid("type");
  const std::string issuer = StringIn(*claims, "iss");
  const auto trusted = issuers_.Get();
  const auto known = trusted->find(issuer);
  if (known == trusted->end()) return TokenInvalid("issuer");
  const std::string algorithm = StringIn(*header, "alg");
  const std::string key_id = StringIn(*header, "kid");
  if (header->contains("kid") && key_id.empty()) return TokenInvalid("malformed");
  const std::string_view message = token.substr(0, parts[0].size() + 1 + parts[1].size());
  bool meant = false;
  bool fits = false;
  bool holds = false;
  for (const auto& one : known->second.keys) {
    if (!key_id.empty() && !one->id.empty() && one->id != key_id) continue;
    meant = true;
    // The key chooses the algorithm, never the token.
    if (!SignsBy(one->key, algorithm)) continue;
    fits = true;
    holds = holds || SignatureHolds(one->key, message, *decoded[2]);
  }
  if (!meant) return TokenInvalid("key");
  if (!fits) return TokenInvalid("algorithm");
  if (!holds) return TokenInvalid("signature");
  if (!IsForUs(*claims)) return TokenInvalid("audience");
  Principal principal;
  ASSIGN_OR_RETURN(principal.expires, RequireInTime(*claims, LongestOf(issuer, known->second), now));
  bool valid = true;
  principal.issued = TimeIn(*claims, "iat", &valid).value_or(absl::InfinitePast());
  principal.issuer = issuer;
  principal.token_id = StringIn(*claims, "jti");
  principal.subject = StringIn(*claims, "sub");
  principal.token = std::string(token);
  principal.person = StringIn(*claims, "person");
  if (!IsAccount(principal.subject)) return TokenInvalid("subject");
  // Persons are compared by name, so another spelling of one would count as another.
  if (!principal.person.empty() && !IsPersonName(principal.person)) return TokenInvalid("person");
  principal.bindings = BindingsOf(*claims);
  const bool by_certificate = principal.subject.starts_with(kCertificatePrefix);
  if (by_certificate) {
    if (issuer != kIntroducer) return TokenInvalid("subject");
    principal.bindings.clear();
    principal.person.clear();
    principal.issued = TimeIn(*claims, "auth_time", &valid).value_or(absl::InfinitePast());
    return principal;
  }
  if (issuer.starts_with(kProcessPrefix)) {
    if (principal.subject != issuer) return TokenInvalid("subject");
    principal.on_behalf_of = StringIn(*claims, "on_behalf_of");
    for (Binding& binding : principal.bindings) binding.role = kProcessRole;
    return principal;
  }
  // Only a process acts for others, so that an audit record cannot be laid at another's door.
  if (principal.IsProcess()) return TokenInvalid("subject");
  principal.clearance = ClearanceOf(*claims);
  return principal;
}

}  // namespace congress::auth

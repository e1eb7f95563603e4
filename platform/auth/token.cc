#include "platform/auth/token.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pemerr.h>
#include <openssl/x509.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::auth {
namespace {

using nlohmann::json;

constexpr absl::Duration kClockDifference = absl::Seconds(30);
constexpr absl::Duration kProcessLifetime = absl::Minutes(1);
constexpr std::string_view kProcessRole = "process";

struct BioDeleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct DigestDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// `persons/ID`, as dossiers names its persons.
bool IsPersonName(std::string_view name) {
  constexpr std::string_view kPrefix = "persons/";
  if (!name.starts_with(kPrefix) || name.size() > kPrefix.size() + 63) return false;
  const std::string_view id = name.substr(kPrefix.size());
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !id.empty() && id.front() != '-' && id.back() != '-' && std::all_of(id.begin(), id.end(), fits);
}

absl::Status Refuse(std::string_view cause) {
  return status::Error(absl::StatusCode::kUnauthenticated, status::PlatformReason::TOKEN_INVALID,
                       {{"cause", std::string(cause)}});
}

std::string PemOf(const Key& key, int (*write)(BIO*, EVP_PKEY*)) {
  const std::unique_ptr<BIO, BioDeleter> bio(BIO_new(BIO_s_mem()));
  write(bio.get(), key.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

// The algorithm that a key stands for. It is the key, never the token, that chooses.
std::string_view AlgorithmOf(const EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_ED25519:
      return "EdDSA";
    case EVP_PKEY_EC:
      return EVP_PKEY_get_bits(key) == 256 ? "ES256" : "";
    default:
      return "";
  }
}

// JWS carries an ECDSA signature as r and s of 32 bytes each, OpenSSL wants DER.
std::string EcdsaDer(std::string_view raw) {
  if (raw.size() != 64) return "";
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  std::string result(reinterpret_cast<char*>(der), size > 0 ? static_cast<size_t>(size) : 0);
  OPENSSL_free(der);
  ECDSA_SIG_free(signature);
  return result;
}

bool SignatureHolds(EVP_PKEY* key, std::string_view message, std::string_view signature) {
  const bool ecdsa = AlgorithmOf(key) == "ES256";
  const std::string bytes = ecdsa ? EcdsaDer(signature) : std::string(signature);
  const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, ecdsa ? EVP_sha256() : nullptr, nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                          reinterpret_cast<const unsigned char*>(message.data()), message.size()) == 1;
}

json ParseSegment(const std::string& segment) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(segment, &bytes)) return json::value_t::discarded;
  return json::parse(bytes, nullptr, /*allow_exceptions=*/false);
}

std::string StringIn(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
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

constexpr char kNoPublicKey[] = "holds something else than Ed25519 or P-256 public keys in PEM";

absl::StatusOr<std::vector<std::shared_ptr<const Key>>> SharedKeys(std::string_view pem) {
  ASSIGN_OR_RETURN(std::vector<Key> keys, ParsePublicKeys(pem));
  std::vector<std::shared_ptr<const Key>> shared;
  for (Key& key : keys) shared.push_back(std::make_shared<const Key>(std::move(key)));
  return shared;
}

}  // namespace

void KeyDeleter::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

absl::StatusOr<Key> GenerateKey() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (key == nullptr) return absl::InternalError("OpenSSL made no Ed25519 key");
  return key;
}

absl::StatusOr<Key> ParsePrivateKey(std::string_view pem) {
  const std::unique_ptr<BIO, BioDeleter> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (key == nullptr || AlgorithmOf(key.get()) != "EdDSA") {
    return absl::InvalidArgumentError("the signing key is no Ed25519 private key in PEM");
  }
  return key;
}

absl::StatusOr<std::vector<Key>> ParsePublicKeys(std::string_view pem) {
  const std::unique_ptr<BIO, BioDeleter> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<Key> keys;
  ERR_clear_error();
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* bytes = nullptr;
  long size = 0;
  while (PEM_read_bio(bio.get(), &name, &header, &bytes, &size) == 1) {
    const unsigned char* next = bytes;
    keys.emplace_back(std::string_view(name) == PEM_STRING_PUBLIC ? d2i_PUBKEY(nullptr, &next, size) : nullptr);
    for (void* part : {static_cast<void*>(name), static_cast<void*>(header), static_cast<void*>(bytes)}) {
      OPENSSL_free(part);
    }
    if (keys.back() == nullptr || AlgorithmOf(keys.back().get()).empty()) {
      return absl::InvalidArgumentError(kNoPublicKey);
    }
  }
  // Else the text breaks off within a key.
  const bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (keys.empty() || !ended) return absl::InvalidArgumentError(kNoPublicKey);
  return keys;
}

std::string PrivatePem(const Key& key) {
  return PemOf(key, [](BIO* bio, EVP_PKEY* pkey) {
    return PEM_write_bio_PrivateKey(bio, pkey, nullptr, nullptr, 0, nullptr, nullptr);
  });
}

std::string PublicPem(const Key& key) {
  return PemOf(key, [](BIO* bio, EVP_PKEY* pkey) { return PEM_write_bio_PUBKEY(bio, pkey); });
}

Principal Signer::Self() const {
  Principal self;
  self.subject = issuer_;
  return self;
}

std::string Signer::Sign(const Principal& principal, absl::Time now, absl::Duration lifetime) const {
  json claims = {{"iss", issuer_},
                 {"sub", principal.subject},
                 {"aud", kAudience},
                 {"iat", absl::ToUnixSeconds(now)},
                 {"exp", absl::ToUnixSeconds(now + lifetime)}};
  if (!principal.on_behalf_of.empty()) claims["on_behalf_of"] = principal.on_behalf_of;
  if (!principal.person.empty()) claims["person"] = principal.person;
  if (principal.clearance != annotations::v1::GRADE_UNSPECIFIED) {
    claims["clearance"] = annotations::v1::Grade_Name(principal.clearance);
  }
  for (const Binding& binding : principal.bindings) {
    const std::string_view id = std::string_view(binding.organisation).substr(sizeof("organisations/") - 1);
    claims["bindings"].push_back(StrCat(binding.role, "@", id));
  }
  const std::string message = StrCat(absl::WebSafeBase64Escape(R"({"alg":"EdDSA","typ":"JWT"})"), ".",
                                     absl::WebSafeBase64Escape(claims.dump()));
  return StrCat(message, ".", absl::WebSafeBase64Escape(SignText(message)));
}

std::string Signer::SignText(std::string_view text) const {
  const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  size_t size = signature.size();
  const auto key = key_->Get();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get());
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                 reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return signature;
}

std::string Signer::SignForProcess(const Behalf& behalf, std::string_view organisation, absl::Time now) const {
  Principal process;
  process.subject = issuer_;
  process.on_behalf_of = behalf.account;
  process.person = behalf.person;
  process.bindings = {{std::string(kProcessRole), std::string(organisation)}};
  return Sign(process, now, kProcessLifetime);
}

absl::Status Verifier::Trust(std::string_view issuer, std::string_view public_pem) {
  ASSIGN_OR_RETURN(Keys::mapped_type keys, SharedKeys(public_pem));
  const MutexLock lock(changing_);
  told_.insert_or_assign(std::string(issuer), std::move(keys));
  TakeEffect();
  return absl::OkStatus();
}

absl::Status Verifier::TrustFolder(const std::string& folder) {
  Keys found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".pem") continue;
    std::ostringstream pem;
    pem << std::ifstream(entry.path()).rdbuf();
    auto keys = SharedKeys(pem.str());
    if (!keys.ok()) return absl::InvalidArgumentError(StrCat(entry.path().string(), ": ", keys.status().message()));
    found.insert_or_assign(entry.path().stem().string(), *std::move(keys));
  }
  if (error) return absl::InvalidArgumentError(StrCat("cannot read the folder of trusted keys '", folder, "'"));
  const MutexLock lock(changing_);
  found_ = std::move(found);
  TakeEffect();
  return absl::OkStatus();
}

void Verifier::TakeEffect() {
  Keys all = told_;
  // What the process made itself goes before what lies in the folder.
  all.insert(found_.begin(), found_.end());
  keys_.Set(std::move(all));
}

bool Verifier::HasSigned(std::string_view issuer, std::string_view text, std::string_view signature) const {
  const auto trusted = keys_.Get();
  const auto keys = trusted->find(issuer);
  return keys != trusted->end() && std::any_of(keys->second.begin(), keys->second.end(), [&](const auto& key) {
           return SignatureHolds(key->get(), text, signature);
         });
}

absl::StatusOr<Principal> Verifier::Verify(std::string_view token, absl::Time now) const {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(token), '.');
  std::string signature;
  if (token.size() > 8192 || parts.size() != 3 || !absl::WebSafeBase64Unescape(parts[2], &signature)) {
    return Refuse("malformed");
  }
  const json header = ParseSegment(parts[0]);
  const json claims = ParseSegment(parts[1]);
  if (!header.is_object() || !claims.is_object()) return Refuse("malformed");
  const std::string issuer = StringIn(claims, "iss");
  const auto trusted = keys_.Get();
  const auto keys = trusted->find(issuer);
  if (keys == trusted->end()) return Refuse("issuer");
  const std::string algorithm = StringIn(header, "alg");
  const std::string_view message = token.substr(0, parts[0].size() + 1 + parts[1].size());
  bool fits = false;
  bool holds = false;
  for (const auto& key : keys->second) {
    if (algorithm != AlgorithmOf(key->get())) continue;
    fits = true;
    holds = holds || SignatureHolds(key->get(), message, signature);
  }
  if (!fits) return Refuse("algorithm");
  if (!holds) return Refuse("signature");
  if (StringIn(claims, "aud") != kAudience) return Refuse("audience");
  const auto expires = claims.find("exp");
  if (expires == claims.end() || !expires->is_number_integer() ||
      absl::FromUnixSeconds(expires->get<int64_t>()) + kClockDifference <= now) {
    return Refuse("expired");
  }
  for (const char* claim : {"nbf", "iat"}) {
    const auto from = claims.find(claim);
    if (from != claims.end() &&
        (!from->is_number_integer() || absl::FromUnixSeconds(from->get<int64_t>()) - kClockDifference > now)) {
      return Refuse("not_yet_valid");
    }
  }
  Principal principal;
  principal.subject = StringIn(claims, "sub");
  principal.token = std::string(token);
  principal.expires = absl::FromUnixSeconds(expires->get<int64_t>()) + kClockDifference;
  principal.person = StringIn(claims, "person");
  if (principal.subject.empty()) return Refuse("subject");
  // Persons are compared by name, so another spelling of one would count as another.
  if (!principal.person.empty() && !IsPersonName(principal.person)) return Refuse("person");
  if (issuer.starts_with(kProcessPrefix)) {
    if (principal.subject != issuer) return Refuse("subject");
    principal.on_behalf_of = StringIn(claims, "on_behalf_of");
    principal.bindings = BindingsOf(claims);
    for (Binding& binding : principal.bindings) binding.role = kProcessRole;
    return principal;
  }
  // Only a process acts for others, so that an audit record cannot be laid at another's door.
  if (principal.subject.starts_with(kProcessPrefix)) return Refuse("subject");
  principal.bindings = BindingsOf(claims);
  principal.clearance = ClearanceOf(claims);
  return principal;
}

}  // namespace congress::auth

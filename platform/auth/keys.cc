#include "platform/auth/keys.h"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pemerr.h>
#include <openssl/x509.h>

#include <algorithm>
#include <array>
#include <optional>

#include "platform/auth/strict_json.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::auth {
namespace {

using nlohmann::json;

struct BioDeleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct DigestDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Bio = std::unique_ptr<BIO, BioDeleter>;

constexpr char kNoPublicKey[] = "holds something else than Ed25519 or P-256 public keys in PEM";
constexpr size_t kCoordinateBytes = 32;

const unsigned char* Bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string PemOf(const Key& key, int (*write)(BIO*, EVP_PKEY*)) {
  const Bio bio(BIO_new(BIO_s_mem()));
  write(bio.get(), key.get());
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<size_t>(size)};
}

bool IsEd25519(const Key& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519; }

// Not by its size, which other curves have as well.
bool IsP256(const Key& key) {
  if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC) return false;
  std::array<char, 32> name{};
  size_t size = 0;
  return EVP_PKEY_get_group_name(key.get(), name.data(), name.size(), &size) == 1 &&
         std::string_view(name.data(), size) == "prime256v1";
}

// JWS carries an ECDSA signature as r and s of 32 bytes each, OpenSSL wants DER.
std::string EcdsaDer(std::string_view raw) {
  if (raw.size() != 2 * kCoordinateBytes) return "";
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(Bytes(raw), kCoordinateBytes, nullptr),
                 BN_bin2bn(Bytes(raw) + kCoordinateBytes, kCoordinateBytes, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  std::string result(reinterpret_cast<char*>(der), size > 0 ? static_cast<size_t>(size) : 0);
  OPENSSL_free(der);
  ECDSA_SIG_free(signature);
  return result;
}

Key Ed25519Of(std::string_view x) {
  return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(x), x.size()));
}

// Null when the point is not on the curve.
Key P256Of(std::string_view x, std::string_view y) {
  if (x.size() != kCoordinateBytes || y.size() != kCoordinateBytes) return nullptr;
  // SubjectPublicKeyInfo of an uncompressed point (RFC 5480).
  constexpr std::string_view kHead(
      "\x30\x59\x30\x13\x06\x07\x2a\x86\x48\xce\x3d\x02\x01\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07\x03\x42\x00\x04",
      27);
  const std::string der = StrCat(kHead, x, y);
  const unsigned char* next = Bytes(der);
  return Key(d2i_PUBKEY(nullptr, &next, static_cast<long>(der.size())));
}

std::string Coordinate(const json& jwk, const char* name) {
  return DecodeSegment(StringIn(jwk, name)).value_or(std::string());
}

// What may be absent, and is not as it should be where it is there.
bool SaysOtherThan(const json& jwk, const char* name, std::initializer_list<std::string_view> right) {
  if (!jwk.contains(name)) return false;
  return std::find(right.begin(), right.end(), StringIn(jwk, name)) == right.end();
}

bool IsForOthers(const json& jwk) {
  if (SaysOtherThan(jwk, "use", {"sig"})) return true;
  const auto uses = jwk.find("key_ops");
  return uses != jwk.end() && (!uses->is_array() || std::find(uses->begin(), uses->end(), "verify") == uses->end());
}

// None: of a kind that no token here is signed by.
absl::StatusOr<std::optional<PublicKey>> ReadJwk(const json& jwk) {
  if (!jwk.is_object()) return absl::InvalidArgumentError("holds something else than keys in 'keys'");
  PublicKey read{.id = StringIn(jwk, "kid"), .key = nullptr};
  const std::string kind = StringIn(jwk, "kty");
  const std::string curve = StringIn(jwk, "crv");
  const bool edwards = kind == "OKP" && curve == "Ed25519";
  if (!edwards && !(kind == "EC" && curve == "P-256")) return std::nullopt;
  if (jwk.contains("d")) return absl::InvalidArgumentError(StrCat("holds the private half of the key '", read.id, "'"));
  if (IsForOthers(jwk)) return std::nullopt;
  if (edwards ? SaysOtherThan(jwk, "alg", {"EdDSA", "Ed25519"}) : SaysOtherThan(jwk, "alg", {"ES256"})) {
    return std::nullopt;
  }
  read.key = edwards ? Ed25519Of(Coordinate(jwk, "x")) : P256Of(Coordinate(jwk, "x"), Coordinate(jwk, "y"));
  ERR_clear_error();
  if (read.key == nullptr) return absl::InvalidArgumentError(StrCat("the key '", read.id, "' is no point of ", curve));
  return std::optional<PublicKey>(std::move(read));
}

}  // namespace

void KeyDeleter::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

absl::StatusOr<Key> GenerateKey() {
  Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  if (key == nullptr) return absl::InternalError("OpenSSL made no Ed25519 key");
  return key;
}

absl::StatusOr<Key> ParsePrivateKey(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  if (key == nullptr || !IsEd25519(key)) {
    return absl::InvalidArgumentError("the signing key is no Ed25519 private key in PEM");
  }
  return key;
}

absl::StatusOr<std::vector<Key>> ParsePublicKeys(std::string_view pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
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
    if (keys.back() == nullptr || (!IsEd25519(keys.back()) && !IsP256(keys.back()))) {
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

absl::StatusOr<KeySet> ParseJwks(std::string_view text) {
  const std::optional<json> set = ParseObject(text);
  if (!set.has_value() || !set->contains("keys") || !set->at("keys").is_array()) {
    return absl::InvalidArgumentError("is no JWK Set");
  }
  KeySet read{.issuer = StringIn(*set, "issuer"), .keys = {}};
  for (const json& jwk : set->at("keys")) {
    ASSIGN_OR_RETURN(std::optional<PublicKey> key, ReadJwk(jwk));
    if (key.has_value()) read.keys.push_back(*std::move(key));
  }
  if (read.keys.empty()) return absl::InvalidArgumentError("holds no Ed25519 or P-256 key that signs");
  return read;
}

bool SignsBy(const Key& key, std::string_view algorithm) {
  if (algorithm == "EdDSA" || algorithm == "Ed25519") return IsEd25519(key);
  return algorithm == "ES256" && IsP256(key);
}

std::string SignatureOf(const Key& key, std::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  size_t size = signature.size();
  EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get());
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, Bytes(text), text.size());
  return signature;
}

bool SignatureHolds(const Key& key, std::string_view text, std::string_view signature) {
  const bool ecdsa = IsP256(key);
  const std::string bytes = ecdsa ? EcdsaDer(signature) : std::string(signature);
  const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
  return EVP_DigestVerifyInit(context.get(), nullptr, ecdsa ? EVP_sha256() : nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), Bytes(bytes), bytes.size(), Bytes(text), text.size()) == 1;
}

}  // namespace congress::auth

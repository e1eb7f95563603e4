// Tokens as other programs make them, right and wrong: any header and any claims, signed with any kind of key.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "platform/auth/keys.h"

namespace congress::auth {

inline Key P256Key() { return Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

// r and s of 32 bytes each, as JWS has them.
inline std::string Es256Signature(const Key& key, const std::string& text) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::string der(80, '\0');
  size_t size = der.size();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key.get());
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(der.data()), &size,
                 reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* signature = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(size));
  std::string raw(64, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), reinterpret_cast<unsigned char*>(raw.data()), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), reinterpret_cast<unsigned char*>(raw.data()) + 32, 32);
  ECDSA_SIG_free(signature);
  return raw;
}

inline std::string Hs256Signature(const std::string& secret, const std::string& text) {
  std::string signature(32, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(signature.data()), nullptr);
  return signature;
}

// What is signed of a token.
inline std::string SignedPart(const std::string& header, const std::string& claims) {
  return absl::StrCat(absl::WebSafeBase64Escape(header), ".", absl::WebSafeBase64Escape(claims));
}

inline std::string Token(const std::string& signed_part, const std::string& signature) {
  return absl::StrCat(signed_part, ".", absl::WebSafeBase64Escape(signature));
}

// The JWK of a P-256 key.
inline std::string JwkOf(const Key& key, std::string_view id) {
  unsigned char* bytes = nullptr;
  EVP_PKEY_get1_encoded_public_key(key.get(), &bytes);
  const std::string point(reinterpret_cast<char*>(bytes), 65);
  OPENSSL_free(bytes);
  return absl::StrCat(R"({"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":")", std::string(id), R"(","x":")",
                      absl::WebSafeBase64Escape(point.substr(1, 32)), R"(","y":")",
                      absl::WebSafeBase64Escape(point.substr(33)), R"("})");
}

// The JWK of an Ed25519 key.
inline std::string OkpOf(const Key& key, std::string_view id) {
  std::string x(32, '\0');
  size_t size = x.size();
  EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(x.data()), &size);
  return absl::StrCat(R"({"kty":"OKP","crv":"Ed25519","kid":")", std::string(id), R"(","x":")",
                      absl::WebSafeBase64Escape(x), R"("})");
}

}  // namespace congress::auth

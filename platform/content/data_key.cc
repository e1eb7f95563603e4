#include "platform/content/data_key.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

namespace congress::content {
namespace {

// Nothing but a lack of memory or of random bytes fails here, and to go on would keep a secret badly.
void Require(bool done) {
  if (!done) std::abort();
}

const unsigned char* Unsigned(const char* bytes) { return reinterpret_cast<const unsigned char*>(bytes); }
unsigned char* Unsigned(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }
int Length(std::string_view bytes) { return static_cast<int>(bytes.size()); }

// Found once: each use of EVP_aes_256_gcm() looks for it anew.
const EVP_CIPHER* Aes256Gcm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

}  // namespace

std::string Hmac(const DataKey& key, std::string_view text) {
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  unsigned int size = 0;
  Require(HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(DataKey::kBytes), Unsigned(text.data()), text.size(),
               Unsigned(mac.data()), &size) != nullptr);
  mac.resize(size);
  return mac;
}

void FillRandom(std::span<char> room) {
  Require(RAND_bytes(Unsigned(room.data()), static_cast<int>(room.size())) == 1);
}

DataKey DataKey::Random() {
  DataKey key;
  Require(RAND_priv_bytes(Unsigned(key.bytes_.data()), static_cast<int>(kBytes)) == 1);
  return key;
}

DataKey DataKey::Of(std::string_view bytes) {
  Require(bytes.size() == kBytes);
  DataKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

DataKey DataKey::Derive(std::string_view salt, std::string_view purpose) const {
  const std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)> context(EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr),
                                                                       EVP_PKEY_CTX_free);
  DataKey key;
  size_t size = kBytes;
  Require(context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
          EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
          EVP_PKEY_CTX_set1_hkdf_salt(context.get(), Unsigned(salt.data()), Length(salt)) == 1 &&
          EVP_PKEY_CTX_set1_hkdf_key(context.get(), Unsigned(bytes_.data()), static_cast<int>(kBytes)) == 1 &&
          EVP_PKEY_CTX_add1_hkdf_info(context.get(), Unsigned(purpose.data()), Length(purpose)) == 1 &&
          EVP_PKEY_derive(context.get(), Unsigned(key.bytes_.data()), &size) == 1 && size == kBytes);
  return key;
}

DataKey::~DataKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Gcm::Gcm(const DataKey& key, Direction direction)
    : context_(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free), seals_(direction == Direction::kSeal ? 1 : 0) {
  Require(context_ != nullptr && Aes256Gcm() != nullptr &&
          EVP_CipherInit_ex(context_.get(), Aes256Gcm(), nullptr, Unsigned(key.bytes().data()), nullptr, seals_) == 1);
}

void Gcm::Begin(std::string_view nonce, std::string_view context) {
  Require(nonce.size() == kNonceBytes);
  int count = 0;
  Require(EVP_CipherInit_ex(context_.get(), nullptr, nullptr, nullptr, Unsigned(nonce.data()), seals_) == 1 &&
          EVP_CipherUpdate(context_.get(), nullptr, &count, Unsigned(context.data()), Length(context)) == 1);
}

void Gcm::Seal(std::string_view nonce, std::string_view context, std::string_view plain, char* sealed) {
  Require(seals_ == 1);
  Begin(nonce, context);
  int count = 0;
  int rest = 0;
  Require(EVP_CipherUpdate(context_.get(), Unsigned(sealed), &count, Unsigned(plain.data()), Length(plain)) == 1 &&
          EVP_CipherFinal_ex(context_.get(), Unsigned(sealed) + count, &rest) == 1 && count == Length(plain) &&
          EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(kTagBytes), sealed + count) == 1);
}

bool Gcm::Open(std::string_view nonce, std::string_view context, std::string_view sealed, char* plain) {
  Require(seals_ == 0);
  if (sealed.size() < kTagBytes) return false;
  Begin(nonce, context);
  const std::string_view body = sealed.substr(0, sealed.size() - kTagBytes);
  std::array<char, kTagBytes> tag = {};
  std::copy(sealed.end() - kTagBytes, sealed.end(), tag.begin());
  int count = 0;
  int rest = 0;
  Require(EVP_CipherUpdate(context_.get(), Unsigned(plain), &count, Unsigned(body.data()), Length(body)) == 1 &&
          EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(kTagBytes), tag.data()) == 1);
  return EVP_CipherFinal_ex(context_.get(), Unsigned(plain) + count, &rest) == 1;
}

}  // namespace congress::content

// Keys of AES-256, and the one way in which they encrypt.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_cipher_ctx_st;  // OpenSSL's EVP_CIPHER_CTX.

namespace congress::content {

// 32 secret bytes, overwritten when they are no longer needed.
class DataKey {
 public:
  static constexpr size_t kBytes = 32;

  static DataKey Random();
  // `bytes` are 32.
  static DataKey Of(std::string_view bytes);
  // Another key made of this one by HKDF-SHA256: the same for the same `salt` and `purpose`, and of no use to find any
  // other.
  DataKey Derive(std::string_view salt, std::string_view purpose) const;

  ~DataKey();
  DataKey(const DataKey&) = default;
  DataKey& operator=(const DataKey&) = default;

  std::string_view bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  DataKey() = default;

  std::array<char, kBytes> bytes_ = {};
};

// HMAC-SHA256, 32 bytes.
std::string Hmac(const DataKey& key, std::string_view text);

// Fills with bytes that nobody can guess.
void FillRandom(std::span<char> room);

// AES-256-GCM under one key in one direction. A nonce must never seal twice under the same key.
class Gcm {
 public:
  static constexpr size_t kNonceBytes = 12;
  static constexpr size_t kTagBytes = 16;
  enum class Direction { kSeal, kOpen };

  Gcm(const DataKey& key, Direction direction);

  // Writes the sealed bytes and the tag, plain.size() + kTagBytes, to `sealed`. What opens it must know `context`.
  void Seal(std::string_view nonce, std::string_view context, std::string_view plain, char* sealed);
  // Writes sealed.size() - kTagBytes to `plain`; false, and nothing there may be used, when anything is another than
  // it was sealed with.
  bool Open(std::string_view nonce, std::string_view context, std::string_view sealed, char* plain);

 private:
  void Begin(std::string_view nonce, std::string_view context);

  std::unique_ptr<evp_cipher_ctx_st, void (*)(evp_cipher_ctx_st*)> context_;
  const int seals_;
};

}  // namespace congress::content

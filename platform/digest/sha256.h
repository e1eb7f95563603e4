// SHA-256, as every fingerprint of the suite is made.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX.

namespace congress::digest {

inline constexpr size_t kSha256Bytes = 32;

// The 32 raw bytes.
std::string Sha256(std::string_view bytes);

// 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

// The same of a text that comes in pieces, however small, and is never held as a whole.
class Sha256Stream {
 public:
  Sha256Stream();

  Sha256Stream& operator<<(std::string_view piece) {
    if (piece.size() > kGathered - size_) return AddLong(piece);
    std::copy(piece.begin(), piece.end(), gathered_.data() + size_);
    size_ += piece.size();
    return *this;
  }
  Sha256Stream& operator<<(char piece) {
    if (size_ == kGathered) Flush();
    gathered_[size_++] = piece;
    return *this;
  }

  // Of all pieces so far; nothing is added afterwards.
  std::string Hex();

 private:
  // Pieces are gathered, because each one handed on by itself costs more than its bytes.
  static constexpr size_t kGathered = 4096;

  Sha256Stream& AddLong(std::string_view piece);
  void Flush();

  std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
  std::array<char, kGathered> gathered_;
  size_t size_ = 0;
};

}  // namespace congress::digest

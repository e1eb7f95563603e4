#include "platform/digest/sha256.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <cstdlib>

#include "absl/strings/escaping.h"

namespace congress::digest {

static_assert(kSha256Bytes == SHA256_DIGEST_LENGTH);

std::string Sha256(std::string_view bytes) {
  std::string digest(kSha256Bytes, '\0');
  // SHA256() looks the algorithm up by its name at every call, which takes longer than a short text does.
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr, algorithm,
                 nullptr) != 1) {
    std::abort();
  }
  return digest;
}

std::string Sha256Hex(std::string_view bytes) { return absl::BytesToHexString(Sha256(bytes)); }

namespace {

// Nothing but a lack of memory fails, and no fingerprint is better than a false one.
void Require(int done) {
  if (done != 1) std::abort();
}

}  // namespace

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  Require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr));
}

Sha256Stream& Sha256Stream::AddLong(std::string_view piece) {
  Flush();
  if (piece.size() <= kGathered) return *this << piece;
  Require(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()));
  return *this;
}

void Sha256Stream::Flush() {
  Require(EVP_DigestUpdate(context_.get(), gathered_.data(), size_));
  size_ = 0;
}

std::string Sha256Stream::Hex() {
  Flush();
  std::string digest(kSha256Bytes, '\0');
  Require(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr));
  return absl::BytesToHexString(digest);
}

}  // namespace congress::digest

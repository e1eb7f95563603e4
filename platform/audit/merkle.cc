#include "platform/audit/merkle.h"

#include <openssl/sha.h>

#include "absl/types/span.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

// `leaves` is not empty. The left subtree is the largest full one.
std::string Subtree(absl::Span<const std::string> leaves) {
  if (leaves.size() == 1) return leaves[0];
  size_t left = 1;
  while (left * 2 < leaves.size()) left *= 2;
  return Sha256(StrCat("\x01", Subtree(leaves.subspan(0, left)), Subtree(leaves.subspan(left))));
}

}  // namespace

std::string LeafHash(std::string_view record) { return Sha256(StrCat(std::string_view("\0", 1), record)); }

std::string RootHash(const std::vector<std::string>& leaves) { return leaves.empty() ? Sha256("") : Subtree(leaves); }

}  // namespace congress::audit

#include "platform/audit/merkle.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::audit {
using digest::Sha256;

std::string LeafHash(std::string_view bytes) { return Sha256(StrCat(std::string_view("\0", 1), bytes)); }

std::string LeafHash(int64_t sequence, std::string_view record) {
  std::string bytes;
  bytes.reserve(1 + sizeof(sequence) + record.size());
  bytes.push_back('\0');
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(sequence >> shift & 0xff));
  bytes += record;
  return Sha256(bytes);
}

std::string NodeHash(std::string_view left, std::string_view right) {
  std::array<char, 1 + 2 * digest::kSha256Bytes> bytes;
  bytes[0] = '\x01';
  std::copy_n(left.data(), digest::kSha256Bytes, bytes.data() + 1);
  std::copy_n(right.data(), digest::kSha256Bytes, bytes.data() + 1 + digest::kSha256Bytes);
  return Sha256({bytes.data(), bytes.size()});
}

void TreeHash::Add(std::string leaf_hash) {
  // Like adding one to a binary number: each carry joins two subtrees of one size.
  for (int64_t carry = size_; carry % 2 == 1; carry /= 2) {
    leaf_hash = NodeHash(subtrees_.back(), leaf_hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(std::move(leaf_hash));
  ++size_;
}

std::string TreeHash::Root() const {
  if (subtrees_.empty()) return Sha256("");
  std::string root = subtrees_.back();
  for (auto subtree = subtrees_.rbegin() + 1; subtree != subtrees_.rend(); ++subtree) root = NodeHash(*subtree, root);
  return root;
}

}  // namespace congress::audit

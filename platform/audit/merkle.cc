#include "platform/audit/merkle.h"

#include <utility>

#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::audit {
namespace {

using digest::Sha256;

std::string NodeHash(std::string_view left, std::string_view right) { return Sha256(StrCat("\x01", left, right)); }

}  // namespace

std::string LeafHash(std::string_view record) { return Sha256(StrCat(std::string_view("\0", 1), record)); }

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

// The tree over an audit log, as RFC 6962 hashes it. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace congress::audit {

// SHA-256 of 0x00 and the bytes.
std::string LeafHash(std::string_view bytes);
// The leaf of a record of the log: of its number in 8 bytes, most significant first, and its bytes, so that none can be
// given another's place.
std::string LeafHash(int64_t sequence, std::string_view record);
// SHA-256 of 0x01 and two hashes.
std::string NodeHash(std::string_view left, std::string_view right);

// The Merkle tree hash (RFC 6962, 2.1) of leaves that come one by one; keeps one hash per level of the tree.
class TreeHash {
 public:
  void Add(std::string leaf_hash);
  int64_t size() const { return size_; }
  // Of no leaves: the hash of the empty string.
  std::string Root() const;

 private:
  int64_t size_ = 0;
  // Hashes of the full subtrees from the left, the largest first; their sizes are the binary digits of size_.
  std::vector<std::string> subtrees_;
};

}  // namespace congress::audit

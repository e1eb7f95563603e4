#include "platform/audit/proof.h"

#include <bit>

#include "platform/audit/merkle.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"

namespace congress::audit {
namespace {

// Leaves left of the split: the largest power of two below `size`.
int64_t LeftOf(int64_t size) { return int64_t{1} << (std::bit_width(static_cast<uint64_t>(size - 1)) - 1); }

// Of the leaves from `begin` to `end`, as RFC 6962 splits them.
absl::StatusOr<std::string> HashOf(int64_t begin, int64_t end, NodeAt node) {
  const int64_t size = end - begin;
  if (std::has_single_bit(static_cast<uint64_t>(size)) && begin % size == 0) {
    return node(std::countr_zero(static_cast<uint64_t>(size)), begin / size);
  }
  const int64_t middle = begin + LeftOf(size);
  ASSIGN_OR_RETURN(const std::string left, HashOf(begin, middle, node));
  ASSIGN_OR_RETURN(const std::string right, HashOf(middle, end, node));
  return NodeHash(left, right);
}

absl::Status AddHash(int64_t begin, int64_t end, NodeAt node, std::vector<std::string>* proof) {
  ASSIGN_OR_RETURN(proof->emplace_back(), HashOf(begin, end, node));
  return absl::OkStatus();
}

absl::Status AddInclusion(int64_t index, int64_t begin, int64_t end, NodeAt node, std::vector<std::string>* proof) {
  if (end - begin == 1) return absl::OkStatus();
  const int64_t middle = begin + LeftOf(end - begin);
  const bool left = index < middle;
  RETURN_IF_ERROR(left ? AddInclusion(index, begin, middle, node, proof)
                       : AddInclusion(index, middle, end, node, proof));
  return left ? AddHash(middle, end, node, proof) : AddHash(begin, middle, node, proof);
}

// `known`: the verifier has the hash of the leaves from `begin` to `first`, as the first tree's root.
absl::Status AddConsistency(int64_t first, int64_t begin, int64_t end, bool known, NodeAt node,
                            std::vector<std::string>* proof) {
  if (first == end) return known ? absl::OkStatus() : AddHash(begin, end, node, proof);
  const int64_t middle = begin + LeftOf(end - begin);
  if (first <= middle) {
    RETURN_IF_ERROR(AddConsistency(first, begin, middle, known, node, proof));
    return AddHash(middle, end, node, proof);
  }
  RETURN_IF_ERROR(AddConsistency(first, middle, end, /*known=*/false, node, proof));
  return AddHash(begin, middle, node, proof);
}

}  // namespace

absl::StatusOr<std::string> RootOf(int64_t size, NodeAt node) {
  if (size == 0) return digest::Sha256("");
  return HashOf(0, size, node);
}

absl::StatusOr<std::vector<std::string>> ProveInclusion(int64_t index, int64_t size, NodeAt node) {
  std::vector<std::string> proof;
  RETURN_IF_ERROR(AddInclusion(index, 0, size, node, &proof));
  return proof;
}

absl::StatusOr<std::vector<std::string>> ProveConsistency(int64_t first, int64_t second, NodeAt node) {
  std::vector<std::string> proof;
  RETURN_IF_ERROR(AddConsistency(first, 0, second, /*known=*/true, node, &proof));
  return proof;
}

// RFC 9162, 2.1.3.2.
bool Includes(std::string_view leaf_sha256, int64_t index, int64_t size, std::span<const std::string> proof,
              std::string_view root) {
  if (index < 0 || index >= size || leaf_sha256.size() != digest::kSha256Bytes) return false;
  int64_t at = index;
  int64_t last = size - 1;
  std::string hash(leaf_sha256);
  for (const std::string& beside : proof) {
    if (last == 0 || beside.size() != digest::kSha256Bytes) return false;
    if (at % 2 == 1 || at == last) {
      hash = NodeHash(beside, hash);
      for (; at % 2 == 0 && at != 0; at /= 2) last /= 2;
    } else {
      hash = NodeHash(hash, beside);
    }
    at /= 2;
    last /= 2;
  }
  return last == 0 && hash == root;
}

// RFC 9162, 2.1.4.2.
bool GoesOn(int64_t first, std::string_view first_root, int64_t second, std::string_view second_root,
            std::span<const std::string> proof) {
  if (first <= 0 || first > second) return false;
  if (first == second) return proof.empty() && first_root == second_root;
  for (const std::string& hash : proof) {
    if (hash.size() != digest::kSha256Bytes) return false;
  }
  // A full first tree is its own first hash.
  const bool full = std::has_single_bit(static_cast<uint64_t>(first));
  if (!full && proof.empty()) return false;
  int64_t at = first - 1;
  int64_t last = second - 1;
  for (; at % 2 == 1; at /= 2) last /= 2;
  std::string before(full ? std::string(first_root) : proof.front());
  std::string after = before;
  for (const std::string& hash : full ? proof : proof.subspan(1)) {
    if (last == 0) return false;
    if (at % 2 == 1 || at == last) {
      before = NodeHash(hash, before);
      after = NodeHash(hash, after);
      for (; at % 2 == 0 && at != 0; at /= 2) last /= 2;
    } else {
      after = NodeHash(after, hash);
    }
    at /= 2;
    last /= 2;
  }
  return last == 0 && before == first_root && after == second_root;
}

}  // namespace congress::audit

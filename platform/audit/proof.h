// Proofs over the tree of an audit log (RFC 6962, 2.1.1 and 2.1.2): made from its nodes, and verified without them.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"

namespace congress::audit {

// Gives the hash of a full subtree: of the 2^`level` leaves from `index` * 2^`level` on.
using NodeAt = absl::FunctionRef<absl::StatusOr<std::string>(int level, int64_t index)>;

// Of the first `size` leaves.
absl::StatusOr<std::string> RootOf(int64_t size, NodeAt node);

// The hashes from the leaf upwards, 0 <= `index` < `size`.
absl::StatusOr<std::vector<std::string>> ProveInclusion(int64_t index, int64_t size, NodeAt node);
// 0 < `first` <= `second`; none when they are equal.
absl::StatusOr<std::vector<std::string>> ProveConsistency(int64_t first, int64_t second, NodeAt node);

// Whether the leaf lies at `index` in the tree of that size and root.
bool Includes(std::string_view leaf_sha256, int64_t index, int64_t size, std::span<const std::string> proof,
              std::string_view root);
// Whether the tree of the second size and root begins with that of the first, which is not empty.
bool GoesOn(int64_t first, std::string_view first_root, int64_t second, std::string_view second_root,
            std::span<const std::string> proof);

}  // namespace congress::audit

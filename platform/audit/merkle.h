// The tree over an audit log, as RFC 6962 hashes it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace congress::audit {

// SHA-256 of 0x00 and the record's bytes.
std::string LeafHash(std::string_view record);

// Merkle tree hash over leaf hashes in order (RFC 6962, 2.1); of no leaves the hash of the empty string.
std::string RootHash(const std::vector<std::string>& leaves);

}  // namespace congress::audit

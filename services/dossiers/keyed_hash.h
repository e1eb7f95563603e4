// Hashes of what is confidential, by a key: whoever reads one can neither find nor guess what is in it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// HMAC-SHA256 of the bytes, 32 bytes, by the key of this service; the first call that needs one makes it.
absl::StatusOr<std::string> KeyedHash(rpc::Call& call, std::string_view bytes);

}  // namespace congress::dossiers

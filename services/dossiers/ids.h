// Ids that the server makes, and those that clients may choose.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// Letters and digits, a letter first, as nobody can guess them. Eight are enough below one parent; of what all
// organisations have under one roof there may be so many that twelve are needed.
inline constexpr int kIdBelowParent = 8;
inline constexpr int kIdOfItsOwn = 12;
std::string RandomId(int length);

// The id of something new that belongs to `organisation`: `said`, or one made here where that is empty. What a client
// chooses begins with the organisation's code and `-`, so that ALREADY_EXISTS tells nobody of another organisation's
// records; who holds the method's permission at the province reads them all. `FIELDS_INVALID` otherwise, naming
// `field`.
absl::StatusOr<std::string> IdFor(const rpc::Call& call, std::string_view said, std::string_view organisation,
                                  std::string_view field);

}  // namespace congress::dossiers

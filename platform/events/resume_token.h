// Where a stream of changes goes on, as clients hold it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::events {

// `service`: whose log it is of.
std::string ResumeTokenAt(std::string_view service, store::Revision sequence);
// INVALID_ARGUMENT `RESUME_TOKEN_INVALID` for one that `service` did not give, or that lies ahead of `newest`;
// OUT_OF_RANGE `RESUME_TOKEN_OUTLIVED` for one of an earlier epoch.
absl::StatusOr<store::Revision> SequenceOf(std::string_view service, std::string_view resume_token,
                                           store::Revision newest);

}  // namespace congress::events

// Where a stream of changes goes on, as clients hold it.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::events {

std::string ResumeTokenAt(store::Revision sequence);
// INVALID_ARGUMENT `RESUME_TOKEN_INVALID` for one that no service gave, or that lies ahead of `newest`.
absl::StatusOr<store::Revision> SequenceOf(std::string_view resume_token, store::Revision newest);

}  // namespace congress::events

// What comes beside a request.
#pragma once

#include <string>

#include "grpcpp/server_context.h"

namespace congress::rpc {

// The id that follows a call through every log, under this key.
inline constexpr char kCallIdKey[] = "x-request-id";
// The language in which the caller wants to read sentences.
inline constexpr char kLanguageKey[] = "accept-language";

// Whoever sends `true` is answered as if they had no clearance: what only counts or names leaves no read of personnel
// data in the audit.
inline constexpr char kUngradedKey[] = "congress-ungraded";

// Beside an answer: names of the resources whose graded fields it lacks, as their record or key is damaged, with `,`
// between them; the first ones.
inline constexpr char kLackingKey[] = "congress-unreadable";

// The client's value of `key`; empty when there is none.
std::string MetadataOf(const grpc::ServerContextBase& context, const char* key);

// A new id of a call: 32 hexadecimal digits.
std::string NewCallId();

}  // namespace congress::rpc

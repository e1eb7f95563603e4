// gRPC's protocol over HTTP/2, as far as it is text in header fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "grpcpp/support/status.h"
#include "platform/front/stream.h"

namespace congress::rpc {

// `5S`, `100m`; nothing when it is no time.
std::optional<absl::Duration> ParseTimeout(std::string_view text);
// Any text as a field's value, what is not printable ASCII as %XX.
std::string PercentEncoded(std::string_view text);
// A pair of metadata as a field, and the other way round: values under keys that end in `-bin` are bytes.
front::Field FieldOf(std::string_view key, std::string_view value);
std::string ValueOf(const front::Field& field);
// The fields after an answer.
front::Fields Trailers(const grpc::Status& status, front::Fields told = {});

}  // namespace congress::rpc

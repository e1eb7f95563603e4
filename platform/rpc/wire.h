// The protocols of calls as far as they are bytes: fields of gRPC, envelopes of messages, base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
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
// Standard base64 without padding.
std::string Base64(std::string_view bytes);
// What stands before each message: a byte of flags and four of length.
inline constexpr size_t kEnvelopeBytes = 5;
std::string Enveloped(uint8_t flags, std::string_view bytes);
// The message in an envelope without flags.
std::string Enveloped(const grpc::ByteBuffer& message);
// The length that an envelope tells.
size_t EnvelopedSize(std::string_view envelope);
// The bytes behind `before`.
std::string BytesOf(const grpc::ByteBuffer& message, std::string before = "");
grpc::ByteBuffer BufferOf(std::string bytes);
// The fields after an answer.
front::Fields Trailers(const grpc::Status& status, front::Fields told = {});

}  // namespace congress::rpc

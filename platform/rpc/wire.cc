#include "platform/rpc/wire.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

constexpr std::string_view kBinary = "-bin";
// Shorter ones are copied rather than handed over.
constexpr size_t kCopiedBytes = 512;

std::string EnvelopeOf(uint8_t flags, size_t size) {
  std::string envelope(1, static_cast<char>(flags));
  for (const int shift : {24, 16, 8, 0}) envelope += static_cast<char>(size >> shift & 0xff);
  return envelope;
}

}  // namespace

std::string Base64(std::string_view bytes) {
  std::string text = absl::Base64Escape({bytes.data(), bytes.size()});
  text.erase(text.find_last_not_of('=') + 1);
  return text;
}

std::string Enveloped(uint8_t flags, std::string_view bytes) { return EnvelopeOf(flags, bytes.size()).append(bytes); }

std::string Enveloped(const grpc::ByteBuffer& message) { return BytesOf(message, EnvelopeOf(0, message.Length())); }

size_t EnvelopedSize(std::string_view envelope) {
  size_t size = 0;
  for (size_t i = 1; i < kEnvelopeBytes; ++i) size = size << 8 | static_cast<unsigned char>(envelope[i]);
  return size;
}

std::string BytesOf(const grpc::ByteBuffer& message, std::string before) {
  before.reserve(before.size() + message.Length());
  std::vector<grpc::Slice> slices;
  if (message.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) before.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return before;
}

grpc::ByteBuffer BufferOf(std::string bytes) {
  if (bytes.size() <= kCopiedBytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  auto* kept = new std::string(std::move(bytes));
  const grpc::Slice slice(
      kept->data(), kept->size(), [](void* owned) { delete static_cast<std::string*>(owned); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

std::optional<absl::Duration> ParseTimeout(std::string_view text) {
  // The protocol has at most eight digits.
  if (text.size() < 2 || text.size() > 9) return std::nullopt;
  const std::string_view digits = text.substr(0, text.size() - 1);
  int64_t number = 0;
  if (!std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return absl::ascii_isdigit(c); }) ||
      !absl::SimpleAtoi(absl::string_view(digits.data(), digits.size()), &number)) {
    return std::nullopt;
  }
  switch (text.back()) {
    case 'H':
      return absl::Hours(number);
    case 'M':
      return absl::Minutes(number);
    case 'S':
      return absl::Seconds(number);
    case 'm':
      return absl::Milliseconds(number);
    case 'u':
      return absl::Microseconds(number);
    case 'n':
      return absl::Nanoseconds(number);
    default:
      return std::nullopt;
  }
}

std::string PercentEncoded(std::string_view text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= ' ' && byte <= '~' && c != '%') {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

front::Field FieldOf(std::string_view key, std::string_view value) {
  return {std::string(key), key.ends_with(kBinary) ? Base64(value) : std::string(value)};
}

std::string ValueOf(const front::Field& field) {
  if (!field.name.ends_with(kBinary)) return field.value;
  std::string bytes;
  return absl::Base64Unescape(field.value, &bytes) ? bytes : "";
}

front::Fields Trailers(const grpc::Status& status, front::Fields told) {
  told.push_back({"grpc-status", StrCat(static_cast<int>(status.error_code()))});
  if (!status.error_message().empty()) told.push_back({"grpc-message", PercentEncoded(status.error_message())});
  if (!status.error_details().empty()) told.push_back(FieldOf("grpc-status-details-bin", status.error_details()));
  return told;
}

}  // namespace congress::rpc

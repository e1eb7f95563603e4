#include "platform/store/envelope.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/store/failure.h"

namespace congress::store {
namespace {

constexpr char kFormat = 1;
constexpr char kSealed = 1;
constexpr size_t kChecksumBytes = 8;
constexpr size_t kFixedBytes = 2 + kChecksumBytes + 2;

// What the checksum says of the key: the number of an append is known to its commit alone, so only its log is covered.
std::string_view Subject(std::string_view key) { return IsAppendKey(key) ? key.substr(0, key.rfind('/')) : key; }

// Of the parts with their lengths, so that none can lend bytes to the next.
std::string Checksum(std::string_view key, std::string_view flags, std::string_view organisation,
                     std::string_view body) {
  std::string text;
  text.reserve(key.size() + organisation.size() + body.size() + 16);
  for (const std::string_view part : {Subject(key), flags, organisation}) {
    absl::StrAppend(&text, absl::Hex(part.size(), absl::kZeroPad8));
    text += part;
  }
  text += body;
  return digest::Sha256(text).substr(0, kChecksumBytes);
}

// What an envelope that fits its record says.
struct Opened {
  std::string_view organisation;
  bool sealed = false;
  size_t body_begin = 0;
};

absl::StatusOr<Opened> Open(const Record& record) {
  const std::string_view bytes = record.value;
  if (record.revision == kAbsent) return DamagedRecord(record.key, "no revision");
  if (bytes.empty() || bytes.front() != kFormat) return DamagedRecord(record.key, "no envelope");
  if (bytes.size() < kFixedBytes) return DamagedRecord(record.key, "a short envelope");
  const std::string_view flags = bytes.substr(1, 1);
  const std::string_view checksum = bytes.substr(2, kChecksumBytes);
  const auto high = static_cast<unsigned char>(bytes[kFixedBytes - 2]);
  const auto low = static_cast<unsigned char>(bytes[kFixedBytes - 1]);
  const size_t length = size_t{high} << 8 | low;
  if (bytes.size() < kFixedBytes + length) return DamagedRecord(record.key, "a short envelope");
  const std::string_view organisation = bytes.substr(kFixedBytes, length);
  const std::string_view body = bytes.substr(kFixedBytes + length);
  if (Checksum(record.key, flags, organisation, body) != checksum) {
    return DamagedRecord(record.key, "the checksum does not fit");
  }
  // The checksum knows no number of an append, but its record's revision is the same.
  if (IsAppendKey(record.key) && AppendKey(Subject(record.key), record.revision) != record.key) {
    return DamagedRecord(record.key, "its number is not that of its commit");
  }
  return Opened{.organisation = organisation, .sealed = flags[0] == kSealed, .body_begin = kFixedBytes + length};
}

}  // namespace

std::string Wrap(std::string_view key, std::string_view organisation, bool sealed, std::string_view body) {
  const char flags = sealed ? kSealed : 0;
  const size_t length = organisation.size();
  std::string bytes;
  bytes.reserve(kFixedBytes + length + body.size());
  bytes.push_back(kFormat);
  bytes.push_back(flags);
  bytes += Checksum(key, {&flags, 1}, organisation, body);
  bytes.push_back(static_cast<char>(length >> 8));
  bytes.push_back(static_cast<char>(length & 0xFF));
  bytes += organisation;
  bytes += body;
  return bytes;
}

std::string StoredSha256(const Write& write) {
  return write.value ? digest::Sha256(Wrap(write.key, write.organisation, write.sealed, *write.value)) : "";
}

std::string StoredSha256(const Record& record) {
  return digest::Sha256(Wrap(record.key, record.organisation, record.sealed, record.value));
}

bool SaysSealed(std::string_view wrapped) {
  return wrapped.size() > 1 && wrapped[0] == kFormat && wrapped[1] == kSealed;
}

absl::Status CheckWrapped(const Record& record) { return Open(record).status(); }

absl::Status Unwrap(Record* record) {
  ASSIGN_OR_RETURN(const Opened opened, Open(*record));
  record->organisation = std::string(opened.organisation);
  record->sealed = opened.sealed;
  record->value.erase(0, opened.body_begin);
  return absl::OkStatus();
}

}  // namespace congress::store

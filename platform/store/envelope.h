// How every record lies in a store: what is needed to judge it stands before the value, which may be sealed.
//   1 byte    format, 1
//   1 byte    flags: 1 sealed
//   8 bytes   the first of SHA-256 over key, flags, organisation and body: a record that rotted, or lies under
//   another's
//             key, is not taken for a good one
//   2 bytes   length of the organisation, most significant first
//   …         organisation that the record belongs to, for authorisation before the body is opened; empty: nobody's
//   …         body
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/store/store.h"

namespace congress::store {

// `sealed`: graded fields in the body are encrypted (piece.h).
std::string Wrap(std::string_view key, std::string_view organisation, bool sealed, std::string_view body);

// SHA-256 of the bytes that lie in the store once the write is made; empty for a deletion.
std::string StoredSha256(const Write& write);
// The same of a record without its envelope.
std::string StoredSha256(const Record& record);

// Replaces the stored bytes of `record` by the body and fills in what the envelope says. DATA_LOSS when the bytes are
// not those that were written under this key.
absl::Status Unwrap(Record* record);
// The same of bytes that stay as they are.
absl::Status CheckWrapped(const Record& record);
// Whether these bytes say that the record is sealed, damaged or not.
bool SaysSealed(std::string_view wrapped);

}  // namespace congress::store

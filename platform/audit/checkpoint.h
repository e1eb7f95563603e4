// What is signed of an audit log: a checkpoint after C2SP tlog-checkpoint, in a signed note, and files of such notes.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace congress::audit {

// The state of a log.
struct TreeHead {
  // Which log: `<suite>/<service>`.
  std::string origin = {};
  int64_t size = 0;
  std::string root = {};
  // Of the store (store.h): how often it was set back and went on.
  int64_t epoch = 0;
  // Number of the last record; 0: none.
  int64_t sequence = 0;
  absl::Time time = {};
};

// `suite` may hold what an origin may not.
std::string OriginOf(std::string_view suite, std::string_view service);

// The text that is signed.
std::string TextOf(const TreeHead& head);

// An Ed25519 key and whose it is.
struct VerifierKey {
  // The origin that it signs for; empty: any, as of a PEM file.
  std::string name = {};
  // 32 bytes.
  std::string public_key = {};
};
// As C2SP signed-note writes it: `<name>+<key id>+<base64>`.
std::string ToString(const VerifierKey& key);
// Of that form, or of a PEM block. INVALID_ARGUMENT for anything else, and for a key that is not Ed25519.
absl::StatusOr<VerifierKey> ParseVerifierKey(std::string_view text);

// The signed note. `sign` gives the Ed25519 signature of a text by `key`, whose name is the origin.
std::string NoteOf(const TreeHead& head, const VerifierKey& key, absl::FunctionRef<std::string(std::string_view)> sign);
// What a note says, whoever signed it. INVALID_ARGUMENT when it is none.
absl::StatusOr<TreeHead> ParseNote(std::string_view note);
// The same of a note that one of the keys has signed; PERMISSION_DENIED when none has.
absl::StatusOr<TreeHead> OpenNote(std::string_view note, std::span<const VerifierKey> keys);

// The notes of a file, one behind the other. A last one that is not complete, as a crash leaves it, is left away.
std::vector<std::string> SplitNotes(std::string_view text);

}  // namespace congress::audit

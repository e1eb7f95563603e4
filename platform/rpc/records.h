// Records of the keyspace as a call sees them: what a Repository reads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Whose record it is where nobody says otherwise: the organisation that it names, or itself.
template <class T>
std::string OwnerOf(const T& resource) {
  if constexpr (requires { resource.organisation(); }) {
    return resource.organisation();
  } else {
    return resource.name();
  }
}

// Whether the caller holds the permission at one of the organisations.
bool HoldsAtOneOf(const Call& call, std::string_view permission, std::span<const std::string> organisations);

// Where the record of a resource lies; `type` is the short name of its message.
std::string RecordKey(std::string_view type, std::string_view name);
// One record as the call sees it, what it has staged included; it must still be so at the commit.
absl::StatusOr<store::Record> LoadRecord(Call& call, std::string_view key);
// Records of a range as the call sees them; empty at the end only.
absl::StatusOr<std::vector<store::Record>> ScanRecords(Call& call, const store::Range& range, int limit);
// Those of a range whose names come after that of the record at `after` in natural order (2 before 10), in this order.
absl::StatusOr<std::vector<store::Record>> RecordsInNaturalOrder(Call& call, const store::Range& range,
                                                                 std::string_view after);
// The records at `keys` as they are stored, however many bytes they have; an absent one has the revision kAbsent.
absl::StatusOr<std::vector<store::Record>> StoredRecords(Call& call, std::span<const std::string> keys);

// Calls that say this of the same thing collide: of those that go on at one time the later is done again and sees what
// the other has written. It is said before what the call decides on is read. It leaves no trace of `what`.
absl::Status CollideOn(Call& call, std::string_view what);

// The outcome of a call's work, but store::Conflict for a refusal that stands on records of which another call has
// changed one meanwhile: it may have seen half of that change.
absl::Status UnlessTorn(Call& call, absl::Status outcome);

// Of those that a list has shown, the ones that the call writes must still be so at the commit; of a call that only
// reads nothing is kept.
void NoteSeen(Call& call, std::span<const store::Record> records);

// ABORTED `ETAG_MISMATCH`.
absl::Status EtagMismatch(std::string_view name);
// DATA_LOSS `RECORD_DAMAGED`.
absl::Status Corrupt(std::string_view key);

}  // namespace congress::rpc

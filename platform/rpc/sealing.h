// How graded fields lie in the store: cut out of the record and kept beside the plain rest as one piece, encrypted
// under the key of the record's subject. docs/decisions/2026-11-30-sealed-records.md says why.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "platform/rpc/call.h"
#include "platform/rpc/index.h"
#include "platform/rpc/subject_keys.h"
#include "platform/store/schema.h"
#include "platform/store/store.h"

namespace congress::rpc {

// A resource as it was parsed from a sealed record, whose graded fields are still in one piece.
struct SealedResource {
  std::string key;
  std::string subject;
  google::protobuf::Message* resource = nullptr;
};

// Puts their graded fields back. Those of a subject whose key is gone stay absent. DATA_LOSS `RECORD_DAMAGED` for a
// piece that is damaged or another record's, and for a key that does not open; UNAVAILABLE `STORE_UNAVAILABLE` when the
// process lacks the key that wraps it. `damaged`, where it is given, takes the names of the damaged ones, and the
// others are opened.
absl::Status OpenGraded(Call& call, std::span<const SealedResource> sealed, std::set<std::string>* damaged = nullptr);
// The same for a list, which goes on without the graded fields of what is damaged: the call says so.
absl::Status OpenListed(Call& call, std::span<const SealedResource> sealed);

// Leaves the graded fields of a sealed resource away.
void LeaveClosed(google::protobuf::Message* resource);

// Seals what the call has staged, once its work is done. Keys that are missing are made by the same commit; those that
// are there must be so at the commit. INTERNAL for graded fields of a type that says no subject.
absl::Status SealChanges(Call& call);

// The key of a subject, which is made by the same commit where there is none.
absl::StatusOr<std::shared_ptr<const SubjectKey>> NeedKey(Call& call, const std::string& subject);
// The key of a subject; null when there is none.
absl::StatusOr<std::shared_ptr<const SubjectKey>> FindKey(Call& call, const std::string& subject);

// Stages that the key of a subject is deleted: with the commit its graded fields and files are lost, in every process
// and every backup. Its records are for the service to delete in the same commit, and index entries go with them; what
// is left of it elsewhere, Gate::EraseTraces takes away.
void EraseKey(Call& call, const std::string& subject);

// HMAC-SHA256 of a value under a key of the service, in hexadecimal digits: for a record's field, and an index by it,
// where a graded value is to be found without lying open. It stays the same when process keys change. `field` keeps
// equal values of two fields apart. The key is made by the same commit where there is none.
absl::StatusOr<std::string> KeyedHash(Call& call, const std::string& service, std::string_view field,
                                      std::string_view value);
// The same for looking up; none while nothing was ever hashed.
absl::StatusOr<std::optional<std::string>> FindKeyedHash(Call& call, const std::string& service, std::string_view field,
                                                         std::string_view value);

// Adds to the batch what a record of before becomes: sealed, or the key of a subject in its place. True when it becomes
// another one. `keys`: null where the process was given none; FAILED_PRECONDITION for what needs some.
absl::StatusOr<bool> AddSealed(store::Store& store, SubjectKeys* keys, std::span<const RecordType* const> types,
                               const store::Record& record, store::Batch* batch);

}  // namespace congress::rpc

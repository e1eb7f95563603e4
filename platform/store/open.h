// Opening a store by the value of `--store`.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/store/identified_store.h"
#include "platform/store/notice.h"
#include "platform/store/store.h"

namespace congress::store {

// Opens the keyspace of one service, its records in envelopes, in
//   sqlite:PATH            a folder, existing or written with a final /, for <keyspace>.db in it; otherwise the file
//   sqlite::memory:        gone with the process
//   redis://…, redis+unix://…   as ParseRedisUrl says
// INVALID_ARGUMENT for a value that is none of these, FAILED_PRECONDITION for a store that cannot serve; both in one
// sentence for the operator, without secrets. A Redis that does not answer yet is no error (see RedisStore::Open), nor
// is a full disk (see AwaitedStore).
absl::StatusOr<std::unique_ptr<Store>> Open(std::string_view url, std::string_view keyspace, Notice notice = nullptr);

// Whose store is opened, and where its witness is.
struct Identity {
  std::string keyspace;
  // Empty: the one that witnesses in the same folder speak of, or the store.
  std::string suite = {};
  // A folder. Empty: beside the file of a SQLite store, and nowhere for any other.
  std::string witness = {};
  // What the process knows.
  Schema schema = {};
};

// The same as a store that knows what it is. It is not admitted yet.
absl::StatusOr<std::unique_ptr<IdentifiedStore>> OpenIdentified(std::string_view url, const Identity& identity,
                                                                Notice notice = nullptr);

}  // namespace congress::store

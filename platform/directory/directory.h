// What a Gate asks of the tree of organisations and of rights in it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/directory/rights.h"
#include "platform/directory/tree.h"

namespace congress::directory {

// Safe for many threads.
class Directory {
 public:
  virtual ~Directory() = default;

  // The tree as it is known now; waits for the first reading of it a moment, until `deadline` at the most. UNAVAILABLE
  // `DIRECTORY_UNREAD`.
  virtual absl::StatusOr<std::shared_ptr<const Tree>> Snapshot(absl::Time deadline) = 0;
  // A tree that holds `organisation`, which the present one does not: asked of the service that owns the tree.
  // NOT_FOUND `ORGANISATION_UNKNOWN`; UNAVAILABLE `PEER_UNAVAILABLE` when it does not answer within some seconds.
  virtual absl::StatusOr<std::shared_ptr<const Tree>> Ask(std::string_view organisation, absl::Time deadline) = 0;
  // What is known now of rights; null before the first reading. Waits for nothing.
  virtual std::shared_ptr<const Rights> KnownRights() = 0;
  // Reads what another replica has written of it: a commit found a record of the tree moved.
  virtual void Reload() = 0;
};

// Where the copy of an organisation or of a binding lies in every keyspace.
std::string EntryKey(std::string_view name);
// What these keys begin with.
inline constexpr std::string_view kEntries = "d/";

// NOT_FOUND `ORGANISATION_UNKNOWN`.
absl::Status Unknown(std::string_view organisation);

}  // namespace congress::directory

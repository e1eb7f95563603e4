// The projection of the tree as it lies in a service's own keyspace.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/access/v1/role_binding.pb.h"
#include "congress/access/v1/token_revocation.pb.h"
#include "congress/allocation/v1/organisation.pb.h"
#include "congress/store/v1/stored.pb.h"
#include "platform/directory/rights.h"
#include "platform/directory/tree.h"
#include "platform/store/store.h"

namespace congress::directory {

// The projection at one moment.
struct Stored {
  std::map<std::string, std::pair<store::v1::DirectoryEntry, store::Revision>> entries;
  // Its resume token is empty before the tree was read for the first time.
  store::v1::DirectoryState state;
  store::Revision state_revision = store::kAbsent;
  // Keys of what is damaged: the tree is read as a whole, and they are written anew or deleted.
  std::vector<std::string> damaged = {};
};

absl::StatusOr<Stored> LoadStored(store::Store& store);
std::shared_ptr<const Tree> TreeOf(const Stored& stored);
std::shared_ptr<const Rights> RightsOf(const Stored& stored);

// What a service keeps of an organisation, of a role or of a revocation.
store::v1::DirectoryEntry EntryOf(const allocation::v1::Organisation& organisation);
store::v1::DirectoryEntry EntryOf(const access::v1::RoleBinding& binding);
store::v1::DirectoryEntry EntryOf(const access::v1::TokenRevocation& revocation);

// What the source said.
struct Reading {
  // All that there are, rather than some that were asked for.
  bool whole = false;
  // Of a whole reading.
  std::string tree_revision;
  std::vector<store::v1::DirectoryEntry> found;
  // Were asked for and are not there.
  std::vector<std::string> missing;
};

// Writes what differs and the token in one commit, nobody's act, and takes it into `stored`. An organisation that is no
// longer there is kept as ended on `today`; roles and revocations go. ABORTED when another replica was first.
absl::Status WriteReading(store::Store& store, const Reading& reading, const std::string& resume_token,
                          absl::CivilDay today, Stored* stored);

}  // namespace congress::directory

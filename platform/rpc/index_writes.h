// The entries of indexes that a commit writes and deletes beside its records. The Gate uses it, and migrations.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"

namespace congress::rpc {

// Adds to `batch`, made from the call's changes, what the indexes of the written records need: the entries as of now,
// less those that are there already, and the deletion of those that hold no longer. ABORTED `CONTENTION` when a record
// has moved since the call read it.
absl::Status AddIndexWrites(Call& call, store::Batch* batch);

// Adds what makes the entries `after` of those that are there.
void AddEntryWrites(const std::vector<IndexEntry>& before, const std::vector<IndexEntry>& after, store::Batch* batch);

}  // namespace congress::rpc

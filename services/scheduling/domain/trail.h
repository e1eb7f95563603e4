// Trails of resources with states, as they were at an earlier time.
#pragma once

#include "absl/time/time.h"
#include "services/scheduling/domain/doer.h"

namespace congress::scheduling {

using Notes = google::protobuf::RepeatedPtrField<v1::Note>;

// Takes away what was done after `known_at`. False where nothing is left: there was no such resource then.
inline bool CutNotes(absl::Time known_at, Notes* notes) {
  while (!notes->empty() && civil::FromTimestamp(notes->rbegin()->time()) > known_at) notes->RemoveLast();
  return !notes->empty();
}

}  // namespace congress::scheduling

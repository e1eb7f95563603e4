// Edits of an older revision brought to the last one.
#pragma once

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// The sections of three revisions: that on which the edits were made, what the edits made of it, and the last one.
struct Sides {
  const Sections& base;
  const Sections& ours;
  const Sections& theirs;
};

// What ours and theirs changed of the base, together. Places, headings and texts that only one side changed are taken
// from it, as is what both changed alike; of a text that both changed, what does not touch. ABORTED `MERGE_CONFLICT`
// with a MergeConflict that bears `latest` for the rest; errors of `history`, and of CheckSections where the two make
// too much together.
absl::StatusOr<Sections> Merge(const Sides& sides, const History& history, const std::string& latest);

}  // namespace congress::drafting

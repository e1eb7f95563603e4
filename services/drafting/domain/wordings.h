// The wording that opinions propose for words of the text, put into it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_report.pb.h"
#include "platform/status/sentence.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

// What became of the wording of some opinions.
struct Reworded {
  Sections sections;
  // Names of the opinions whose wording is in the sections.
  std::vector<std::string> merged;
  std::vector<v1::WordingCollision> collisions;
};

// FAILED_PRECONDITION `WORDING_MISSING` unless the opinion is taken and proposes wording that is not merged yet.
absl::Status CheckWording(const v1::Opinion& opinion);

// Puts the wording of `opinions`, which were given on `asked`, into the sections of `last`, in their order. One that
// touches what an earlier one changed, or what has changed since, is left out. Errors of `history`, and of
// CheckSections where the text becomes too long.
absl::StatusOr<Reworded> PutWordings(const std::vector<v1::Opinion>& opinions, const v1::Revision& asked,
                                     const v1::Revision& last, const History& history, status::Language language);

}  // namespace congress::drafting

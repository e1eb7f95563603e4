// How far the documents of a congress are, and what stands in the way.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/drafting_service.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// What a congress has, as far as the caller may be told, each in the order of names.
struct Papers {
  // Whether the caller sees every document, so that no document means that there is none.
  bool whole = false;
  std::vector<v1::Document> documents;
  // All rounds; those on a document that is not listed tell only of their invitations.
  std::vector<v1::OpinionRound> rounds;
  std::vector<v1::Invitation> invitations;
  // The documents that the caller does not see. What waits for one of them is told where it stands.
  std::vector<v1::Document> unseen = {};
  // Names of the documents whose next step asks for an approval that is not there.
  std::set<std::string> unapproved = {};
};

// Judges windows and planned dates as of the day. An organisation owes an opinion from the first day of a round's
// window until it has given one or the round is closed. What blocks is described in `language`.
v1::GetDraftingReadinessResponse Judge(const std::string& congress, const Papers& papers, absl::CivilDay as_of,
                                       status::Language language);

}  // namespace congress::drafting

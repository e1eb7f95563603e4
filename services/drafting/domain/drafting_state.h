// The state of every paper of a congress in one table.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/readiness.pb.h"
#include "congress/drafting/v1/transmission.pb.h"
#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// A document with what is told of it.
struct DocumentState {
  v1::DocumentProgress progress;
  // Of its rounds that were not cancelled.
  int rounds = 0;
  int asked = 0;
  int answered = 0;
  // Of all.
  int undisposed = 0;
  // Whether its step asks for a round, and none was opened at it. One that is open is among those that are counted.
  bool lacks_round = false;
  // What was sent for approval last.
  std::vector<v1::Delivery> sent = {};
  // Its number as it is printed; empty while it has none.
  std::string number = {};
};

struct DraftingState {
  // In the order of their names.
  std::vector<DocumentState> documents;
  absl::CivilDay as_of;
  // What people call an organisation.
  std::function<std::string(const std::string&)> name_of;
};

// Counts the rounds on the document and their invitations.
void CountRounds(const std::vector<v1::OpinionRound>& rounds, const std::vector<v1::Invitation>& invitations,
                 DocumentState* state);

// RFC 4180.
std::string PrintStateCsv(const DraftingState& state, status::Language language);
// One table on the long side of the page, signed only where the form says by whom.
paper::v1::Paper StatePaper(const DraftingState& state, const paper::v1::Form& form, status::Language language);

}  // namespace congress::drafting

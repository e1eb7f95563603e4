// Who does something to a resource with states, and the note that it leaves.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "congress/scheduling/v1/note.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "platform/civil/civil.h"

namespace congress::scheduling {

struct Author {
  std::string account;
  // `persons/{person}`; empty when unknown.
  std::string person;
  absl::Time now;
};

using Notes = google::protobuf::RepeatedPtrField<v1::Note>;

// Appends what the author does. `state`: the name of the state from now on.
inline void AddNote(std::string_view state, const Author& author, std::string_view reason, Notes* notes) {
  v1::Note& note = *notes->Add();
  note.set_state(std::string(state));
  *note.mutable_time() = civil::ToTimestamp(author.now);
  note.set_account(author.account);
  note.set_person(author.person);
  note.set_reason(std::string(reason));
}

// Takes away what was done after `known_at`. False where nothing is left: there was no such resource then.
inline bool CutNotes(absl::Time known_at, Notes* notes) {
  while (!notes->empty() && civil::FromTimestamp(notes->rbegin()->time()) > known_at) notes->RemoveLast();
  return !notes->empty();
}

}  // namespace congress::scheduling

// Who does something to a resource with states, and when.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "congress/scheduling/v1/note.pb.h"
#include "google/protobuf/repeated_field.h"
#include "platform/civil/civil.h"

namespace congress::scheduling {

struct Doer {
  std::string account;
  std::string person;  // `persons/{person}`; empty when nobody knows whose account it is.
  absl::Time now;

  absl::CivilDay today() const { return civil::Today(now); }
};

// Appends what was done.
inline void AddNote(const std::string& state, const Doer& doer, const std::string& reason,
                    google::protobuf::RepeatedPtrField<v1::Note>* notes) {
  v1::Note& note = *notes->Add();
  note.set_state(state);
  *note.mutable_time() = civil::ToTimestamp(doer.now);
  note.set_account(doer.account);
  note.set_person(doer.person);
  note.set_reason(reason);
}

}  // namespace congress::scheduling

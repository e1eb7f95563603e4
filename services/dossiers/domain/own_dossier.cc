#include "services/dossiers/domain/own_dossier.h"

#include <string>

#include "congress/dossiers/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::dossiers {

bool IsOwn(std::string_view caller_person, std::string_view person) {
  return !caller_person.empty() && caller_person == person;
}

absl::Status RefuseOwn(std::string_view caller_person, std::string_view person) {
  if (!IsOwn(caller_person, person)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, v1::OWN_DOSSIER,
                       "This concerns yourself, and no one handles their own dossier; ask a colleague.",
                       {{"person", std::string(person)}});
}

}  // namespace congress::dossiers

#include "services/dossiers/persons.h"

#include <utility>

#include "services/dossiers/records.h"

namespace congress::dossiers {

absl::StatusOr<v1::Person> PersonAt(rpc::Call& call, std::string_view name) {
  ASSIGN_OR_RETURN(v1::Person person, kPersons.Get(call, name));
  while (!person.merged_into().empty()) {
    ASSIGN_OR_RETURN(person, kPersons.Get(call, std::string(person.merged_into())));
  }
  return person;
}

absl::StatusOr<std::string> StandingName(rpc::Call& call, std::string name) {
  while (true) {
    const auto person = kPersons.Load(call, name);
    if (absl::IsNotFound(person.status())) return name;
    if (!person.ok()) return person.status();
    if (person->merged_into().empty()) return name;
    name = person->merged_into();
  }
}

absl::StatusOr<bool> IsSelf(rpc::Call& call, const std::string& person) {
  const std::string& self = call.principal().person;
  if (self.empty() || self == person) return !self.empty();
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, self));
  if (standing == person) return true;
  ASSIGN_OR_RETURN(const std::string other, StandingName(call, person));
  return standing == other;
}

}  // namespace congress::dossiers

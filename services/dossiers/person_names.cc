#include "services/dossiers/person_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "platform/text/order.h"

namespace congress::dossiers {

v1::PersonNameEntry NameEntryOf(const v1::Person& person) {
  const std::string id = person.name().substr(person.name().find('/') + 1);
  v1::PersonNameEntry entry;
  // Hexadecimal keeps the order of the bytes and holds no slash.
  entry.set_name(StrCat(kPersonNames, absl::BytesToHexString(text::NameSortKey(person.display_name())), "/", id));
  entry.set_organisation(person.organisation());
  entry.set_search_key(text::SearchKey(person.display_name()));
  entry.set_person(person.name());
  return entry;
}

std::string QueryKeyOf(std::string_view query) {
  return text::SearchKey(std::string(absl::StripAsciiWhitespace(ToAbsl(query))));
}

}  // namespace congress::dossiers

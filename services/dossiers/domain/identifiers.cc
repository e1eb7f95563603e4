#include "services/dossiers/domain/identifiers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

std::string IdentifierText(const v1::Identifier& identifier) {
  std::string signs;
  for (const char sign : identifier.value()) {
    const auto byte = static_cast<unsigned char>(sign);
    // Letters beyond ASCII stay as they are.
    if (absl::ascii_isalnum(byte) || byte >= 0x80) signs += static_cast<char>(absl::ascii_toupper(byte));
  }
  return StrCat(static_cast<int>(identifier.kind()), ":", signs);
}

bool IsWellFormed(const v1::Identifier& identifier) {
  if (identifier.kind() != v1::Identifier::CITIZEN_ID) return true;
  const std::string text = IdentifierText(identifier);
  const std::string signs = text.substr(text.find(':') + 1);
  const bool digits = std::all_of(signs.begin(), signs.end(),
                                  [](char sign) { return absl::ascii_isdigit(static_cast<unsigned char>(sign)); });
  return digits && (signs.size() == 12 || signs.size() == 9);
}

std::optional<v1::Identifier::Kind> Contradiction(const v1::Person& a, const v1::Person& b) {
  for (const v1::Identifier& one : a.identifiers()) {
    if (one.kind() == v1::Identifier::OTHER) continue;
    for (const v1::Identifier& other : b.identifiers()) {
      if (one.kind() == other.kind() && IdentifierText(one) != IdentifierText(other)) return one.kind();
    }
  }
  return std::nullopt;
}

}  // namespace congress::dossiers

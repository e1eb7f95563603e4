#include "services/dossiers/domain/identifiers.h"

#include "gtest/gtest.h"

namespace congress::dossiers {
namespace {

v1::Identifier Of(v1::Identifier::Kind kind, const char* value) {
  v1::Identifier identifier;
  identifier.set_kind(kind);
  identifier.set_value(value);
  return identifier;
}

v1::Person With(v1::Identifier::Kind kind, const char* value) {
  v1::Person person;
  *person.add_identifiers() = Of(kind, value);
  return person;
}

TEST(IdentifierText, IsOneForAllSpellings) {
  const std::string text = IdentifierText(Of(v1::Identifier::CADRE_CODE, "NA-01.234"));
  EXPECT_EQ(IdentifierText(Of(v1::Identifier::CADRE_CODE, "na 01234")), text);
  EXPECT_NE(IdentifierText(Of(v1::Identifier::CADRE_CODE, "NA01235")), text);
  EXPECT_NE(IdentifierText(Of(v1::Identifier::PARTY_CARD, "NA-01.234")), text) << "another kind is another identifier";
}

TEST(Contradiction, IsOfAKindOfWhichOnePersonHasOne) {
  using Id = v1::Identifier;
  EXPECT_EQ(Contradiction(With(Id::CITIZEN_ID, "040080000001"), With(Id::CITIZEN_ID, "040 080 000001")), std::nullopt);
  EXPECT_EQ(Contradiction(With(Id::CITIZEN_ID, "040080000001"), With(Id::CITIZEN_ID, "040080000002")), Id::CITIZEN_ID);
  EXPECT_EQ(Contradiction(With(Id::CITIZEN_ID, "1"), With(Id::PARTY_CARD, "2")), std::nullopt);
  EXPECT_EQ(Contradiction(With(Id::OTHER, "1"), With(Id::OTHER, "2")), std::nullopt);
}

}  // namespace
}  // namespace congress::dossiers

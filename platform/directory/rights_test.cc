#include "platform/directory/rights.h"

#include "gtest/gtest.h"

namespace congress::directory {
namespace {

const absl::CivilDay kDay(2026, 12, 1);
const absl::Time kIssued = absl::FromUnixSeconds(1'750'000'000);

std::shared_ptr<const auth::Principal> Token(std::string subject, std::string person = "") {
  auto principal = std::make_shared<auth::Principal>();
  principal->subject = std::move(subject);
  principal->person = std::move(person);
  principal->issuer = "office";
  principal->token_id = "t-1";
  principal->issued = kIssued;
  principal->bindings = {{"reader", "organisations/province"}};
  return principal;
}

HeldRole Role(std::string name, std::string person = "", std::string deputy_of = "") {
  return {.principal = "an",
          .binding = {.role = "clerk",
                      .organisation = "organisations/a",
                      .name = "roleBindings/" + name,
                      .deputy_of = std::move(deputy_of)},
          .person = std::move(person),
          .first_day = std::nullopt,
          .last_day = std::nullopt};
}

std::string NamesOf(const auth::Principal& principal) {
  std::string names;
  for (const auth::Binding& binding : principal.bindings) {
    names += binding.name.empty() ? binding.role : binding.name.substr(std::string("roleBindings/").size());
    names += ' ';
  }
  return names;
}

TEST(Rights, AddOnesOwnRolesToTheTokensBeforeThoseOfADeputy) {
  const Rights rights({Role("deputy", "", "binh"), Role("own")}, {});
  EXPECT_EQ(NamesOf(*rights.Join(Token("an"), kDay)), "reader own deputy ");
  const auto other = Token("chi");
  EXPECT_EQ(rights.Join(other, kDay), other);
}

TEST(Rights, CountFromTheFirstDayToTheLast) {
  HeldRole role = Role("own");
  role.first_day = kDay;
  role.last_day = kDay + 1;
  const Rights rights({role}, {});
  for (const auto& [day, names] : {std::pair(kDay - 1, "reader "), std::pair(kDay, "reader own "),
                                   std::pair(kDay + 1, "reader own "), std::pair(kDay + 2, "reader ")}) {
    EXPECT_EQ(NamesOf(*rights.Join(Token("an"), day)), names);
  }
  const auto joined = rights.Join(Token("an"), kDay);
  EXPECT_TRUE(rights.StillHeld(*joined, kDay + 1));
  EXPECT_FALSE(rights.StillHeld(*joined, kDay + 2));
  EXPECT_FALSE(Rights().StillHeld(*joined, kDay));
  EXPECT_TRUE(Rights().StillHeld(*Token("an"), kDay)) << "what the token claims lasts as long as the token";
}

TEST(Rights, SayToWhomAnAccountBelongs) {
  const Rights rights({Role("own", "persons/7")}, {});
  EXPECT_EQ(rights.Join(Token("an"), kDay)->person, "persons/7");
  // An account of the same name that another issuer gave to somebody else.
  const auto other = rights.Join(Token("an", "persons/8"), kDay);
  EXPECT_EQ(other->person, "persons/8");
  EXPECT_EQ(NamesOf(*other), "reader ");
}

TEST(Rights, OfProcessesAreTheirOwn) {
  HeldRole role = Role("own");
  role.principal = "process-drafting";
  const Rights rights({role},
                      {{.issuer = "", .principal = "", .token_id = "", .issued_before = kIssued + absl::Hours(1)}});
  EXPECT_EQ(NamesOf(*rights.Join(Token("process-drafting"), kDay)), "reader ");
  EXPECT_FALSE(rights.IsRevoked(*Token("process-drafting")));
}

TEST(Rights, RevokeTokensThatFitAllThatIsSaid) {
  struct Row {
    const char* name;
    Revocation revocation;
    bool fits;
  };
  const absl::Time later = kIssued + absl::Milliseconds(1);
  const Row rows[] = {
      {"the token", {"", "", "t-1", {}}, true},
      {"another token", {"", "", "t-2", {}}, false},
      {"the token of another account", {"", "binh", "t-1", {}}, false},
      {"the account", {"", "an", "", {}}, true},
      {"another account", {"", "an2", "", {}}, false},
      {"older ones of the account", {"", "an", "", later}, true},
      {"only those before it", {"", "an", "", kIssued}, false},
      {"all older ones", {"", "", "", later}, true},
      {"all before it", {"", "", "", kIssued}, false},
      {"the issuer", {"office", "", "", {}}, true},
      {"another issuer", {"home", "", "", {}}, false},
      {"another issuer's of the account", {"home", "an", "", {}}, false},
  };
  for (const Row& row : rows) EXPECT_EQ(Rights({}, {row.revocation}).IsRevoked(*Token("an")), row.fits) << row.name;
  // Who does not say when counts as older than everything.
  auto undated = std::make_shared<auth::Principal>(*Token("an"));
  undated->issued = absl::InfinitePast();
  undated->token_id = "";
  EXPECT_TRUE(Rights({}, {{"", "", "", kIssued}}).IsRevoked(*undated));
  EXPECT_FALSE(Rights({}, {{"", "", "t-1", {}}}).IsRevoked(*undated));
}

}  // namespace
}  // namespace congress::directory

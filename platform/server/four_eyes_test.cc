// Four eyes are those of persons, not of accounts.
#include "gtest/gtest.h"
#include "tests/support/echo.h"
#include "tests/support/test_service.h"

namespace congress::server {
namespace {

using support::IsOk;
using support::kDenied;
using support::StatusIs;

class FourEyes : public ::testing::Test {
 protected:
  // What RequireOther says to one of these persons' work when `caller` does it.
  absl::Status Ask(const auth::Principal& caller, const std::vector<std::string>& persons) {
    return service_.gate().Perform(caller, "test", [&](rpc::Call& call) { return call.RequireOther(persons); });
  }
  static auth::Principal Account(const std::string& subject, const std::string& person) {
    auth::Principal principal;
    principal.subject = subject;
    principal.person = person;
    return principal;
  }

  support::TestService service_{support::Echo(std::make_shared<support::EchoService>())};
};

TEST_F(FourEyes, TwoAccountsOfOnePersonAreOnePair) {
  const std::vector<std::string> did = {"persons/an"};
  EXPECT_THAT(Ask(Account("an", "persons/an"), did), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(Account("an-at-the-office", "persons/an"), did), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(Account("binh", "persons/binh"), did), IsOk());
  // An account may bear the name that another bore before.
  EXPECT_THAT(Ask(Account("an", "persons/binh"), did), IsOk());
}

TEST_F(FourEyes, AreComparedWithEveryPersonConcerned) {
  const std::vector<std::string> concerned = {"persons/an", "persons/binh"};
  EXPECT_THAT(Ask(Account("a", "persons/an"), concerned), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(Account("b", "persons/binh"), concerned), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(Account("c", "persons/chi"), concerned), IsOk());
}

TEST_F(FourEyes, NeedToKnowThePersonEvenWhenNobodyElseTookPart) {
  EXPECT_THAT(Ask(Account("an", ""), {"persons/binh"}), StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Ask(Account("an", ""), {}), StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Ask(Account("an", ""), {""}), StatusIs(kDenied, "PERSON_UNKNOWN"));
  EXPECT_THAT(Ask(Account("an", "persons/an"), {}), IsOk());
}

// Where what they did needed the role of another, that one has done it too.
TEST_F(FourEyes, ADeputyHasThoseOfBoth) {
  auth::Principal deputy = Account("pho", "persons/pho");
  deputy.bindings = {{.role = "administrator",
                      .organisation = std::string(auth::kProvince),
                      .name = "roleBindings/pho",
                      .deputy_of = "truong",
                      .deputy_of_person = "persons/truong"}};
  const auto ask = [&](const std::vector<std::string>& persons) {
    return service_.gate().Perform(deputy, "test", [&](rpc::Call& call) -> absl::Status {
      RETURN_IF_ERROR(call.Require("echo.read", auth::kProvince));
      return call.RequireOther(persons);
    });
  };
  EXPECT_THAT(ask({"persons/truong"}), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(ask({"persons/pho"}), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(ask({"persons/binh"}), IsOk());
  // By a role of their own they act for nobody.
  deputy.bindings.insert(deputy.bindings.begin(), {"administrator", std::string(auth::kProvince)});
  EXPECT_THAT(ask({"persons/truong"}), IsOk());
  EXPECT_THAT(ask({"persons/pho"}), StatusIs(kDenied, "SAME_PERSON"));
  // Nobody knows whose deputy they are: nobody's eyes are the other pair.
  deputy.bindings = {{.role = "administrator",
                      .organisation = std::string(auth::kProvince),
                      .name = "roleBindings/pho",
                      .deputy_of = "truong"}};
  EXPECT_THAT(ask({"persons/binh"}), StatusIs(kDenied, "PERSON_UNKNOWN"));
}

TEST_F(FourEyes, AProcessHasThoseOfThePersonForWhomItActs) {
  auth::Principal process = Account("process-gateway", "persons/an");
  process.on_behalf_of = "an";
  EXPECT_THAT(Ask(process, {"persons/an"}), StatusIs(kDenied, "SAME_PERSON"));
  EXPECT_THAT(Ask(process, {"persons/binh"}), IsOk());
  process.person.clear();
  EXPECT_THAT(Ask(process, {"persons/binh"}), StatusIs(kDenied, "PERSON_UNKNOWN"));
}

}  // namespace
}  // namespace congress::server

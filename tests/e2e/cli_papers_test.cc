// Papers as an official makes them by congressctl: the list of those who are summoned, with the names that dossiers
// shows to who asks.
#include <fstream>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/story.h"
#include "tests/e2e/walk.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Finished;
using support::IsOk;
using support::Suite;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class Summons : public ::testing::Test {
 protected:
  Summons() {
    Walk(suite_);
    EXPECT_THAT(Ask(suite_.channel(), "dossiers.v1.PersonService/CreatePerson", suite_.Admin(),
                    "person_id: 'nguoi-7' person { organisation: 'organisations/unit-101' display_name: 'Lê Thị Mẫu' "
                    "gender: FEMALE }")
                    .status,
                IsOk());
    // One of the unit's own, one whose record another organisation keeps, and one without a record.
    for (const std::string person : {"nguoi-7", "nguoi-2", "nguoi-9"}) {
      EXPECT_THAT(Ask(suite_.channel(), "allocation.v1.DelegateService/CreateDelegate", suite_.Admin(),
                      StrCat("parent: 'congresses/mau' delegate_id: 'm-", person,
                             "' delegate { organisation: 'organisations/unit-101' origin: ELECTED plan: "
                             "'congresses/mau/allocationPlans/thay' person: 'persons/",
                             person, "' profile { gender: FEMALE } }"))
                      .status,
                  IsOk());
    }
  }

  // What one who holds `binding` is given.
  Finished Export(const std::string& subject, const std::string& binding, std::vector<std::string> more = {}) const {
    const std::string token = StrCat(suite_.folder(), "/", subject);
    std::ofstream(token) << suite_.Token(subject, {binding});
    std::vector<std::string> words = {
        support::Binary("congressctl"), "delegates", "export", "congresses/mau", "--organisation",
        "organisations/unit-101"};
    words.insert(words.end(), more.begin(), more.end());
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_.endpoint()}, {"CONGRESS_TOKEN_FILE", token}, {"LC_ALL", "vi_VN.UTF-8"}});
  }
  std::string Audit(const std::string& service) const {
    const std::vector<std::string> words = {
        support::Binary("congressctl"), "audit-records", "list", "--parent", "services/" + service, "-o", "json"};
    return support::RunToEnd(words,
                             {{"CONGRESS_SERVER", suite_.endpoint()}, {"CONGRESS_TOKEN_FILE", suite_.AdminTokenFile()}})
        .output;
  }

  Suite suite_{support::Shape::kOneProcess};
};

TEST_F(Summons, HasTheNamesThatDossiersShowsToTheCaller) {
  const Finished whole = Export("tong-hop", "administrator@province");
  EXPECT_EQ(whole.status, 0) << whole.errors;
  EXPECT_THAT(whole.output, AllOf(HasSubstr("Tổng số: 3 đại biểu."), HasSubstr("Lê Thị Mẫu"),
                                  HasSubstr("Trần Thị Minh Họa | Phó Bí thư"), Not(HasSubstr("nguoi-9"))));
  EXPECT_THAT(whole.errors, AllOf(HasSubstr("1/3 đại biểu"), HasSubstr("persons/nguoi-9"), Not(HasSubstr("nguoi-2"))));
  // Nobody's personal data was read.
  EXPECT_THAT(Audit("dossiers"), AllOf(HasSubstr("CreatePerson"), Not(HasSubstr("tong-hop"))));
  EXPECT_THAT(Audit("allocation"), AllOf(HasSubstr("CreateDelegate"), Not(HasSubstr("tong-hop"))));

  const Finished own = Export("van-thu", "clerk@unit-101");
  EXPECT_EQ(own.status, 0) << own.errors;
  EXPECT_THAT(own.output, AllOf(HasSubstr("Tổng số: 3 đại biểu."), HasSubstr("Lê Thị Mẫu"),
                                Not(HasSubstr("Trần Thị Minh Họa")), Not(HasSubstr("Phó Bí thư"))));
  EXPECT_THAT(own.errors, AllOf(HasSubstr("2/3 đại biểu"), HasSubstr("persons/nguoi-2, persons/nguoi-9")));

  const Finished given =
      Export("tong-hop", "administrator@province",
             {"--persons", R"({"person": "persons/nguoi-9", "displayName": "Lò Văn Mẫu", "positionTitle": "Bí thư"})"});
  EXPECT_EQ(given.status, 0) << given.errors;
  EXPECT_THAT(given.output, AllOf(HasSubstr("Lò Văn Mẫu | Bí thư"), Not(HasSubstr("Lê Thị Mẫu"))));
  EXPECT_EQ(given.errors, "") << "who is named is then the caller's affair";
}

TEST_F(Summons, BearsWhatTheOfficeGives) {
  const Finished formed =
      Export("tong-hop", "administrator@province",
             {"--issuer", "TỈNH ỦY MẪU", "--issuer", "VĂN PHÒNG", "--number", "12-DS/VPTU", "--place", "Mẫu", "--date",
              "2025-02-08", "--signer-authority", "T/L BAN THƯỜNG VỤ", "--signer-title", "CHÁNH VĂN PHÒNG",
              "--signer-name", "Nguyễn Thị Mẫu", "--recipients", "Các ban, đảng ủy"});
  EXPECT_EQ(formed.status, 0) << formed.errors;
  for (const char* line : {"TỈNH ỦY MẪU\n", "VĂN PHÒNG\n", "Số 12-DS/VPTU\n", "Mẫu, ngày 08 tháng 02 năm 2025\n",
                           "T/L BAN THƯỜNG VỤ\n", "CHÁNH VĂN PHÒNG\n", "Nguyễn Thị Mẫu\n", "- Các ban, đảng ủy\n"}) {
    EXPECT_THAT(formed.output, HasSubstr(line));
  }
  EXPECT_THAT(formed.output, Not(HasSubstr("....")));
}

}  // namespace
}  // namespace congress::e2e

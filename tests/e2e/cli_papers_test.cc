// Papers as an official makes them by congressctl: the list of those who are summoned, with the names that dossiers
// shows to who asks.
#include <fstream>

#include "absl/strings/str_replace.h"
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

  const Finished given = Export(
      "tong-hop", "administrator@province",
      {"--persons", R"([{"person": "persons/nguoi-9", "displayName": "Lò Văn Mẫu", "positionTitle": "Bí thư"}])"});
  EXPECT_EQ(given.status, 0) << given.errors;
  EXPECT_THAT(given.output, AllOf(HasSubstr("Lò Văn Mẫu | Bí thư"), Not(HasSubstr("Lê Thị Mẫu"))));
  EXPECT_THAT(given.errors, AllOf(HasSubstr("2/3 đại biểu"), HasSubstr("không có trong --persons"),
                                  HasSubstr("persons/nguoi-2, persons/nguoi-7"), Not(HasSubstr("nguoi-9"))));
}

// Which congress the list is for is known to preparation alone.
TEST_F(Summons, SaysWhichCongressItIsFor) {
  const std::string known = "được triệu tập dự Đại hội Đảng bộ tỉnh Mẫu";
  EXPECT_THAT(Export("tong-hop", "administrator@province").output, HasSubstr(known));
  EXPECT_THAT(Export("van-thu", "clerk@unit-101").output,
              AllOf(HasSubstr("được triệu tập dự Đại hội"), Not(HasSubstr(known))))
      << "who may not read the congress is not told what it is called";
  EXPECT_THAT(Export("tong-hop", "administrator@province", {"--congress-display-name", "Đại hội lần thứ mười"}).output,
              HasSubstr("được triệu tập dự Đại hội lần thứ mười"));
}

// A mistyped congress, and one of which there is nothing to see, give no paper that would pass for a complete one.
TEST_F(Summons, NoPaperIsMadeOfNothing) {
  const auto run = [&](std::vector<std::string> words, const std::string& binding) {
    const std::string token = StrCat(suite_.folder(), "/asks");
    std::ofstream(token) << suite_.Token("hoi", {binding});
    words.insert(words.begin(), support::Binary("congressctl"));
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_.endpoint()}, {"CONGRESS_TOKEN_FILE", token}, {"LC_ALL", "vi_VN.UTF-8"}});
  };
  const std::vector<std::vector<std::string>> kPapers = {{"delegates", "export"},
                                                         {"dossier-gaps", "export", "--before", "2030-01-01"},
                                                         {"calendars", "export"},
                                                         {"calendars", "export", "--format", "programme"}};
  for (std::vector<std::string> words : kPapers) {
    words.insert(words.end(), {"--parent", "congresses/mua"});
    const Finished mistyped = run(words, "administrator@province");
    EXPECT_EQ(mistyped.status, 1) << words[0];
    EXPECT_EQ(mistyped.output, "") << words[0];
    EXPECT_THAT(mistyped.errors, AllOf(HasSubstr("RESOURCE_NOT_FOUND"), HasSubstr("congresses/mua"))) << words[0];
    words.back() = "congresses/mau";
    EXPECT_EQ(run(words, "administrator@province").status, 0) << words[0];
    // What is forbidden looks like what is not there.
    const Finished forbidden = run(words, "clerk@cb-1");
    words.back() = "congresses/mua";
    const Finished missing = run(words, "clerk@cb-1");
    EXPECT_EQ(forbidden.status, 1) << words[0] << forbidden.output;
    EXPECT_THAT(forbidden.errors, HasSubstr("RESOURCE_NOT_FOUND")) << words[0];
    EXPECT_EQ(absl::StrReplaceAll(forbidden.errors, {{"congresses/mau", "congresses/mua"}}), missing.errors);
  }
  const Finished empty =
      run({"delegates", "export", "--parent", "congresses/mau", "--organisation", "organisations/cb-1"},
          "administrator@province");
  EXPECT_EQ(empty.status, 1);
  EXPECT_THAT(empty.errors, AllOf(HasSubstr("NOTHING_TO_PRINT"), HasSubstr("Không có nội dung nào để in của")));
}

// What the file is called says what it is.
TEST_F(Summons, IsTheFileThatItsNameSays) {
  for (const auto& [ending, begins] : {std::pair("pdf", "%PDF"), {"docx", "PK"}, {"txt", "DANH SÁCH"}}) {
    const std::string file = StrCat(suite_.folder(), "/ds.", ending);
    const Finished made = Export("tong-hop", "administrator@province", {"--output", file});
    EXPECT_EQ(made.status, 0) << made.errors;
    std::ifstream stream(file, std::ios::binary);
    const std::string content((std::istreambuf_iterator<char>(stream)), {});
    EXPECT_THAT(content.substr(0, 2000), HasSubstr(begins)) << ending;
  }
  const Finished refused =
      Export("tong-hop", "administrator@province", {"--paper-format", "docx", "--output", "ds.pdf"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors, HasSubstr("có phải là ds.docx không?"));
}

// Which congress, whose meetings, and what leaves nothing to print.
TEST_F(Summons, ProgrammesAndGapsSayWhatTheyAreOf) {
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), support::Binary("congressctl"));
    words.insert(words.end(), {"--parent", "congresses/mau"});
    return support::RunToEnd(words, {{"CONGRESS_SERVER", suite_.endpoint()},
                                     {"CONGRESS_TOKEN_FILE", suite_.AdminTokenFile()},
                                     {"LC_ALL", "vi_VN.UTF-8"}});
  };
  EXPECT_THAT(run({"calendars", "export", "--format", "programme"}).output,
              HasSubstr("tổ chức đại hội của các tổ chức đảng tiến tới Đại hội Đảng bộ tỉnh Mẫu"));
  EXPECT_THAT(run({"dossier-gaps", "export", "--before", "2030-01-01"}).output,
              HasSubstr("tài liệu phục vụ Đại hội Đảng bộ tỉnh Mẫu"));
  const Finished nobody = run({"calendars", "export", "--post", "organisations/province/posts/nobody"});
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.errors, AllOf(HasSubstr("organisations/province/posts/nobody"), Not(HasSubstr("tên đại hội"))));
}

TEST_F(Summons, BearsWhatTheOfficeGives) {
  const Finished formed =
      Export("tong-hop", "administrator@province",
             {"--issuer", "TỈNH ỦY MẪU", "--issuer", "VĂN PHÒNG", "--number", "12-DS/VPTU", "--place", "Mẫu", "--date",
              "2025-02-08", "--signer-authority", "T/L BAN THƯỜNG VỤ", "--signer-title", "CHÁNH VĂN PHÒNG",
              "--signer-name", "Nguyễn Thị Mẫu", "--recipients", "[Các ban, đảng ủy]"});
  EXPECT_EQ(formed.status, 0) << formed.errors;
  for (const char* line : {"TỈNH ỦY MẪU\n", "VĂN PHÒNG\n", "Số 12-DS/VPTU\n", "Mẫu, ngày 08 tháng 02 năm 2025\n",
                           "T/L BAN THƯỜNG VỤ\n", "CHÁNH VĂN PHÒNG\n", "Nguyễn Thị Mẫu\n", "- [Các ban, đảng ủy]\n"}) {
    EXPECT_THAT(formed.output, HasSubstr(line));
  }
  EXPECT_THAT(formed.output, Not(HasSubstr("....")));
}

}  // namespace
}  // namespace congress::e2e

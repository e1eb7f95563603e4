// congressctl with a configuration: contexts, short names, completion, languages.
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::Shape;
using support::Suite;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Contexts : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    suite_ = new Suite(Shape::kOneProcess);
    std::ofstream(suite_->folder() + "/units.csv")
        << "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
           "101,Đảng bộ xã Quế Phong,commune,,2500,2025-06-30,,2025-07-01\n"
           "102,Đảng bộ xã Quỳ Châu,commune,,1500,2025-06-30,,2025-07-01\n"
           "103,Đảng bộ xã Quỳ Hợp,commune,,1500,2025-06-30,,2025-07-01\n";
    const Finished import =
        support::RunToEnd({Binary("congressctl"), "organisations", "import", "--csv", suite_->folder() + "/units.csv"},
                          {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}});
    ASSERT_EQ(import.status, 0) << import.errors;
  }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }
  Contexts() { std::filesystem::remove_all(path("config")); }

  static std::string path(const std::string& name) { return suite_->folder() + "/" + name; }
  static std::string Configuration() { return path("config/congress/config.yaml"); }
  static Finished Ctl(std::vector<std::string> words, std::map<std::string, std::string> environment = {}) {
    words.insert(words.begin(), Binary("congressctl"));
    environment.emplace("XDG_CONFIG_HOME", path("config"));
    return support::RunToEnd(words, environment);
  }
  static void SetContext(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {
        "context",    "set", "tinh", "--server", suite_->endpoint(), "--token-file", suite_->AdminTokenFile(),
        "--congress", "xx"};
    words.insert(words.end(), more.begin(), more.end());
    const Finished set = Ctl(words);
    ASSERT_EQ(set.status, 0) << set.errors;
  }
  static std::vector<std::string> Offered(std::vector<std::string> words) {
    words.insert(words.begin(), "__complete");
    const Finished offered = Ctl(words);
    EXPECT_EQ(offered.status, 0);
    EXPECT_EQ(offered.errors, "");
    std::vector<std::string> lines = absl::StrSplit(offered.output, '\n', absl::SkipEmpty());
    for (std::string& line : lines) line = line.substr(0, line.find('\t'));
    return lines;
  }

  static Suite* suite_;
};
Suite* Contexts::suite_ = nullptr;

TEST_F(Contexts, SayWhatCommandsNeedNotBeTold) {
  SetContext();
  struct stat facts {};
  ASSERT_EQ(stat(Configuration().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777, 0600u);
  EXPECT_EQ(Ctl({"organisations", "list"}).status, 0);
  ASSERT_EQ(Ctl({"context", "set", "xa", "--server", "127.0.0.1:1", "--language", "vi", "--format", "json"}).status, 0);
  EXPECT_THAT(Ctl({"context", "list"}).output, AllOf(HasSubstr("*"), HasSubstr("congresses/xx"), HasSubstr("xa")));
  EXPECT_EQ(Ctl({"organisations", "list", "--context", "xa", "--timeout", "1"}).status, 1);
  EXPECT_EQ(Ctl({"organisations", "list"}, {{"CONGRESS_CONTEXT", "xa"}}).status, 1);
  ASSERT_EQ(Ctl({"context", "use", "xa"}).status, 0);
  // What is said beside it wins.
  const std::map<std::string, std::string> beside = {{"CONGRESS_SERVER", suite_->endpoint()},
                                                     {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}};
  const Finished listed = Ctl({"organisations", "list"}, beside);
  EXPECT_EQ(listed.status, 0) << listed.errors;
  EXPECT_TRUE(nlohmann::json::accept(listed.output));
  EXPECT_THAT(Ctl({"organisations", "list", "-o", "csv"}, beside).output, Not(HasSubstr("{")));
  EXPECT_THAT(Ctl({"organisations", "list", "--server", "x"}).errors, HasSubstr("không phải HOST:PORT"));
  EXPECT_THAT(Ctl({"organisations", "list", "--server", "x", "--lang", "en"}).errors, HasSubstr("is no HOST:PORT"));
  ASSERT_EQ(Ctl({"context", "delete", "xa"}).status, 0);
  EXPECT_EQ(Ctl({"context", "use", "xa"}).status, 2);
  // A plan goes with its congress.
  SetContext({"--plan", "chinh"});
  EXPECT_THAT(Ctl({"context", "show", "tinh"}).output, HasSubstr("congresses/xx/allocationPlans/chinh"));
  ASSERT_EQ(Ctl({"context", "set", "tinh", "--congress", "khac"}).status, 0);
  EXPECT_THAT(Ctl({"context", "show", "tinh"}).output,
              AllOf(HasSubstr("congresses/khac"), Not(HasSubstr("allocationPlans"))));
}

TEST_F(Contexts, AFaultyFileIsToldByLine) {
  SetContext();
  std::ofstream(Configuration()) << "current: tinh\ncontexts:\n  - name: tinh\n    sever: 127.0.0.1:1\n";
  const Finished faulty = Ctl({"organisations", "list"});
  EXPECT_EQ(faulty.status, 2);
  EXPECT_THAT(faulty.errors, HasSubstr(StrCat(Configuration(), ":4:5: ")));
  EXPECT_EQ(Ctl({"--help"}).status, 0);
  std::ofstream(Configuration()) << "current: tinh\n";
  EXPECT_THAT(Ctl({"organisations", "list"}).errors, HasSubstr("there is no context 'tinh'"));
  chmod(Configuration().c_str(), 0666);
  EXPECT_THAT(Ctl({"organisations", "list"}).errors, HasSubstr("chmod 600"));
}

TEST_F(Contexts, ShortNamesStandForResources) {
  SetContext();
  for (const char* name : {"organisations/unit-101", "unit-101", "que-phong", "Quế Phong", "que phong"}) {
    const Finished got = Ctl({"organisations", "get", name});
    EXPECT_EQ(got.status, 0) << name << got.errors;
    EXPECT_THAT(got.output, HasSubstr("Đảng bộ xã Quế Phong"));
  }
  const Finished several = Ctl({"organisations", "get", "quy"});
  EXPECT_EQ(several.status, 2);
  EXPECT_THAT(several.errors, AllOf(HasSubstr("unit-102 (Đảng bộ xã Quỳ Châu)"), HasSubstr("unit-103")));
  EXPECT_THAT(Ctl({"organisations", "get", "nowhere"}).errors, HasSubstr("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(Ctl({"organisations", "get", "unit-101", "unit-102"}).status, 2);
  // The congress is the context's; of what changes something the whole name is wanted.
  const Finished made = Ctl({"persons", "create", "ten", "--organisation", "que-phong", "--display-name", "Lê Mẫu"});
  EXPECT_EQ(made.status, 2);
  EXPECT_THAT(made.errors, HasSubstr("unit-101"));
  EXPECT_EQ(
      Ctl({"persons", "create", "ten", "--organisation", "đảng bộ xã quế phong", "--display-name", "Lê Mẫu"}).status,
      0);
  EXPECT_EQ(Ctl({"allocation-plans", "list"}).status, 0) << "of the context's congress";
}

TEST_F(Contexts, KeepTheLanguageThatTheyAreSetWith) {
  SetContext({"--lang", "VI", "--format", "CSV"});
  EXPECT_THAT(Ctl({"context", "show", "tinh"}).output, AllOf(HasSubstr("vi"), HasSubstr("csv")));
  EXPECT_THAT(Ctl({"organisations", "list", "--server", "x"}).errors, HasSubstr("không phải HOST:PORT"));
  EXPECT_THAT(Ctl({"organisations", "list"}).output, HasSubstr("name,code,"));
  // The language of one run is no setting.
  ASSERT_EQ(Ctl({"context", "set", "tinh", "--congress", "xx"}, {{"CONGRESS_LANG", "en"}}).status, 0);
  EXPECT_THAT(Ctl({"organisations", "list", "--server", "x"}).errors, HasSubstr("không phải HOST:PORT"));
  std::ofstream(Configuration()) << "current: tay\ncontexts:\n  - {name: tay, language: Vi, format: Json}\n";
  EXPECT_THAT(Ctl({"organisations", "list", "--server", "x"}).errors, HasSubstr("không phải HOST:PORT"));
}

TEST_F(Contexts, HaveNames) {
  SetContext({"--lang", "en"});
  for (const char* name : {"", "a/b", "a\nb"}) {
    EXPECT_EQ(Ctl({"context", "set", name, "--server", "a:1"}).status, 2) << name;
  }
  EXPECT_EQ(Ctl({"context", "list"}).status, 0);
  const Finished bytes = Ctl({"organisations", "get", "--name", "\xff\xfe"});
  EXPECT_EQ(bytes.status, 2);
  EXPECT_THAT(bytes.errors, HasSubstr("argument 4 is no UTF-8"));
}

// What a command needs and neither it nor the context says.
TEST_F(Contexts, WithoutAPlanSayHowTheyAreGivenOne) {
  const std::string lack =
      "the context 'tinh' has no plan; name the plan wholly, or set it: congressctl context set tinh";
  const auto expect = [&](const std::string& told) {
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"units", "explain", "que-phong"},
                                               {"allocation-plans", "get"},
                                               {"what-if", "--delegates", "5"},
                                               {"shortfalls"},
                                               {"allocation-plans", "approve"}}) {
      const Finished refused = Ctl(words);
      EXPECT_EQ(refused.status, 2) << words[0];
      EXPECT_THAT(refused.errors, HasSubstr(told)) << words[0];
    }
  };
  SetContext();
  expect(lack + " --plan PLAN");
  const Finished named = Ctl({"units", "explain", "congresses/xx/allocationPlans/p"});
  EXPECT_THAT(named.errors, Not(HasSubstr("has no plan"))) << "it is the organisation that is missing";
  ASSERT_EQ(Ctl({"context", "set", "tinh", "--congress", ""}).status, 0);
  expect(lack + " --congress CONGRESS --plan PLAN");
  EXPECT_THAT(Ctl({"allocation-plans", "list"}).errors, HasSubstr("the context 'tinh' has no congress"));
  EXPECT_THAT(Ctl({"allocation-plans", "get", "p"}).errors, HasSubstr("'p': the context 'tinh' has no congress"));
  EXPECT_THAT(Ctl({"context", "set", "tinh", "--plan", "p"}).errors, HasSubstr("give --congress as well"));
  EXPECT_THAT(Ctl({"allocation-plans", "get", "--lang", "vi"}).errors, HasSubstr("ngữ cảnh 'tinh' chưa có phương án"));
  std::filesystem::remove_all(path("config"));
  EXPECT_THAT(Ctl({"allocation-plans", "get"}).errors,
              HasSubstr("no context in use says which plan is meant; name the plan wholly, or set it: congressctl "
                        "context set NAME --congress CONGRESS --plan PLAN"));
}

TEST_F(Contexts, HelpIsVietnameseWhereItIsOurs) {
  const auto help = [](std::vector<std::string> words) {
    words.emplace_back("--help");
    return Ctl(words).output;
  };
  const std::vector<std::string> kEnglish = {
      "Usage",   "\nOptions\n", "OPTIONS",    "\nPositionals\n", "\nRequest\n", "\nOutput\n", "REQUIRED",
      "(Env:",   "Excludes",    "Print this", " TEXT",           "FLOAT",       "[names",     "Permission:",
      "Errors:", "Required.",   "Optional.",  "Columns of",      "the context"};
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--lang", "vi", "units", "explain"},
                                             {"organisations", "list", "--lang", "vi"},
                                             {"--lang=VI", "context", "use"}}) {
    const std::string text = help(words);
    EXPECT_THAT(text, AllOf(HasSubstr("Cách dùng: congressctl "), HasSubstr("Tùy chọn\n"))) << words[0];
    for (const std::string& word : kEnglish) {
      EXPECT_THAT(text, Not(HasSubstr(word))) << words[0] << " " << words[1];
    }
  }
  EXPECT_THAT(
      help({"--lang", "vi", "organisations", "list"}),
      HasSubstr("Giá trị: party-committee (cấp uỷ), body (cơ quan, tổ chức giúp việc), external (tổ chức bên ngoài)."));
  EXPECT_THAT(help({"organisations", "list"}), AllOf(HasSubstr("Usage: "), Not(HasSubstr("Giá trị"))));
  EXPECT_THAT(help({"token", "issue"}), AllOf(HasSubstr("--subject TEXT REQUIRED"), HasSubstr("--key FILE REQUIRED")));
  EXPECT_THAT(help({"--lang", "vi"}), HasSubstr("Tổ chức đảng, phân bổ và đại biểu"));
  EXPECT_THAT(Ctl({"--lang", "vi"}).output, HasSubstr("Tổ chức đảng, phân bổ và đại biểu"));
}

TEST_F(Contexts, WhatIsMistypedIsGuessed) {
  for (const auto& [words, meant] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"organistions", "list"}, "did you mean organisations?"},
           {{"organisations", "lst"}, "did you mean list?"},
           {{"organisations", "list", "--page-sise", "3"}, "did you mean --page-size?"},
           {{"organisations", "list", "-o", "jsno"}, "did you mean json?"},
           {{"delegates", "convene", "x", "--organisation", "a"}, "'--organisation' was not expected here"},
           {{"organisations", "list", "--role", "party-comittee"}, "did you mean party-committee?"}}) {
    const Finished guessed = Ctl(words, {{"CONGRESS_SERVER", suite_->endpoint()}});
    EXPECT_EQ(guessed.status, 2);
    EXPECT_THAT(guessed.errors, HasSubstr(meant));
  }
}

TEST_F(Contexts, CompletionOffersWordsValuesAndIds) {
  SetContext();
  EXPECT_THAT(Offered({"organisatio"}), ElementsAre("organisation-imports", "organisations"));
  EXPECT_THAT(Offered({"organisations", "l"}), ElementsAre("list"));
  EXPECT_THAT(Offered({"organisations", "list", "--page-s"}), ElementsAre("--page-size"));
  EXPECT_THAT(Offered({"organisations", "list", "--role", "p"}), ElementsAre("party-committee"));
  EXPECT_THAT(Offered({"organisations", "list", "--role=b"}), ElementsAre("--role=body"));
  EXPECT_THAT(Offered({"organisations", "list", "--server", "127.0.0.1", ":", "1", "--role", "=", "b"}),
              ElementsAre("body"));
  EXPECT_THAT(Offered({"organisations", "list", "-o", ""}), ElementsAre("table", "json", "csv", "xlsx"));
  EXPECT_THAT(Offered({"--lang", "vi", "organisatio"}), ElementsAre("organisation-imports", "organisations"));
  EXPECT_THAT(Offered({"--lang", "vi", "organisations", "l"}), ElementsAre("list"));
  EXPECT_THAT(Offered({"organisations", "get", "que phong"}), ElementsAre("unit-101"));
  EXPECT_THAT(Offered({"organisations", "get", "quy"}), ElementsAre("unit-102", "unit-103"));
  EXPECT_THAT(Offered({"persons", "list", "--organisation", "organisations/unit-103"}),
              ElementsAre("organisations/unit-103"));
  EXPECT_THAT(Offered({"indexes", "rebuild", "--parent", "dra"}), ElementsAre("drafting"));
  EXPECT_THAT(Offered({"--lang", ""}), ElementsAre("vi", "en"));
  EXPECT_THAT(Offered({"--lang=v"}), ElementsAre("--lang=vi"));
  EXPECT_THAT(Offered({"organisations", "list", "--lang", "e"}), ElementsAre("en"));
  EXPECT_THAT(Offered({"--la"}), ElementsAre("--lang"));
}

// What lies in what no context names is reached step by step.
TEST_F(Contexts, CompletionGoesDownToRoundsOfOpinions) {
  SetContext();
  ASSERT_EQ(Ctl({"context", "set", "tinh", "--congress", "gy"}).status, 0);
  std::ofstream(path("document.yaml")) << "document: {organisation: organisations/province, kind: report, symbol: BC, "
                                          "display_name: Báo cáo}\n"
                                          "sections: [{id: tasks, title: Nhiệm vụ}]\n"
                                          "steps: [{id: opinions, display_name: Lấy ý kiến}, "
                                          "{id: final, display_name: Hoàn thiện}]\n";
  const std::string document = "congresses/gy/documents/bao-cao";
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"congresses", "create", "gy", "--organisation", "province", "--display-name", "Đại hội gợi ý", "--level",
            "province", "--term", "2025-2030"},
           {"documents", "create", "--document-id", "bao-cao", "--file", path("document.yaml")},
           {"opinion-rounds", "create", document, "dot-1", "--display-name", "Đợt một", "--revision",
            document + "/revisions/000001", "--invited", "organisations/province", "--first-date", "2020-01-01",
            "--last-date", "2099-12-31"}}) {
    const Finished made = Ctl(words);
    ASSERT_EQ(made.status, 0) << words[0] << made.errors;
  }
  EXPECT_THAT(Offered({"opinion-rounds", "list", ""}), ElementsAre(document));
  const std::string rounds = document + "/opinionRounds/";
  EXPECT_THAT(Offered({"opinions", "list", ""}), ElementsAre(rounds));
  EXPECT_THAT(Offered({"opinions", "list", "bao"}), ElementsAre(rounds));
  EXPECT_THAT(Offered({"opinions", "list", rounds}), ElementsAre(rounds + "dot-1"));
  EXPECT_THAT(Offered({"opinion-rounds", "get", rounds + "d"}), ElementsAre(rounds + "dot-1"));
  EXPECT_THAT(Offered({"opinion-reports", "export", rounds}), ElementsAre(rounds + "dot-1"));
  EXPECT_THAT(Offered({"opinions", "list", "congresses/gy/documents/x"}), ElementsAre());
  EXPECT_THAT(Offered({"opinions", "list", "congresses/g"}), ElementsAre("congresses/gy/documents/"));
}

TEST_F(Contexts, CompletionOffersContexts) {
  EXPECT_THAT(Offered({"context", "use", ""}), ElementsAre());
  SetContext();
  ASSERT_EQ(Ctl({"context", "set", "Thu"}).status, 0);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"context", "use"}, {"context", "show"}, {"context", "delete"}, {"organisations", "list", "--context"}}) {
    auto all = words;
    all.emplace_back("");
    EXPECT_THAT(Offered(all), ElementsAre("tinh", "Thu")) << words[1];
    all.back() = "th";
    EXPECT_THAT(Offered(all), ElementsAre("Thu")) << words[1];
  }
  EXPECT_THAT(Offered({"context", "use", "tinh", ""}), ElementsAre()) << "it takes one";
}

TEST_F(Contexts, CompletionIsSilentWithoutAServer) {
  EXPECT_THAT(Offered({"organisations", "get", "que"}), ElementsAre());
  EXPECT_THAT(Offered({"organisations", "get", "--server", "127.0.0.1:1", "que"}), ElementsAre());
  std::filesystem::create_directories(path("config/congress"));
  std::ofstream(Configuration()) << "x";
  EXPECT_THAT(Offered({"organisations", "l"}), ElementsAre("list"));
}

TEST_F(Contexts, OffersWhatRowsAndColumnsCanBe) {
  EXPECT_THAT(Offered({"readiness", "get", "--rows", "org"}), ElementsAre("organisations", "organisations.blockers"));
  EXPECT_THAT(Offered({"persons", "list", "--columns", "name,b"}), ElementsAre("name,birth_date"));
  EXPECT_THAT(Offered({"readiness", "get", "--rows", "organisations", "--columns", "rea"}), ElementsAre("ready"));
}

// The function that bash calls, in bash.
TEST_F(Contexts, BashCompletes) {
  SetContext();
  const auto completed = [&](const std::string& words, int at) {
    const std::string script = StrCat("source <(congressctl completion bash); COMP_WORDS=(", words,
                                      "); COMP_CWORD=", at, "; _congressctl; printf '%s\\n' \"${COMPREPLY[@]}\"");
    const std::string folder = std::filesystem::path(Binary("congressctl")).parent_path();
    const Finished finished = support::RunToEnd(
        {"/bin/bash", "-c", script}, {{"XDG_CONFIG_HOME", path("config")}, {"PATH", folder + ":/usr/bin:/bin"}});
    EXPECT_EQ(finished.errors, "");
    return finished.output;
  };
  EXPECT_EQ(completed("congressctl organisations ge", 2), "get\n");
  EXPECT_EQ(completed("congressctl context use ''", 3), "tinh\n");
  EXPECT_EQ(completed("congressctl organisations get que-ph", 3), "unit-101\n");
  EXPECT_EQ(completed("congressctl organisations get '\"que ph'", 3), "unit-101\n");
}

// What data says is not obeyed by a terminal, nor by one that only the errors reach.
TEST_F(Contexts, ControlCharactersAreWrittenOut) {
  SetContext();
  const Finished refused = Ctl({"\x1b[31mred\u202e", "list"});
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.errors, AllOf(HasSubstr("\\x1b[31mred"), Not(HasSubstr("\x1b")), Not(HasSubstr("\u202e"))));
}

TEST_F(Contexts, ErrorsAreJsonWhereResultsAre) {
  SetContext();
  const auto kind = [](const Finished& finished) {
    const auto error = nlohmann::json::parse(finished.errors, nullptr, false);
    return error.is_object() ? error["error"]["kind"].get<std::string>() : finished.errors;
  };
  const Finished refused = Ctl({"organisations", "get", "organisations/nowhere", "-o", "json"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(kind(refused), "REFUSED");
  EXPECT_EQ(nlohmann::json::parse(refused.errors)["error"]["reason"], "RESOURCE_NOT_FOUND");
  const Finished silent = Ctl({"organisations", "list", "--server", "127.0.0.1:1", "--timeout", "1", "-o", "json"});
  EXPECT_EQ(silent.status, 1);
  EXPECT_EQ(kind(silent), "UNREACHABLE");
  EXPECT_EQ(kind(Ctl({"organisations", "list", "--as-of", "x", "-o", "json"})), "USAGE");
  EXPECT_EQ(kind(Ctl({"organisations", "list", "-o", "JSON", "--role", "x"})), "USAGE");
  EXPECT_EQ(kind(Ctl({"organisations", "list", "-o", "Json", "--timeout", "x"})), "USAGE") << "no value is read";
  std::ofstream(path("tie.csv")) << "key,weight\na,1\nb,1\n";
  const Finished tie = Ctl({"apportion", "--method", "sainte-lague", "--seats", "1", "--input", path("tie.csv"),
                            "--key", "key", "--weight", "weight", "-o", "json"});
  EXPECT_EQ(tie.status, 1);
  EXPECT_EQ(kind(tie), "TIE");
}

TEST_F(Contexts, WhatDoesNotHoldEndsWithOne) {
  SetContext();
  std::ofstream(path("bad.csv")) << "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
                                    "104,Đảng bộ xã Bốn,commune,,-5,2025-06-30,,2025-07-01\n";
  const Finished preview = Ctl({"organisations", "import", "--csv", path("bad.csv"), "--validate-only"});
  EXPECT_EQ(preview.status, 1);
  EXPECT_THAT(preview.output, HasSubstr("ERROR")) << "the rows are shown all the same";
  EXPECT_THAT(preview.errors, HasSubstr("rows of the file cannot be taken: 1"));
  EXPECT_EQ(Ctl({"lineage", "check"}).status, 0);
  const Finished lineage = Ctl({"lineage", "check", "--expected-after", "7"});
  EXPECT_EQ(lineage.status, 1);
  EXPECT_THAT(lineage.errors, HasSubstr("sums that do not agree: 1"));
}

// What officials ask of a plan: what another number would do, and who lacks women.
TEST_F(Contexts, AnswersForThePlanOfTheContext) {
  SetContext({"--plan", "p"});
  std::ofstream(path("rule.yaml")) << "rule_set_id: thu\n"
                                      "rule_set:\n"
                                      "  display_name: Quy tắc thử\n"
                                      "  legal_basis: thử\n"
                                      "  effective_from: 2025-01-01\n"
                                      "  member_step: {fitted: {total: 11}}\n"
                                      "  tie_rule: MORE_MEMBERS_THEN_EARLIER_CODE\n";
  std::ofstream(path("plan.yaml"))
      << "display_name: Phương án thử\n"
         "rule_set: ruleSets/thu\n"
         "as_of: 2025-09-01\n"
         "targets:\n"
         "  - {id: nu, display_name: Đại biểu nữ, group: WOMEN, sense: AT_LEAST, count: 2,\n"
         "     base: ALL_DELEGATES}\n";
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"congresses", "create", "xx", "--organisation", "province", "--display-name", "Đại hội thử", "--level",
            "province", "--term", "2025-2030"},
           {"rule-sets", "create", "--file", path("rule.yaml")},
           {"allocation-plans", "create", "p", "--file", path("plan.yaml")}}) {
    const Finished made = Ctl(words);
    ASSERT_EQ(made.status, 0) << words[0] << made.errors;
  }
  EXPECT_THAT(Ctl({"units", "explain", "que-phong"}).output, HasSubstr("Đảng bộ xã Quế Phong"));
  EXPECT_EQ(Ctl({"what-if", "--delegates", "11", "-o", "csv"}).output,
            "organisation,display_name,seats,other_seats,change\r\n");
  EXPECT_EQ(Ctl({"what-if", "--delegates", "22", "-o", "csv"}).output,
            "organisation,display_name,seats,other_seats,change\r\n"
            "organisations/unit-101,Đảng bộ xã Quế Phong,5,10,+5\r\n"
            "organisations/unit-102,Đảng bộ xã Quỳ Châu,3,6,+3\r\n"
            "organisations/unit-103,Đảng bộ xã Quỳ Hợp,3,6,+3\r\n");
  EXPECT_THAT(Ctl({"allocation-plans", "get"}).output, HasSubstr("11")) << "nothing is stored";
  const auto lacking = nlohmann::json::parse(Ctl({"shortfalls", "-o", "json"}).output, nullptr, false);
  ASSERT_TRUE(lacking.is_array());
  int missing = 0;
  for (const auto& row : lacking) missing += std::stoi(row["missing"].get<std::string>());
  EXPECT_EQ(missing, 2) << lacking;
  // In the reader's words, and JSON as answers have it.
  EXPECT_THAT(Ctl({"what-if", "--delegates", "22", "--lang", "vi"}).output,
              AllOf(HasSubstr("số đại biểu giả định"), Not(HasSubstr("other_seats"))));
  const auto changes =
      nlohmann::json::parse(Ctl({"what-if", "--delegates", "22", "-o", "json"}).output, nullptr, false);
  EXPECT_EQ(changes[0]["otherSeats"], "10") << changes;
  EXPECT_EQ(lacking[0].count("displayName"), 1u);
  EXPECT_THAT(Ctl({"context", "list", "--lang", "vi"}).output, HasSubstr("tệp mã xác thực"));
  // Another plan than the context's is named wholly, and offered.
  EXPECT_EQ(Ctl({"what-if", "Phương án thử", "--delegates", "11"}).status, 0);
  EXPECT_THAT(Ctl({"what-if", "phương", "--delegates", "11"}).errors, HasSubstr("p (Phương án thử)"));
  EXPECT_THAT(Offered({"what-if", ""}), ElementsAre("p"));
  EXPECT_THAT(Offered({"shortfalls", "phuong"}), ElementsAre("p"));
  // The name of the file says that it is CSV, unless the command line does.
  for (const auto& [more, begins] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, "\xEF\xBB\xBForganisation,display_name"}, {{"-o", "table"}, "\xEF\xBB\xBForganisation "}}) {
    std::vector<std::string> words = {"what-if", "--delegates", "22", "--output", path("khac.csv")};
    words.insert(words.end(), more.begin(), more.end());
    ASSERT_EQ(Ctl(words).status, 0);
    std::ifstream file(path("khac.csv"));
    const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    EXPECT_THAT(content, testing::StartsWith(begins));
  }
  EXPECT_EQ(Ctl({"context", "set", "a/../b"}).status, 2);
}

}  // namespace
}  // namespace congress::e2e

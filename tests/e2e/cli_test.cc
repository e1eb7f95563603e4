// congressctl as people and scripts use it: exit status, where what is printed goes, formats, help.
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tests/e2e/any_rpc.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::Shape;
using support::Suite;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Congressctl : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = new Suite(Shape::kOneProcess); }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }

  std::string path(const std::string& name) const { return suite_->folder() + "/" + name; }
  // Runs with the environment of someone who has set it up.
  Finished Ctl(std::vector<std::string> words, const std::string& input = "") const {
    words.insert(words.begin(), Binary("congressctl"));
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}}, input);
  }
  void Import() const {
    std::ofstream(path("organisations.csv")) << "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
                                                "101,\"Đảng bộ xã Một, Hai\",commune,,2500,2025-06-30,,2025-07-01\n"
                                                "102,Đảng bộ xã Ba,commune,,1500,2025-06-30,,2025-07-01\n";
    const Finished import = Ctl({"organisations", "import", "--csv", path("organisations.csv")});
    ASSERT_EQ(import.status, 0) << import.errors;
  }

  static Suite* suite_;
};
Suite* Congressctl::suite_ = nullptr;

// More than one commit holds.
TEST_F(Congressctl, ImportsALargeFileBySteps) {
  std::string rows = "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n";
  for (int i = 0; i < 10'001; ++i) {
    const std::string number = std::to_string(i);
    rows += "cell-" + number + ",Chi bộ " + number + ",cell,,9,2025-06-30,,\n";
  }
  std::ofstream(path("cells.csv")) << rows;
  const Finished import = Ctl({"organisations", "import", "--csv", path("cells.csv"), "-o", "json"});
  ASSERT_EQ(import.status, 0) << import.errors;
  EXPECT_EQ(import.errors, "");
  const auto did = nlohmann::json::parse(import.output, nullptr, false);
  ASSERT_TRUE(did.is_object()) << import.output;
  EXPECT_EQ(did["newCount"], 10'001);
  const std::string name = did["organisationImport"];
  const Finished undone = Ctl({"organisation-imports", "undo", "--name", name, "--reason", "thử"});
  EXPECT_EQ(undone.status, 0) << undone.errors;
  EXPECT_EQ(Ctl({"organisations", "get", "--name", "organisations/cell-1"}).status, 1);
  // The tree is free again once the undoing has put everything in its place.
  EXPECT_TRUE(support::Eventually([&] {
    const Finished list = Ctl({"operations", "list", "--parent", "services/allocation", "-o", "json"});
    return list.output.find("RUNNING") == std::string::npos;
  }));
}

TEST_F(Congressctl, PrintsResultsAsTableJsonAndCsv) {
  Import();
  const Finished table = Ctl({"organisations", "list"});
  EXPECT_EQ(table.status, 0) << table.errors;
  EXPECT_EQ(table.errors, "");
  EXPECT_THAT(table.output, AllOf(StartsWith("organisation "), HasSubstr("Đảng bộ xã Ba")));

  const Finished text = Ctl({"organisations", "list", "-o", "json"});
  const auto parsed = nlohmann::json::parse(text.output, nullptr, false);
  ASSERT_TRUE(parsed.is_object()) << text.output;
  EXPECT_EQ(parsed["organisations"][1]["name"], "organisations/unit-101");
  EXPECT_EQ(parsed["organisations"][1]["members"], "2500");

  const Finished csv = Ctl({"organisations", "list", "-o", "csv"});
  EXPECT_THAT(csv.output, AllOf(StartsWith("name,code,"), HasSubstr("\"Đảng bộ xã Một, Hai\"")));
}

TEST_F(Congressctl, TablesCallOrganisationsByName) {
  Import();
  const Finished made =
      Ctl({"persons", "create", "ten", "--organisation", "organisations/unit-102", "--display-name", "Nguyễn Thị Mẫu"});
  ASSERT_EQ(made.status, 0) << made.errors;
  EXPECT_THAT(made.output, AllOf(HasSubstr("Đảng bộ xã Ba"), HasSubstr("persons/ten")));
  EXPECT_THAT(Ctl({"persons", "list"}).output, HasSubstr("Đảng bộ xã Ba (organisations/unit-102)"));
  EXPECT_THAT(Ctl({"persons", "list", "-o", "csv"}).output, HasSubstr("organisations/unit-102")) << "for programs";
}

TEST_F(Congressctl, WaitsForLongWork) {
  Import();
  const Finished done = Ctl({"indexes", "rebuild", "--parent", "services/dossiers", "-o", "json"});
  ASSERT_EQ(done.status, 0) << done.errors;
  const auto operation = nlohmann::json::parse(done.output, nullptr, false);
  ASSERT_TRUE(operation.is_object()) << done.output;
  EXPECT_EQ(operation["state"], "DONE");
  EXPECT_TRUE(operation["response"].contains("recordCount")) << done.output;
  const Finished begun = Ctl({"indexes", "rebuild", "--parent", "services/dossiers", "--async"});
  EXPECT_EQ(begun.status, 0) << begun.errors;
  EXPECT_THAT(begun.output, HasSubstr("RUNNING"));
}

TEST_F(Congressctl, WatchesChangesLineByLine) {
  Import();
  support::Process watch(
      {Binary("congressctl"), "events", "watch", "--parent", "services/dossiers", "--kinds", "persons"},
      {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}});
  int count = 0;
  // Until the stream stands, nothing is told of what was before it.
  EXPECT_TRUE(support::Eventually([&] {
    const Finished made = Ctl({"persons", "create", "--person-id", "xem-" + std::to_string(count++), "--organisation",
                               "organisations/unit-101", "--display-name", "Trần Văn Mẫu"});
    return made.status == 0 && watch.Output().find("persons/xem-") != std::string::npos;
  })) << watch.Errors();
  EXPECT_THAT(watch.Output(), HasSubstr("CREATED"));
}

// For as long as was said, into a file, with what people call an organisation, and with the way to go on.
TEST_F(Congressctl, WatchesForATimeIntoAFile) {
  Import();
  const auto watch = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"events", "watch", "--parent", "services/dossiers", "--heartbeat", "1s"};
    words.insert(words.end(), more.begin(), more.end());
    return Ctl(words);
  };
  const Finished idle = watch({"--timeout", "0.3"});
  EXPECT_EQ(idle.status, 0) << idle.errors;
  const std::string before = "--resume-token ";
  const size_t at = idle.errors.find(before);
  ASSERT_NE(at, std::string::npos) << idle.errors;
  const std::string token = idle.errors.substr(at + before.size(), idle.errors.find('\n', at) - at - before.size());
  ASSERT_EQ(Ctl({"persons", "create", "--person-id", "vao-tep", "--organisation", "organisations/unit-101",
                 "--display-name", "Trần Văn Mẫu"})
                .status,
            0);
  const Finished resumed = watch({"--timeout", "0.5", "--resume-token", token, "--output", path("changes.txt")});
  EXPECT_EQ(resumed.status, 0) << resumed.errors;
  EXPECT_EQ(resumed.output, "");
  std::ifstream file(path("changes.txt"));
  const std::string told((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_THAT(told, AllOf(HasSubstr("persons/vao-tep"), HasSubstr("Đảng bộ"), HasSubstr("(organisations/unit-101)")));
}

TEST_F(Congressctl, WatchesOnAfterTheServerWasGoneUntilItIsInterrupted) {
  support::Suite suite(support::Shape::kOneProcess);
  support::Process watch({Binary("congressctl"), "events", "watch", "--parent", "services/allocation"},
                         {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}});
  const auto import = [&](const std::string& unit) {
    std::ofstream(path(unit + ".csv")) << "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
                                       << unit << ",Xã " << unit << ",commune,,5,2025-06-30,,2025-07-01\n";
    return support::RunToEnd({Binary("congressctl"), "organisations", "import", "--csv", path(unit + ".csv")},
                             {{"CONGRESS_SERVER", suite.endpoint()}, {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}})
        .status;
  };
  int count = 0;
  EXPECT_TRUE(support::Eventually([&] {
    return import("x" + std::to_string(count++)) == 0 && watch.Output().find("organisations/x") != std::string::npos;
  })) << watch.Errors();
  for (int i = 0; i < 2; ++i) {
    suite.Kill("congressd");
    EXPECT_TRUE(support::Eventually([&] { return watch.Errors().find("reconnecting") != std::string::npos; }));
    suite.Start("congressd");
    const std::string unit = "y" + std::to_string(i);
    EXPECT_EQ(import(unit), 0);
    EXPECT_TRUE(support::Eventually([&] { return watch.Output().find("organisations/" + unit) != std::string::npos; }))
        << watch.Errors();
  }
  watch.Signal(SIGINT);
  EXPECT_EQ(watch.Wait(), 0);
  EXPECT_THAT(watch.Errors(), HasSubstr("--resume-token"));
}

TEST_F(Congressctl, FollowsPagesUnlessOneIsAskedFor) {
  Import();
  const auto one = nlohmann::json::parse(Ctl({"organisations", "list", "--page-size", "1", "-o", "json"}).output);
  EXPECT_EQ(one["organisations"].size(), 1u);
  const std::string token = one["nextPageToken"];
  EXPECT_NE(token, "");
  const auto next = nlohmann::json::parse(
      Ctl({"organisations", "list", "--page-size", "1", "--page-token", token, "-o", "json"}).output);
  EXPECT_NE(next["organisations"][0]["name"], one["organisations"][0]["name"]);
}

TEST_F(Congressctl, TellsTheServersNoWithReasonAndDetailsAndStatusOne) {
  const Finished missing = Ctl({"organisations", "get", "--name", "organisations/nowhere"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.output, "");
  EXPECT_THAT(missing.errors,
              AllOf(HasSubstr("NOT_FOUND"), HasSubstr("RESOURCE_NOT_FOUND"), HasSubstr("organisations/nowhere")));
  std::ofstream(path("bad.csv")) << "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
                                    "103,Đảng bộ xã Bốn,commune,,-5,2025-06-30,,2025-07-01\n";
  const Finished rejected = Ctl({"organisations", "import", "--csv", path("bad.csv")});
  EXPECT_EQ(rejected.status, 1);
  EXPECT_THAT(rejected.errors, AllOf(HasSubstr("IMPORT_REJECTED"), HasSubstr("line 2"), HasSubstr("negative")));
}

TEST_F(Congressctl, TellsASilentServerWithStatusOne) {
  const Finished silent = support::RunToEnd({Binary("congressctl"), "organisations", "list", "--server", "127.0.0.1:1",
                                             "--token-file", suite_->AdminTokenFile(), "--timeout", "2"});
  EXPECT_EQ(silent.status, 1);
  EXPECT_EQ(silent.output, "");
  EXPECT_THAT(silent.errors, HasSubstr("UNAVAILABLE"));
}

TEST_F(Congressctl, TellsWrongUseInOneLineWithStatusTwo) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"nothing", "list"},
                                             {"organisations", "list", "--colour", "red"},
                                             {"organisations", "list", "-o", "xml"},
                                             {"organisations", "list", "--page-size", "many"},
                                             {"organisations", "list", "--as-of", "1/7/2025"},
                                             {"organisations", "import", "--csv", "/nonexistent.csv"},
                                             {"organisations", "list", "--token-file", "/nonexistent"},
                                             {"organisations", "list", "--json", "/nonexistent"},
                                             {"audit", "verify"},
                                             {"demo", "run", "--input", "/nonexistent", "--output", "/tmp/x"}}) {
    const Finished usage = Ctl(words);
    EXPECT_EQ(usage.status, 2) << words.back() << usage.errors;
    EXPECT_EQ(usage.output, "");
    EXPECT_THAT(usage.errors, StartsWith("congressctl: "));
    EXPECT_EQ(std::count(usage.errors.begin(), usage.errors.end(), '\n'), 1) << usage.errors;
  }
  EXPECT_EQ(Ctl({"organisations", "fly"}).status, 2);
  EXPECT_EQ(support::RunToEnd({Binary("congressctl"), "organisations", "list"}).status, 2);
}

TEST_F(Congressctl, ReadsARequestFromJson) {
  Import();
  const Finished got =
      Ctl({"organisations", "get", "--json", "-", "-o", "json"}, R"({"name": "organisations/unit-102"})");
  EXPECT_EQ(got.status, 0) << got.errors;
  EXPECT_THAT(got.output, HasSubstr("Đảng bộ xã Ba"));
  EXPECT_EQ(Ctl({"organisations", "get", "--json", "-"}, R"({"nam": "x"})").status, 2);
}

TEST_F(Congressctl, HelpsWithNounsVerbsAndFlags) {
  const Finished nouns = Ctl({"--help"});
  EXPECT_EQ(nouns.status, 0);
  EXPECT_THAT(nouns.output, AllOf(HasSubstr("allocation-plans"), HasSubstr("opinions"), HasSubstr("demo")));
  const Finished verbs = Ctl({"allocation-plans", "--help"});
  EXPECT_EQ(verbs.status, 0);
  EXPECT_THAT(verbs.output, HasSubstr("congressctl allocation-plans issue"));
  const Finished flags = Ctl({"allocation-plans", "issue", "--help"});
  EXPECT_EQ(flags.status, 0);
  EXPECT_THAT(flags.output, AllOf(HasSubstr("--number-series"), HasSubstr("PLAN_NOT_APPROVED")));
}

TEST_F(Congressctl, WritesAResultToAFile) {
  Import();
  const Finished written = Ctl({"organisations", "list", "-o", "csv", "--output", path("out.csv")});
  EXPECT_EQ(written.status, 0);
  EXPECT_EQ(written.output, "");
  std::ifstream file(path("out.csv"));
  std::string header;
  std::getline(file, header);
  EXPECT_THAT(header, StartsWith("\xEF\xBB\xBFname,code,")) << "by the mark a spreadsheet knows UTF-8";
  EXPECT_EQ(Ctl({"organisations", "list", "--output", "/nonexistent/out.csv"}).status, 2);
  // JSON has no such mark, whatever its file is called.
  EXPECT_EQ(Ctl({"organisations", "list", "-o", "json", "--output", path("json.csv")}).status, 0);
  EXPECT_TRUE(nlohmann::json::accept(std::ifstream(path("json.csv"))));
  std::ifstream unmarked(path("json.csv"));
  EXPECT_EQ(unmarked.get(), '{');
}

}  // namespace
}  // namespace congress::e2e

// `congressctl apportion` and `biapportion` on official results, through the gateway, as their users call them.
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/csv/csv.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::Suite;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kData = CONGRESS_SOURCE_DIR "/services/allocation/apportion/testdata/";

class CtlApportion : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { suite_ = new Suite(support::Shape::kOneProcess); }
  static void TearDownTestSuite() {
    delete suite_;
    suite_ = nullptr;
  }
  std::string path(const std::string& name) const { return suite_->folder() + "/" + name; }
  std::string Put(const std::string& name, const std::string& content) const {
    std::ofstream(path(name)) << content;
    return path(name);
  }
  std::string Content(const std::string& file) const {
    std::stringstream content;
    content << std::ifstream(file).rdbuf();
    return content.str();
  }
  Finished Ctl(std::vector<std::string> words) const {
    words.insert(words.begin(), Binary("congressctl"));
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}});
  }
  Finished Apportion(const std::string& file, std::vector<std::string> words) const {
    words.insert(words.begin(), {"apportion", "--input", file, "-o", "csv"});
    return Ctl(words);
  }

  static Suite* suite_;
};
Suite* CtlApportion::suite_ = nullptr;

// The last column of what was printed, and a column of an official file.
std::vector<std::string> LastColumn(const std::string& text) {
  const auto table = csv::Parse(text);
  EXPECT_TRUE(table.ok()) << text;
  std::vector<std::string> column;
  if (!table.ok()) return column;
  for (const csv::Row& row : table->rows) column.push_back(row.fields.back());
  return column;
}
std::vector<std::string> OfficialColumn(const std::string& text, const std::string& name) {
  const auto table = csv::Parse(text);
  std::vector<std::string> column;
  for (const csv::Row& row : table->rows) column.push_back(row.fields[static_cast<size_t>(table->Column(name))]);
  return column;
}

TEST_F(CtlApportion, ReproducesOfficialResults) {
  const std::string house = kData + "us_house_2010.csv";
  const Finished seats = Apportion(house, {"--method", "hill", "--seats", "435", "--key", "state", "--weight",
                                           "apportionment_population", "--min", "1"});
  ASSERT_EQ(seats.status, 0) << seats.errors;
  EXPECT_EQ(seats.errors, "");
  EXPECT_EQ(seats.output.substr(0, 11), "key,seats\r\n");
  EXPECT_EQ(LastColumn(seats.output), OfficialColumn(Content(house), "official_seats"));

  // Rows that take no part get 0, and stay where they are.
  const std::string slovakia = kData + "lr_hb_slovakia_2020.csv";
  const Finished chosen = Apportion(slovakia, {"--method", "hagenbach-bischoff", "--seats", "150", "--key", "party",
                                               "--weight", "votes", "--where", "over_threshold=1"});
  ASSERT_EQ(chosen.status, 0) << chosen.errors;
  EXPECT_EQ(LastColumn(chosen.output), OfficialColumn(Content(slovakia), "official_seats"));
}

TEST_F(CtlApportion, TellsATieOnStandardErrorAndDecidesItWhenAsked) {
  const std::string file = Put("tie.csv", "\xEF\xBB\xBFname,note,votes\n\"B, b\",x,7\nA,,7\nC,,1.5\n");
  const std::vector<std::string> words = {"--method", "dhondt", "--seats", "1", "--key", "name", "--weight", "votes"};
  const Finished open = Apportion(file, words);
  EXPECT_EQ(open.status, 1);
  EXPECT_EQ(open.output, "");
  EXPECT_THAT(open.errors, AllOf(HasSubstr("B, b"), HasSubstr("\n  A\n"), HasSubstr("1 seat"), Not(HasSubstr("C"))));

  auto first = words;
  first.insert(first.end(), {"--ties", "first"});
  EXPECT_EQ(Apportion(file, first).output, "key,seats\r\n\"B, b\",1\r\nA,0\r\nC,0\r\n");
  auto lot = words;
  lot.insert(lot.end(), {"--ties", "lot:2025"});
  const Finished drawn = Apportion(file, lot);
  EXPECT_EQ(drawn.status, 0);
  EXPECT_THAT(drawn.errors, AllOf(HasSubstr("seed '2025'"), HasSubstr("drawn by")));
  EXPECT_EQ(Apportion(file, lot).output, drawn.output);
  EXPECT_THAT(Ctl({"lots", "list"}).output, HasSubstr("2025"));
}

TEST_F(CtlApportion, NamesTheLineOfAFault) {
  const auto errors = [&](const std::string& rows) {
    const Finished refused = Apportion(Put("faulty.csv", "name,votes\n" + rows),
                                       {"--method", "dhondt", "--seats", "3", "--key", "name", "--weight", "votes"});
    EXPECT_EQ(refused.status, 2) << rows << refused.errors;
    EXPECT_EQ(refused.output, "");
    return refused.errors;
  };
  EXPECT_THAT(errors("A,1\nB,\n"), HasSubstr("faulty.csv:3: weight"));
  EXPECT_THAT(errors("A,1\nB,many\n"), HasSubstr("faulty.csv:3: weight 'many'"));
  EXPECT_THAT(errors("A,1\nB,-2\n"), HasSubstr("faulty.csv:3: "));
  EXPECT_THAT(errors("A,1\nB,2\nA,3\n"), HasSubstr("faulty.csv:4: key 'A' appears twice\n"));
  EXPECT_THAT(errors("A,0\nB,0\n"), HasSubstr("faulty.csv:2: at least one unit must have a weight above 0"));
  EXPECT_THAT(errors(""), HasSubstr("faulty.csv: there are no rows"));
  EXPECT_THAT(errors("A,1,2\n"), HasSubstr("Line 2 has 3 cells"));
  const std::string file = Put("good.csv", "name,votes\nA,1\n");
  EXPECT_THAT(
      Apportion(file, {"--method", "dhondt", "--seats", "3", "--key", "name", "--weight", "votes", "--where", "name=C"})
          .errors,
      HasSubstr("no row has name=C"));
  // Columns that nobody asks for may have any name, or none, or the same.
  const std::vector<std::string> words = {"--method", "dhondt", "--seats", "1", "--key", "name", "--weight", "votes"};
  EXPECT_EQ(Apportion(Put("wide.csv", "name,votes,x,x,,\nA,1,a,b,,\n"), words).output, "key,seats\r\nA,1\r\n");
  EXPECT_THAT(Apportion(Put("twice.csv", "name,votes,votes\nA,1,2\n"), words).errors,
              HasSubstr("twice.csv:1: there is more than one column 'votes'"));
  EXPECT_THAT(Apportion(file, {"--method", "dhondt", "--seats", "3", "--key", "nom", "--weight", "votes"}).errors,
              AllOf(HasSubstr("no column 'nom'"), HasSubstr("name, votes")));
  EXPECT_THAT(Apportion(file, {"--method", "hont", "--seats", "3", "--key", "name", "--weight", "votes"}).errors,
              HasSubstr("method: 'hont' is not a method"));
}

TEST_F(CtlApportion, TellsKeysThatCannotBeWhatTheySeem) {
  const struct {
    const char* rows;
    int status;
    const char* told;
  } kCases[] = {
      {"00123,4\n123,4\n", 0, "keys.csv:3: the code '123' differs from '00123' in line 2 only by zeros"},
      {"1E+05,4\n2,4\n", 2, "keys.csv:2: the code '1E+05' has lost its digits in a spreadsheet"},
      {"1,4\n\"1,23E+11\",4\n", 2, "keys.csv:3: the code '1,23E+11' has lost its digits in a spreadsheet"},
      {"1-Feb,4\n2,4\n", 0, "keys.csv:2: the code '1-Feb' looks like a date"},
      {"00123,4\n00124,4\n", 0, ""},
  };
  for (const auto& [rows, status, told] : kCases) {
    const Finished done = Apportion(Put("keys.csv", std::string("code,members\n") + rows),
                                    {"--method", "dhondt", "--seats", "2", "--key", "code", "--weight", "members"});
    EXPECT_EQ(done.status, status) << rows << done.errors;
    EXPECT_EQ(done.output.empty(), status != 0) << rows;
    EXPECT_EQ(done.errors.empty(), *told == '\0') << rows << done.errors;
    EXPECT_THAT(done.errors, HasSubstr(told)) << rows;
  }
  const std::string cells = Put("cells.csv", "district,party,votes\n01,A,5\n1,A,7\n");
  const std::string districts = Put("districts.csv", "district,seats\n01,1\n1,1\n");
  const std::string parties = Put("parties.csv", "party\nA\n");
  const Finished table = Ctl({"biapportion", "--cells", cells, "--rows", districts, "--columns", parties});
  EXPECT_THAT(table.errors, HasSubstr("districts.csv:3: the code '1' differs from '01' in line 2 only by zeros"));
  EXPECT_THAT(Ctl({"biapportion", "--lang", "vi", "--cells", cells, "--rows", districts, "--columns",
                   Put("parties.csv", "party\n1E+05\n")})
                  .errors,
              HasSubstr("parties.csv:2: mã '1E+05' đã bị bảng tính rút gọn"));
}

TEST_F(CtlApportion, ValuesAreTakenWithoutCase) {
  const std::string file = Put("case.csv", "code,members\nA,7\nB,7\n");
  for (const char* form : {"csv", "CSV", "Csv"}) {
    const Finished done = Ctl({"apportion", "--input", file, "-o", form, "--method", "Sainte-Lague", "--seats", "1",
                               "--key", "code", "--weight", "members", "--ties", "First", "--growth", "RAISE"});
    EXPECT_EQ(done.output, "key,seats\r\nA,1\r\nB,0\r\n") << form << done.errors;
  }
}

TEST_F(CtlApportion, ReadsNumbersWithSeparatorsAsDeclaredOnly) {
  const std::vector<std::string> words = {"--method", "sainte-lague", "--seats",  "20",
                                          "--key",    "code",         "--weight", "members"};
  const auto declared = [&](std::vector<std::string> more) {
    more.insert(more.begin(), words.begin(), words.end());
    return more;
  };
  const std::string file = Put("thousands.csv", "code,members\nxa-1,1.234\nxa-2,987\nxa-3,2.050\n");
  const Finished refused = Apportion(file, words);
  EXPECT_EQ(refused.status, 2);
  EXPECT_EQ(refused.output, "");
  EXPECT_THAT(refused.errors, HasSubstr("thousands.csv:2: '1.234' has a separator; say by --decimal"));
  EXPECT_EQ(LastColumn(Apportion(file, declared({"--decimal", ","})).output),
            (std::vector<std::string>{"6", "5", "9"}));
  EXPECT_EQ(LastColumn(Apportion(file, declared({"--decimal", "."})).output),
            (std::vector<std::string>{"0", "20", "0"}));
  const std::string semicolons = Put("semicolons.csv", "sep=;\r\nMã;CODE;Members\r\n1;a;7,5\r\n;;\r\n2;b;2,5\r\n");
  EXPECT_EQ(LastColumn(Apportion(semicolons, declared({"--decimal", ","})).output),
            (std::vector<std::string>{"15", "5"}));
}

TEST_F(CtlApportion, CertificatesAreCheckedWithoutAServer) {
  const std::string file = kData + "us_house_1990.csv";
  const std::string certificate = path("certificate.json");
  const Finished made = Apportion(file, {"--method", "huntington-hill", "--seats", "435", "--key", "state", "--weight",
                                         "apportionment_population", "--min", "1", "--certificate", certificate});
  ASSERT_EQ(made.status, 0) << made.errors;
  const auto verify = [&](const std::string& text) {
    Put("altered.json", text);
    return support::RunToEnd({Binary("congressctl"), "apportion", "verify", "--certificate", path("altered.json")}, {});
  };
  const std::string text = Content(certificate);
  const Finished valid = verify(text);
  EXPECT_EQ(valid.status, 0) << valid.errors;
  EXPECT_THAT(valid.output, HasSubstr("435 seats, 50 units"));
  auto altered = nlohmann::json::parse(text);
  std::swap(altered["units"][0]["seats"], altered["units"][4]["seats"]);
  const Finished refused = verify(altered.dump());
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.output, "");
  EXPECT_THAT(refused.errors, HasSubstr("Alabama"));
  EXPECT_EQ(verify("{}").status, 1);
  EXPECT_EQ(verify("no json").status, 2);
  EXPECT_EQ(verify(R"({"surprise": 1})").status, 2);
}

TEST_F(CtlApportion, CertificatesOfTablesAreCheckedWithoutAServer) {
  const std::string base = kData + "bip_gr_grosserrat_2022";
  const std::string certificate = path("table.json");
  const Finished made = Ctl({"biapportion", "--cells", base + "_cells.csv", "--rows", base + "_districts.csv",
                             "--columns", base + "_parties.csv", "--upper", "webster", "--cell-min", "strongest-in-row",
                             "--certificate", certificate});
  ASSERT_EQ(made.status, 0) << made.errors;
  const auto verify = [&](const std::string& text) {
    Put("altered.json", text);
    return support::RunToEnd({Binary("congressctl"), "apportion", "verify", "--certificate", path("altered.json")}, {});
  };
  const std::string text = Content(certificate);
  auto altered = nlohmann::json::parse(text);
  const Finished valid = verify(text);
  EXPECT_EQ(valid.status, 0) << valid.errors;
  EXPECT_THAT(valid.output, HasSubstr("sainte-lague, 120 seats, 39 rows, "));
  EXPECT_THAT(valid.output, HasSubstr("result " + altered["resultSha256"].get<std::string>()));
  altered["cells"][0]["weight"] = "1";
  const Finished refused = verify(altered.dump());
  EXPECT_EQ(refused.status, 1);
  EXPECT_EQ(refused.output, "");
  EXPECT_THAT(refused.errors, HasSubstr("inputs_sha256 is not the hash of the inputs"));
  EXPECT_EQ(verify(R"({"cells": []})").status, 1);
  EXPECT_EQ(verify(R"({"cells": [], "units": []})").status, 2);
  EXPECT_EQ(verify(std::string(1'000'000, '[')).status, 2);
}

TEST_F(CtlApportion, FillsOfficialTables) {
  for (const auto& [name, strongest] :
       {std::pair("zh_kantonsrat_2019", false), std::pair("gr_grosserrat_2022", true)}) {
    const std::string base = kData + "bip_" + name;
    std::vector<std::string> words = {"biapportion",
                                      "--cells",
                                      base + "_cells.csv",
                                      "--rows",
                                      base + "_districts.csv",
                                      "--columns",
                                      base + "_parties.csv",
                                      "--upper",
                                      "sainte-lague",
                                      "-o",
                                      "csv"};
    if (strongest) words.insert(words.end(), {"--cell-min", "strongest-in-row"});
    const Finished filled = Ctl(words);
    ASSERT_EQ(filled.status, 0) << filled.errors;
    EXPECT_EQ(LastColumn(filled.output), OfficialColumn(Content(base + "_cells.csv"), "official_seats"));
    EXPECT_EQ(filled.errors.find("Rheinwald") != std::string::npos, strongest) << filled.errors;
  }
  const Finished refused =
      Ctl({"biapportion", "--cells", Put("cells.csv", "district,party,votes\nX,P,1\nY,P,x\n"), "--rows",
           Put("rows.csv", "district,seats\nX,1\n"), "--columns", Put("columns.csv", "party,seats\nP,1\n")});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors,
              AllOf(HasSubstr("cells.csv:3: district 'Y' is not among the rows"), HasSubstr("cells.csv:3: weight")));
  const Finished open =
      Ctl({"biapportion", "--cells", Put("cells.csv", "district,party,votes\nX,P,5\nX,Q,5\nY,P,5\nY,Q,5\n"), "--rows",
           Put("rows.csv", "district,seats\nX,1\nY,1\n"), "--columns", Put("columns.csv", "party,seats\nP,1\nQ,1\n")});
  EXPECT_EQ(open.status, 1);
  EXPECT_EQ(open.output, "");
  EXPECT_THAT(open.errors, HasSubstr("X / P"));
}

}  // namespace
}  // namespace congress::e2e

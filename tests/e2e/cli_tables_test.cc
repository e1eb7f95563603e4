// Tables out and in again: what a list writes as CSV or XLSX, the import takes as unchanged.
#include <fstream>
#include <iterator>

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
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kBom[] = "\xEF\xBB\xBF";

class CtlTables : public ::testing::Test {
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
  static std::string Content(const std::string& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  Finished Ctl(std::vector<std::string> words) const {
    words.insert(words.begin(), Binary("congressctl"));
    return support::RunToEnd(
        words, {{"CONGRESS_SERVER", suite_->endpoint()}, {"CONGRESS_TOKEN_FILE", suite_->AdminTokenFile()}});
  }
  void Done(const std::vector<std::string>& words) const {
    const Finished finished = Ctl(words);
    ASSERT_EQ(finished.status, 0) << words[0] << " " << words[1] << ": " << finished.errors;
  }
  // That the import takes the file as it is stored.
  void ExpectUnchanged(std::vector<std::string> import, const std::string& file, int rows) const {
    import.insert(import.end(), {"--csv", file, "--validate-only", "-o", "json"});
    const Finished preview = Ctl(import);
    const auto told = nlohmann::json::parse(preview.output, nullptr, false);
    ASSERT_TRUE(told.is_object()) << preview.output << preview.errors;
    EXPECT_EQ(told["unchangedCount"], rows);
    for (const auto& row : told["rows"]) EXPECT_EQ(row["state"], "UNCHANGED") << row.dump() << Content(file);
    if (file.ends_with(".xlsx")) return;
    const std::string lines = Content(file);
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), rows + 1);
  }

  static Suite* suite_;
};
Suite* CtlTables::suite_ = nullptr;

TEST_F(CtlTables, AListOfOrganisationsIsImportedAsUnchanged) {
  const std::string header =
      "code,name,kind,parent,members,members_as_of,members_basis,merged_from,valid_from,valid_until,split_from,"
      "takes_over,role,renamed_on,measure:votes,measure:cells\n";
  Done({"organisations", "import", "--csv",
        Put("first.csv", header +
                             "NA,Đảng bộ tỉnh Mẫu,province,,,,,,,,,,,,,\n"
                             "001,\"Đảng bộ xã Một, Hai\",commune,,2500,2025-06-30,estimated,,2020-01-01,,,,,,12,3\n"
                             "002,'=Xã Hai,commune,,1500,2025-06-30,,,2020-01-01,,,,,,,\n"
                             "003,Xã Ba,ward,,700,2025-06-30,,,2020-01-01,,,,,,0,\n"
                             "004,Đảng uỷ cũ,district,,0,,,,2010-01-01,2025-07-01,,,,,,\n"
                             "ubkt,Uỷ ban Kiểm tra,agency,,,,,,,,,,body,,,\n"
                             "BCT,Bộ Chính trị,politburo,,,,,,,,,,external,,,\n"
                             "003-1,Chi bộ 1,cell,003,9,2025-06-30,,,,,,,,,,\n")});
  Done({"organisations", "import", "--csv",
        Put("second.csv", header + "011,Xã Mới,commune,,4000,2025-07-10,,001;002,2025-07-01,,,,,,,\n"
                                   "012,Phường Trái,ward,,400,2025-07-10,,,2025-07-01,,003,yes,,,,\n"
                                   "013,Phường Phải,ward,,300,2025-07-10,,,2025-07-01,,003,,,,,\n"
                                   "BCT,Bộ Chính trị mới,politburo,,,,,,,,,,external,2025-08-01,,\n"
                                   "020,Xã Đôi,commune,,5,2025-07-10,,,2025-07-01,,,,,,,\n"
                                   "021,Xã Đôi,commune,,5,2025-07-10,,,2025-07-01,,,,,,,\n")});
  Done({"duplicate-organisations", "merge", "--name", "organisations/unit-020", "--duplicate", "organisations/unit-021",
        "--reason", "nhập hai lần"});
  const std::string file = path("organisations.csv");
  Done({"organisations", "list", "-o", "csv", "--output", file});
  EXPECT_THAT(Content(file), StartsWith(std::string(kBom) + "name,code,display_name,kind,parent,members,"));
  EXPECT_THAT(Content(file), HasSubstr(",measure:cells,measure:votes,"));
  EXPECT_THAT(Content(file), HasSubstr(",'=Xã Hai,"));
  ExpectUnchanged({"organisations", "import"}, file, 13);
  const std::string workbook = path("organisations.xlsx");
  Done({"organisations", "list", "--output", workbook});
  ExpectUnchanged({"organisations", "import"}, workbook, 13);
}

TEST_F(CtlTables, AListOfTasksIsImportedAsUnchanged) {
  Done({"plans", "create", "--plan-id", "kh", "--organisation", "organisations/province", "--number", "1-KH", "--title",
        "Kế hoạch"});
  Done({"tasks", "import", "--parent", "plans/kh", "--csv",
        Put("tasks-in.csv",
            "code;title;owner;class;due;done_on;document\n"
            "I.1;\"Chuẩn bị; trình \"\"đề án\"\"\";Văn phòng;one-off;2025-08-01;;\n"
            "I.2;'+Báo cáo;Ban Tổ chức;regular;;;\n"
            "I.3;Hoàn thành sớm;Ban Tuyên giáo;completed;2025-08-01;2025-06-30;12-KH/TU\n"
            "001;Không có hạn;Văn phòng;continuing;;;'-12\n")});
  const std::string file = path("tasks.csv");
  Done({"tasks", "list", "--parent", "plans/kh", "-o", "csv", "--output", file, "--bom=false"});
  EXPECT_THAT(Content(file), StartsWith("name,organisation,code,title,owner,task_class,due_date,done_date,"));
  ExpectUnchanged({"tasks", "import", "--parent", "plans/kh"}, file, 4);
}

// With answers, hours, days and places, which a list shows within its cells.
TEST_F(CtlTables, AListOfMeetingsIsImportedAsUnchanged) {
  const auto create = [&](const std::string& noun, const std::string& id, const std::string& request) {
    Done({noun, "create", "--json", Put(id + ".json", request)});
  };
  Done({"organisations", "import", "--csv",
        Put("of-meetings.csv",
            "code,name,kind,parent,members,members_as_of,merged_from,valid_from\n"
            "NA,Đảng bộ tỉnh Mẫu,province,,,,,\nhop,Xã Họp,commune,,100,2025-06-30,,2020-01-01\n")});
  Done({"posts", "create", "province", "chu-toa", "--title", "Chủ tọa; tỉnh"});
  Done({"posts", "create", "province", "khach", "--title", "Khách"});
  create("meetings", "giao-ban", R"({"meetingId": "giao-ban", "meeting": {"organisation": "organisations/province",
      "kind": "HEARING", "title": "Giao ban, \"tháng 8\"", "slots": [{"date": {"year": 2027, "month": 8, "day": 5},
      "part": "HOURS", "start": {"hours": 8}, "end": {"hours": 11, "minutes": 30}}],
      "place": {"latitude": 18.6734, "longitude": 105.69}, "quorum": {"numerator": 2, "denominator": 3},
      "agenda": [{"title": "Nghe; báo cáo", "papers": ["12-BC/TU; x", "13"], "time": {"hours": 8}}],
      "participants": [{"post": "organisations/province/posts/chu-toa", "role": "CHAIR"},
      {"post": "organisations/province/posts/khach", "role": "INVITED", "title": "Y"}]}})");
  create("meetings", "dai-hoi", R"({"meetingId": "dai-hoi", "meeting": {"organisation": "organisations/hop",
      "congress": "congresses/hop", "kind": "CONGRESS", "title": "Đại hội", "days": 2, "after": ["meetings/giao-ban"],
      "earliest": {"year": 2027, "month": 8, "day": 3}, "unavailableDates": [{"year": 2027, "month": 8, "day": 9},
      {"year": 2027, "month": 8, "day": 10}], "slots": [{"date": {"year": 2027, "month": 8, "day": 6}, "part": "DAY"}],
      "attended": true, "attendee": {"post": "organisations/province/posts/khach", "role": "REQUIRED"}}})");
  for (const char* meeting : {"giao-ban", "dai-hoi"}) {
    Done({"meetings", "reply", meeting, "--post", "organisations/province/posts/khach", "--reply", "ACCEPTED"});
  }
  Done({"meetings", "release", "giao-ban"});
  for (const char* name : {"meetings.csv", "meetings.xlsx"}) {
    const std::string file = path(name);
    Done({"meetings", "list", "--output", file});
    ExpectUnchanged({"meetings", "import"}, file, 2);
  }
}

TEST_F(CtlTables, AListOfPersonsIsImportedAsUnchanged) {
  Done({"persons", "import", "--csv",
        Put("persons-in.csv",
            "name;organisation;display_name;birth_date;gender\n"
            "nguoi-1;organisations/province;'=Nguyễn Thị Mẫu;1980-02-03;nữ\n"
            "nguoi-2;organisations/province;\"Trần; Văn Mẫu\";;\n"
            "nguoi-3;organisations/province;Lê Mẫu;1975;\n"
            "nguoi-4;organisations/province;Lê Mậu;03/1975;\n")});
  const std::string file = path("persons.csv");
  Done({"persons", "list", "-o", "csv", "--output", file, "--all-columns"});
  EXPECT_THAT(Content(file), AllOf(HasSubstr(",1975,"), HasSubstr(",1975-03,")));
  ExpectUnchanged({"persons", "import"}, file, 4);
}

TEST_F(CtlTables, AListOfOpinionsIsImportedAsUnchanged) {
  const std::string round = "congresses/yk/documents/bc/opinionRounds/dot-1";
  Done(
      {"organisations", "import", "--csv",
       Put("root.csv",
           "code,name,kind,parent,members,members_as_of,merged_from,valid_from\nNA,Đảng bộ tỉnh Mẫu,province,,,,,\n")});
  Done({"congresses", "create", "--congress-id", "yk", "--organisation", "organisations/province", "--display-name",
        "Đại hội", "--level", "province", "--term", "2025-2030"});
  Done({"documents", "create", "--parent", "congresses/yk", "--document-id", "bc", "--file", Put("document.yaml", R"(
document:
  organisation: organisations/province
  kind: report
  symbol: BC
  display_name: Báo cáo
sections: [{id: tasks, title: Nhiệm vụ}]
steps: [{id: opinions, display_name: Lấy ý kiến}, {id: final, display_name: Hoàn thiện}]
)")});
  Done({"opinion-rounds", "create", "--parent", "congresses/yk/documents/bc", "--file", Put("round.yaml", R"(
opinion_round_id: dot-1
opinion_round:
  display_name: Đợt một
  revision: congresses/yk/documents/bc/revisions/000001
  invited: [organisations/province]
  first_date: 2020-01-01
  last_date: 2099-12-31
)")});
  Done({"opinions", "import", "--parent", round, "--csv",
        Put("opinions-in.csv",
            "section\torganisation\ttext\n"
            "tasks\torganisations/province\t\"'=Thêm, bớt; \"\"sửa\"\"\nhai dòng\"\n"
            "tasks\tPROVINCE\t\"Nhất trí\" với báo cáo\n"
            "\n"
            "tasks\tĐảng bộ tỉnh Mẫu\tBổ sung\n")});
  const std::string file = path("opinions.csv");
  Done({"opinions", "list", "--parent", round, "-o", "csv", "--output", file});
  EXPECT_THAT(Content(file), HasSubstr("hai dòng"));
  const Finished unknown =
      Ctl({"opinions", "import", "--parent", round, "--csv",
           Put("opinions-of.csv", "section,organisation,text\n\ntasks,Xã Không Có,x\ntasks,Xã Chẳng Có,x\n")});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.errors, AllOf(HasSubstr("line 3: nothing is called 'Xã Không Có'"),
                                    HasSubstr("line 4: nothing is called 'Xã Chẳng Có'")));
  const Finished again = Ctl({"opinions", "import", "--parent", round, "--csv", file, "-o", "json"});
  EXPECT_EQ(nlohmann::json::parse(again.output)["unchangedCount"], 3) << again.output << again.errors;
}

TEST_F(CtlTables, AnEmptyFileIsToldToBeEmpty) {
  const std::string empty = Put("empty.csv", "");
  const Finished refused = Ctl({"persons", "import", "--csv", empty});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.errors, HasSubstr("the file '" + empty + "' is empty"));
}

// A misspelt title is told by every import, in a preview of many pages once.
TEST_F(CtlTables, EveryImportTellsOfColumnsThatItPassesOver) {
  const std::string code = "code,name,kind,parent,members,members_as_of,merged_from,valid_from,ghi chú,splt_from\n";
  std::string rows;
  for (int i = 0; i < 1001; ++i) rows += "x" + std::to_string(i) + ",Xã Thử,commune,,5,2025-07-10,,2025-07-01,,\n";
  Done({"plans", "create", "--plan-id", "bo-qua", "--organisation", "organisations/province", "--number", "2-KH",
        "--title", "Kế hoạch"});
  Done({"congresses", "create", "--congress-id", "bo-qua", "--organisation", "organisations/province", "--display-name",
        "Đại hội", "--level", "province", "--term", "2025-2030"});
  const std::vector<std::vector<std::string>> kImports = {
      {"organisations", "import", "--csv", Put("passed-1.csv", code + rows)},
      {"organisations", "import", "--csv",
       Put("passed-2.csv", code + "x1,Xã Thử,commune,,5,2025-07-10,,2025-07-01,,\n")},
      {"tasks", "import", "--parent", "plans/bo-qua", "--csv",
       Put("passed-3.csv", "code,title,owner,class,ghi chú,splt_from\nI.1,A,B,regular,,\n")},
      {"persons", "import", "--csv",
       Put("passed-4.csv", "name,organisation,display_name,ghi chú,splt_from\nx,organisations/province,Trần Mẫu,,\n")},
      {"delegates", "import", "--parent", "congresses/bo-qua", "--csv",
       // Of what the caller cannot make there would be no preview.
       Put("passed-5.csv", "name,organisation,reserve_rank,ghi chú,splt_from\nx,organisations/province,y,,\n")},
  };
  for (std::vector<std::string> words : kImports) {
    words.push_back("--validate-only");
    EXPECT_THAT(Ctl(words).output, HasSubstr("ghi chú")) << words[0];
    words.insert(words.end(), {"-o", "json"});
    const auto told = nlohmann::json::parse(Ctl(words).output, nullptr, false);
    ASSERT_TRUE(told.is_object()) << words[0];
    EXPECT_EQ(told["ignoredColumns"], nlohmann::json({"ghi chú", "splt_from"})) << words[0];
  }
  Done(kImports[1]);
  EXPECT_THAT(Ctl(kImports[2]).output, HasSubstr("splt_from")) << "what is done tells it, too";
}

// The board of the readiness as a table of its organisations, and a file that a spreadsheet opens.
TEST_F(CtlTables, ListsWithinAnAnswerAreRowsWhereTheyAreAskedFor) {
  Done({"congresses", "create", "--congress-id", "xx", "--organisation", "organisations/province", "--display-name",
        "Đại hội", "--level", "province", "--term", "2025-2030"});
  const Finished board = Ctl({"readiness", "get", "--name", "congresses/xx", "-o", "csv", "--rows", "organisations",
                              "--columns", "organisation,ready,allocation"});
  EXPECT_EQ(board.status, 0) << board.errors;
  EXPECT_THAT(board.output, StartsWith("organisation,ready,allocation\r\n"));
  const Finished flat = Ctl({"readiness", "get", "congresses/xx", "-o", "csv"});
  EXPECT_EQ(flat.status, 0) << flat.errors;
  EXPECT_THAT(flat.output, Not(HasSubstr("{"))) << "no cell is JSON";
  EXPECT_THAT(flat.output, HasSubstr("blockers[1].reason,"));
  const Finished unknown = Ctl({"congresses", "list", "--columns", "nam"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.errors, HasSubstr("there is no column 'nam'; there are name, organisation,"));
}

}  // namespace
}  // namespace congress::e2e

// The main job on an invented province of seven units: its files add up, its schedule holds, and doing it again changes
// nothing. The expected numbers were worked out by hand from examples/sample-province.
#include <filesystem>
#include <set>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/status/strings.h"
#include "tests/e2e/any_rpc.h"
#include "tests/e2e/demo_run.h"
#include "tests/support/status_matchers.h"
#include "tests/support/suite.h"
#include "tests/support/zip.h"

namespace congress::e2e {
namespace {

using support::Binary;
using support::Finished;
using support::IsOk;
using support::RunToEnd;
using support::Shape;
using support::Suite;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kFiles[] = {"allocation.csv",
                                  "allocation.xlsx",
                                  "allocation.svg",
                                  "decision.txt",
                                  "decision.docx",
                                  "decision.pdf",
                                  "project.txt",
                                  "project.docx",
                                  "project.pdf",
                                  "opinions.csv",
                                  "attendance.csv",
                                  "notices.csv",
                                  "release.docx",
                                  "approvals.csv",
                                  "calendar.ics",
                                  "readiness.json",
                                  "inbox.csv",
                                  "overdue.csv",
                                  "decision-issued.docx",
                                  "decision-issued.pdf",
                                  "papers.csv",
                                  "papers.pdf",
                                  "work-report.docx",
                                  "session-report.docx",
                                  "redline.docx",
                                  "opinions.docx",
                                  "personnel-scheme.csv",
                                  "personnel-votes.csv",
                                  "personnel-process.docx",
                                  "personnel-process.pdf",
                                  "personnel-re-election.docx",
                                  "personnel-re-election.pdf",
                                  "package.zip",
                                  "stages.csv",
                                  "personnel-plans.csv"};
// Members / 100, one more from a remainder of 51, and the base by merged units (agencies: 2).
const std::map<std::string, int> kSeats = {{"90001", 4 + 8},
                                           {"90002", 3 + 7},
                                           {"90003", 2 + 3},
                                           {"90004", 3 + 5},
                                           {"90005", 4 + 9},
                                           {"90006", 3 + 7},
                                           {"provincial-agencies", 2 + 2}};
constexpr int kExOfficio = 9;
constexpr int kAppointed = 2;

TEST_F(DemoRun, EndsWellAndPrintsTheFolderOfItsResultsOnly) {
  EXPECT_EQ(run_->status, 0) << run_->errors;
  EXPECT_EQ(run_->output, StrCat(folder_->path(), "/demo/results\n"));
  for (const std::string file : kFiles) {
    EXPECT_GT(Content(path(file)).size(), 0u) << file;
    const std::string mark = file.ends_with(".csv") ? "\xEF\xBB\xBF" : "";
    EXPECT_THAT(Content(path(file)), StartsWith(mark)) << file;
  }
}

// Whoever reads Vietnamese is told in Vietnamese, also what congressctl says by itself.
TEST_F(DemoRun, SpeaksTheLanguageOfItsReader) {
  const std::set<std::string> english = {"the",    "of",    "to",       "on",       "is",
                                         "are",    "and",   "with",     "meetings", "persons",
                                         "papers", "tasks", "assumed:", "placed",   "refused:"};
  for (const auto word : absl::StrSplit(run_->errors, absl::ByAnyChar(" \n,;()"), absl::SkipEmpty())) {
    EXPECT_FALSE(english.contains(std::string(word))) << word;
  }
}

// What is entered later changes no report that was given.
TEST_F(DemoRun, TheReportOnTheTasksStaysAsItWasGiven) {
  EXPECT_THAT(run_->errors,
              HasSubstr("3. Nhiệm vụ tính đến 15/02/2026: 6 = 1 thường xuyên + 2 đã hoàn thành + 3 đang thực hiện"));
  EXPECT_THAT(run_->errors,
              HasSubstr("Sau khi nhập thêm, báo cáo 7-BC/BCĐ vẫn là 6 = 1 thường xuyên + 2 đã hoàn thành + 3 đang thực "
                        "hiện; theo những gì biết hiện nay sẽ là 6 = 1 thường xuyên + 3 đã hoàn thành + 2 đang thực "
                        "hiện"));
}

TEST_F(DemoRun, TheDecisionThatWasIssuedIsKnownAgain) {
  EXPECT_THAT(run_->errors, HasSubstr("decision-issued.pdf: Đây đúng là văn bản số 41-QĐ/TU"));
  EXPECT_THAT(run_->errors, HasSubstr("decision-issued.docx: Đây đúng là văn bản số 41-QĐ/TU"));
}

// "Bước 3/6", as reports say it, and how late that is.
TEST_F(DemoRun, EveryPaperSaysAtWhichStepItStands) {
  EXPECT_THAT(run_->errors,
              HasSubstr("Báo cáo chính trị tỉnh Sông Mơ: Bước 3/4: Lấy ý kiến, chậm 2 ngày (Dự thảo lần 1)"));
}

// As the reports say them: 669 with 440, 69 and 190; 12,721 with 7,800 and 3,530.
TEST_F(DemoRun, SaysWhichFiguresDoNotAddUp) {
  EXPECT_THAT(run_->errors, HasSubstr("669 = 440 + 69 + 190 là không khớp: cộng lại được 699"));
  EXPECT_THAT(run_->errors, HasSubstr("12.721 = 7.800 + 3.530 là không khớp: cộng lại được 11.330"));
  const auto report = support::Unzip(Content(path("work-report.docx")));
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->at("word/document.xml"), HasSubstr("cộng lại được 11.330"));
}

TEST_F(DemoRun, TheSeatsAreThoseWorkedOutByHand) {
  const csv::Table table = TableOf(path("allocation.csv"));
  std::map<std::string, int> seats;
  for (const csv::Row& row : table.rows) {
    const std::string code = Cell(table, row, "code");
    if (!kSeats.contains(code)) continue;
    seats[code] = Number(table, row, "seats");
    EXPECT_EQ(seats[code], Number(table, row, "base") + Number(table, row, "member_seats") +
                               Number(table, row, "addition") - Number(table, row, "ex_officio"))
        << code;
  }
  EXPECT_EQ(seats, kSeats);
}

TEST_F(DemoRun, TheDecisionNamesTheTotalAndEveryUnit) {
  int total = kExOfficio + kAppointed;
  for (const auto& [code, seats] : kSeats) total += seats;
  const std::string decision = Content(path("decision.txt"));
  EXPECT_THAT(decision, HasSubstr(StrCat("Tổng số đại biểu là ", total, " đồng chí")));
  EXPECT_THAT(decision, HasSubstr("Số 41-QĐ/TU"));
  EXPECT_THAT(decision, ::testing::Not(HasSubstr("DỰ THẢO")));
  for (const char* part : {"TỈNH ỦY SÔNG MƠ", "Căn cứ Quy định số 1-QĐ/TU của Tỉnh ủy Sông Mơ;",
                           "Xét đề nghị của Ban Tổ chức Tỉnh ủy;", "- Các đảng bộ trực thuộc, các ban Đảng,\n"}) {
    EXPECT_THAT(decision, HasSubstr(part));
  }
  const csv::Table table = TableOf(path("allocation.csv"));
  for (const csv::Row& row : table.rows) {
    const size_t begin = decision.find(Cell(table, row, "name"));
    const std::string line = decision.substr(begin, decision.find('\n', begin) - begin);
    const std::vector<std::string> cells = absl::StrSplit(absl::StrReplaceAll(line, {{" ", ""}}), '|');
    ASSERT_EQ(cells.size(), 7U) << line;
    EXPECT_EQ(cells[5], Cell(table, row, "seats")) << line;
  }
}

// Codes of organisations and kinds are for programs.
TEST_F(DemoRun, NoWordOfItsPapersIsACode) {
  const csv::Table table = TableOf(StrCat(kInput, "/organisations.csv"));
  std::set<std::string> codes;
  for (const csv::Row& row : table.rows) {
    codes.insert(Cell(table, row, "code"));
    codes.insert(Cell(table, row, "kind"));
  }
  EXPECT_TRUE(codes.contains("provincial-agencies") && codes.contains("agency") && codes.contains("90001"));
  for (const char* file : {"decision.txt", "project.txt"}) {
    int words = 0;
    for (const auto word : absl::StrSplit(Content(path(file)), absl::ByAnyChar(" \n|()[]:;,.\"'"), absl::SkipEmpty())) {
      EXPECT_FALSE(codes.contains(std::string(word))) << file << ": " << word;
      ++words;
    }
    EXPECT_GT(words, 200) << file;
  }
}

// Word and LibreOffice show what came since the text was begun, and can take it back.
TEST_F(DemoRun, TheRedlineMarksWhatCameSinceTheTextWasBegun) {
  const auto parts = support::Unzip(Content(path("redline.docx")));
  ASSERT_THAT(parts, IsOk());
  const std::string& text = parts->at("word/document.xml");
  EXPECT_THAT(text, HasSubstr("<w:ins w:id="));
  EXPECT_THAT(text.substr(text.find("<w:ins w:id=")), HasSubstr("Kết quả giả định."));
}

TEST_F(DemoRun, EveryOpinionIsAnswered) {
  const csv::Table table = TableOf(path("opinions.csv"));
  EXPECT_FALSE(table.rows.empty());
  for (const csv::Row& row : table.rows) {
    EXPECT_THAT(Cell(table, row, "organisation_name"), HasSubstr("Đảng bộ"));
    const std::string disposition = Cell(table, row, "disposition");
    EXPECT_TRUE(disposition == "Tiếp thu" || disposition == "Tiếp thu một phần" || disposition == "Giải trình")
        << disposition;
    EXPECT_TRUE(disposition == "Tiếp thu" || !Cell(table, row, "reason").empty());
  }
}

TEST_F(DemoRun, GuidanceIsConfirmedAndEveryPaperHasItsRow) {
  EXPECT_THAT(run_->errors, HasSubstr("5 trên 6 nơi đã nhận"));
  const csv::Table table = TableOf(path("papers.csv"));
  EXPECT_FALSE(table.rows.empty());
  for (const csv::Row& row : table.rows) EXPECT_THAT(Cell(table, row, "progress"), StartsWith("Bước "));
  EXPECT_THAT(Content(path("papers.pdf")), StartsWith("%PDF-"));
}

TEST_F(DemoRun, TheBoardIsJoinedFromAllFourServices) {
  const auto board = nlohmann::json::parse(Content(path("readiness.json")), nullptr, false);
  ASSERT_TRUE(board.is_object());
  EXPECT_EQ(board["partial"], false);
  EXPECT_TRUE(board["gaps"].empty());
  std::set<std::string> organisations;
  for (const auto& organisation : board["organisations"]) organisations.insert(organisation["organisation"]);
  for (const auto& [code, seats] : kSeats) {
    const std::string id = code[0] == '9' ? "unit-" + code : code;
    EXPECT_TRUE(organisations.contains("organisations/" + id)) << id;
  }
}

// A context with the token that the suite made by its own clock.
std::unique_ptr<grpc::ClientContext> Admin(const Suite& suite) {
  auto context = std::make_unique<grpc::ClientContext>();
  const std::string token = Content(suite.folder() + "/token");
  context->AddMetadata("authorization", StrCat("Bearer ", token.substr(0, token.find('\n'))));
  context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
  return context;
}

// The records of all logs.
void VisitRecords(const Suite& suite, absl::FunctionRef<void(const Message&)> visit) {
  for (const char* service : {"allocation", "dossiers", "drafting", "scheduling", "preparation"}) {
    std::string token;
    do {
      const Answer page = Ask(suite.channel(), "audit.v1.AuditService/ListAuditRecords", Admin(suite),
                              StrCat("parent: 'services/", service, "' page_size: 1000 page_token: '", token, "'"));
      EXPECT_THAT(page.status, IsOk());
      const auto& reflection = *page.message->GetReflection();
      const auto* records = page.message->GetDescriptor()->FindFieldByName("audit_records");
      for (int i = 0; i < reflection.FieldSize(*page.message, records); ++i) {
        visit(reflection.GetRepeatedMessage(*page.message, records, i));
      }
      token = FieldAt(*page.message, "next_page_token");
    } while (!token.empty());
  }
}

// Records of what was changed; reading graded papers is recorded as well and may happen again.
size_t ChangesIn(const Suite& suite) {
  size_t changes = 0;
  VisitRecords(suite, [&](const Message& record) {
    if (record.GetReflection()->FieldSize(record, record.GetDescriptor()->FindFieldByName("changes")) > 0) ++changes;
  });
  return changes;
}

Finished RunDemo(const Suite& suite, const std::string& folder, const std::string& journal) {
  return RunToEnd({Binary("congressctl"), "demo", "run", "--server", suite.endpoint(), "--token-file",
                   suite.folder() + "/token", "--approver-token-file", suite.folder() + "/approver-token", "--input",
                   kInput, "--output", folder, "--journal", journal});
}

// A date or time that the message holds, as a message that is compiled in.
template <class Part>
Part PartOf(const Message& message, const std::string& field) {
  Part part;
  const auto* found = message.GetDescriptor()->FindFieldByName(field);
  EXPECT_NE(found, nullptr) << field;
  if (found == nullptr) return part;
  EXPECT_TRUE(part.ParseFromString(message.GetReflection()->GetMessage(message, found).SerializeAsString())) << field;
  return part;
}

absl::CivilDay DayOf(const Message& message, const std::string& field) {
  return civil::FromDate(PartOf<google::type::Date>(message, field));
}

// What is recorded bears the day of the input, and nothing comes before what it follows from.
TEST(DemoStory, GoesForwardInTime) {
  const absl::CivilDay opening(2026, 4, 15);
  const Suite suite({.shape = Shape::kOneProcess, .store = "", .arguments = {"--today", "2026-02-20"}});
  const std::string folder = suite.folder() + "/results";
  const Finished run = RunDemo(suite, folder, suite.folder() + "/journal");
  ASSERT_EQ(run.status, 0) << run.errors;

  const std::string journal = Content(suite.folder() + "/journal");
  size_t at = 0;
  for (const char* call :
       {"IssueAllocationPlan", "CreateOpinionRound", "CloseOpinionRound", "StartScheduleRun", "BatchCreateDelegates",
        "BatchCreateDossiers", "AcceptDossier", "CreatePersonnelPlan", "RecordStepResult", "AcceptPackage",
        "BatchCreateStageEntries", "BatchDecidePersonnelPlans", "CreateFreezeException"}) {
    const size_t found = journal.find(StrCat(".", call, "\n"));
    ASSERT_NE(found, std::string::npos) << call;
    EXPECT_GT(found, at) << call;
    at = found;
  }

  const std::string congress = "congresses/song-mo-3";
  const auto get = [&](const std::string& method, const std::string& name) {
    Answer answer = Ask(suite.channel(), method, Admin(suite), StrCat("name: '", congress, name, "'"));
    EXPECT_THAT(answer.status, IsOk());
    return std::move(answer.message);
  };
  const auto plan = get("allocation.v1.AllocationService/GetAllocationPlan", "/allocationPlans/delegates");
  const auto round = get("drafting.v1.OpinionService/GetOpinionRound", "/documents/report/opinionRounds/below");
  const absl::CivilDay decided = DayOf(*plan, "decision_date");
  const absl::CivilDay asked = DayOf(*round, "last_date");
  std::set<absl::CivilDay> meetings;
  const csv::Table table = TableOf(folder + "/attendance.csv");
  for (const csv::Row& row : table.rows) {
    for (const char* column : {"first_day", "last_day"}) {
      const auto day = civil::Parse(Cell(table, row, column));
      ASSERT_THAT(day, IsOk());
      meetings.insert(*day);
    }
  }
  ASSERT_FALSE(meetings.empty());
  EXPECT_LE(DayOf(*plan, "as_of"), decided);
  EXPECT_LT(asked, *meetings.begin());
  EXPECT_LT(*meetings.rbegin(), opening);
  const auto board = nlohmann::json::parse(Content(folder + "/readiness.json"), nullptr, false);
  EXPECT_EQ(absl::CivilDay(board["asOf"]["year"], board["asOf"]["month"], board["asOf"]["day"]), opening);

  size_t records = 0;
  VisitRecords(suite, [&](const Message& record) {
    const absl::CivilDay day = civil::Today(civil::FromTimestamp(PartOf<google::protobuf::Timestamp>(record, "time")));
    // The test may run over midnight.
    EXPECT_TRUE(decided <= day && day <= decided + 1) << FieldAt(record, "method") << " on " << civil::Format(day);
    ++records;
  });
  EXPECT_GT(records, 20u);
  // Every step says of which day it speaks.
  for (const char* line :
       {"1. Organisations of 2026-02-01", "Prepared congresses/song-mo-3 on 2026-02-20", "3. Tasks on 2026-02-15",
        "669 = 440 + 69 + 190 does not add up: 699", "12,721 = 7,800 + 3,530 does not add up: 11,330",
        "issued on 2026-02-20", "from 2026-02-15 to 2026-02-19 (1 late, ", "6. 6 meetings placed from 2026-03-",
        "hits 1 of the meetings: 1 moved, 5 stay as announced", "complete as of 2026-04-15", "9. Ready on 2026-04-15",
        "Báo cáo chính trị tỉnh Sông Mơ: Step 3/4: Lấy ý kiến, 2 days late (Draft 1)"}) {
    EXPECT_THAT(run.errors, HasSubstr(line));
  }
  EXPECT_THAT(run.errors, ::testing::Not(HasSubstr("--today")));
  // Whoever runs it in whichever language, the minutes that are kept are in Vietnamese.
  const auto minutes = support::Unzip(Content(folder + "/personnel-process.docx"));
  ASSERT_THAT(minutes, IsOk());
  EXPECT_THAT(minutes->at("word/document.xml"), HasSubstr("BIÊN BẢN"));
}

TEST(DemoAgain, FindsWhatWasDoneAndChangesNothing) {
  const Suite suite(Shape::kOneProcess);
  std::map<std::string, std::string> first;
  size_t changes = 0;
  for (const std::string results : {"first", "second"}) {
    const std::string folder = suite.folder() + "/" + results;
    const Finished run = RunDemo(suite, folder, folder + ".journal");
    ASSERT_EQ(run.status, 0) << run.errors;
    for (const char* file : kFiles) {
      const std::string content = Content(folder + "/" + file);
      const auto [before, is_first] = first.emplace(file, content);
      EXPECT_EQ(content, before->second) << file;
    }
    const size_t now = ChangesIn(suite);
    EXPECT_GT(now, 20u);
    EXPECT_TRUE(results == "first" || now == changes) << now << " changes, after the first run " << changes;
    changes = now;
  }
}

}  // namespace
}  // namespace congress::e2e

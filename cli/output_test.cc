#include "cli/output.h"

#include <filesystem>

#include "cli/error.h"
#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/audit/v1/audit_service.pb.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/operations/v1/operation.pb.h"
#include "congress/preparation/v1/alert_service.pb.h"
#include "congress/preparation/v1/preparation.pb.h"
#include "congress/preparation/v1/readiness.pb.h"
#include "congress/scheduling/v1/meeting_service.pb.h"
#include "congress/scheduling/v1/task_service.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "platform/civil/civil.h"
#include "platform/status/status.h"
#include "platform/tables/tables.h"
#include "tests/support/status_matchers.h"

namespace congress::cli {
namespace {

audit::v1::ListAuditRecordsResponse TwoRecords() {
  audit::v1::ListAuditRecordsResponse list;
  auto* first = list.add_audit_records();
  first->set_sequence(1);
  first->set_principal("Thu, \"Hà\"");
  first->add_organisations("organisations/a");
  first->add_organisations("organisations/b");
  list.add_audit_records()->set_sequence(12);
  return list;
}

TEST(Output, AListIsATableOfItsItems) {
  EXPECT_EQ(Render(TwoRecords(), Format::kTable),
            "number  who        organisations\n"
            "1       Thu, \"Hà\"  organisations/a; organisations/b\n"
            "12\n");
}

TEST(Output, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(Render(TwoRecords(), Format::kCsv),
            "sequence,time,principal,on_behalf_of,method,request_id,call_id,changes,graded_reads,organisations,grade,"
            "withheld,traces,reads,refusals,covers\r\n"
            "1,,\"Thu, \"\"Hà\"\"\",,,,,,,organisations/a;organisations/b,,false,,,,false\r\n"
            "12,,,,,,,,,,,false,,,,false\r\n");
}

TEST(Output, AWorkbookIsReadAsCsvIs) {
  const auto sheet = RenderSheet(TwoRecords());
  ASSERT_THAT(sheet, support::IsOk());
  const auto read = tables::Read(*sheet, {});
  const auto wanted = tables::Read(Render(TwoRecords(), Format::kCsv), {});
  ASSERT_THAT(read, support::IsOk());
  ASSERT_THAT(wanted, support::IsOk());
  ASSERT_EQ(read->rows.size(), wanted->rows.size());
  for (size_t i = 0; i < wanted->rows.size(); ++i) EXPECT_EQ(read->rows[i].fields, wanted->rows[i].fields);
  EXPECT_EQ(read->Column("organisations"), wanted->Column("organisations"));
  audit::v1::ListAuditRecordsResponse long_text;
  long_text.add_audit_records()->set_principal(std::string(40'000, 'a'));
  EXPECT_TRUE(absl::IsInvalidArgument(RenderSheet(long_text).status())) << "nothing is left out";
}

TEST(Output, ASingleResourceIsListedFieldByField) {
  audit::v1::Checkpoint checkpoint;
  checkpoint.set_service("drafting");
  checkpoint.set_tree_size(3);
  EXPECT_EQ(Render(checkpoint, Format::kTable), "service        drafting\ntree_size      3\nlast_sequence  0\n");
}

TEST(Output, AnEmptyListSaysSo) {
  EXPECT_EQ(Render(audit::v1::ListAuditRecordsResponse(), Format::kTable), "(none)\n");
}

TEST(Output, ListsWithinOneAnswerAreTablesOfTheirOwn) {
  preparation::v1::Readiness board;
  board.set_congress("congresses/xx");
  auto* row = board.add_organisations();
  row->set_organisation("organisations/a");
  row->set_scheduling(preparation::v1::BLOCKED);
  for (const char* reason : {"MEETING_MISSING", "TASK_OVERDUE"}) row->add_blockers()->set_reason(reason);
  EXPECT_EQ(Render(board, Format::kTable),
            "ready        false\n"
            "partial      false\n"
            "ready_count  0\n"
            "congress     congresses/xx\n"
            "\n"
            "organisations\n"
            "organisation     ready  schedule  blockers\n"
            "organisations/a  false  BLOCKED   MEETING_MISSING; TASK_OVERDUE\n");
}

TEST(Output, WhatComesInPagesIsAListWhateverStandsBesideIt) {
  preparation::v1::ListAlertsResponse page;
  auto& alert = *page.add_alerts();
  alert.set_level(alerts::v1::Alert::OVERDUE);
  alert.set_description("Đề án");
  alert.set_resource("plans/p/tasks/a");
  auto& gap = *page.add_gaps();
  gap.set_service("drafting");
  gap.set_description("It does not answer.");
  EXPECT_THAT(Render(page, Format::kCsv),
              ::testing::StartsWith("kind,resource,organisation,post,day,level,description"));
  const std::string table = Render(page, Format::kTable);
  EXPECT_THAT(table, ::testing::StartsWith("urgency  what"));
  EXPECT_THAT(table, ::testing::HasSubstr("It does not answer."));
  // Rows say nothing of it.
  EXPECT_THAT(GapsIn(page), ::testing::ElementsAre("drafting: It does not answer."));
  EXPECT_THAT(GapsIn(audit::v1::Checkpoint()), ::testing::IsEmpty());
}

TEST(Output, BytesAreHexadecimalDigits) {
  audit::v1::AuditConsistencyProof proof;
  proof.add_sha256(std::string("\x01\xff", 2));
  proof.add_sha256("a");
  EXPECT_EQ(Render(proof, Format::kTable), "first_size   0\nsecond_size  0\nsha256       01ff\n             61\n");
}

TEST(Output, PeopleReadWhatTheItemsOfACellAreCalledProgramsReadAll) {
  preparation::v1::Preparation preparation;
  preparation.add_steps()->set_id("congress");
  preparation.add_steps()->set_id("tasks");
  preparation.mutable_steps(1)->set_reason("RESOURCE_EXISTS");
  preparation.mutable_steps(1)->set_nothing_made(true);
  const auto& steps = *preparation.GetDescriptor()->FindFieldByName("steps");
  EXPECT_EQ(Cell(preparation, steps, {}), "congress; RESOURCE_EXISTS");
  const std::string json = R"([{"id":"congress"},{"id":"tasks","reason":"RESOURCE_EXISTS","nothingMade":true}])";
  EXPECT_EQ(Cell(preparation, steps, {.is_program = true}), json);
  preparation.add_steps();
  preparation.mutable_steps(2)->set_state(preparation::v1::Step::DONE);
  preparation.mutable_steps(2)->set_title("Giao việc");
  EXPECT_EQ(Cell(preparation, steps, {}), "congress; RESOURCE_EXISTS; Giao việc");
  preparation.mutable_steps(2)->clear_title();
  EXPECT_EQ(Cell(preparation, steps, {}), "congress; RESOURCE_EXISTS; DONE") << "one has no name";
}

scheduling::v1::ListMeetingsResponse OneMeeting() {
  scheduling::v1::ListMeetingsResponse list;
  auto* meeting = list.add_meetings();
  meeting->set_name("meetings/a");
  for (const int day : {9, 10}) *meeting->add_unavailable_dates() = civil::ToDate(absl::CivilDay(2025, 7, day));
  for (const char* title : {"Khai mạc", "Bế mạc"}) meeting->add_agenda()->set_title(title);
  meeting->mutable_attendee()->set_title("Ủy viên");
  meeting->mutable_attendee()->set_reply(scheduling::v1::Participant::ACCEPTED);
  *meeting->mutable_create_time() = civil::ToTimestamp(absl::FromUnixMillis(1'751'999'999'500));
  return list;
}

TEST(Output, CsvLosesNothing) {
  EXPECT_EQ(
      Render(OneMeeting(), Format::kCsv),
      "name,organisation,congress,kind,title,state,slots,room,venue,place,agenda,participants,attendee.post,"
      "attendee.title,attendee.role,attendee.stands_in_for,attendee.reply,attendee.reply_note,attendee.presence,"
      "attendee.represented_by,attendee.reply_time,pinned,quorum.numerator,quorum.denominator,window,days,"
      "earliest,latest,unavailable_dates,approval_group,papers_date,after,series,notice_working_days,calendar,"
      "corrections,notes,sequence,released.slots,released.attendee.post,released.attendee.title,"
      "released.attendee.role,released.attendee.stands_in_for,released.attendee.reply,"
      "released.attendee.reply_note,released.attendee.presence,released.attendee.represented_by,"
      "released.attendee.reply_time,released.room,released.time,released.release,differs_from_release,create_time,"
      "update_time,etag,attended,minutes,travel_area,quorum_met,dropped_entries,departures\r\n"
      "meetings/a,,,,,,,,,,\"[{\"\"title\"\":\"\"Khai mạc\"\"},{\"\"title\"\":\"\"Bế mạc\"\"}]\",,,"
      "Ủy viên,,,ACCEPTED,,,,,false,,,,0,,,2025-07-09;2025-07-10,,,,,0,,,,0,,,,,,,,,,,,,,false,"
      "2025-07-09T01:39:59.5+07:00,,,false,,,false,,\r\n");
}

TEST(Output, ItemsOfAListAreRowsWhereTheyAreAskedFor) {
  EXPECT_EQ(Render(OneMeeting(), Format::kCsv, {.columns = {}, .rows = "agenda"}),
            "meetings.name,title,papers,presenter,time\r\n"
            "meetings/a,Khai mạc,,,\r\nmeetings/a,Bế mạc,,,\r\n");
  EXPECT_EQ(
      Render(OneMeeting(), Format::kCsv, {.columns = {"unavailable_dates"}, .rows = "meetings.unavailable_dates"}),
      "unavailable_dates\r\n2025-07-09\r\n2025-07-10\r\n");
  preparation::v1::Readiness board;
  for (const char* name : {"a", "b"}) board.add_organisations()->set_organisation(name);
  EXPECT_EQ(Render(board, Format::kCsv, {.columns = {"organisation", "ready"}, .rows = "organisations"}),
            "organisation,ready\r\na,false\r\nb,false\r\n");
}

TEST(Output, FactsWithAListAreNoList) {
  scheduling::v1::GetPlanProgressResponse progress;
  progress.set_total_count(7);
  progress.add_overdue_tasks()->set_code("I.1");
  const std::string csv = Render(progress, Format::kCsv);
  EXPECT_THAT(csv, ::testing::HasSubstr("total_count,7\r\n"));
  EXPECT_THAT(csv, ::testing::HasSubstr("\r\noverdue_tasks[1].code,I.1\r\n"));
  EXPECT_THAT(Render(progress, Format::kTable), ::testing::HasSubstr("\noverdue_tasks\ncode\nI.1\n"));
}

// The board as CSV: no cell is JSON, and what blocks an organisation is read where it stands.
TEST(Output, CsvOfABoardIsFlat) {
  preparation::v1::Readiness board;
  auto* row = board.add_organisations();
  row->set_organisation("organisations/a");
  row->set_scheduling(preparation::v1::BLOCKED);
  for (const char* reason : {"MEETING_MISSING", "TASK_OVERDUE"}) {
    auto* blocker = row->add_blockers();
    blocker->set_reason(reason);
    blocker->set_description("chưa có, quá hạn");
    blocker->set_service("scheduling");
  }
  *board.add_blockers() = row->blockers(0);
  EXPECT_EQ(Render(board, Format::kCsv),
            "ready,false\r\npartial,false\r\n"
            "blockers[1].service,scheduling\r\nblockers[1].reason,MEETING_MISSING\r\nblockers[1].description,\"chưa "
            "có, quá hạn\"\r\n"
            "organisations[1].organisation,organisations/a\r\norganisations[1].ready,false\r\n"
            "organisations[1].scheduling,BLOCKED\r\n"
            "organisations[1].blockers,\"MEETING_MISSING: chưa có, quá hạn (scheduling)\n"
            "TASK_OVERDUE: chưa có, quá hạn (scheduling)\"\r\n"
            "organisations[1].blocker_count,0\r\n"
            "ready_count,0\r\n");
  EXPECT_EQ(Render(board, Format::kCsv, {.columns = {"organisation", "blockers"}, .rows = "organisations"}),
            "organisation,blockers\r\n"
            "organisations/a,\"MEETING_MISSING: chưa có, quá hạn (scheduling)\n"
            "TASK_OVERDUE: chưa có, quá hạn (scheduling)\"\r\n");
}

TEST(Output, RowsOfOwnCommandsHaveTheNamesOfTheirReaders) {
  const Grid rows = {{"organisation", "other_seats"}, {"organisations/a", "7"}};
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_EQ(RenderRows(rows, Format::kTable), "tổ chức          số đại biểu giả định\norganisations/a  7\n");
  unsetenv("LC_ALL");
  EXPECT_EQ(nlohmann::json::parse(RenderRows(rows, Format::kJson)),
            nlohmann::json::parse(R"([{"organisation": "organisations/a", "otherSeats": "7"}])"));
  EXPECT_EQ(RenderRows(rows, Format::kCsv), "organisation,other_seats\r\norganisations/a,7\r\n");
}

TEST(Output, MeasuresAreColumnsOfTheirOwn) {
  allocation::v1::ListOrganisationsResponse list;
  auto* votes = list.add_organisations()->add_measures();
  votes->set_name("votes");
  votes->set_value(7);
  list.add_organisations();
  EXPECT_EQ(Render(list, Format::kCsv, {.columns = {"measure:votes", "measure:none"}}),
            "measure:votes,measure:none\r\n7,\r\n,\r\n");
}

TEST(Output, TablesHaveTheColumnsThatAreAskedForAndSpeakVietnamese) {
  allocation::v1::ListOrganisationsResponse list;
  list.add_organisations()->set_display_name("Xã Một");
  list.mutable_organisations(0)->set_state(allocation::v1::Organisation::ACTIVE);
  list.mutable_organisations(0)->set_code("001");
  EXPECT_EQ(Render(list, Format::kTable), "name    members  state\nXã Một  0        ACTIVE\n");
  EXPECT_EQ(Render(list, Format::kTable, {.columns = {"code", "display_name"}}), "code  name\n001   Xã Một\n");
  EXPECT_THAT(Render(list, Format::kTable, {.all_columns = true}), ::testing::HasSubstr("takes_over"));
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_EQ(Render(list, Format::kTable), "tên     đảng viên  trạng thái\nXã Một  0          đang hoạt động\n");
  EXPECT_THAT(Render(list, Format::kCsv), ::testing::HasSubstr(",ACTIVE,")) << "for programs";
  unsetenv("LC_ALL");
}

TEST(Output, WhatCannotBeShownIsRefusedBeforeTheCall) {
  const auto& meetings = *scheduling::v1::ListMeetingsResponse::descriptor();
  EXPECT_TRUE(CheckView({.columns = {"unavailable_dates", "attendee.title"}}, false, meetings).ok());
  EXPECT_TRUE(CheckView({.rows = "participants"}, false, meetings).ok());
  EXPECT_FALSE(CheckView({.columns = {"date"}}, false, meetings).ok());
  EXPECT_FALSE(CheckView({.rows = "attendee"}, false, meetings).ok());
  const auto& board = *preparation::v1::Readiness::descriptor();
  EXPECT_EQ(
      CheckView({.rows = "Organisation"}, false, board).message(),
      "the answer has no list 'Organisation'; did you mean organisations?; there are gaps, blockers, organisations, "
      "organisations.blockers");
  EXPECT_FALSE(CheckView({.columns = {"unavailable_dates"}}, true, meetings).ok()) << "JSON has everything";
}

TEST(Output, AListThatHoldsLessThanIsCountedSaysSo) {
  preparation::v1::Readiness board;
  for (const int count : {2, 64}) {
    auto* row = board.add_organisations();
    row->set_blocker_count(count);
    for (int i = 0; i < std::min(count, 20); ++i) row->add_blockers();
  }
  const CutList cut = CutIn(board, RowsOf(*board.GetDescriptor(), "organisations.blockers"));
  EXPECT_EQ(cut.shown, 20);
  EXPECT_EQ(cut.counted, 64);
  EXPECT_EQ(CutIn(board, RowsOf(*board.GetDescriptor(), "organisations")).counted, 0);
  EXPECT_EQ(CutIn(board, {}).counted, 0);
}

// A name with an escape sequence could clear the screen, or turn what stands behind it.
TEST(Output, ControlsNeverReachTheTerminal) {
  allocation::v1::Organisation organisation;
  organisation.set_display_name("Xã\x1b[2J\x07\u202e\u009b1mMột\nHai\ttab");
  EXPECT_EQ(Render(organisation, Format::kTable).substr(0, 60).find('\x1b'), std::string::npos);
  EXPECT_THAT(Render(organisation, Format::kTable), ::testing::HasSubstr("Xã\\x1b[2J\\x07\\u202e\\x9b1mMột\n"));
  const auto error = status::InvalidArgument(status::PlatformReason::REQUEST_ID_REUSED, {{"request_id", "\x1b[2J"}});
  EXPECT_THAT(RenderError(error), ::testing::HasSubstr("request_id: \\x1b[2J\n"));
}

TEST(Output, FilesOfCsvBeginWithAByteOrderMark) {
  const std::string bom = "\xEF\xBB\xBF";
  EXPECT_EQ(ForTarget("a\r\n", "/x/y.CSV"), bom + "a\r\n");
  EXPECT_EQ(ForTarget(bom + "a\r\n", "y.csv"), bom + "a\r\n");
  EXPECT_EQ(ForTarget("a\r\n", "y.csv", false), "a\r\n");
  EXPECT_EQ(ForTarget("a\r\n", "y.txt"), "a\r\n");
  EXPECT_EQ(ForTarget("a\r\n", "y.txt", true), bom + "a\r\n");
}

TEST(Output, ACellHoldsNoJsonForPeople) {
  operations::v1::Operation operation;
  operation.mutable_error()->set_message("đã dừng");
  scheduling::v1::ListMeetingsResponse meetings = OneMeeting();
  operation.mutable_response()->PackFrom(meetings.meetings(0));
  EXPECT_EQ(Cell(operation, *operation.GetDescriptor()->FindFieldByName("error"), {}), "đã dừng");
  EXPECT_THAT(Cell(operation, *operation.GetDescriptor()->FindFieldByName("response"), {}),
              ::testing::StartsWith("meetings/a, Khai mạc; Bế mạc, Ủy viên"));
}

TEST(Output, ATimeOfDayIsShownAsAClockShowsIt) {
  scheduling::v1::Meeting meeting;
  auto* slot = meeting.add_slots();
  *slot->mutable_date() = civil::ToDate(absl::CivilDay(2025, 7, 9));
  slot->set_part(scheduling::v1::Slot::HOURS);
  slot->mutable_start()->set_hours(7);
  slot->mutable_start()->set_minutes(30);
  slot->mutable_end()->set_hours(11);
  EXPECT_EQ(Cell(meeting, *meeting.GetDescriptor()->FindFieldByName("slots"), {}), "2025-07-09, HOURS, 07:30, 11:00");
}

TEST(Output, FactsHaveVietnameseNamesForThoseWhoReadIt) {
  allocation::v1::Organisation organisation;
  organisation.set_display_name("Xã Một");
  organisation.set_takes_over(true);
  organisation.set_state(allocation::v1::Organisation::ENDED);
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_THAT(Render(organisation, Format::kTable), ::testing::HasSubstr("\nđảng viên"));
  EXPECT_THAT(Render(organisation, Format::kCsv), ::testing::HasSubstr("display_name,Xã Một")) << "for programs";
  unsetenv("LC_ALL");
}

TEST(Output, AnExportedFileIsWrittenAsItIs) {
  allocation::v1::ExportAllocationPlanResponse file;
  file.set_content("code,seats\r\na,3\r\n");
  file.set_media_type("text/csv");
  file.set_file_name("allocation.csv");
  EXPECT_EQ(Render(file, Format::kTable), "code,seats\r\na,3\r\n");
}

TEST(Output, AnExportedFileGoesIntoAFolderUnderItsOwnName) {
  allocation::v1::ExportAllocationPlanResponse file;
  file.set_media_type("text/csv");
  file.set_file_name("allocation.csv");
  const std::string folder = ::testing::TempDir();
  EXPECT_EQ(TargetOf(file, Format::kTable, folder), (std::filesystem::path(folder) / "allocation.csv").string());
  EXPECT_EQ(TargetOf(file, Format::kTable, folder + "/other.csv"), folder + "/other.csv");
  EXPECT_EQ(TargetOf(file, Format::kJson, folder), folder) << "an answer in JSON is not the file";
  EXPECT_EQ(TargetOf(file, Format::kTable, ""), "");
  file.set_file_name("../../etc/allocation.csv");
  EXPECT_EQ(TargetOf(file, Format::kTable, folder), (std::filesystem::path(folder) / "allocation.csv").string());
  EXPECT_EQ(TargetOf(TwoRecords(), Format::kTable, folder), folder);
}

TEST(RenderError, ShowsDetailsOfTheSuite) {
  drafting::v1::MergeConflict conflict;
  conflict.set_latest_revision("r/4");
  auto& clash = *conflict.add_clashes();
  clash.set_section("review");
  clash.set_ours("của ta");
  absl::Status status = absl::AbortedError("x");
  status::Attach(status, conflict);
  EXPECT_THAT(RenderError(status), ::testing::AllOf(::testing::HasSubstr("r/4"), ::testing::HasSubstr("của ta")));
  const auto json = nlohmann::json::parse(ErrorAsJson(status));
  EXPECT_EQ(json["error"]["details"][0]["clashes"][0]["section"], "review");
  EXPECT_EQ(json["error"]["details"][0]["@type"], "congress.drafting.v1.MergeConflict");
}

TEST(Output, AnErrorShowsReasonDetailsAndFields) {
  status::Violations violations;
  violations.Add("line 7", status::Sentence{"members is empty", "cột members để trống"});
  EXPECT_EQ(RenderError(violations.ToStatus(status::PlatformReason::REQUEST_ID_REUSED, {{"request_id", "1"}})),
            "INVALID_ARGUMENT REQUEST_ID_REUSED (congress)\n"
            "  Another request was made under this request_id; use a new one.\n"
            "  request_id: 1\n  line 7: members is empty\n");
  EXPECT_EQ(RenderError(violations.ToStatus()),
            "INVALID_ARGUMENT FIELDS_INVALID (congress)\n  line 7: members is empty\n");
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_EQ(RenderError(violations.ToStatus()),
            "INVALID_ARGUMENT FIELDS_INVALID (congress)\n  line 7: cột members để trống\n");
  unsetenv("LC_ALL");
}

}  // namespace
}  // namespace congress::cli

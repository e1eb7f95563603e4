#include "cli/output.h"

#include <filesystem>

#include "congress/allocation/v1/allocation_service.pb.h"
#include "congress/audit/v1/audit_service.pb.h"
#include "congress/preparation/v1/preparation.pb.h"
#include "congress/preparation/v1/readiness.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/status.h"

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
            "sequence  principal  organisations\n"
            "1         Thu, \"Hà\"  organisations/a;organisations/b\n"
            "12\n");
}

TEST(Output, CsvQuotesWhatNeedsIt) {
  EXPECT_EQ(Render(TwoRecords(), Format::kCsv),
            "sequence,time,principal,on_behalf_of,method,request_id,call_id,changes,graded_reads,organisations\r\n"
            "1,,\"Thu, \"\"Hà\"\"\",,,,,,,organisations/a;organisations/b\r\n"
            "12,,,,,,,,,\r\n");
}

TEST(Output, ASingleResourceIsListedFieldByField) {
  audit::v1::Checkpoint checkpoint;
  checkpoint.set_service("drafting");
  checkpoint.set_tree_size(3);
  EXPECT_EQ(Render(checkpoint, Format::kTable), "service    drafting\ntree_size  3\n");
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
            "organisation     ready  scheduling  blockers\n"
            "organisations/a  false  BLOCKED     MEETING_MISSING; TASK_OVERDUE\n");
}

TEST(Output, BytesAreHexadecimalDigits) {
  audit::v1::ListAuditLeavesResponse leaves;
  leaves.add_leaf_sha256(std::string("\x01\xff", 2));
  leaves.add_leaf_sha256("a");
  EXPECT_EQ(Render(leaves, Format::kTable), "leaf_sha256  01ff\n             61\n");
}

TEST(Output, AnItemIsCalledByTheFirstNameThatItHas) {
  preparation::v1::Preparation preparation;
  preparation.set_name("p");
  preparation.add_steps()->set_id("congress");
  preparation.add_steps()->set_id("tasks");
  preparation.mutable_steps(1)->set_reason("RESOURCE_EXISTS");
  EXPECT_EQ(Render(preparation, Format::kCsv).substr(0, 39), "name,p\r\nsteps,congress; RESOURCE_EXISTS");
  preparation.add_steps();
  EXPECT_THAT(Render(preparation, Format::kCsv), ::testing::HasSubstr("steps,(3)"));
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

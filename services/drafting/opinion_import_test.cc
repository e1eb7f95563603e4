#include <algorithm>

#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/operations/operations.h"
#include "platform/paper/build.h"
#include "platform/paper/layout.h"
#include "platform/paper/paper.h"
#include "platform/status/status.h"
#include "services/drafting/opinion_service.h"
#include "services/drafting/testing/opinions.h"
#include "tests/support/process.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

using ImportOpinions = OpinionsTest;
using operations::v1::Operation;

// Imports by steps; long work is done one step at a time.
class StepsTest : public OpinionsTest {
 protected:
  StepsTest()
      : runner_("office", scene.service().gate(), scene.service().signer()),
        service_(paper::Layout::Default(), runner_) {}

  static std::string Rows(int count) {
    std::string csv = "organisation,section,text,external_key\n";
    for (int i = 0; i < count; ++i) csv += StrCat("organisations/a,tasks,Ý kiến số ", i, ",k", i, "\n");
    return csv;
  }
  absl::StatusOr<Operation> Start(const std::string& csv, std::string_view language = "") {
    v1::StartOpinionImportRequest request;
    request.set_parent(kRound);
    request.set_csv(csv);
    return Do([&](rpc::Call& call) { return service_.StartOpinionImport(call, request); }, language);
  }
  absl::StatusOr<Operation> Undo(const std::string& import) {
    v1::UndoOpinionImportRequest request;
    request.set_name(StrCat(kRound, "/opinionImports/", import));
    request.set_reason("Nhầm tệp");
    return Do([&](rpc::Call& call) { return service_.UndoOpinionImport(call, request); });
  }
  absl::StatusOr<Operation> Do(absl::FunctionRef<absl::StatusOr<Operation>(rpc::Call&)> work,
                               std::string_view language = "") {
    auth::Principal admin;
    admin.subject = "an";
    admin.bindings = {{"administrator", std::string(auth::kProvince)}};
    absl::StatusOr<Operation> begun;
    const auto keep = [&](rpc::Call& call) {
      begun = work(call);
      return begun.status();
    };
    RETURN_IF_ERROR(scene.service().gate().Perform(admin, "test", keep, language));
    return begun;
  }
  int Finish(const Operation& operation) {
    int steps = 1;
    while (runner_.DoStep(operation).value_or(false)) ++steps;
    return steps;
  }
  Operation Get(const std::string& name) {
    Operation found;
    EXPECT_THAT(Do([&](rpc::Call& call) -> absl::StatusOr<Operation> {
                  return operations::Operations::all().Load(call, name);
                }),
                IsOk());
    return *Do([&](rpc::Call& call) { return operations::Operations::all().Load(call, name); });
  }

  operations::Operations runner_;
  OpinionService service_;
};
using StartOpinionImport = StepsTest;
using UndoOpinionImport = StepsTest;

TEST_F(StartOpinionImport, GivesALongTableByStepsOnce) {
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(Rows(3100)));
  EXPECT_EQ(List("")->opinions_size(), 0) << "it only looked at the rows";
  EXPECT_EQ(Finish(begun), 3);
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", kRound, "'")));
  EXPECT_EQ(report.counts().total(), 3100);
  const Operation done = Get(begun.name());
  EXPECT_EQ(done.state(), Operation::DONE);
  EXPECT_EQ(done.progress().done(), 3100);
  EXPECT_EQ(done.progress().unit(), operations::v1::Progress::RECORDS) << "those to come are not in effect";
  tables::v1::ImportResult result;
  ASSERT_TRUE(done.response().UnpackTo(&result));
  EXPECT_EQ(result.new_count(), 3100);
  EXPECT_EQ(result.kept_import(), StrCat(kRound, "/opinionImports/000001"));
  ASSERT_OK_AND_ASSIGN(const Operation again, Start(Rows(3100)));
  Finish(again);
  ASSERT_TRUE(Get(again.name()).response().UnpackTo(&result));
  EXPECT_EQ(result.new_count(), 0);
  EXPECT_EQ(result.unchanged_count(), 3100);
  ASSERT_OK_AND_ASSIGN(const auto imports, scene.Call(&Opinions::ListOpinionImports, StrCat("parent: '", kRound, "'")));
  EXPECT_EQ(imports.opinion_imports_size(), 2);
  EXPECT_THAT(Start(Rows(2) + "organisations/z,tasks,x,z\n"), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(Start(Rows(20'001)), StatusIs(kInvalid, "CSV_MALFORMED"));
}

TEST_F(StartOpinionImport, LeavesNothingThatCountsWhenItIsCancelled) {
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(Rows(2000)));
  ASSERT_THAT(runner_.DoStep(begun), IsOk());
  ASSERT_OK_AND_ASSIGN(const Operation cancelled, Do([&](rpc::Call& call) -> absl::StatusOr<Operation> {
                         ASSIGN_OR_RETURN(Operation one, operations::Operations::all().Load(call, begun.name()));
                         one.set_cancel_requested(true);
                         return operations::Operations::all().Put(call, one);
                       }));
  Finish(begun);
  EXPECT_EQ(Get(begun.name()).state(), Operation::CANCELLED);
  EXPECT_EQ(Get(begun.name()).progress().done(), 1500);
  EXPECT_EQ(Get(begun.name()).progress().total(), 1500) << "of what it had given";
  EXPECT_EQ(List("")->opinions_size(), 0);
  EXPECT_EQ(List("show_withdrawn: true page_size: 1000")->opinions_size(), 1000) << "the first page of them";
  // The same file can come again under its keys.
  ASSERT_OK_AND_ASSIGN(const Operation again, Start(Rows(2000)));
  Finish(again);
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", kRound, "'")));
  EXPECT_EQ(report.counts().total(), 2000);
}

TEST_F(UndoOpinionImport, WithdrawsWhatWasGivenAndNotWhatWasThere) {
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto shown,
                       scene.Call(&Opinions::ImportOpinions,
                                  StrCat(kInRound, "csv: '", absl::CEscape(Rows(2)), "' validate_only: true")));
  EXPECT_EQ(shown.new_count(), 2);
  EXPECT_EQ(shown.kept_import(), "") << "nothing is kept of a preview";
  ASSERT_OK_AND_ASSIGN(const auto given, Import(Rows(2)));
  EXPECT_EQ(given.kept_import(), StrCat(kRound, "/opinionImports/000001"));
  EXPECT_EQ(Import(Rows(2))->kept_import(), "") << "nothing was given";
  EXPECT_EQ(List(StrCat("opinion_import: '", given.kept_import(), "'"))->opinions_size(), 2);
  EXPECT_THAT(Undo("000009"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const Operation undone, Undo("000001"));
  Finish(undone);
  v1::OpinionImport kept;
  ASSERT_TRUE(Get(undone.name()).response().UnpackTo(&kept));
  EXPECT_EQ(kept.undo_reason(), "Nhầm tệp");
  EXPECT_EQ(List("")->opinions_size(), 1);
  // What a source gave itself too is not lost with the import.
  ASSERT_OK_AND_ASSIGN(const auto shared, Import("organisation,text\norganisations/b,Cùng nói\n"));
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat(kInRound, "opinion { organisation: 'organisations/b' text: 'Cùng nói' }"), "clerk@b"),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const Operation second, Undo(shared.kept_import().substr(shared.kept_import().size() - 6)));
  Finish(second);
  EXPECT_EQ(List("organisation: 'organisations/b'")->opinions_size(), 1);
  EXPECT_THAT(Undo("000001"), StatusIs(kFailed, "IMPORT_UNDONE"));
  EXPECT_EQ(scene.Call(&Opinions::GetOpinionImport, StrCat("name: '", given.kept_import(), "'"))->undone_by(), "an");
  // What has been answered stays.
  ASSERT_THAT(Import(Rows(1)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto page, List("undisposed: true"));
  for (const auto& opinion : page.opinions()) {
    ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", opinion.name(), "' disposition: TAKEN")),
                IsOk());
  }
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat("name: '", kRound, "'")), IsOk());
  EXPECT_THAT(Undo("000003"), StatusIs(kFailed, "OPINION_ANSWERED"));
}

// Otherwise half of an import would stay, or of what is to be withdrawn.
TEST_F(UndoOpinionImport, AndTheImportItselfHoldBackWhatEndsTheRoundOrAnswers) {
  const auto held_back = [&](const Operation& operation) {
    const auto cancelled = scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'"));
    EXPECT_THAT(cancelled, StatusIs(kFailed, "IMPORT_UNDER_WAY"));
    EXPECT_EQ(support::MetadataIn(cancelled.status(), "operation"), operation.name());
    EXPECT_THAT(scene.Call(&Opinions::CloseOpinionRound, kNamed), StatusIs(kFailed, "IMPORT_UNDER_WAY"));
    EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, kNamed), StatusIs(kFailed, "IMPORT_UNDER_WAY"));
    EXPECT_THAT(scene.Call(&Opinions::MergeOpinionWordings, kNamed), StatusIs(kFailed, "IMPORT_UNDER_WAY"));
  };
  const std::string import = StrCat("name: '", kRound, "/opinionImports/000001'");
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(Rows(2)));
  held_back(begun);
  Finish(begun);
  EXPECT_THAT(scene.Call(&Opinions::PublishDispositions, kNamed), StatusIs(kFailed, "NOTHING_TO_PUBLISH"));
  ASSERT_OK_AND_ASSIGN(const Operation undone, Undo("000001"));
  held_back(undone);
  EXPECT_FALSE(scene.Call(&Opinions::GetOpinionImport, import)->has_undo_time()) << "its opinions count yet";
  Finish(undone);
  EXPECT_TRUE(scene.Call(&Opinions::GetOpinionImport, import)->has_undo_time());
  EXPECT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
}

TEST_F(StepsTest, AreRefusedAsTheMethodsSay) {
  const auto start = [&](const std::string& csv) {
    return scene.Call(&Opinions::StartOpinionImport, StrCat(kInRound, "csv: '", absl::CEscape(csv), "'"));
  };
  EXPECT_THAT(start("text\nx\n"), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(start("organisation,text\norganisations/z,x\n"), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(Import(Rows(3500)), StatusIs(kInvalid, "CHANGE_TOO_LARGE"));
  ASSERT_THAT(Import(Rows(1)), IsOk());
  const auto undo = [&](const std::string& import) {
    return scene.Call(&Opinions::UndoOpinionImport,
                      StrCat("name: '", kRound, "/opinionImports/", import, "' reason: 'x'"));
  };
  const std::string named = StrCat("name: '", kRound, "/opinions/0001-000001' ");
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, StrCat(named, "disposition: TAKEN")), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, kNamed), IsOk());
  EXPECT_THAT(undo("000001"), StatusIs(kFailed, "OPINION_ANSWERED"));
  EXPECT_THAT(scene.Call(&Opinions::WithdrawOpinion, StrCat(named, "reason: 'x'")),
              StatusIs(kFailed, "OPINION_ANSWERED"));
  ASSERT_THAT(Import("organisation,text\norganisations/a,x\n"), IsOk());
  ASSERT_OK_AND_ASSIGN(const Operation begun, undo("000002"));
  EXPECT_THAT(undo("000002"), StatusIs(kFailed, "IMPORT_UNDONE"));
  ASSERT_TRUE(support::Eventually([&] { return Get(begun.name()).has_end_time(); }));
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'x'")), IsOk());
  EXPECT_THAT(undo("000001"), StatusIs(kFailed, "ROUND_CLOSED"));
}

// What the steps are told meanwhile is told to who began in their language.
TEST_F(StartOpinionImport, FailsInTheLanguageOfWhoBeganIt) {
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(Rows(2), "vi"));
  ASSERT_THAT(scene.Call(&Opinions::WithdrawInvitation, StrCat("name: '", kRound, "/invitations/a'")), IsOk());
  Finish(begun);
  const Operation failed = Get(begun.name());
  EXPECT_EQ(failed.state(), Operation::FAILED);
  google::rpc::BadRequest faults;
  EXPECT_TRUE(std::any_of(failed.error().details().begin(), failed.error().details().end(),
                          [&](const auto& detail) { return detail.UnpackTo(&faults); }));
  ASSERT_EQ(faults.field_violations_size(), 2);
  EXPECT_EQ(faults.field_violations(0).description(),
            "organisations/a không thuộc danh sách được mời góp ý trong đợt này.");
}

TEST_F(ImportOpinions, TakesLateRowsOfTheCollectorWithAReason) {
  scene.SetDay(20);
  const std::string head = "organisation,section,text,receive_date,late_reason\n";
  const std::string row = "organisations/a,tasks,Muộn,2025-06-29,Thư đến chậm\n";
  EXPECT_THAT(Import(head + row, "clerk@a"), StatusIs(kInvalid, "ROWS_REJECTED"));
  ASSERT_OK_AND_ASSIGN(const auto done, Import(head + row, "clerk@province"));
  ASSERT_OK_AND_ASSIGN(const auto opinion,
                       scene.Call(&Opinions::GetOpinion, StrCat("name: '", done.rows(0).name(), "'")));
  EXPECT_EQ(opinion.receive_date().day(), 29);
  EXPECT_EQ(opinion.late_reason(), "Thư đến chậm");
}

TEST_F(ImportOpinions, GivesNothingTwice) {
  const std::string head = "section;organisation;text\n";
  const std::string two =
      "tasks;organisations/a;Thêm số liệu\nreview;organisations/b;\"Một\nhai\"\ntasks;organisations/a;Thêm số liệu \n";
  ASSERT_OK_AND_ASSIGN(auto done, Import(head + two));
  EXPECT_EQ(done.new_count(), 2);
  EXPECT_EQ(done.rows(2).name(), StrCat(kRound, "/opinions/0001-000001")) << "says what the first row says";
  EXPECT_EQ(done.rows(2).state(), tables::v1::ImportRow::UNCHANGED);
  ASSERT_OK_AND_ASSIGN(done, Import(head + two + "tasks;organisations/b;Thêm số liệu\n"));
  EXPECT_EQ(done.new_count(), 1);
  EXPECT_EQ(done.unchanged_count(), 3);
  EXPECT_EQ(List("")->opinions_size(), 3);

  // By its name an opinion is found, and stays as it was given.
  const std::string named = "name,section,organisation,text,disposition\n0001-000001,tasks,organisations/a,";
  ASSERT_OK_AND_ASSIGN(done, Import(named + "Thêm số liệu,TAKEN\n"));
  EXPECT_EQ(done.unchanged_count(), 1);
  EXPECT_THAT(Import(named + "Bớt số liệu,\n"), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(Import("name,section,organisation,text\n0001-000009,tasks,organisations/a,x\n"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));

  // After the window a file may still be compared; a new opinion is refused with all that came with it.
  scene.SetDay(15);
  ASSERT_OK_AND_ASSIGN(done, Import(head + two));
  EXPECT_EQ(done.unchanged_count(), 3);
  EXPECT_THAT(Import(head + two + "tasks;organisations/b;Muộn\n"), StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_EQ(List("")->opinions_size(), 3);
}

// The table form as a commune fills it in: its name stands once beside all that it says.
TEST_F(ImportOpinions, ReadsTheTableOfADocument) {
  paper::v1::Paper paper;
  paper::AddText("Bảng tổng hợp ý kiến góp ý", paper.mutable_body());
  paper::v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 4; ++i) paper::AddColumn(1, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow({"TT", "organisation", "section", "text"}, table.add_heading());
  paper::AddRow({"1", "organisations/a", "tasks", "Thêm số liệu"}, table.add_rows());
  table.mutable_rows(0)->mutable_cells(1)->set_rows(2);
  paper::AddRow({"2", "review", "Một\nhai"}, table.add_rows());
  ASSERT_OK_AND_ASSIGN(const std::string file, paper::RenderDocx(paper));
  ASSERT_OK_AND_ASSIGN(const auto done, Import(file));
  EXPECT_EQ(done.new_count(), 2);
  EXPECT_EQ(done.rows(1).line(), 3);
  ASSERT_OK_AND_ASSIGN(const auto opinion,
                       scene.Call(&Opinions::GetOpinion, StrCat("name: '", done.rows(1).name(), "'")));
  EXPECT_EQ(opinion.organisation(), "organisations/a");
  EXPECT_EQ(opinion.text(), "Một\nhai");
  ASSERT_OK_AND_ASSIGN(const auto again, Import(file));
  EXPECT_EQ(again.unchanged_count(), 2);
}

// A paper as an office sends it: letterhead and signature are tables, between them stand text and two tables, headed as
// the report prints them, in which units are called by their names.
TEST_F(ImportOpinions, ReadsEveryTableOfAPaperThatHasTheColumns) {
  scene.service().Speak("vi");
  directory::Organisation unit;
  unit.name = "organisations/a";
  unit.display_name = "Đảng bộ xã A";
  scene.service().organisations().Put(unit);
  const auto table = [](const std::vector<std::vector<std::string>>& rows, paper::v1::Paper* paper) {
    paper::v1::Table& made = *paper->add_body()->mutable_table();
    for (size_t i = 0; i < rows[0].size(); ++i) paper::AddColumn(1, paper::v1::ALIGN_UNSPECIFIED, &made);
    for (size_t i = 0; i < rows.size(); ++i) paper::AddRow(rows[i], i == 0 ? made.add_heading() : made.add_rows());
  };
  paper::v1::Paper paper;
  paper::AddText("Bảng tổng hợp ý kiến góp ý", paper.mutable_body());
  table({{"STT", "Tổ chức góp ý", "Mục", "Nội dung góp ý"},
         {"1", "ĐẢNG BỘ XÃ A", "tasks", "Thêm số liệu"},
         {"2", "organisations/b", "nowhere", "Rõ hơn"}},
        &paper);
  table({{"NỘI DUNG GÓP Ý", "Tổ chức góp ý"}, {"Ngắn hơn", "b"}}, &paper);
  ASSERT_OK_AND_ASSIGN(const std::string wrong, paper::RenderDocx(paper));
  const auto refused = Import(wrong);
  ASSERT_THAT(refused, StatusIs(kInvalid, "ROWS_REJECTED"));
  google::rpc::BadRequest faults;
  ASSERT_TRUE(status::Detail(refused.status(), &faults));
  EXPECT_EQ(faults.field_violations(0).field(), "csv.table[2].line[3]");
  paper.mutable_body(1)->mutable_table()->mutable_rows(1)->mutable_cells(2)->mutable_spans(0)->set_text("review");
  ASSERT_OK_AND_ASSIGN(const std::string file, paper::RenderDocx(paper));
  ASSERT_OK_AND_ASSIGN(const auto done, Import(file));
  EXPECT_EQ(done.new_count(), 3);
  EXPECT_EQ(done.rows(2).table(), 3);
  EXPECT_EQ(done.rows(2).line(), 2);
  ASSERT_OK_AND_ASSIGN(const auto opinion,
                       scene.Call(&Opinions::GetOpinion, StrCat("name: '", done.rows(2).name(), "'")));
  EXPECT_EQ(opinion.organisation(), "organisations/b");
  EXPECT_EQ(opinion.text(), "Ngắn hơn");
  EXPECT_THAT(done.findings(),
              testing::ElementsAre("không đọc 1 đoạn ngoài bảng, đoạn đầu là “Bảng tổng hợp ý kiến góp ý”",
                                   "bảng 1 không có các cột organisation, text nên không đọc",
                                   "bảng 4 không có các cột organisation, text nên không đọc"));
  ASSERT_OK_AND_ASSIGN(const auto named, Import("Tổ chức góp ý;Nội dung góp ý\norganisations/a;Khác\n"));
  EXPECT_EQ(named.new_count(), 1) << "in whatever file";
  paper.mutable_body()->DeleteSubrange(1, 2);
  ASSERT_OK_AND_ASSIGN(const std::string letter, paper::RenderDocx(paper));
  const auto none = Import(letter);
  ASSERT_THAT(none, StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_EQ(support::MetadataIn(none.status(), "missing"), "1 (organisation, text); 2 (organisation, text)");
}

TEST_F(ImportOpinions, IsForThoseWhoMayGiveThem) {
  const std::string row = "organisation,section,text\norganisations/b,tasks,x\n";
  EXPECT_THAT(Import(row, "clerk@b"), IsOk());
  EXPECT_THAT(Import(row, "clerk@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Import(row, "reader@b"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(Import(row + "organisations/a,tasks,x\norganisations/b,nowhere,x\n", "clerk@b"),
              StatusIs(kInvalid, "ROWS_REJECTED"));
  EXPECT_THAT(Import("section,text\ntasks,x\n", "clerk@b"), StatusIs(kInvalid, "CSV_MALFORMED"));
  EXPECT_THAT(Import("", "clerk@b"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

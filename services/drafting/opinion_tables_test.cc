// Tables of opinions: what organisations are called in them, reports that come back, imports of a commune.
#include "absl/strings/escaping.h"
#include "congress/operations/v1/operation_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "platform/paper/build.h"
#include "platform/paper/paper.h"
#include "platform/status/status.h"
#include "services/drafting/testing/opinions.h"
#include "tests/support/process.h"

namespace congress::drafting {
namespace {

using operations::v1::Operation;
using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;
using Operations = operations::v1::OperationService::StubInterface;

class OpinionTables : public OpinionsTest {
 protected:
  OpinionTables() : stub_(operations::v1::OperationService::NewStub(scene.service().channel())) {}

  void Call(const std::string& unit, const std::string& name) {
    directory::Organisation organisation;
    organisation.name = StrCat("organisations/", unit);
    organisation.display_name = name;
    scene.service().organisations().Put(organisation);
  }
  absl::StatusOr<tables::v1::ImportResult> Look(const std::string& csv, const std::string& binding = "clerk@province",
                                                const std::string& round = kRound) {
    return scene.Call(&Opinions::ImportOpinions,
                      StrCat("parent: '", round, "' validate_only: true csv: '", absl::CEscape(csv), "'"), binding);
  }
  absl::StatusOr<Operation> Start(const std::string& csv, const std::string& binding) {
    return scene.Call(&Opinions::StartOpinionImport, StrCat(kInRound, "csv: '", absl::CEscape(csv), "'"), binding);
  }
  absl::StatusOr<Operation> Get(const std::string& name, const std::string& binding) {
    return rpc::Invoke(*stub_, &Operations::GetOperation, scene.service().As("an", {binding}),
                       Parse<operations::v1::GetOperationRequest>(StrCat("name: '", name, "'")));
  }
  // The operation at its end.
  Operation Ended(const std::string& name, const std::string& binding) {
    Operation ended;
    EXPECT_TRUE(support::Eventually([&] {
      ended = Get(name, binding).value_or(Operation());
      return ended.has_end_time();
    }));
    return ended;
  }
  std::string Report(const std::string& more) {
    const auto file = scene.Call(&Opinions::ExportOpinionReport, StrCat(kNamed, more));
    EXPECT_THAT(file, IsOk());
    return file.ok() ? file->content() : "";
  }

  const std::unique_ptr<Operations> stub_;
};

TEST_F(OpinionTables, TellWhoseNameItIsThatCannotBeMeant) {
  Call("a", "Đảng bộ xã Tân Thành");
  Call("b", "ĐẢNG BỘ XÃ TÂN THÀNH");
  Call("z", "Đảng bộ xã Không Mời");
  ASSERT_THAT(
      scene.Call(
          &Opinions::BatchCreateInvitations,
          StrCat(kInRound, "groups { id: 'people' display_name: 'Nhân dân' organisation: ", "'organisations/a' }")),
      IsOk());
  const std::string csv =
      "organisation,text\nĐảng bộ xã Tân Thành,x\nNhân dân,x\nĐảng bộ xã Không Mời,x\nĐảng bộ xã Lạ,x\n"
      "Nhân dân (Đảng bộ xã Tân Thành),x\n";
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto told, Look(csv));
  ASSERT_EQ(told.error_count(), 5);
  EXPECT_EQ(told.rows(0).reason(),
            "có nhiều tổ chức tên 'Đảng bộ xã Tân Thành': a, b; cần ghi mã tổ chức thay cho tên");
  EXPECT_EQ(told.rows(1).reason(),
            "'Nhân dân' là nhóm góp ý; cần ghi organisations/a là tổ chức nhập thay, và 'people' vào cột group");
  EXPECT_EQ(told.rows(2).reason(),
            "'Đảng bộ xã Không Mời' (z) không được mời góp ý trong đợt này, hoặc tài khoản không được "
            "nhập thay");
  EXPECT_EQ(told.rows(3).reason(), "không có tổ chức hay nhóm nào được mời góp ý trong đợt này tên 'Đảng bộ xã Lạ'");
  EXPECT_THAT(told.rows(4).reason(), HasSubstr("tên 'Nhân dân (Đảng bộ xã Tân Thành)'"));
  EXPECT_EQ(Look("organisation,text\nb,x\n")->error_count(), 0) << "a code is none";
  // The import itself has names in place of resource names, and tells them apart all the same.
  const auto refused = Import(csv, "clerk@province");
  ASSERT_THAT(refused, StatusIs(kInvalid, "ROWS_REJECTED"));
  google::rpc::BadRequest faults;
  ASSERT_TRUE(status::Detail(refused.status(), &faults));
  ASSERT_EQ(faults.field_violations_size(), 5);
  for (const int row : {0, 2, 3, 4}) EXPECT_EQ(faults.field_violations(row).description(), told.rows(row).reason());
  // Who answers for one of them means that one, also in the steps of an operation.
  const std::string own = "organisation,text\nĐảng bộ xã Tân Thành,Của xã\n";
  EXPECT_EQ(Look(own, "clerk@a")->new_count(), 1);
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(own, "clerk@a"));
  EXPECT_EQ(Ended(begun.name(), "clerk@a").state(), Operation::DONE);
  ASSERT_OK_AND_ASSIGN(const auto given, List(""));
  ASSERT_EQ(given.opinions_size(), 1);
  EXPECT_EQ(given.opinions(0).organisation(), "organisations/a");
}

TEST_F(OpinionTables, OfACommuneAreItsOwnFromBeginToEnd) {
  Call("a", "Đảng bộ xã A");
  paper::v1::Paper paper;
  paper::AddText("Bảng tổng hợp ý kiến góp ý", paper.mutable_body());
  paper::v1::Table& table = *paper.add_body()->mutable_table();
  for (int i = 0; i < 2; ++i) paper::AddColumn(1, paper::v1::ALIGN_UNSPECIFIED, &table);
  paper::AddRow({"Tổ chức góp ý", "Nội dung góp ý"}, table.add_heading());
  paper::AddRow({"Đảng bộ xã A", "Thêm số liệu"}, table.add_rows());
  ASSERT_OK_AND_ASSIGN(const std::string file, paper::RenderDocx(paper));
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const Operation begun, Start(file, "clerk@a"));
  EXPECT_EQ(begun.language(), "vi");
  const Operation done = Ended(begun.name(), "clerk@a");
  ASSERT_EQ(done.state(), Operation::DONE) << done.ShortDebugString();
  tables::v1::ImportResult result;
  ASSERT_TRUE(done.response().UnpackTo(&result));
  EXPECT_EQ(result.new_count(), 1);
  EXPECT_THAT(result.findings(),
              ::testing::Contains("không đọc 1 đoạn ngoài bảng, đoạn đầu là “Bảng tổng hợp ý kiến góp ý”"));
  const auto listed = [&](const std::string& binding) {
    const auto page = rpc::Invoke(*stub_, &Operations::ListOperations, scene.service().As("an", {binding}),
                                  Parse<operations::v1::ListOperationsRequest>("parent: 'services/drafting'"));
    EXPECT_THAT(page, IsOk());
    return page->operations_size();
  };
  EXPECT_EQ(listed("clerk@a"), 1);
  EXPECT_EQ(listed("clerk@b"), 0);
  EXPECT_EQ(listed("clerk@province"), 1);
  EXPECT_THAT(Get(begun.name(), "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto import = [&](const std::string& binding) {
    return scene.Call(&Opinions::GetOpinionImport, StrCat("name: '", result.kept_import(), "'"), binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto kept, import("clerk@a"));
  EXPECT_EQ(kept.giver(), "organisations/a");
  EXPECT_THAT(import("reader@province"), IsOk());
  EXPECT_THAT(import("clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto imports = [&](const std::string& binding) {
    return scene.Call(&Opinions::ListOpinionImports, kInRound, binding)->opinion_imports_size();
  };
  EXPECT_EQ(imports("clerk@a"), 1);
  EXPECT_EQ(imports("clerk@b"), 0);
  EXPECT_EQ(imports("reader@province"), 1);
}

TEST_F(OpinionTables, OfTheReportComeBackAsTheyWent) {
  const std::string synthesis =
      "opinions { organisation: 'organisations/a' section: 'review' text: 'Tổng hợp' quotation: 'Hai' wording: 'Ba' "
      "parts { giver: 'Chi bộ: 3' text: 'dòng một\\ndòng \"hai\"' } parts { giver: 'Chi bộ 4' text: 'đề nghị: xem lại; "
      "rõ' } } ";
  ASSERT_THAT(GiveMany(StrCat(synthesis, Opinion("b", "tasks", "=Một, hai"))), IsOk());
  const std::string csv = Report("");
  ASSERT_OK_AND_ASSIGN(const auto known, Look(csv));
  EXPECT_EQ(known.unchanged_count(), 2) << known.ShortDebugString();
  scene.MakeRound("report", "second");
  const std::string second = StrCat(kDocument, "/opinionRounds/second");
  ASSERT_OK_AND_ASSIGN(const auto given, scene.Call(&Opinions::ImportOpinions,
                                                    StrCat("parent: '", second, "' csv: '", absl::CEscape(csv), "'")));
  EXPECT_EQ(given.new_count(), 2);
  ASSERT_OK_AND_ASSIGN(const auto before, List("organisation: 'organisations/a'"));
  ASSERT_OK_AND_ASSIGN(const auto after, scene.Call(&Opinions::ListOpinions,
                                                    StrCat("parent: '", second, "' organisation: 'organisations/a'")));
  ASSERT_EQ(after.opinions_size(), 1);
  ASSERT_EQ(after.opinions(0).parts_size(), 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(after.opinions(0).parts(i).SerializeAsString(), before.opinions(0).parts(i).SerializeAsString());
  }
  EXPECT_EQ(after.opinions(0).wording(), "Ba");
}

TEST_F(OpinionTables, ThatWerePrintedSayWhyTheyDoNotComeBack) {
  ASSERT_THAT(GiveMany(Opinion("a", "tasks")), IsOk());
  for (const char* language : {"vi", "en"}) {
    scene.service().Speak(language);
    const std::string docx = Report("format: PAPER paper_format: DOCX");
    EXPECT_THAT(Look(docx), StatusIs(kInvalid, "REPORT_NOT_IMPORTABLE")) << language;
    EXPECT_THAT(Start(docx, "clerk@province"), StatusIs(kInvalid, "REPORT_NOT_IMPORTABLE"));
  }
  // Filled in by hand under the same titles it is a table as any other.
  EXPECT_EQ(Look("No.,Organisation,Opinion,Result,Explanation\n1,organisations/b,Khác,,\n")->new_count(), 1);
}

}  // namespace
}  // namespace congress::drafting

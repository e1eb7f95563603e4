// The table of the state of papers.
#include <array>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "platform/csv/csv.h"
#include "services/drafting/testing/transmissions.h"
#include "tests/support/process.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::HasSubstr;

class DraftingState : public TransmissionTest {
 protected:
  absl::StatusOr<v1::ExportDraftingStateResponse> Export(const std::string& more,
                                                         const std::string& binding = "reader@province") {
    return scene.Call(&Drafting::ExportDraftingState, StrCat("parent: 'congresses/xx' ", more), binding);
  }
  // Rows by column.
  std::vector<std::vector<std::string>> Rows(const std::string& more, const std::string& binding = "reader@province") {
    const auto printed = Export(more, binding);
    EXPECT_THAT(printed, IsOk());
    const auto table = csv::Parse(printed->content());
    EXPECT_THAT(table, IsOk());
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : table->rows) rows.push_back(row.fields);
    return rows;
  }
};

TEST_F(DraftingState, TellsOfEachDocument) {
  scene.service().Speak("vi");
  scene.MakeRound();
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat("name: '", kRound, "' reason: 'x'")), IsOk());
  scene.MakeRound("report", "second");
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat("parent: '", kDocument,
                                "/opinionRounds/second' opinion { organisation: 'organisations/a' text: 'x' }")),
              IsOk());
  ASSERT_THAT(Send("tw", {"centre"}, "transmission { purpose: FOR_APPROVAL }"), IsOk());
  ASSERT_THAT(Record("tw", "centre",
                     StrCat("answer { decision: RETURNED text: 'x' number: '12-CV/VPTW' ", Day("date", 6, 16), "}")),
              IsOk());
  ASSERT_THAT(Send("hd", {"b"}), IsOk());
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                         "number_series_id: 'bc' number_series { organisation: 'organisations/province' issuer: 'Tỉnh "
                         "ủy' issuer_symbol: 'TU' term: '2025-2030' document_type: 'BC' }"),
              IsOk());
  ASSERT_THAT(scene.Call(&Register::ReserveNumber,
                         StrCat("parent: 'numberSeries/bc' number_entry { title: 'x' intention: '", kDocument, "' }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Register::AssignNumber,
                         StrCat("name: 'numberSeries/bc/entries/000001' ", Day("document_date", 6, 16))),
              IsOk());
  const auto rows = Rows("");
  ASSERT_EQ(rows.size(), 2u);
  const std::vector<std::string> wanted = {kDocument,
                                           "Báo cáo",
                                           "1",
                                           "1",
                                           "3",
                                           "Bước 1/3: Dự thảo",
                                           "0",
                                           "1",
                                           "2",
                                           "1",
                                           "2",
                                           "",
                                           "Bộ Chính trị, trả lại ngày 16/6/2025 (12-CV/VPTW)",
                                           "01-BC/TU"};
  EXPECT_EQ(rows[1], wanted);
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, Scene::DocumentText("second")), IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, "name: 'congresses/xx/documents/second' step: 'opinions'"),
              IsOk());
  EXPECT_EQ(Rows("")[2][11], "đợt lấy ý kiến; Người thẩm định") << "what the step asks for before it is left";
  EXPECT_EQ(Rows("organisation: 'organisations/a'").size(), 1u);
  EXPECT_EQ(Rows("", "reader@a").size(), 1u) << "what the caller may read";
  EXPECT_EQ(Rows("", "reader@z").size(), 0u);
  EXPECT_THAT(scene.Call(&Drafting::ExportDraftingState, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(DraftingState, TellsTheNumberOfWhoHasTheDocumentBeforeThatOfSomebodyAbove) {
  scene.MakeDocument("own");
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument,
                         StrCat(Scene::DocumentText("xa"), "document { organisation: 'organisations/a' }")),
              IsOk());
  // The province's series comes first by its name.
  for (const auto& [series, owner, symbol] :
       {std::array{"aa", "province", "TU"}, std::array{"bb", "a", "ĐU"}, std::array{"cc", "b", "TĐ"}}) {
    ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                           StrCat("number_series_id: '", series, "' number_series { organisation: 'organisations/",
                                  owner, "' issuer: 'Đảng uỷ ", owner, "' issuer_symbol: '", symbol,
                                  "' term: '2025-2030' document_type: 'BC' }")),
                IsOk());
  }
  const auto number = [&](const std::string& series, const std::string& document) -> absl::Status {
    ASSIGN_OR_RETURN(
        const auto entry,
        scene.Call(&Register::ReserveNumber,
                   StrCat("parent: 'numberSeries/", series,
                          "' number_entry { title: 'x' intention: 'congresses/xx/documents/", document, "' }")));
    return scene.Call(&Register::AssignNumber, StrCat("name: '", entry.name(), "' ", Day("document_date", 6, 16)))
        .status();
  };
  ASSERT_THAT(number("aa", "xa"), IsOk());
  EXPECT_EQ(Rows("").back().back(), "01-BC/TU") << "while it has no other";
  ASSERT_THAT(number("bb", "xa"), IsOk());
  EXPECT_THAT(number("cc", "xa"), StatusIs(kFailed, "PAPER_NOT_OWN"));
  EXPECT_EQ(Rows("").back().back(), "01-BC/ĐU");
  EXPECT_EQ(Rows("")[2].back(), "") << "the province's own";
}

// A document of six steps with names as they are, late, with sign-offs missing.
std::string LongDocument(int number) {
  return StrCat("parent: 'congresses/xx' document_id: 'van-kien-", number, R"(' document {
      organisation: 'organisations/province' kind: 'report' symbol: 'BC'
      display_name: 'Báo cáo chính trị của Ban Chấp hành Đảng bộ tỉnh trình Đại hội, phần )",
                number, R"(' }
    sections { id: 'review' title: 'Kiểm điểm' }
    steps { id: 'draft' display_name: 'Dự thảo trong Tổ Biên tập' }
    steps { id: 'opinions' display_name: 'Lấy ý kiến các cấp uỷ trực thuộc'
            signoffs { role: 'head' display_name: 'Trưởng Tiểu ban Văn kiện' count: 1 }
            requires_approval: true approver: 'organisations/centre' }
    steps { id: 'three' display_name: 'Tiếp thu' } steps { id: 'four' display_name: 'Thông qua' }
    steps { id: 'five' display_name: 'Hoàn chỉnh' } steps { id: 'final' display_name: 'Trình đại hội' frozen: true }
    planned_steps { step: 'opinions' planned_date { year: 2025 month: 6 day: 20 } })");
}

TEST_F(DraftingState, StandsOnOnePage) {
  scene.service().Speak("vi");
  for (int i = 1; i <= 10; ++i) {
    ASSERT_THAT(scene.Call(&Drafting::CreateDocument, LongDocument(i)), IsOk());
    const std::string document = StrCat("van-kien-", i);
    scene.MakeRound(document, "first");
    ASSERT_THAT(Send(StrCat("tw-", i), {"centre"}, "transmission { purpose: FOR_APPROVAL }",
                     StrCat("congresses/xx/documents/", document, "/revisions/000001")),
                IsOk());
  }
  scene.SetDay(9);
  const std::string form = "form { issuer: 'TỈNH ỦY MẪU' issuer: 'VĂN PHÒNG' place: 'Mẫu' } ";
  ASSERT_OK_AND_ASSIGN(const auto pdf, Export(StrCat("format: PAPER paper_format: PDF ", form)));
  EXPECT_EQ(pdf.content_type(), "application/pdf");
  EXPECT_EQ(pdf.file_name(), "papers.pdf");
  const auto read = support::RunToEnd({"/usr/bin/pdftotext", "-layout", "-", "-"}, {}, pdf.content());
  ASSERT_EQ(read.status, 0) << read.errors;
  const std::vector<std::string> pages = absl::StrSplit(read.output, '\f', absl::SkipEmpty());
  EXPECT_EQ(pages.size(), 1u) << "twelve documents";
  EXPECT_THAT(Export("format: PAPER", "reader@z"), StatusIs(kFailed, "NOTHING_TO_PRINT"));
  ASSERT_OK_AND_ASSIGN(const auto text, Export("format: PAPER"));
  EXPECT_THAT(text.content(), HasSubstr("TÌNH HÌNH VĂN KIỆN"));
  EXPECT_THAT(text.content(), HasSubstr("chậm 5 ngày"));
  ASSERT_OK_AND_ASSIGN(
      const auto signed_one,
      Export("paper_format: TEXT form { signer_title: 'CHÁNH VĂN PHÒNG' signer_name: 'Nguyễn Văn Mẫu' }"));
  EXPECT_THAT(signed_one.content(), HasSubstr("CHÁNH VĂN PHÒNG"));
}

}  // namespace
}  // namespace congress::drafting

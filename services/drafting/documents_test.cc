#include "services/drafting/domain/body.h"
#include "services/drafting/testing/days.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

// Text of a template with this id and these steps.
std::string TemplateText(const std::string& id, const std::string& steps, const std::string& symbol = "BC") {
  return StrCat("document_template_id: '", id, "' document_template { organisation: 'organisations/province' symbol: '",
                symbol, "' kind: 'political-report' display_name: 'Báo cáo chính trị' ",
                "sections { id: 'review' title: 'Kiểm điểm' } sections { id: 'tasks' title: 'Nhiệm vụ' } ", steps,
                "} ");
}
const char kSteps[] = "steps { id: 'draft' display_name: 'Dự thảo' } steps { id: 'final' display_name: 'Hoàn thiện' }";

TEST(DocumentTemplates, AreMadeReadAndListed) {
  Scene scene;
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Drafting::CreateDocumentTemplate, TemplateText("report", kSteps)));
  EXPECT_EQ(made.name(), "documentTemplates/report");
  EXPECT_FALSE(made.etag().empty());
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Drafting::GetDocumentTemplate, "name: 'documentTemplates/report'"));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(scene.Call(&Drafting::CreateDocumentTemplate, TemplateText("report-2", kSteps)), IsOk());

  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Drafting::ListDocumentTemplates, "page_size: 1"));
  ASSERT_EQ(first.document_templates_size(), 1);
  ASSERT_OK_AND_ASSIGN(
      const auto second,
      scene.Call(&Drafting::ListDocumentTemplates, StrCat("page_size: 1 page_token: '", first.next_page_token(), "'")));
  ASSERT_EQ(second.document_templates_size(), 1);
  EXPECT_EQ(second.document_templates(0).name(), "documentTemplates/report-2");
  EXPECT_EQ(second.next_page_token(), "");
  ASSERT_OK_AND_ASSIGN(const auto none, scene.Call(&Drafting::ListDocumentTemplates, "kind: 'resolution'"));
  EXPECT_EQ(none.document_templates_size(), 0);
}

TEST(DocumentTemplates, AreRefusedWhenNoDocumentCouldFollowThem) {
  Scene scene;
  const auto create = [&](const std::string& text) { return scene.Call(&Drafting::CreateDocumentTemplate, text); };
  EXPECT_THAT(create(TemplateText("a", "steps { id: 'x' display_name: 'x' } steps { id: 'x' display_name: 'x' }")),
              StatusIs(kInvalid, "STEPS_INCONSISTENT"));
  EXPECT_THAT(create(TemplateText("a", StrCat(kSteps, "sections { id: 'tasks' title: 'x' }"))),
              StatusIs(kInvalid, "SECTION_REPEATED"));
  EXPECT_THAT(create(TemplateText("a", kSteps, "B/C")), StatusIs(kInvalid, "SYMBOL_INVALID"));
  EXPECT_THAT(create(TemplateText("a", "")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(TemplateText("Không", kSteps)), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(create(TemplateText("a", kSteps)), IsOk());
  EXPECT_THAT(create(TemplateText("a", kSteps)), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(scene.Call(&Drafting::GetDocumentTemplate, "name: 'documentTemplates/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::GetDocumentTemplate, "name: 'templates/none'"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::ListDocumentTemplates, "page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::ListDocumentTemplates, "page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

std::string FromTemplate(const std::string& more) {
  return StrCat("parent: 'congresses/xx' document_id: 'report' document { organisation: 'organisations/province' ",
                "document_template: 'documentTemplates/report' } ", more);
}

TEST(CreateDocument, BeginsFromATemplateWithItsFirstRevision) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Drafting::CreateDocumentTemplate, TemplateText("report", kSteps)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Drafting::CreateDocument, FromTemplate(R"(
                         sections { id: 'tasks' text: 'Năm nhiệm vụ' }
                         planned_steps { step: 'final' planned_date { year: 2025 month: 9 day: 1 } })")));
  EXPECT_EQ(made.name(), kDocument);
  EXPECT_EQ(made.kind(), "political-report");
  EXPECT_EQ(made.progress(), "Step 1/2: Dự thảo");
  EXPECT_EQ(made.steps(1).planned_date().month(), 9);
  ASSERT_OK_AND_ASSIGN(const auto revision,
                       scene.Call(&Drafting::GetRevision, StrCat("name: '", made.latest_revision(), "'")));
  EXPECT_EQ(revision.author(), "an");
  EXPECT_EQ(TextOf(revision.sections(1).body()), "Năm nhiệm vụ");
  EXPECT_EQ(revision.sha256().size(), 64u);
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
}

TEST(CreateDocument, TakesTemplatesOfItsOwnOrganisationAndOfTheProvince) {
  Scene scene;
  for (const char* owner : {"province", "a", "b"}) {
    ASSERT_THAT(scene.Call(&Drafting::CreateDocumentTemplate,
                           StrCat(TemplateText(StrCat("of-", owner), kSteps),
                                  "document_template { organisation: 'organisations/", owner, "' }")),
                IsOk());
  }
  const auto with = [&](const std::string& owner) {
    return scene.Call(
        &Drafting::CreateDocument,
        StrCat("parent: 'congresses/xx' document_id: 'from-", owner,
               "' document { organisation: 'organisations/a' document_template: 'documentTemplates/of-", owner, "' }"),
        "clerk@a");
  };
  EXPECT_THAT(with("province"), IsOk());
  EXPECT_THAT(with("a"), IsOk());
  EXPECT_THAT(with("b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(CreateDocument, RefusesWhatDoesNotFitItsTemplate) {
  Scene scene;
  const auto create = [&](const std::string& more) {
    return scene.Call(&Drafting::CreateDocument, FromTemplate(more));
  };
  EXPECT_THAT(create(""), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Drafting::CreateDocumentTemplate, TemplateText("report", kSteps)), IsOk());
  EXPECT_THAT(create("sections { id: 'nowhere' text: 'x' }"), StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_THAT(create(kSteps), StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string day = "planned_date { year: 2025 month: 9 day: 1 } } ";
  EXPECT_THAT(create(StrCat("planned_steps { step: 'nowhere' ", day)), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(create(StrCat("planned_steps { step: 'draft' ", day,
                            "planned_steps { step: 'final' planned_date { year: 2025 month: 8 day: 31 } }")),
              StatusIs(kInvalid, "PLAN_OUT_OF_ORDER"));
  EXPECT_THAT(create("planned_steps { step: 'final' planned_date { year: 2025 month: 2 day: 30 } }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CreateDocument, RefusesBadInlineText) {
  Scene scene;
  const auto create = [&](const std::string& more) {
    return scene.Call(&Drafting::CreateDocument, StrCat(Scene::DocumentText("report"), more));
  };
  EXPECT_THAT(create("document { secrecy: MAT }"), StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(create("document { symbol: 'B-C' }"), StatusIs(kInvalid, "SYMBOL_INVALID"));
  EXPECT_THAT(create("steps { id: 'draft' display_name: 'x' }"), StatusIs(kInvalid, "STEPS_INCONSISTENT"));
  EXPECT_THAT(create("sections { id: 'tasks' title: 'x' }"), StatusIs(kInvalid, "SECTION_REPEATED"));
  std::string large;
  for (int i = 0; i < 22; ++i) {
    large += StrCat("sections { id: 's", i, "' title: 'x' text: '", std::string(200'000, 'x'), "' } ");
  }
  EXPECT_THAT(create(large), StatusIs(kInvalid, "DOCUMENT_TOO_LARGE"));
  ASSERT_THAT(create(""), IsOk());
  EXPECT_THAT(create(""), StatusIs(kExists, "RESOURCE_EXISTS"));
}

TEST(CreateDocument, ChangesNothingWhenItOnlyValidatesAndNothingTwiceUnderOneRequestId) {
  Scene scene;
  const std::string text = Scene::DocumentText("report");
  EXPECT_THAT(scene.Call(&Drafting::CreateDocument, StrCat(text, "validate_only: true")), IsOk());
  EXPECT_THAT(scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Drafting::CreateDocument, StrCat(text, kUuid)));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Drafting::CreateDocument, StrCat(text, kUuid)));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_THAT(scene.Call(&Drafting::CreateDocument, StrCat(Scene::DocumentText("other"), kUuid)),
              StatusIs(kInvalid, "REQUEST_ID_REUSED"));
}

TEST(ListDocuments, OfAnOrganisationHoldWhatItTookOver) {
  Scene scene;
  for (const char* id : {"a", "b"}) {
    ASSERT_THAT(scene.Call(&Drafting::CreateDocument,
                           StrCat(Scene::DocumentText(id), " document { organisation: 'organisations/", id, "' }")),
                IsOk());
    ASSERT_THAT(
        scene.Call(&Register::CreateNumberSeries,
                   StrCat("number_series_id: 'bc-", id, "' number_series { organisation: 'organisations/", id,
                          "' issuer: 'Đảng ủy' document_type: 'BC' issuer_symbol: 'ĐU", id, "' term: '2025-2030' }")),
        IsOk());
  }
  const auto documents = [&](const std::string& organisation) {
    return scene
        .Call(&Drafting::ListDocuments,
              StrCat("parent: 'congresses/xx' organisation: 'organisations/", organisation, "'"))
        ->documents_size();
  };
  const auto series = [&](const std::string& organisation) {
    return scene.Call(&Register::ListNumberSeries, StrCat("organisation: 'organisations/", organisation, "'"))
        ->number_series_size();
  };
  EXPECT_EQ(documents("a"), 1);
  EXPECT_EQ(series("a"), 1);
  scene.service().organisations().End("organisations/a", sample::kToday, "organisations/z");
  scene.service().organisations().End("organisations/b", sample::kToday, "organisations/z");
  EXPECT_EQ(documents("z"), 2);
  EXPECT_EQ(series("z"), 2);
  EXPECT_EQ(documents("a"), 1);
}

TEST(ListDocuments, PagesInOrderAndFiltersByKind) {
  Scene scene;
  for (const char* id : {"c", "a", "b"}) scene.MakeDocument(id);
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Drafting::ListDocuments, "parent: 'congresses/xx' page_size: 2"));
  ASSERT_EQ(first.documents_size(), 2);
  EXPECT_EQ(first.documents(0).name(), "congresses/xx/documents/a");
  ASSERT_OK_AND_ASSIGN(const auto rest,
                       scene.Call(&Drafting::ListDocuments, StrCat("parent: 'congresses/xx' page_size: 2 page_token: '",
                                                                   first.next_page_token(), "'")));
  ASSERT_EQ(rest.documents_size(), 1);
  EXPECT_EQ(rest.documents(0).name(), "congresses/xx/documents/c");
  EXPECT_THAT(scene.Call(&Drafting::ListDocuments,
                         StrCat("parent: 'congresses/yy' page_token: '", first.next_page_token(), "'")),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto none,
                       scene.Call(&Drafting::ListDocuments, "parent: 'congresses/xx' kind: 'resolution'"));
  EXPECT_EQ(none.documents_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto elsewhere, scene.Call(&Drafting::ListDocuments, "parent: 'congresses/x'"));
  EXPECT_EQ(elsewhere.documents_size(), 0);
}

std::string Advance(const std::string& step, const std::string& more = "") {
  return StrCat("name: '", kDocument, "' step: '", step, "' ", more);
}

TEST(AdvanceDocumentStep, TakesADocumentThroughItsNamedSteps) {
  Scene scene;
  scene.MakeDocument();
  scene.SetDay(3);
  const auto advance = [&](const std::string& text) { return scene.Call(&Drafting::AdvanceDocumentStep, text); };
  EXPECT_THAT(advance(Advance("final")), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(advance(Advance("nowhere")), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(advance(Advance("opinions", "actual_date { year: 2025 month: 6 day: 15 }")),
              StatusIs(kFailed, "DATE_OUT_OF_ORDER"));
  EXPECT_THAT(advance(Advance("opinions", "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(advance(Advance("")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(advance("name: 'congresses/xx/documents/none' step: 'draft'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));

  const std::string once = Advance("opinions", StrCat("actual_date { year: 2025 month: 6 day: 18 } ", kUuid));
  ASSERT_OK_AND_ASSIGN(const auto document, advance(once));
  EXPECT_EQ(document.progress(), "Step 2/3: Lấy ý kiến");
  EXPECT_EQ(document.steps(1).actual_date().day(), 18);
  ASSERT_OK_AND_ASSIGN(const auto again, advance(once));
  EXPECT_EQ(again.SerializeAsString(), document.SerializeAsString());
  EXPECT_THAT(advance(Advance("draft")), StatusIs(kFailed, "STEP_OUT_OF_ORDER"));
  EXPECT_THAT(advance(Advance("final")), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(vietnamese.progress(), "Bước 2/3: Lấy ý kiến");
  ASSERT_OK_AND_ASSIGN(const auto listed, scene.Call(&Drafting::ListDocuments, "parent: 'congresses/xx'"));
  EXPECT_EQ(listed.documents(0).progress(), "Bước 2/3: Lấy ý kiến");
}

TEST(AdvanceDocumentStep, LeavesAStepOnceItsRoundIsClosedAndThenFreezes) {
  Scene scene;
  scene.MakeDocument();
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         StrCat("name: '", kDocument, "' base_revision: '", kDocument,
                                "/revisions/000001' edits { change { section: 'tasks' text: 'y' } }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, Advance("opinions")), IsOk());
  scene.MakeRound();
  EXPECT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, Advance("final")), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", kRound, "' silent_reason: 'Đã nhắc'")),
              IsOk());
  ASSERT_THAT(scene.Sign("binh"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto final_document, scene.Call(&Drafting::AdvanceDocumentStep, Advance("final")));
  EXPECT_EQ(final_document.current_step(), 3);
  EXPECT_THAT(scene.Call(&Drafting::ReviseDocument,
                         StrCat("name: '", kDocument, "' base_revision: '", kDocument,
                                "/revisions/000001' edits { change { section: 'tasks' text: 'x' } }")),
              StatusIs(kFailed, "DOCUMENT_FROZEN"));
  EXPECT_THAT(scene.Call(&Drafting::RevertRevision, StrCat("name: '", kDocument, "/revisions/000002'")),
              StatusIs(kFailed, "DOCUMENT_FROZEN"));
}

TEST(Documents, AskWhenTextBearsAMarkOfSecrecy) {
  Scene scene;
  const auto create = [&](const std::string& id, const std::string& text, const std::string& more = "") {
    return scene.Call(
        &Drafting::CreateDocument,
        StrCat("parent: 'congresses/xx' document_id: '", id,
               "' document { organisation: 'organisations/province' kind: 'report' symbol: 'BC' ",
               "display_name: 'x' } steps { id: 'a' display_name: 'x' } steps { id: 'b' display_name: 'x' } ",
               "sections { id: 'one' title: 'I' text: '", text, "' } ", more));
  };
  const auto refused = create("marked", "TỈNH ỦY MẪU\\n[TỐI MẬT]\\nBáo cáo");
  EXPECT_THAT(refused, StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_EQ(support::MetadataIn(refused.status(), "section"), "one");
  EXPECT_THAT(create("marked", "MẬT\\nBáo cáo", "not_graded: true"), IsOk());
  // Words of a sentence, or far from the head, are no mark.
  EXPECT_THAT(create("plain", "Bảo vệ bí mật: TỐI MẬT là một độ mật"), IsOk());
  const auto revise = [&](const std::string& edit) {
    return scene.Call(&Drafting::ReviseDocument,
                      StrCat("name: 'congresses/xx/documents/plain' base_revision: ",
                             "'congresses/xx/documents/plain/revisions/000001' edits { ", edit, " }"));
  };
  EXPECT_THAT(revise("change { section: 'one' text: 'TUYỆT MẬT' }"), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(revise("rename { section: 'one' title: 'MẬT' }"), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(revise("rename { section: 'one' title: 'Bí mật' }"), IsOk());
}

TEST(Documents, AnswerBadNamesAndMissingOnesEach) {
  Scene scene;
  EXPECT_THAT(scene.Call(&Drafting::GetDocument, "name: 'documents/x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::ListDocuments, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::CreateDocument, "parent: 'congresses/xx'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

// What becomes of issued papers: superseded, recalled, verified, listed; batches and documents.
#include "absl/strings/str_format.h"
#include "platform/digest/sha256.h"
#include "services/drafting/testing/issuing_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;
using testing::HasSubstr;
using Finding = v1::PaperVerification;

using IssuedPapers = IssuingTest;

TEST_F(IssuedPapers, AreSupersededByThePaperThatSaysSo) {
  ASSERT_THAT(Publish("a"), IsOk());
  Issue("by-hand", 6, 16);
  ASSERT_OK_AND_ASSIGN(const auto second, Publish("b", StrCat("supersedes: '", kPaperOne,
                                                              "' supersedes: 'numberSeries/qd/entries/000002'")));
  ASSERT_OK_AND_ASSIGN(const auto first, Read(kPaperOne));
  EXPECT_EQ(first.state(), v1::IssuedPaper::SUPERSEDED);
  EXPECT_EQ(first.superseded_by(), second.name());
  ASSERT_OK_AND_ASSIGN(const auto links,
                       scene.Call(&Links::ListPaperLinks, StrCat("source: '", second.entry(), "' kind: REPLACES")));
  EXPECT_EQ(links.paper_links_size(), 2);
  EXPECT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", links.paper_links(0).name(), "'")),
              StatusIs(kFailed, "LINK_OF_ISSUING"));
  const auto late = Publish("c", StrCat("supersedes: '", kPaperOne, "'"));
  EXPECT_THAT(late, StatusIs(kFailed, "PAPER_NOT_IN_FORCE"));
  EXPECT_EQ(MetadataIn(late.status(), "state"), "SUPERSEDED");
  EXPECT_THAT(Recall(kPaperOne), StatusIs(kFailed, "PAPER_NOT_IN_FORCE"));
  ASSERT_THAT(Reserve("d"), IsOk());
  EXPECT_THAT(Publish("c", "supersedes: 'numberSeries/qd/entries/000004'"), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  EXPECT_THAT(Publish("c", StrCat("supersedes: '", kPaperTwo, "'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"))
      << "no paper was issued under that number";
  EXPECT_THAT(Publish("c", StrCat("supersedes: '", kPaperOne, "' supersedes: '", first.entry(), "'")),
              StatusIs(kInvalid, "FIELDS_INVALID"))
      << "twice the same";
  // The number that is reserved for it replaces already what it would be replaced by.
  ASSERT_THAT(
      scene.Call(&Links::CreatePaperLink, StrCat("paper_link { source: '", second.entry(),
                                                 "' kind: REPLACES target: 'numberSeries/qd/entries/000004' }")),
      IsOk());
  EXPECT_THAT(Publish("d", StrCat("supersedes: '", second.name(), "'")), StatusIs(kFailed, "LINKS_IN_CIRCLE"));
}

TEST_F(IssuedPapers, WhatIssuingWasNotToldALinkSays) {
  ASSERT_THAT(Publish("a"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, Publish("b"));
  const std::string link =
      StrCat("paper_link { source: '", second.entry(), "' kind: REPLACES target: 'numberSeries/qd/entries/000001' }");
  EXPECT_THAT(scene.Call(&Links::CreatePaperLink, link, "clerk@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Links::CreatePaperLink, link, "secretary@province"));
  EXPECT_EQ(Read(kPaperOne)->superseded_by(), second.name());
  // Another that replaces it too goes on when the first link is taken away.
  ASSERT_OK_AND_ASSIGN(const auto third, Publish("c"));
  ASSERT_OK_AND_ASSIGN(
      const auto also,
      scene.Call(&Links::CreatePaperLink, StrCat("paper_link { source: '", third.entry(),
                                                 "' kind: REPLACES target: 'numberSeries/qd/entries/000001' }")));
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", made.name(), "'")), IsOk());
  EXPECT_EQ(Read(kPaperOne)->superseded_by(), third.name());
  ASSERT_THAT(scene.Call(&Links::CreatePaperLink, link, "secretary@province"), IsOk());
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", also.name(), "'")), IsOk());
  EXPECT_EQ(Read(kPaperOne)->superseded_by(), second.name());
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", made.name(), "'")), IsOk());
  EXPECT_EQ(Read(kPaperOne)->state(), v1::IssuedPaper::ISSUED);
  EXPECT_EQ(Read(kPaperOne)->superseded_by(), "");
}

TEST_F(IssuedPapers, AnIntentionIsIssuedAgainWhenItsPaperIsOver) {
  ASSERT_THAT(Publish("a"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto recalled, Recall(kPaperOne));
  EXPECT_EQ(recalled.recall_reason(), "Ban hành nhầm");
  EXPECT_EQ(recalled.recall_author(), "an");
  ASSERT_OK_AND_ASSIGN(const auto again, Recall(kPaperOne, "reason: 'khác'"));
  EXPECT_EQ(again.etag(), recalled.etag());
  EXPECT_EQ(again.recall_reason(), "Ban hành nhầm") << "it was taken back once";
  ASSERT_OK_AND_ASSIGN(const auto second, Publish("a"));
  EXPECT_EQ(second.name(), kPaperTwo);
  EXPECT_EQ(Reserve("a")->name(), second.entry()) << "the newest";
  // Without a day between on which nothing is in force.
  const std::string third = StrCat("supersedes: '", kPaperTwo, "' paper { place: 'Mẫu' }");
  ASSERT_OK_AND_ASSIGN(const auto corrected, Publish("a", third));
  EXPECT_EQ(corrected.printed(), "03-QĐ/TU");
  EXPECT_EQ(Publish("a", third)->name(), corrected.name());
  EXPECT_EQ(Read(kPaperTwo)->superseded_by(), corrected.name());
  EXPECT_THAT(Recall(corrected.name(), "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Recall("numberSeries/qd/papers/000009"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(IssuedPapers, AreKnownAgainByTheirFiles) {
  ASSERT_THAT(Publish("a"), IsOk());
  scene.service().Speak("vi");
  for (const char* kind : {"docx", "pdf"}) {
    ASSERT_OK_AND_ASSIGN(std::string file, Download(StrCat(kPaperOne, "/files/", kind)));
    ASSERT_OK_AND_ASSIGN(const auto genuine, Verify(file, "reader@a"));
    EXPECT_EQ(genuine.finding(), Finding::GENUINE) << "whoever has it";
    EXPECT_EQ(genuine.name(), kPaperOne);
    EXPECT_EQ(genuine.printed(), "01-QĐ/TU");
    EXPECT_EQ(genuine.issuer(), "Tỉnh ủy");
    EXPECT_EQ(genuine.sha256(), digest::Sha256Hex(file));
    EXPECT_THAT(genuine.text(), HasSubstr("Đây đúng là văn bản số 01-QĐ/TU ngày 16/6/2025"));
    v1::VerifyIssuedPaperRequest by_digest;
    by_digest.set_sha256(digest::Sha256Hex(file));
    EXPECT_EQ(scene.Call(&Issuing::VerifyIssuedPaper, by_digest)->SerializeAsString(), genuine.SerializeAsString());
    file += "\n";
    ASSERT_OK_AND_ASSIGN(const auto altered, Verify(file));
    EXPECT_EQ(altered.finding(), Finding::ALTERED) << kind;
    EXPECT_EQ(altered.name(), kPaperOne);
    EXPECT_EQ(Verify(file, "reader@a")->finding(), Finding::UNKNOWN) << "who may not read it learns nothing";
    EXPECT_EQ(Verify(file, "reader@a")->name(), "");
  }
  EXPECT_EQ(Verify("%PDF-1.5 /Keywords (numberSeries/qd/papers/000077)")->finding(), Finding::UNKNOWN);
  EXPECT_EQ(Verify("%PDF-1.5 /Keywords (numberSeries/qd/nothing)")->finding(), Finding::UNKNOWN);
  EXPECT_EQ(Verify("x")->finding(), Finding::UNKNOWN);
  EXPECT_THAT(Verify(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Issuing::VerifyIssuedPaper, std::string("sha256: 'abc'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Verify("x", "visitor@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST_F(IssuedPapers, VerificationTellsWhatBecameOfThem) {
  ASSERT_THAT(Publish("a"), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string file, Download(StrCat(kPaperOne, "/files/pdf")));
  ASSERT_THAT(Publish("b", StrCat("supersedes: '", kPaperOne, "'")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto superseded, Verify(file));
  EXPECT_EQ(superseded.finding(), Finding::SUPERSEDED);
  EXPECT_THAT(superseded.text(), HasSubstr("02-QĐ/TU of 2025-06-16 has replaced it"));
  EXPECT_EQ(superseded.superseded_by(), kPaperTwo);
  EXPECT_EQ(Verify(file, "reader@a")->superseded_by(), "") << "the number is told to all, the name to readers";
  ASSERT_THAT(Recall(kPaperTwo), IsOk());
  EXPECT_THAT(Verify(file)->text(), HasSubstr("has been recalled since"));
  ASSERT_OK_AND_ASSIGN(const auto recalled, Verify(*Download(StrCat(kPaperTwo, "/files/docx"))));
  EXPECT_EQ(recalled.finding(), Finding::RECALLED);
  EXPECT_THAT(recalled.text(), HasSubstr("recalled on 2025-06-16"));
}

TEST_F(IssuedPapers, OfALostNumberVerificationSaysSo) {
  ASSERT_THAT(Import("number,document_date,title\n3-QĐ/TU,2025-06-10,Cũ\n"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto lost, Verify("%PDF-1.5 /Keywords (numberSeries/qd/papers/000002)"));
  EXPECT_EQ(lost.finding(), Finding::NUMBER_LOST);
  EXPECT_EQ(Verify("%PDF-1.5 /Keywords (numberSeries/qd/papers/000003)")->finding(), Finding::UNKNOWN)
      << "it was issued elsewhere";
}

TEST_F(IssuedPapers, AreFoundInOneSeriesOrAll) {
  ASSERT_THAT(Publish("a", Day("document_date", 6, 10)), IsOk());
  ASSERT_THAT(Publish("b", "paper { abstract: 'về kinh phí' }"), IsOk());
  ASSERT_THAT(Create("tb",
                     "number_series { document_type: 'TB' organisation: 'organisations/a' issuer: 'Đảng ủy A' "
                     "issuer_symbol: 'ĐU' }"),
              IsOk());
  ASSERT_THAT(Publish("c", "parent: 'numberSeries/tb'"), IsOk());
  const auto found = [&](const std::string& more, const std::string& parent = "numberSeries/-") {
    const auto list = scene.Call(&Issuing::ListIssuedPapers, StrCat("parent: '", parent, "' ", more));
    EXPECT_THAT(list, IsOk()) << more;
    std::string names;
    for (const auto& paper : list->issued_papers()) {
      EXPECT_FALSE(paper.has_paper());
      names += paper.name().substr(13, 2) + paper.name().substr(paper.name().size() - 1) + " ";
    }
    return names;
  };
  EXPECT_EQ(found(""), "qd1 qd2 tb1 ");
  EXPECT_EQ(found("", "numberSeries/qd"), "qd1 qd2 ");
  EXPECT_EQ(found("printed: 'Số 1 – QĐ/TU'"), "qd1 ");
  EXPECT_EQ(found("filter: 'title:\"kinh phi\"'"), "qd2 ");
  EXPECT_EQ(found("filter: 'document_date<2025-06-12'"), "qd1 ");
  EXPECT_EQ(found("filter: 'intention=papers/c'"), "tb1 ");
  EXPECT_EQ(found("filter: 'document_type=TB AND state=ISSUED'"), "tb1 ");
  EXPECT_EQ(found("organisation: 'organisations/a'"), "tb1 ");
  EXPECT_EQ(found("order_by: 'document_date' page_size: 1"), "qd1 ");
  const auto of_a = scene.Call(&Issuing::ListIssuedPapers, std::string("parent: 'numberSeries/-'"), "reader@a");
  ASSERT_THAT(of_a, IsOk());
  EXPECT_EQ(of_a->issued_papers_size(), 1);
  EXPECT_THAT(List("filter: 'paper=x'"), StatusIs(kInvalid, "FILTER_INVALID"));
  EXPECT_THAT(List("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Issuing::ListIssuedPapers, std::string("parent: 'numberSeries/none'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

class IssueDocument : public IssuingTest {
 protected:
  IssueDocument() : IssuingTest("number_series { document_type: 'BC' }") {
    EXPECT_THAT(scene.Call(&Drafting::CreateDocument, StrCat(R"(parent: 'congresses/xx' document_id: 'report'
      document { organisation: 'organisations/province' kind: 'report' symbol: 'BC' display_name: 'Báo cáo chính trị' }
      sections { id: 'review' title: 'Kiểm điểm' text: 'Một\nHai' }
      sections { id: 'tasks' title: 'Nhiệm vụ' parent: 'review' text: 'Ba' }
      steps { id: 'draft' display_name: 'Dự thảo' } steps { id: 'final' display_name: 'Hoàn thiện' })")),
                IsOk());
  }
  absl::StatusOr<v1::IssuedPaper> IssueIt(const std::string& more = "",
                                          const std::string& binding = "administrator@province") {
    return scene.Call(&Issuing::IssueDocument,
                      StrCat("name: '", kDocument, "' number_series: 'numberSeries/qd' ", more), binding);
  }
  absl::StatusOr<v1::Document> Move(const std::string& text) {
    return scene.Call(&Drafting::ReturnDocumentStep, StrCat("name: '", kDocument, "' reason: 'x' ", text));
  }
};

TEST_F(IssueDocument, NotOnceASignOffWasWithdrawn) {
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, StrCat(R"(parent: 'congresses/xx' document_id: 'signed'
      document { organisation: 'organisations/province' kind: 'report' symbol: 'BC' display_name: 'Báo cáo khác' }
      sections { id: 'a' title: 'Một' text: 'Hai' }
      steps { id: 'draft' display_name: 'Dự thảo' }
      steps { id: 'final' display_name: 'Hoàn thiện' signoffs { role: 'reviewer' display_name: 'Người duyệt' } })")),
              IsOk());
  const std::string name = "congresses/xx/documents/signed";
  ASSERT_THAT(scene.Sign("binh", "role: 'reviewer'", "reviewer@province", name), IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", name, "' step: 'final'")), IsOk());
  ASSERT_THAT(
      scene.CallAs("binh", &Drafting::WithdrawSignOff,
                   StrCat("name: '", name, "' role: 'reviewer' step: 'final' reason: 'Xem lại'"), "reviewer@province"),
      IsOk());
  const auto issue = [&] {
    return scene.Call(&Issuing::IssueDocument, StrCat("name: '", name, "' number_series: 'numberSeries/qd'"));
  };
  EXPECT_THAT(issue(), StatusIs(kFailed, "SIGNOFF_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto waiting, scene.Call(&Drafting::GetDocument, StrCat("name: '", name, "'")));
  EXPECT_EQ(waiting.missing_signoffs_size(), 1);
  // Given again on the way.
  ASSERT_THAT(scene.Call(&Drafting::ReturnDocumentStep, StrCat("name: '", name, "' step: 'draft' reason: 'x'")),
              IsOk());
  ASSERT_THAT(scene.Sign("binh", "role: 'reviewer'", "reviewer@province", name), IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", name, "' step: 'final'")), IsOk());
  EXPECT_THAT(issue(), IsOk());
  EXPECT_THAT(
      scene.CallAs("binh", &Drafting::WithdrawSignOff,
                   StrCat("name: '", name, "' role: 'reviewer' step: 'final' reason: 'Xem lại'"), "reviewer@province"),
      StatusIs(kFailed, "DOCUMENT_ISSUED"));
}

TEST_F(IssueDocument, AtItsLastStepAsItSays) {
  EXPECT_THAT(IssueIt(), StatusIs(kFailed, "DOCUMENT_NOT_FINAL"));
  ASSERT_THAT(scene.Sign("binh"), IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", kDocument, "' step: 'final'")), IsOk());
  // Opinions that are asked for at its last step are waited for as well.
  scene.MakeRound();
  EXPECT_THAT(IssueIt(), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat("name: '", kRound, "' reason: 'x'")), IsOk());
  EXPECT_THAT(IssueIt(), StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  ASSERT_THAT(
      scene.Call(&Opinions::DisposeOpinion,
                 StrCat("name: '", kRound, "/opinions/0001-000001' disposition: UPHELD reason: 'Chờ hướng dẫn'")),
      IsOk());
  EXPECT_THAT(IssueIt(), StatusIs(kFailed, "OPINIONS_NOT_CARRIED"));
  ASSERT_THAT(
      scene.Call(&Opinions::DisposeOpinion, StrCat("name: '", kRound, "/opinions/0001-000001' disposition: TAKEN")),
      IsOk());
  EXPECT_THAT(IssueIt(), StatusIs(kFailed, "DISPOSITIONS_UNPUBLISHED"));
  ASSERT_THAT(scene.Call(&Opinions::PublishDispositions, StrCat("name: '", kRound, "'")), IsOk());
  EXPECT_THAT(IssueIt("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(IssueIt("form { number: '5' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(IssueIt("", "reader@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto issued, IssueIt("form { place: 'Mẫu' signer_title: 'BÍ THƯ' }"));
  EXPECT_EQ(issued.intention(), kDocument);
  EXPECT_EQ(issued.revision(), StrCat(kDocument, "/revisions/000001"));
  ASSERT_OK_AND_ASSIGN(const auto read, Read(issued.name()));
  EXPECT_EQ(read.paper().type(), "BÁO CÁO");
  EXPECT_EQ(read.paper().abstract(), "chính trị");
  EXPECT_EQ(read.paper().place(), "Mẫu");
  EXPECT_EQ(read.paper().signature().title(), "BÍ THƯ");
  ASSERT_EQ(read.paper().body_size(), 5) << "two headings and three paragraphs";
  EXPECT_EQ(read.paper().body(3).paragraph().role(), paper::v1::Paragraph::SECTION);
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.issued_paper(), issued.name());
  EXPECT_EQ(document.sha256(), issued.revision_sha256());
  EXPECT_THAT(Move("step: 'draft'"), StatusIs(kFailed, "DOCUMENT_ISSUED"));
  const auto revised =
      scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kDocument, "' base_revision: '", issued.revision(),
                                                   "' edits { change { section: 'tasks' text: 'Bốn' } }"));
  EXPECT_THAT(revised, StatusIs(kFailed, "DOCUMENT_FROZEN"));
  EXPECT_EQ(MetadataIn(revised.status(), "paper"), issued.name());
  v1::ImportRevisionRequest import;
  import.set_parent(kDocument);
  ASSERT_OK_AND_ASSIGN(*import.mutable_docx(), Download(StrCat(issued.name(), "/files/docx")));
  const auto brought = scene.Call(&Drafting::ImportRevision, import);
  EXPECT_THAT(brought, StatusIs(kInvalid, "DOCX_UNREADABLE"));
  EXPECT_EQ(MetadataIn(brought.status(), "cause"), "issued");
  EXPECT_EQ(MetadataIn(brought.status(), "paper"), issued.name());
  EXPECT_THAT(IssueIt("form { place: 'Khác' }"), StatusIs(kFailed, "PAPER_ISSUED"));
  EXPECT_THAT(IssueIt("number_series: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(Create("bc", "number_series { document_type: 'BC' issuer_symbol: 'ĐĐH' }"), IsOk());
  EXPECT_THAT(IssueIt("number_series: 'numberSeries/bc'"), StatusIs(kFailed, "DOCUMENT_ISSUED"));
  ASSERT_THAT(Create("nq", "number_series { document_type: 'NQ' }"), IsOk());
  EXPECT_THAT(IssueIt("number_series: 'numberSeries/nq'"), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  ASSERT_THAT(Recall(issued.name()), IsOk());
  EXPECT_THAT(Move("step: 'draft'"), IsOk());
}

using BatchIssuePapers = WatchedIssuing;

v1::BatchIssuePapersRequest Batch(std::vector<v1::IssuePaperRequest> requests) {
  v1::BatchIssuePapersRequest batch;
  batch.set_parent("numberSeries/qd");
  for (v1::IssuePaperRequest& request : requests) {
    request.clear_parent();
    *batch.add_requests() = std::move(request);
  }
  return batch;
}

TEST_F(BatchIssuePapers, IssuesThemInTheirOrderWhateverHappens) {
  std::vector<v1::IssuePaperRequest> requests;
  for (int i = 1; i <= 130; ++i) {
    requests.push_back(Request(StrCat("commune-", i), StrCat("paper { abstract: 'về đại hội xã ", i, "' }")));
  }
  const auto batch = Batch(requests);
  ASSERT_OK_AND_ASSIGN(const Operation begun, Do(&IssuingService::BatchIssuePapers, batch));
  EXPECT_EQ(Entries(), 0) << "it only looked at them";
  // Killed within a step, and before another one.
  int passed = 0;
  content->before_put = [&passed] { return ++passed % 50 == 0 ? absl::UnavailableError("killed") : absl::OkStatus(); };
  int broken = 0;
  for (absl::StatusOr<bool> more = true; !more.ok() || *more;) {
    more = Step(begun);
    broken += more.ok() ? 0 : 1;
    ASSERT_LT(broken, 20) << more.status();
  }
  EXPECT_GT(broken, 2);
  const Operation done = Load(begun.name());
  EXPECT_EQ(done.state(), Operation::DONE);
  EXPECT_EQ(done.progress().done(), 130);
  EXPECT_EQ(done.progress().unit(), operations::v1::Progress::RECORDS) << "what is not issued yet is not in effect";
  v1::BatchIssuePapersResponse response;
  ASSERT_TRUE(done.response().UnpackTo(&response));
  ASSERT_EQ(response.issued_papers_size(), 130);
  for (int i = 1; i <= 130; ++i) {
    const v1::IssuedPaper& paper = response.issued_papers(i - 1);
    EXPECT_EQ(paper.state(), v1::IssuedPaper::ISSUED);
    EXPECT_EQ(paper.title(), StrCat("về đại hội xã ", i));
    EXPECT_EQ(paper.entry(), absl::StrFormat("numberSeries/qd/entries/%06d", i));
    EXPECT_EQ(paper.issued_by(), "an") << "not the process";
  }
  content->before_put = nullptr;
  EXPECT_EQ(scene.Call(&Register::GetNumberEntry, StrCat("name: '", kEntryOne, "'"))->reserved_by(), "an")
      << "not the process";
  ASSERT_OK_AND_ASSIGN(const Operation again, Do(&IssuingService::BatchIssuePapers, batch));
  while (Step(again).value_or(false)) {
  }
  EXPECT_EQ(Gaps()->last_number(), 130) << "nothing new";
  EXPECT_EQ(Load(again.name()).state(), Operation::DONE);
}

TEST_F(BatchIssuePapers, IsRefusedAsAWholeWithThePlaceOfTheFault) {
  const auto refused = [&](const std::vector<v1::IssuePaperRequest>& requests) {
    return scene.Call(&Issuing::BatchIssuePapers, Batch(requests)).status();
  };
  const absl::Status marked = refused({Request("a"), Request("b", "paper { type: 'MẬT' }")});
  EXPECT_THAT(marked, StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_EQ(MetadataIn(marked, "item"), "requests[1]");
  EXPECT_THAT(refused({Request("a"), Request("a")}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(refused({Request("a", "validate_only: true")}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(refused({Request("a", kUuid)}), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(refused({Request("a", "intention: 'congresses/xx/documents/report'")}),
              StatusIs(kFailed, "INTENTION_OF_DOCUMENT"));
  auto elsewhere = Batch({Request("a")});
  elsewhere.mutable_requests(0)->set_parent("numberSeries/tb");
  EXPECT_THAT(scene.Call(&Issuing::BatchIssuePapers, elsewhere), StatusIs(kInvalid, "FIELDS_INVALID"));
  elsewhere.set_parent("numberSeries/tb");
  EXPECT_THAT(scene.Call(&Issuing::BatchIssuePapers, elsewhere), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  auto preview = Batch({Request("a")});
  preview.set_validate_only(true);
  ASSERT_OK_AND_ASSIGN(const Operation none, scene.Call(&Issuing::BatchIssuePapers, preview));
  EXPECT_EQ(none.name(), "");
  EXPECT_EQ(Entries(), 0);
  ASSERT_THAT(Publish("a"), IsOk());
  EXPECT_THAT(refused({Request("a", "paper { place: 'x' }")}), StatusIs(kFailed, "PAPER_ISSUED"));
}

}  // namespace
}  // namespace congress::drafting

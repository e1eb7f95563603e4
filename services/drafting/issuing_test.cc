// Issuing papers: numbers, files, refusals, kills, and the register beside them.
#include <filesystem>

#include "platform/digest/sha256.h"
#include "services/drafting/domain/issued_paper.h"
#include "services/drafting/testing/issuing_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;
using testing::HasSubstr;

using IssuePaper = IssuingTest;
class IssueInOrder : public IssuingTest {
 protected:
  IssueInOrder() : IssuingTest("number_series { date_order: REFUSE }") {}
};

TEST_F(IssuePaper, BearsTheNextNumberAndHasBothFiles) {
  ASSERT_OK_AND_ASSIGN(const auto issued, Publish("a", "joint_issuers: 'Ban Tổ chức'"));
  EXPECT_EQ(issued.name(), kPaperOne);
  EXPECT_EQ(issued.state(), v1::IssuedPaper::ISSUED);
  EXPECT_EQ(issued.printed(), "01-QĐ/TU");
  EXPECT_EQ(issued.title(), "về việc thành lập Tổ giúp việc") << "one line";
  EXPECT_EQ(issued.issuer(), "Tỉnh ủy");
  EXPECT_EQ(issued.term(), "2025-2030");
  EXPECT_EQ(issued.document_date().day(), 16) << "the server's day";
  EXPECT_EQ(issued.issued_by(), "an");
  EXPECT_FALSE(issued.has_paper());
  EXPECT_FALSE(issued.etag().empty());
  ASSERT_OK_AND_ASSIGN(const auto entry, Get(kEntryOne));
  EXPECT_EQ(entry.state(), v1::NumberEntry::ASSIGNED);
  EXPECT_EQ(entry.document(), "papers/a");
  EXPECT_EQ(entry.issued_paper(), kPaperOne);
  EXPECT_EQ(entry.title(), issued.title());
  EXPECT_EQ(entry.joint_issuers(0), "Ban Tổ chức");

  ASSERT_OK_AND_ASSIGN(const auto read, Read(kPaperOne));
  EXPECT_EQ(read.etag(), issued.etag());
  EXPECT_EQ(read.paper().number(), "01-QĐ/TU");
  EXPECT_EQ(read.paper().issuer(0), "TỈNH ỦY");
  EXPECT_EQ(read.paper().type(), "QUYẾT ĐỊNH");
  EXPECT_EQ(read.paper().annexes(0).reference(),
            "kèm theo Quyết định số 01-QĐ/TU, ngày 16 tháng 6 năm 2025 của Tỉnh ủy");
  ASSERT_EQ(read.files_size(), 2);
  const std::pair<const char*, const char*> kinds[] = {{"docx", "PK"}, {"pdf", "%PDF"}};
  for (int i = 0; i < 2; ++i) {
    const v1::IssuedFile& file = read.files(i);
    EXPECT_EQ(file.name(), StrCat(kPaperOne, "/files/", kinds[i].first));
    ASSERT_OK_AND_ASSIGN(const std::string bytes, Download(file.name()));
    EXPECT_TRUE(bytes.starts_with(kinds[i].second));
    EXPECT_EQ(digest::Sha256(bytes), file.content().sha256());
    EXPECT_EQ(static_cast<int64_t>(bytes.size()), file.content().size_bytes());
    EXPECT_EQ(file.content().uploaded_by(), "an");
  }
  EXPECT_THAT(Download(StrCat(kPaperOne, "/files/txt")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Download(read.files(0).name(), "reader@a"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(IssuePaper, TheSameCallGivesTheSamePaperAndAnotherIsRefused) {
  ASSERT_OK_AND_ASSIGN(const auto issued, Publish("a", Day("document_date", 6, 10)));
  ASSERT_OK_AND_ASSIGN(const auto again, Publish("a", "", "binh"));
  EXPECT_EQ(again.SerializeAsString(), issued.SerializeAsString()) << "no day asks for none";
  for (const std::string& more :
       {std::string("paper { place: 'Mẫu' }"), Day("document_date", 6, 11), std::string("joint_issuers: 'x'")}) {
    const auto other = Publish("a", more);
    EXPECT_THAT(other, StatusIs(kFailed, "PAPER_ISSUED")) << more;
    EXPECT_EQ(MetadataIn(other.status(), "paper"), kPaperOne);
    EXPECT_EQ(MetadataIn(other.status(), "number"), "01-QĐ/TU");
  }
  EXPECT_EQ(Entries(), 1);
}

TEST_F(IssuePaper, IsRefusedBeforeANumberIsTaken) {
  ASSERT_THAT(Update(Day("first_date", 6, 1)), IsOk());
  ASSERT_THAT(Create("tat-ca", "number_series { document_type: '' issuer_symbol: 'ĐĐH' }"), IsOk());
  const struct {
    std::string more;
    const char* reason;
  } cases[] = {
      {"paper { number: '5-QĐ/TU' }", "FIELDS_INVALID"},
      {"paper { date { year: 2025 month: 6 day: 1 } }", "FIELDS_INVALID"},
      {"paper { draft: 'DỰ THẢO' }", "FIELDS_INVALID"},
      {"paper { abstract: '' }", "FIELDS_INVALID"},
      {"paper { type: 'THÔNG BÁO' }", "FIELDS_INVALID"},
      {Day("document_date", 6, 17), "FIELDS_INVALID"},
      {Day("document_date", 5, 31), "DATE_OUTSIDE_TERM"},
      {"document_type: 'TB'", "TYPE_NOT_IN_SERIES"},
      {"parent: 'numberSeries/tat-ca' document_type: 'Q1'", "SYMBOL_INVALID"},
      {"intention: 'nothing'", "INTENTION_INVALID"},
      {"intention: 'congresses/xx/documents/report'", "INTENTION_OF_DOCUMENT"},
      {"intention: 'congresses/xx/documents/report/revisions/000001'", "INTENTION_OF_DOCUMENT"},
      {"intention: 'congresses/xx/allocationPlans/main'", "INTENTION_OF_DOCUMENT"},
      {"paper { body { paragraph { spans { text: 'ꪵ' } } } }", "LETTERS_NOT_IN_PDF"},
      {"paper { body { table { columns { width: 1 } rows { } } } }", "TABLE_INCONSISTENT"},
      {"paper { circulation: 'TỐI MẬT' }", "SECRECY_MARK_FOUND"},
      {"paper { recipients: 'Như trên (MẬT)' }", "SECRECY_MARK_FOUND"},
      {"supersedes: 'numberSeries/qd/papers/000009'", "RESOURCE_NOT_FOUND"},
      {"parent: 'numberSeries/none'", "RESOURCE_NOT_FOUND"},
      {"parent: ''", "FIELDS_INVALID"},
  };
  for (const auto& one : cases) {
    EXPECT_EQ(status::ReasonOf(Publish("a", one.more).status()), one.reason) << one.more;
    EXPECT_EQ(status::ReasonOf(Publish("a", StrCat(one.more, " validate_only: true")).status()), one.reason);
  }
  EXPECT_EQ(Entries(), 0);
  EXPECT_THAT(Publish("a", "not_graded: true paper { circulation: 'TỐI MẬT' }"), IsOk());
}

TEST_F(IssuePaper, APreviewChangesNothing) {
  ASSERT_OK_AND_ASSIGN(const auto preview, Publish("a", "validate_only: true"));
  EXPECT_EQ(preview.printed(), "01-QĐ/TU");
  EXPECT_EQ(preview.paper().number(), "01-QĐ/TU");
  EXPECT_EQ(preview.name(), "");
  EXPECT_EQ(Entries(), 0);
}

TEST_F(IssuePaper, TakesANumberThatWasReservedForTheSameAndTellsFindings) {
  ASSERT_THAT(Reserve("b"), IsOk());
  Issue("other", 6, 12);
  ASSERT_OK_AND_ASSIGN(const auto issued, Publish("b"));
  EXPECT_EQ(issued.printed(), "01-QĐ/TU");
  ASSERT_EQ(issued.findings_size(), 1) << "number 2 is of an earlier day";
  EXPECT_EQ(issued.findings(0).kind(), v1::NumberFinding::DATE_OUT_OF_SEQUENCE);
  EXPECT_THAT(Publish("other"), StatusIs(kFailed, "NUMBER_NOT_RESERVED")) << "it was assigned by hand";
  ASSERT_THAT(Reserve("secret", "number_entry { title: '' secrecy: MAT holder: 'Văn thư' }"), IsOk());
  EXPECT_THAT(Publish("secret"), StatusIs(kFailed, "INTENTION_TAKEN")) << "it is graded";
}

TEST_F(IssueInOrder, RefusesADayOutOfOrder) {
  Issue("other", 6, 12);
  EXPECT_THAT(Publish("a", Day("document_date", 6, 11)), StatusIs(kFailed, "DATE_OUT_OF_SEQUENCE"));
  EXPECT_EQ(Entries(), 1);
}

TEST_F(IssuePaper, WhatTheRegisterCorrectsStaysOnThePaper) {
  ASSERT_OK_AND_ASSIGN(const auto issued, Publish("a"));
  scene.SetDay(1);
  ASSERT_THAT(Correct(kEntryOne, "values { title: 'Khác' }"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto read, Read(kPaperOne));
  EXPECT_EQ(read.title(), issued.title());
  EXPECT_TRUE(read.entry_corrected());
  EXPECT_THAT(Correct(kEntryOne, "values { secrecy: MAT holder: 'Văn thư' }"), StatusIs(kFailed, "PAPER_ISSUED"));
}

TEST_F(IssuePaper, TakesTheLostNumberThatAPaperBearsAlready) {
  ASSERT_THAT(Import("number,document_date,title\n3,2025-06-10,Cũ\n"), IsOk());
  const std::string lost = StrCat("entry: 'numberSeries/qd/entries/000002' ", Day("document_date", 6, 9));
  ASSERT_OK_AND_ASSIGN(const auto issued, Publish("a", lost));
  EXPECT_EQ(issued.printed(), "02-QĐ/TU");
  EXPECT_EQ(Publish("a", lost)->name(), issued.name());
  EXPECT_THAT(Publish("b", lost), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  EXPECT_THAT(Publish("b", "entry: 'numberSeries/qd/entries/000001'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Publish("b", StrCat(lost, "entry: 'numberSeries/tb/entries/000001'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(Publish("b")->printed(), "04-QĐ/TU");
}

TEST_F(IssuePaper, HeedsClocksAndStoresThatWereSetBack) {
  ASSERT_THAT(Publish("a"), IsOk());
  const absl::Time now = scene.service().now();
  scene.service().SetNow(now - absl::Hours(1));
  EXPECT_THAT(Publish("b"), StatusIs(kFailed, "CLOCK_BEHIND"));
  scene.service().SetNow(now);
  EXPECT_THAT(scene.service().store().Commit({.writes = {{.key = "x", .value = "x"}}, .jump_to = store::FirstOf(1)}),
              IsOk());
  EXPECT_THAT(Publish("b"), StatusIs(kFailed, "SERIES_WAITS"));
}

TEST_F(IssuePaper, GoesOnWhenTheFileStoreIsThereAgain) {
  std::filesystem::remove_all(scene.service().content_folder());
  EXPECT_THAT(Publish("a"), StatusIs(absl::StatusCode::kUnavailable, "CONTENT_UNAVAILABLE"));
  EXPECT_EQ(Read(kPaperOne)->state(), v1::IssuedPaper::ISSUING);
}

TEST_F(IssuePaper, NeedsAPlaceForFiles) {
  support::ServiceFixture<v1::NumberRegisterService, v1::IssuingService> without(Service(), {}, /*keeps_files=*/false);
  ASSERT_THAT(without.Call(&Register::CreateNumberSeries,
                           std::string("number_series_id: 'qd' number_series { organisation: 'organisations/province' "
                                       "issuer: 'x' issuer_symbol: 'TU' term: 'x' document_type: 'QĐ' }")),
              IsOk());
  EXPECT_THAT(without.Call(&Issuing::IssuePaper, Request("a")), StatusIs(kFailed, "CONTENT_STORE_MISSING"));
  v1::BatchIssuePapersRequest batch;
  batch.set_parent("numberSeries/qd");
  *batch.add_requests() = Request("a");
  EXPECT_THAT(without.Call(&Issuing::BatchIssuePapers, batch), StatusIs(kFailed, "CONTENT_STORE_MISSING"));
}

using Interrupted = WatchedIssuing;

// Wherever it stops, the same call ends it under the same number, and nothing is published twice.
TEST_F(Interrupted, GoesOnWhereItStopped) {
  for (const int file : {1, 2}) {
    const std::string intention = StrCat("p", file);
    const std::string entry = StrCat("numberSeries/qd/entries/00000", file);
    Break(file);
    EXPECT_THAT(Try(Request(intention)), StatusIs(absl::StatusCode::kUnavailable, ""));
    ASSERT_OK_AND_ASSIGN(const auto begun, Read(PaperNameOf(entry)));
    EXPECT_EQ(begun.state(), v1::IssuedPaper::ISSUING);
    EXPECT_EQ(begun.files_size(), 0);
    EXPECT_EQ(Get(entry)->state(), v1::NumberEntry::RESERVED);
    EXPECT_EQ(List()->issued_papers_size(), file - 1);
    EXPECT_EQ(List("filter: 'state=ISSUING'")->issued_papers_size(), 1);
    EXPECT_THAT(Assign(entry, 6, 16), StatusIs(kFailed, "PAPER_BEING_ISSUED"));
    EXPECT_THAT(Correct(entry, "values { title: 'x' }"), StatusIs(kFailed, "PAPER_BEING_ISSUED"));
    EXPECT_THAT(Recall(begun.name()), StatusIs(kFailed, "PAPER_NOT_IN_FORCE"));
    EXPECT_THAT(Download(StrCat(begun.name(), "/files/pdf")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
    // Days later, by another.
    content->before_put = nullptr;
    scene.SetDay(file);
    ASSERT_OK_AND_ASSIGN(const auto issued, Try(Request(intention), "binh"));
    EXPECT_EQ(issued.name(), begun.name());
    EXPECT_EQ(issued.document_date().day(), 15 + file) << "the day on which it was begun";
    EXPECT_EQ(issued.issued_by(), "binh");
    EXPECT_EQ(Entries(), file);
  }
}

TEST_F(Interrupted, AnotherMessageTakesItsPlaceFromWhoBegan) {
  Break();
  EXPECT_FALSE(Try(Request("a")).ok());
  const auto other = Request("a", "paper { abstract: 'về việc khác' }");
  const auto stranger = Try(other, "binh");
  EXPECT_THAT(stranger, StatusIs(kFailed, "PAPER_OF_ANOTHER"));
  EXPECT_EQ(MetadataIn(stranger.status(), "account"), "an");
  EXPECT_THAT(Publish("a", "paper { abstract: 'về việc khác' }", "binh"), StatusIs(kFailed, "PAPER_OF_ANOTHER"));
  content->before_put = nullptr;
  ASSERT_OK_AND_ASSIGN(const auto issued, Try(other));
  EXPECT_EQ(issued.name(), kPaperOne);
  EXPECT_EQ(issued.title(), "về việc khác");
  EXPECT_EQ(Get(kEntryOne)->title(), "về việc khác");
}

TEST_F(Interrupted, TheNumberThatIsVoidedTakesItAlong) {
  Break();
  EXPECT_FALSE(Try(Request("a")).ok());
  const auto voided = [&] { return scene.Call(&Register::VoidNumber, StrCat("name: '", kEntryOne, "' reason: 'x'")); };
  ASSERT_OK_AND_ASSIGN(const auto entry, voided());
  EXPECT_EQ(entry.issued_paper(), "");
  EXPECT_THAT(Read(kPaperOne), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // One that is voided while its files are made is published by nobody.
  Meanwhile([&] {
    return scene.Call(&Register::VoidNumber, std::string("name: 'numberSeries/qd/entries/000002' reason: 'x'"))
        .status();
  });
  EXPECT_THAT(Try(Request("a")), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  ASSERT_OK_AND_ASSIGN(const auto issued, Try(Request("a")));
  EXPECT_EQ(issued.printed(), "03-QĐ/TU");
}

// Two callers of one paper at once: one publishes, and the other finds it published.
TEST_F(Interrupted, TwoAtOncePublishOnce) {
  Meanwhile([&] { return Publish("a").status(); });
  ASSERT_OK_AND_ASSIGN(const auto issued, Try(Request("a")));
  EXPECT_EQ(issued.state(), v1::IssuedPaper::ISSUED);
  EXPECT_EQ(issued.files_size(), 2);
  EXPECT_EQ(Entries(), 1);
  Meanwhile([&] { return Publish("b", "paper { place: 'Mẫu' }").status(); });
  EXPECT_THAT(Try(Request("b")), StatusIs(kFailed, "PAPER_ISSUED")) << "with another message";
}

}  // namespace
}  // namespace congress::drafting

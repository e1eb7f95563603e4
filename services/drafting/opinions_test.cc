#include "services/drafting/testing/opinions.h"

#include <thread>

#include "absl/strings/str_format.h"
#include "platform/csv/csv.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

using CreateOpinion = OpinionsTest;
using BatchCreateOpinions = OpinionsTest;
using DisposeOpinion = OpinionsTest;
using OpinionReport = OpinionsTest;

TEST_F(CreateOpinion, TakesTextFromAnyEditor) {
  ASSERT_OK_AND_ASSIGN(const auto given,
                       GiveMany(R"(opinions { organisation: 'organisations/b' section: 'tasks' text: ')"
                                "\uF0B7 Một\u00a0hai \\r\\n\ufeffba\u2028bốn\\013năm ' }"));
  EXPECT_EQ(given.opinions(0).text(), "• Một hai\nba\nbốn\nnăm");
  EXPECT_THAT(GiveMany("opinions { organisation: 'organisations/b' section: 'tasks' text: 'a\\007' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(CreateOpinion, IsAnInvitedUnitsRightInTheWindow) {
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Give("b", "tasks", "clerk@b"));
  EXPECT_EQ(first.name(), StrCat(kRound, "/opinions/0002-000001"));
  EXPECT_EQ(first.section_title(), "Nhiệm vụ");
  EXPECT_EQ(first.author(), "an");
  scene.SetDay(14);
  ASSERT_OK_AND_ASSIGN(const auto last_day, scene.Give("b", "review", "clerk@b"));
  EXPECT_EQ(last_day.name(), StrCat(kRound, "/opinions/0002-000002"));
  scene.SetDay(15);
  EXPECT_THAT(scene.Give("b", "", "clerk@b"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  // What is there is told as before.
  EXPECT_EQ(scene.Give("b", "tasks", "clerk@b")->name(), first.name());
}

TEST_F(CreateOpinion, RefusesOthersAndWrongSections) {
  EXPECT_THAT(scene.Give("a", "nowhere", "clerk@a"), StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_THAT(scene.Give("a", "tasks", "clerk@b"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Give("a", "tasks", "reader@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  // One who may not read the round does not learn of it; one who may is told why.
  EXPECT_THAT(scene.Give("z", "tasks", "clerk@z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Give("z", "tasks"), StatusIs(kFailed, "NOT_INVITED"));
  ASSERT_OK_AND_ASSIGN(const auto whole, scene.Give("a", ""));
  EXPECT_EQ(whole.section(), "");
  EXPECT_EQ(List("whole_document: true")->opinions_size(), 1);
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat("parent: '", kRound, "x' opinion { organisation: 'organisations/a' section: 'tasks' ",
                                "text: 'x' }")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(BatchCreateOpinions, GivesAnOpinionOnceUnderItsKey) {
  const auto keyed = [](const std::string& unit, const std::string& key, const std::string& text) {
    return StrCat("opinions { organisation: 'organisations/", unit, "' section: 'tasks' text: '", text,
                  "' external_key: '", key, "' } ");
  };
  const std::string batch = StrCat(keyed("a", "17/a", "Một"), keyed("a", "18", "Một"), keyed("b", "18", "Hai"));
  ASSERT_OK_AND_ASSIGN(const auto first, GiveMany(batch));
  ASSERT_OK_AND_ASSIGN(const auto again, GiveMany(batch));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(List("")->opinions_size(), 3);
  EXPECT_THAT(GiveMany(keyed("a", "18", "Khác")), StatusIs(absl::StatusCode::kAlreadyExists, "OPINION_KEY_TAKEN"));
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion,
                         StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/a' section: 'review' ",
                                "text: 'Một' external_key: '18' }")),
              StatusIs(absl::StatusCode::kAlreadyExists, "OPINION_KEY_TAKEN"));
  // As a table, too; after the window what is there is still found.
  scene.SetDay(15);
  const std::string head = "external_key,organisation,section,text\n";
  ASSERT_OK_AND_ASSIGN(const auto done, Import(head + "18,organisations/b,tasks,Hai\n"));
  EXPECT_EQ(done.unchanged_count(), 1);
  EXPECT_THAT(Import(head + "18,organisations/b,tasks,Ba\n"), StatusIs(kInvalid, "ROWS_REJECTED"));
}

TEST_F(CreateOpinion, OfASuccessorSaysForWhomItIs) {
  directory::Organisation successor;
  successor.name = "organisations/c";
  successor.display_name = "Đảng bộ xã C";
  scene.service().organisations().Put(successor);
  scene.service().organisations().End("organisations/a", sample::kToday, successor.name);
  ASSERT_OK_AND_ASSIGN(const auto own, scene.Give("c", "tasks", "clerk@c"));
  EXPECT_EQ(own.name(), StrCat(kRound, "/opinions/0001-000001")) << "the invitation's first";
  EXPECT_EQ(own.organisation(), "organisations/c");
  EXPECT_EQ(own.invited(), "organisations/a");
  ASSERT_OK_AND_ASSIGN(const auto in_old_name, scene.Give("a", "review", "clerk@c"));
  EXPECT_EQ(in_old_name.organisation(), "organisations/c");
  EXPECT_EQ(in_old_name.invited(), "organisations/a");
  ASSERT_OK_AND_ASSIGN(const auto other, scene.Give("b", "tasks", "clerk@b"));
  EXPECT_EQ(other.invited(), "organisations/b");
  for (const auto& [asked, count] : {std::pair("a", 2), std::pair("c", 2), std::pair("b", 1)}) {
    ASSERT_OK_AND_ASSIGN(const auto listed, List(StrCat("organisation: 'organisations/", asked, "'")));
    EXPECT_EQ(listed.opinions_size(), count) << asked;
  }
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "TAKEN")), IsOk());

  const std::string round = StrCat("name: '", kRound, "' ");
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, round));
  EXPECT_EQ(report.sources(0).organisation(), "organisations/a") << "counted for the invited one";
  EXPECT_EQ(report.sources(0).counts().total(), 2);
  EXPECT_EQ(report.sources(0).counts().taken(), 1);
  ASSERT_EQ(report.sources(0).answered_by_size(), 1);
  EXPECT_EQ(report.sources(0).answered_by(0), "organisations/c");
  EXPECT_EQ(report.sources(1).answered_by_size(), 0);
  EXPECT_EQ(report.answers().unanswered(), 0);
  ASSERT_OK_AND_ASSIGN(const auto text, scene.Call(&Opinions::ExportOpinionReport, StrCat(round, "format: PAPER")));
  EXPECT_NE(text.content().find("organisations/a (answered by Đảng bộ xã C)"), std::string::npos) << text.content();
}

TEST_F(CreateOpinion, OfASuccessorOfSeveralIsForOneOfThem) {
  for (const char* unit : {"organisations/a", "organisations/b"}) {
    scene.service().organisations().End(unit, sample::kToday, "organisations/c");
  }
  const auto refused = scene.Give("c", "tasks", "clerk@c");
  EXPECT_THAT(refused, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_NE(refused.status().message().find("organisations/a, organisations/b"), std::string::npos);
  const auto give_for = [&](const std::string& invited) {
    return scene.Call(
        &Opinions::CreateOpinion,
        StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/c' invited: 'organisations/", invited,
               "' section: 'tasks' text: 'x' }"),
        "clerk@c");
  };
  ASSERT_OK_AND_ASSIGN(const auto given, give_for("b"));
  EXPECT_EQ(given.name(), StrCat(kRound, "/opinions/0002-000001"));
  EXPECT_THAT(give_for("c"), StatusIs(kFailed, "NOT_INVITED"));
}

TEST_F(CreateOpinion, IsForNobodyWithWhoseWorkTheGiverDoesNotGoOn) {
  const std::string text = StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/b' ",
                                  "invited: 'organisations/a' section: 'tasks' text: 'x' }");
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinion, text, "clerk@b"), StatusIs(kFailed, "NOT_INVITED"));
}

TEST_F(CreateOpinion, HappensOnceUnderARequestId) {
  const std::string text = StrCat("parent: '", kRound, "' opinion { organisation: 'organisations/a' section: 'tasks' ",
                                  "text: 'x' } ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Opinions::CreateOpinion, text, "clerk@a"));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Opinions::CreateOpinion, text, "clerk@a"));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto list, List(""));
  EXPECT_EQ(list.opinions_size(), 1);
}

TEST_F(BatchCreateOpinions, GivesAllOrNoneAndNamesThePlaceOfAnError) {
  ASSERT_OK_AND_ASSIGN(const auto given,
                       GiveMany(StrCat(Opinion("a", "tasks"), Opinion("b", "review"), Opinion("a", "review"))));
  ASSERT_EQ(given.opinions_size(), 3);
  EXPECT_EQ(given.opinions(2).name(), StrCat(kRound, "/opinions/0001-000002"));
  EXPECT_FALSE(given.opinions(2).etag().empty());

  const auto refused = GiveMany(StrCat(Opinion("a", "tasks"), Opinion("b", "nowhere")));
  ASSERT_THAT(refused, StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_EQ(refused.status().message().substr(0, 12), "opinions[1]:");
  EXPECT_EQ(support::MetadataIn(refused.status(), "item"), "opinions[1]");
  EXPECT_THAT(GiveMany(Opinion("z", "tasks")), StatusIs(kFailed, "NOT_INVITED"));
  EXPECT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("b", "tasks")), "clerk@a"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(GiveMany(Opinion("z", "tasks"), "clerk@z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(GiveMany(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), "validate_only: true")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto list, List(""));
  EXPECT_EQ(list.opinions_size(), 3);
  scene.SetDay(15);
  EXPECT_THAT(GiveMany(Opinion("a", "tasks", "Muộn")), StatusIs(kFailed, "OUTSIDE_WINDOW"));
}

TEST_F(OpinionsTest, AreReadByTheirGiverAndTheCollectorOnly) {
  ASSERT_OK_AND_ASSIGN(const auto opinion, scene.Give("a", "tasks", "clerk@a"));
  ASSERT_THAT(scene.Give("b", "review", "clerk@b"), IsOk());
  const std::string name = StrCat("name: '", opinion.name(), "'");
  EXPECT_THAT(scene.Call(&Opinions::GetOpinion, name, "clerk@a"), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::GetOpinion, name, "reader@province"), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::GetOpinion, name, "clerk@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Opinions::GetOpinion, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto all, List(""));
  EXPECT_EQ(all.opinions_size(), 2);
  ASSERT_OK_AND_ASSIGN(const auto own, List("", "clerk@b"));
  ASSERT_EQ(own.opinions_size(), 1);
  EXPECT_EQ(own.opinions(0).organisation(), "organisations/b");
  EXPECT_THAT(List("", "clerk@z"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(OpinionsTest, ListsByPageSectionOrganisationAndDisposition) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "review"), Opinion("b", "tasks"))), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "TAKEN")), IsOk());
  const auto count = [&](const std::string& more) {
    const auto page = List(more);
    EXPECT_THAT(page, IsOk());
    return page->opinions_size();
  };
  EXPECT_EQ(count("section: 'tasks'"), 2);
  EXPECT_EQ(count("organisation: 'organisations/a'"), 2);
  EXPECT_EQ(count("undisposed: true"), 2);
  EXPECT_EQ(count("undisposed: true section: 'tasks' organisation: 'organisations/a'"), 0);
  ASSERT_OK_AND_ASSIGN(const auto first, List("page_size: 2"));
  EXPECT_EQ(first.opinions_size(), 2);
  EXPECT_EQ(count(StrCat("page_size: 2 page_token: '", first.next_page_token(), "'")), 1);
  EXPECT_THAT(List("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(List("section: 'Nhiệm vụ'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(DisposeOpinion, IsTheCollectorsAndWantsReasons) {
  ASSERT_OK_AND_ASSIGN(const auto opinion, scene.Give("a", "tasks"));
  const auto dispose = [&](const std::string& text, const std::string& binding = "clerk@province") {
    return scene.Call(&Opinions::DisposeOpinion, text, binding);
  };
  EXPECT_THAT(dispose(Dispose("0001-000001", "NOT_TAKEN")), StatusIs(kInvalid, "DISPOSITION_REASON_MISSING"));
  EXPECT_THAT(dispose(Dispose("0001-000001", "PARTLY_TAKEN")), StatusIs(kInvalid, "DISPOSITION_REASON_MISSING"));
  EXPECT_THAT(dispose(Dispose("0001-000001", "DISPOSITION_UNSPECIFIED")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(dispose(Dispose("0009-000001", "TAKEN")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(dispose(StrCat(Dispose("0001-000001", "TAKEN"), "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(dispose(Dispose("0001-000001", "TAKEN"), "secretary@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(dispose(Dispose("0001-000001", "TAKEN"), "secretary@b"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const std::string text =
      StrCat(Dispose("0001-000001", "NOT_TAKEN", "Đã nêu ở mục I"), "etag: '", opinion.etag(), "' ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto disposed, dispose(text));
  EXPECT_EQ(disposed.disposition_reason(), "Đã nêu ở mục I");
  ASSERT_OK_AND_ASSIGN(const auto again, dispose(text));
  EXPECT_EQ(again.SerializeAsString(), disposed.SerializeAsString());
}

TEST_F(DisposeOpinion, WorksOnManyAllOrNone) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "review"), Opinion("b", "tasks"))), IsOk());
  const auto dispose = [&](const std::string& text, const std::string& binding = "clerk@province") {
    return scene.Call(&Opinions::BatchDisposeOpinions, StrCat("parent: '", kRound, "' ", text), binding);
  };
  const auto item = [](const std::string& text) { return StrCat("dispositions { ", text, "} "); };
  const std::string first = item(Dispose("0001-000001", "TAKEN"));
  EXPECT_THAT(dispose(StrCat(first, item(Dispose("0001-000002", "NOT_TAKEN")))),
              StatusIs(kInvalid, "DISPOSITION_REASON_MISSING"));
  EXPECT_THAT(dispose(StrCat(first, first)), StatusIs(kInvalid, "OPINION_REPEATED"));
  EXPECT_THAT(dispose(StrCat(first, "dispositions { name: '", kDocument,
                             "/opinionRounds/other/opinions/0001-000001' disposition: TAKEN }")),
              StatusIs(kInvalid, "OPINION_ELSEWHERE"));
  EXPECT_THAT(dispose(StrCat(first, item(Dispose("0003-000001", "TAKEN")))), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(dispose(item(StrCat(Dispose("0001-000001", "TAKEN"), "etag: '999' "))),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(dispose(first, "secretary@a"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(dispose(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto untouched, List("undisposed: true"));
  EXPECT_EQ(untouched.opinions_size(), 3);
  EXPECT_THAT(dispose(StrCat(first, item(Dispose("0001-000002", "TAKEN")), item(Dispose("0002-000001", "TAKEN")))),
              IsOk());
  scene.SetDay(15);
  ASSERT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", kRound, "'")), IsOk());
  EXPECT_THAT(dispose(first), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(GiveMany(Opinion("a", "tasks", "Muộn")), StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST_F(OpinionsTest, NeverCloseOverAnOpinionThatComesAtTheSameTime) {
  for (int i = 0; i < 20; ++i) {
    scene.SetDay(0);
    const std::string id = StrCat("race-", i);
    const std::string round = StrCat(kDocument, "/opinionRounds/", id);
    scene.MakeRound("report", id);
    scene.SetDay(15);
    const auto give = [&](const char* unit) {
      const std::string text = StrCat("parent: '", round, "' opinions { organisation: 'organisations/", unit,
                                      "' section: 'tasks' text: 'Ý kiến' late_reason: 'Bưu điện chuyển chậm' }");
      const auto given = scene.Call(&Opinions::BatchCreateOpinions, text);
      EXPECT_THAT(given, ::testing::AnyOf(IsOk(), StatusIs(kFailed, "ROUND_CLOSED")));
    };
    {
      const std::jthread first([&] { give("a"); });
      const std::jthread second([&] { give("b"); });
      const auto closed =
          scene.Call(&Opinions::CloseOpinionRound, StrCat("name: '", round, "' silent_reason: 'Đã nhắc'"));
      EXPECT_THAT(closed, ::testing::AnyOf(IsOk(), StatusIs(kFailed, "OPINIONS_UNDISPOSED")));
    }
    ASSERT_OK_AND_ASSIGN(const auto ended, scene.Call(&Opinions::GetOpinionRound, StrCat("name: '", round, "'")));
    ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, StrCat("name: '", round, "'")));
    // Closed means that nobody came in time; open means that somebody did.
    EXPECT_EQ(report.counts().total() == 0, ended.state() == v1::OpinionRound::CLOSED) << report.counts().total();
  }
}

TEST_F(OpinionReport, AddsUpAndKeepsSectionsThatWereMovedSince) {
  ASSERT_THAT(GiveMany(StrCat(Opinion("a", "tasks"), Opinion("a", "tasks", "Khác"), Opinion("a", "review"))), IsOk());
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, Dispose("0001-000001", "PARTLY_TAKEN", "Một phần")), IsOk());
  ASSERT_THAT(
      scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kDocument, "' base_revision: '", kDocument,
                                                   "/revisions/000001' edits { move { section: 'tasks' } } ",
                                                   "edits { rename { section: 'tasks' title: 'Nhiệm vụ mới' } } ",
                                                   "edits { remove { section: 'review' } }")),
      IsOk());
  const std::string name = StrCat("name: '", kRound, "' ");
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, name));
  EXPECT_EQ(report.counts().total(), 3);
  EXPECT_EQ(report.counts().partly_taken(), 1);
  EXPECT_EQ(report.counts().undisposed(), 2);
  ASSERT_EQ(report.sections_size(), 2);
  EXPECT_EQ(report.sections(0).counts().total() + report.sections(1).counts().total(), 3);
  EXPECT_EQ(report.sections(0).current_place(), 0);
  EXPECT_EQ(report.sections(1).current_place(), 1);
  EXPECT_EQ(report.sections(1).current_title(), "Nhiệm vụ mới");
  EXPECT_EQ(report.answers().unanswered(), 1);
  EXPECT_EQ(report.sources(1).organisation(), "organisations/b");
  EXPECT_EQ(report.sources(1).answer(), v1::ANSWER_UNSPECIFIED);

  ASSERT_OK_AND_ASSIGN(const auto printed, scene.Call(&Opinions::ExportOpinionReport, name));
  EXPECT_EQ(printed.content_type(), "text/csv; charset=utf-8");
  ASSERT_OK_AND_ASSIGN(const auto table, csv::Parse(printed.content()));
  EXPECT_EQ(table.rows.size(), 3u);
  ASSERT_OK_AND_ASSIGN(const auto text,
                       scene.Call(&Opinions::ExportOpinionReport, StrCat(name, "format: PAPER"), "reader@province"));
  EXPECT_NE(text.content().find("Not answered yet:\n\n- organisations/b"), std::string::npos);
  ASSERT_OK_AND_ASSIGN(
      const auto formed,
      scene.Call(&Opinions::ExportOpinionReport,
                 StrCat(name, "format: PAPER form { issuer: 'TỈNH ỦY MẪU' issuer: 'TIỂU BAN VĂN KIỆN' ",
                        "number: '12-BC/TBVK' signer_title: 'TRƯỞNG TIỂU BAN' }")));
  for (const char* part : {"TIỂU BAN VĂN KIỆN\n", "No. 12-BC/TBVK\n", "TRƯỞNG TIỂU BAN\n"}) {
    EXPECT_NE(formed.content().find(part), std::string::npos) << part;
    EXPECT_EQ(text.content().find(part), std::string::npos) << part;
  }
  scene.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const auto vietnamese,
                       scene.Call(&Opinions::ExportOpinionReport, StrCat(name, "format: PAPER"), "reader@province"));
  EXPECT_NE(vietnamese.content().find("Chưa góp ý, gồm:\n\n- organisations/b"), std::string::npos);
  for (const auto& [format, type, beginning] :
       {std::tuple("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04"),
        std::tuple("PDF", "application/pdf", "%PDF-")}) {
    ASSERT_OK_AND_ASSIGN(const auto file, scene.Call(&Opinions::ExportOpinionReport,
                                                     StrCat(name, "format: PAPER paper_format: ", format)));
    EXPECT_EQ(file.content_type(), type);
    EXPECT_TRUE(file.content().starts_with(beginning)) << format;
  }
  EXPECT_THAT(scene.Call(&Opinions::GetOpinionReport, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::ExportOpinionReport, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::ExportOpinionReport, StrCat("name: '", kRound, "x'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(OpinionReport, RefusesToPrintWhatDoesNotFitIntoAnAnswer) {
  const auto many = [](int from, int to) {
    std::string opinions;
    for (int i = from; i < to; ++i) opinions += Opinion("a", "tasks", StrCat(i, std::string(19'990, 'x')));
    return opinions;
  };
  ASSERT_THAT(GiveMany(many(0, 330)), IsOk());
  ASSERT_THAT(GiveMany(many(330, 660)), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::ExportOpinionReport, StrCat("name: '", kRound, "'")),
              StatusIs(kFailed, "REPORT_TOO_LARGE"));
  EXPECT_THAT(GiveMany(many(1000, 1660)), StatusIs(kInvalid, "CHANGE_TOO_LARGE"));
  std::string dispositions = StrCat("parent: '", kRound, "' ");
  for (int i = 1; i <= 660; ++i) {
    dispositions += StrCat("dispositions { ", Dispose(absl::StrFormat("0001-%06d", i), "TAKEN"), "} ");
  }
  EXPECT_THAT(scene.Call(&Opinions::BatchDisposeOpinions, dispositions), StatusIs(kInvalid, "CHANGE_TOO_LARGE"));
}

}  // namespace
}  // namespace congress::drafting

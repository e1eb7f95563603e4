#include "services/drafting/testing/opinions.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

TEST(CreateOpinionRound, OpensOnAFrozenRevisionAndInvites) {
  Scene scene;
  scene.MakeDocument();
  const std::string text = StrCat(Scene::RoundText("report", "communes"), kUuid);
  ASSERT_OK_AND_ASSIGN(const auto made, scene.Call(&Opinions::CreateOpinionRound, text));
  EXPECT_EQ(made.name(), kRound);
  EXPECT_EQ(made.organisation(), "organisations/province");
  EXPECT_EQ(made.state(), v1::OpinionRound::OPEN);
  EXPECT_EQ(made.step(), "draft");
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Opinions::CreateOpinionRound, text));
  EXPECT_EQ(again.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Opinions::GetOpinionRound, kNamed));
  EXPECT_EQ(read.SerializeAsString(), made.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.steps(0).open_rounds(), 1);
}

TEST(CreateOpinionRound, RefusesWhatNobodyCouldAnswer) {
  Scene scene;
  scene.MakeDocument();
  const auto create = [&](const std::string& round) {
    return scene.Call(&Opinions::CreateOpinionRound, StrCat(Scene::RoundText("report", "communes"), round));
  };
  EXPECT_THAT(create("opinion_round { last_date { year: 2025 month: 6 day: 15 } }"),
              StatusIs(kInvalid, "WINDOW_INVALID"));
  EXPECT_THAT(
      scene.Call(&Opinions::CreateOpinionRound,
                 StrCat("parent: '", kDocument, "' opinion_round_id: 'empty' opinion_round { display_name: 'x' ",
                        "revision: '", kDocument, "/revisions/000001' first_date { year: 2025 month: 6 day: 16 } ",
                        "last_date { year: 2025 month: 6 day: 16 } }")),
      StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("opinion_round { invited: 'organisations/a' }"), StatusIs(kInvalid, "INVITED_TWICE"));
  EXPECT_THAT(create("opinion_round { invited: 'a' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("opinion_round { reminder_days: 7 reminder_days: 400 }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("opinion_round { reminder_days: -1 }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("opinion_round { revision: 'congresses/xx/documents/other/revisions/000001' }"),
              StatusIs(kInvalid, "REVISIONS_UNRELATED"));
  EXPECT_THAT(create("opinion_round { revision: 'congresses/xx/documents/report/revisions/000002' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(create("parent: 'congresses/xx/documents/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  std::string crowd;
  for (int i = 0; i < 1000; ++i) crowd += StrCat("invited: 'organisations/u", i, "' ");
  EXPECT_THAT(create(StrCat("opinion_round { ", crowd, "}")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create("validate_only: true"), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::GetOpinionRound, kNamed), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(create(""), IsOk());
  EXPECT_THAT(create(""), StatusIs(kExists, "RESOURCE_EXISTS"));
}

TEST(CreateOpinionRound, InvitesNoUnitThatHasEnded) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeRound("report", "first");
  scene.service().organisations().End("organisations/b", sample::kToday, "organisations/z");
  const auto refused = scene.Call(&Opinions::CreateOpinionRound, Scene::RoundText("report", "communes"));
  EXPECT_THAT(refused, StatusIs(kFailed, "ORGANISATION_CLOSED"));
  EXPECT_EQ(MetadataIn(refused.status(), "successor"), "organisations/z");
  // What stands goes on to its end.
  scene.SetDay(15);
  EXPECT_THAT(scene.Call(&Opinions::CloseOpinionRound,
                         StrCat("name: '", kDocument, "/opinionRounds/first' silent_reason: 'Đã nhắc'")),
              IsOk());
}

TEST(CreateOpinionRound, InvitesAThousandAndClosesAgain) {
  Scene scene;
  scene.MakeDocument();
  std::string crowd;
  for (int i = 0; i < 998; ++i) crowd += StrCat("invited: 'organisations/u", i, "' ");
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "communes"), "opinion_round { ", crowd, "}")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto report, scene.Call(&Opinions::GetOpinionReport, kNamed));
  EXPECT_EQ(report.answers().unanswered(), 1000);
  scene.SetDay(15);
  EXPECT_THAT(scene.Call(&Opinions::CloseOpinionRound, StrCat(kNamed, "silent_reason: 'Đã nhắc'")), IsOk());
}

TEST(InvitedUnit, ReadsTheDocumentItsRevisionAndItsRoundAndOnlyThose) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeRound();
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         StrCat("name: '", kDocument, "' base_revision: '", kDocument,
                                "/revisions/000001' edits { change { section: 'tasks' text: 'mới' } }")),
              IsOk());
  const std::string document = StrCat("name: '", kDocument, "'");
  const std::string first = StrCat("name: '", kDocument, "/revisions/000001'");
  const std::string second = StrCat("name: '", kDocument, "/revisions/000002'");
  const std::string clerk = "clerk@a";
  EXPECT_THAT(scene.Call(&Drafting::GetDocument, document, clerk), IsOk());
  EXPECT_THAT(scene.Call(&Drafting::GetRevision, first, clerk), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto round, scene.Call(&Opinions::GetOpinionRound, kNamed, clerk));
  ASSERT_EQ(round.invited_size(), 1);
  EXPECT_EQ(round.invited(0), "organisations/a");

  EXPECT_THAT(scene.Call(&Drafting::GetRevision, second, clerk), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::ListRevisions, StrCat("parent: '", kDocument, "'"), clerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      scene.Call(&Drafting::GetSection, StrCat("name: '", kDocument, "/revisions/000001/sections/tasks'"), clerk),
      IsOk());
  EXPECT_THAT(
      scene.Call(&Drafting::GetSection, StrCat("name: '", kDocument, "/revisions/000002/sections/tasks'"), clerk),
      StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto compare = [&] {
    return scene.Call(&Drafting::CompareRevisions,
                      StrCat("base: '", kDocument, "/revisions/000001' target: '", kDocument, "/revisions/000002'"),
                      clerk);
  };
  EXPECT_THAT(compare(), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  // Until it is invited to both.
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "second"), " opinion_round { revision: '", kDocument,
                                "/revisions/000002' }")),
              IsOk());
  EXPECT_THAT(compare(), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::GetOpinionReport, kNamed, clerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Call(&Opinions::ExportOpinionReport, kNamed, clerk), StatusIs(kDenied, "PERMISSION_MISSING"));
  for (const char* stranger : {"clerk@z", "secretary@z"}) {
    EXPECT_THAT(scene.Call(&Drafting::GetDocument, document, stranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
    EXPECT_THAT(scene.Call(&Drafting::GetRevision, first, stranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
    EXPECT_THAT(scene.Call(&Opinions::GetOpinionRound, kNamed, stranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  }
}

TEST(ListInvitations, TellsAUnitWhatItIsAskedForAndTheProvinceWhoHasNotAnswered) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeDocument("other");
  scene.MakeRound();
  scene.MakeRound("other");
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  const auto list = [&](const std::string& text, const std::string& binding = "administrator@province") {
    const auto page = scene.Call(&Opinions::ListInvitations, text, binding);
    EXPECT_THAT(page, IsOk());
    std::string units;
    for (const auto& one : page->invitations()) units += one.organisation().substr(14);
    return units;
  };
  EXPECT_EQ(list("parent: 'congresses/xx'"), "abab");
  EXPECT_EQ(list(StrCat("parent: '", kDocument, "'")), "ab");
  EXPECT_EQ(list(StrCat("parent: '", kRound, "' unanswered: true")), "b");
  EXPECT_EQ(list("parent: 'congresses/xx' organisation: 'organisations/a'"), "aa");
  EXPECT_EQ(list("parent: 'congresses/xx'", "clerk@a"), "aa");
  EXPECT_EQ(list("parent: 'congresses/xx'", "clerk@z"), "");
  EXPECT_THAT(scene.Call(&Opinions::ListInvitations, "parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::ListInvitations, "parent: 'congresses/xx' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(ListOpinionRounds, ListsThoseOfADocumentOrOfACongress) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeDocument("other");
  scene.MakeRound();
  scene.MakeRound("report", "experts");
  scene.MakeRound("other");
  const auto count = [&](const std::string& text, const std::string& binding = "administrator@province") {
    const auto page = scene.Call(&Opinions::ListOpinionRounds, text, binding);
    EXPECT_THAT(page, IsOk());
    return page->opinion_rounds_size();
  };
  EXPECT_EQ(count("parent: 'congresses/xx'"), 3);
  EXPECT_EQ(count(StrCat("parent: '", kDocument, "'")), 2);
  EXPECT_EQ(count("parent: 'congresses/xx' page_size: 1"), 1);
  EXPECT_EQ(count("parent: 'congresses/xx'", "clerk@a"), 0);
  EXPECT_THAT(scene.Call(&Opinions::ListOpinionRounds, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::ListOpinionRounds, "parent: 'congresses/xx' page_token: 'x'"),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Opinions::GetOpinionRound, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(CreateOpinionRound, RecordsOneThatWasHeldOnPaper) {
  Scene scene;
  scene.MakeDocument();
  const std::string text = StrCat(Scene::RoundText("report", "communes"),
                                  " opinion_round { first_date { month: 5 day: 1 } last_date { month: 5 day: 20 } ",
                                  "record_reason: 'Đã lấy ý kiến bằng văn bản giấy' }");
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound, text, "clerk@province"),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  const auto record = [&](const std::string& more) {
    return scene.Call(&Opinions::CreateOpinionRound, StrCat(text, " opinion_round { ", more, " }"),
                      "secretary@province");
  };
  // Its text is entered in June: somebody says that it was there on paper in May.
  const auto refused = record("");
  ASSERT_THAT(refused, StatusIs(kInvalid, "WINDOW_INVALID"));
  EXPECT_EQ(MetadataIn(refused.status(), "cause"), "text");
  EXPECT_EQ(MetadataIn(refused.status(), "made_date"), "2025-06-16");
  EXPECT_THAT(record("text_date { year: 2025 month: 5 day: 2 }"), StatusIs(kInvalid, "WINDOW_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto round, record("text_date { year: 2025 month: 5 day: 1 }"));
  EXPECT_EQ(round.state(), v1::OpinionRound::CONSOLIDATING);
  EXPECT_EQ(round.text_date().day(), 1);
}

TEST(CreateOpinionRound, AsksAboutTheTextThatIsFrozen) {
  Scene scene;
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument, R"(parent: 'congresses/xx' document_id: 'report' document {
    organisation: 'organisations/province' kind: 'report' symbol: 'BC' display_name: 'Báo cáo' }
    sections { id: 'review' title: 'Kiểm điểm' text: 'Hai' } steps { id: 'one' display_name: 'Dự thảo' }
    steps { id: 'two' display_name: 'Chốt' frozen: true } steps { id: 'three' display_name: 'Trình' })"),
              IsOk());
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         StrCat("name: '", kDocument, "' base_revision: '", kDocument,
                                "/revisions/000001' edits { change { section: 'review' text: 'mới' } }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Drafting::AdvanceDocumentStep, StrCat("name: '", kDocument, "' step: 'two'")), IsOk());
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound, Scene::RoundText("report", "communes")),
              StatusIs(kFailed, "TEXT_NOT_CURRENT"));
  EXPECT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "communes"), " opinion_round { revision: '", kDocument,
                                "/revisions/000002' }")),
              IsOk());
}

class UpdateOpinionRound : public OpinionsTest {
 protected:
  absl::StatusOr<v1::OpinionRound> Update(const std::string& fields, const std::string& more = "") {
    return scene.Call(&Opinions::UpdateOpinionRound, StrCat("opinion_round { ", kNamed, fields, " } ", more));
  }
};

TEST_F(UpdateOpinionRound, ChangesTheTitleWhileItIsOpen) {
  const std::string text = "display_name: 'Cấp xã, đợt 1'";
  ASSERT_OK_AND_ASSIGN(const auto renamed, Update(text, kUuid));
  EXPECT_EQ(renamed.display_name(), "Cấp xã, đợt 1");
  EXPECT_EQ(Update(text, kUuid)->SerializeAsString(), renamed.SerializeAsString());
  EXPECT_THAT(Update("display_name: 'Khác'", kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  const auto invitation =
      scene.Call(&Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/a'"), "reader@a");
  EXPECT_EQ(invitation->round_display_name(), "Cấp xã, đợt 1");
  EXPECT_THAT(Update("last_date { year: 2025 month: 7 day: 30 }"), StatusIs(kFailed, "ROUND_BEGUN"));
  EXPECT_THAT(Update("reminder_days: 3"), StatusIs(kFailed, "ROUND_BEGUN"));
  EXPECT_THAT(Update("invited: 'organisations/z'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Update("", "update_mask { paths: 'display_name' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Update("display_name: 'x' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Opinions::UpdateOpinionRound,
                         StrCat("opinion_round { name: '", kDocument, "/opinionRounds/none' display_name: 'x' }")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Opinions::CancelOpinionRound, StrCat(kNamed, "reason: 'Nhầm'")), IsOk());
  EXPECT_THAT(Update("display_name: 'x'"), StatusIs(kFailed, "ROUND_CLOSED"));
}

TEST_F(UpdateOpinionRound, ChangesTheDaysBeforeTheFirst) {
  const std::string early = StrCat(kDocument, "/opinionRounds/early");
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "early"), " opinion_round { first_date { day: 20 } }")),
              IsOk());
  const auto update = [&](const std::string& fields) {
    return scene.Call(&Opinions::UpdateOpinionRound, StrCat("opinion_round { name: '", early, "' ", fields, " }"));
  };
  EXPECT_THAT(update("last_date { year: 2025 month: 6 day: 19 }"), StatusIs(kInvalid, "WINDOW_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto moved, update("first_date { year: 2025 month: 6 day: 18 } "
                                                "last_date { year: 2025 month: 6 day: 25 } reminder_days: 2"));
  EXPECT_EQ(moved.first_date().day(), 18);
  EXPECT_EQ(moved.state(), v1::OpinionRound::PLANNED);
  const auto invitation = scene.Call(&Opinions::GetInvitation, StrCat("name: '", early, "/invitations/a'"), "reader@a");
  EXPECT_EQ(invitation->last_date().day(), 25);
  EXPECT_EQ(invitation->reminder_days(0), 2);
  scene.SetDay(2);
  EXPECT_THAT(update("first_date { year: 2025 month: 6 day: 19 }"), StatusIs(kFailed, "ROUND_BEGUN"));
}

TEST(AnEarlyRound, TakesNothingBeforeItsFirstDay) {
  Scene scene;
  scene.MakeDocument();
  ASSERT_THAT(scene.Call(&Opinions::CreateOpinionRound,
                         StrCat(Scene::RoundText("report", "communes"), " opinion_round { first_date { day: 20 } }")),
              IsOk());
  EXPECT_EQ(scene.Call(&Opinions::GetOpinionRound, kNamed)->state(), v1::OpinionRound::PLANNED);
  EXPECT_THAT(scene.Give("a", "tasks"), StatusIs(kFailed, "OUTSIDE_WINDOW"));
  EXPECT_THAT(scene.Call(&Opinions::RemindInvitations, kInRound), StatusIs(kFailed, "OUTSIDE_WINDOW"));
}

TEST(CloseOpinionRound, WaitsForItsEndForAnswersAndForDispositionsAndIsFinal) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeRound();
  ASSERT_OK_AND_ASSIGN(const auto opinion, scene.Give("a", "tasks"));
  const auto close = [&](const std::string& text) { return scene.Call(&Opinions::CloseOpinionRound, text); };
  EXPECT_THAT(close(StrCat(kNamed, "silent_reason: 'x'")), StatusIs(kFailed, "ROUND_NOT_OVER"));
  scene.SetDay(15);
  const auto refused = close(kNamed);
  ASSERT_THAT(refused, StatusIs(kFailed, "OPINIONS_UNDISPOSED"));
  EXPECT_EQ(MetadataIn(refused.status(), "undisposed"), "1");
  const std::string dispose = StrCat("name: '", opinion.name(), "' disposition: TAKEN");
  ASSERT_THAT(scene.Call(&Opinions::DisposeOpinion, dispose), IsOk());
  const auto unanswered = close(kNamed);
  EXPECT_THAT(unanswered, StatusIs(kFailed, "INVITATIONS_UNANSWERED"));
  EXPECT_EQ(MetadataIn(unanswered.status(), "first"), "organisations/b");
  EXPECT_THAT(close(StrCat(kNamed, "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  const std::string silent = StrCat(kNamed, kUuid, "silent_reason: 'Đã nhắc hai lần'");
  ASSERT_OK_AND_ASSIGN(const auto closed, close(silent));
  EXPECT_EQ(closed.state(), v1::OpinionRound::CLOSED);
  ASSERT_EQ(closed.publications_size(), 1) << "what was not published yet";
  ASSERT_OK_AND_ASSIGN(const auto again, close(silent));
  EXPECT_EQ(again.SerializeAsString(), closed.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto invitation,
                       scene.Call(&Opinions::GetInvitation, StrCat("name: '", kRound, "/invitations/b'"), "clerk@b"));
  EXPECT_EQ(invitation.answer(), v1::SILENT);
  EXPECT_EQ(invitation.note(), "Đã nhắc hai lần");
  EXPECT_EQ(invitation.state(), v1::OpinionRound::CLOSED);
  EXPECT_THAT(close(kNamed), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Give("b", "tasks"), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(scene.Call(&Opinions::DisposeOpinion, dispose), StatusIs(kFailed, "ROUND_CLOSED"));
  EXPECT_THAT(close("name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(close(StrCat("name: '", kRound, "x'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(GetDraftingReadiness, TellsTheProvinceEverythingAndAUnitItsOwn) {
  Scene scene;
  const auto read = [&](const std::string& more = "", const std::string& binding = "administrator@province") {
    return scene.Call(&Drafting::GetDraftingReadiness, StrCat("parent: 'congresses/xx' ", more), binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto empty, read());
  ASSERT_EQ(empty.blockers_size(), 1);
  EXPECT_EQ(empty.blockers(0).reason(), "NO_DOCUMENTS");
  scene.MakeDocument();
  scene.MakeRound();
  ASSERT_THAT(scene.Give("a", "tasks"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto all, read());
  EXPECT_EQ(all.as_of().day(), 16);
  ASSERT_EQ(all.blockers_size(), 2);
  EXPECT_EQ(all.blockers(0).reason(), "DOCUMENT_NOT_FINAL");
  EXPECT_EQ(all.blockers(1).reason(), "OPINIONS_UNDISPOSED");
  ASSERT_EQ(all.organisations_size(), 2);
  EXPECT_TRUE(all.organisations(0).ready());
  EXPECT_EQ(all.organisations(1).blockers(0).reason(), "OPINION_UNANSWERED");
  EXPECT_EQ(all.organisations(1).blockers(0).resource(), kRound);
  ASSERT_OK_AND_ASSIGN(const auto later, read("as_of { year: 2025 month: 7 day: 1 }"));
  ASSERT_EQ(later.blockers_size(), 3);
  EXPECT_EQ(later.blockers(1).reason(), "ROUND_OVERDUE");
  ASSERT_OK_AND_ASSIGN(const auto unit, read("", "clerk@b"));
  EXPECT_EQ(unit.blockers_size(), 0);
  EXPECT_EQ(unit.documents_size(), 0);
  ASSERT_EQ(unit.organisations_size(), 1);
  EXPECT_EQ(unit.organisations(0).organisation(), "organisations/b");
  EXPECT_THAT(scene.Call(&Drafting::GetDraftingReadiness, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

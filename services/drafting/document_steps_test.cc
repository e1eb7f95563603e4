// The way of documents through their steps by more than one person: plans, sign-offs, dependencies, the way back.
#include <thread>

#include "gmock/gmock.h"
#include "platform/rpc/records.h"
#include "services/drafting/testing/scene.h"
#include "tests/support/person.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

const std::string kReport = StrCat("name: '", kDocument, "' ");

// A document of three steps, of which the second freezes and two persons sign for the third.
std::string PaperText(const std::string& kind, const std::string& more = "") {
  return StrCat("parent: 'congresses/xx' document_id: '", kind, "' document { organisation: 'organisations/province' ",
                "kind: '", kind, "' symbol: 'BC' display_name: '", kind, "' } ", R"(
      sections { id: 'review' title: 'Kiểm điểm' text: 'Một' } sections { id: 'tasks' title: 'Nhiệm vụ' }
      steps { id: 'draft' display_name: 'Dự thảo' }
      steps { id: 'approval' display_name: 'Thông qua' frozen: true }
      steps { id: 'final' display_name: 'Hoàn thiện' frozen: true
              signoffs { role: 'standing' display_name: 'Thường trực' count: 2 }
              signoffs { role: 'office' display_name: 'Văn phòng' author_may: true } } )",
                more);
}

std::string StepText(const std::string& step, const std::string& more = "") {
  return StrCat(kReport, "step: '", step, "' ", more);
}

std::string Date(int month, int day) { return StrCat("{ year: 2025 month: ", month, " day: ", day, " } "); }

class DocumentSteps : public ::testing::Test {
 protected:
  DocumentSteps() { EXPECT_THAT(Create(PaperText("report")), IsOk()); }

  absl::StatusOr<v1::Document> Create(const std::string& text) {
    return scene_.Call(&Drafting::CreateDocument, text, "clerk@province");
  }
  absl::StatusOr<v1::Document> Advance(const std::string& text) {
    return scene_.Call(&Drafting::AdvanceDocumentStep, text, "clerk@province");
  }
  absl::StatusOr<v1::Document> Return(const std::string& text) {
    return scene_.CallAs("chi", &Drafting::ReturnDocumentStep, text, "reviewer@province");
  }
  absl::StatusOr<v1::Document> Replan(const std::string& text) {
    return scene_.Call(&Drafting::ReplanDocument, text, "clerk@province");
  }
  absl::StatusOr<v1::Document> Update(const std::string& document, const std::string& more = "") {
    return scene_.Call(&Drafting::UpdateDocument, StrCat("document { ", kReport, document, " } ", more),
                       "clerk@province");
  }
  absl::StatusOr<v1::Document> Withdraw(const std::string& who, const std::string& more = "") {
    return scene_.CallAs(who, &Drafting::WithdrawSignOff, StrCat(kReport, "role: 'standing' reason: 'Nhầm bản' ", more),
                         "reviewer@province");
  }
  absl::StatusOr<v1::Revision> Revise(const std::string& who, const std::string& text) {
    const v1::Document document = Read();
    return scene_.CallAs(who, &Drafting::ReviseDocument,
                         StrCat(kReport, "base_revision: '", document.latest_revision(),
                                "' edits { change { section: 'tasks' text: '", text, "' } }"));
  }
  v1::Document Read(const std::string& binding = "administrator@province") {
    auto read = scene_.Call(&Drafting::GetDocument, kReport, binding);
    EXPECT_THAT(read, IsOk());
    return read.ok() ? *read : v1::Document();
  }

  Scene scene_;
};

TEST_F(DocumentSteps, OneClerkDoesNotTakeADocumentToItsLastStepAlone) {
  ASSERT_THAT(Advance(StepText("approval")), IsOk());
  const auto alone = Advance(StepText("final"));
  EXPECT_THAT(alone, StatusIs(kFailed, "SIGNOFF_MISSING"));
  EXPECT_EQ(MetadataIn(alone.status(), "role"), "standing");
  EXPECT_EQ(MetadataIn(alone.status(), "missing"), "2");
  // The clerk may not sign, and no role lets an author.
  EXPECT_THAT(scene_.Sign("an", "role: 'standing'", "clerk@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene_.Sign("an", "role: 'standing'", "administrator@province"), StatusIs(kDenied, "REVIEWER_IS_AUTHOR"));
  EXPECT_THAT(scene_.Sign("an", "role: 'office'"), IsOk());
  EXPECT_THAT(Advance(StepText("final")), StatusIs(kFailed, "SIGNOFF_MISSING"));
  ASSERT_THAT(scene_.Sign("binh", "role: 'standing'"), IsOk());
  EXPECT_THAT(Advance(StepText("final")), StatusIs(kFailed, "SIGNOFF_MISSING"));
  ASSERT_THAT(scene_.Sign("chi", "role: 'standing' note: 'Đồng ý'"), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::Document done, Advance(StepText("final")));
  EXPECT_EQ(done.current_step(), 3);
  ASSERT_EQ(done.signoffs_size(), 3);
  EXPECT_EQ(done.signoffs(2).author(), "chi");
  EXPECT_EQ(done.signoffs(2).person(), support::PersonOf("chi"));
  EXPECT_EQ(done.signoffs(2).note(), "Đồng ý");
  EXPECT_TRUE(done.signoffs(2).in_force());
  EXPECT_EQ(done.missing_signoffs_size(), 0);
}

TEST_F(DocumentSteps, ASignOffIsOfOneTextAndVoidWhenItChanges) {
  ASSERT_OK_AND_ASSIGN(const v1::Document signed_by_binh, scene_.Sign("binh", "role: 'standing' step: 'final'"));
  ASSERT_THAT(Revise("an", "Hai"), IsOk());
  EXPECT_FALSE(Read().signoffs(0).in_force());
  const auto stale = [&](const std::string& sha256) {
    return scene_.CallAs("chi", &Drafting::SignOffDocument,
                         StrCat(kReport, "role: 'standing' step: 'final' revision: '", kDocument,
                                "/revisions/000001' sha256: '", sha256, "'"));
  };
  EXPECT_THAT(stale(signed_by_binh.sha256()), StatusIs(kFailed, "TEXT_NOT_CURRENT"));
  ASSERT_THAT(scene_.Call(&Drafting::RevertRevision, StrCat("name: '", kDocument, "/revisions/000002'")), IsOk());
  EXPECT_TRUE(Read().signoffs(0).in_force());
  // Whoever wrote meanwhile is an author.
  ASSERT_THAT(Revise("binh", "Ba"), IsOk());
  EXPECT_THAT(scene_.Sign("binh", "role: 'standing' step: 'final'"), StatusIs(kDenied, "REVIEWER_IS_AUTHOR"));
}

TEST_F(DocumentSteps, SignOffsAreAskedForByRoleAndStepAndCountPersons) {
  EXPECT_THAT(scene_.Sign("binh", "role: 'standing'"), StatusIs(kFailed, "SIGNOFF_NOT_ASKED"));
  EXPECT_THAT(scene_.Sign("binh", "role: 'standing' step: 'zzz'"), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(scene_.Sign("binh", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene_.Sign("binh", "role: 'standing' step: 'final' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene_.Sign("binh", "role: 'standing' step: 'final'"), IsOk());
  EXPECT_THAT(scene_.Sign("binh", "role: 'office' step: 'final'"), StatusIs(kFailed, "SIGNED_ALREADY"));
  EXPECT_THAT(scene_.CallAs("binh", &Drafting::SignOffDocument,
                            "name: 'congresses/xx/documents/none' role: 'a' sha256: 'b' revision: "
                            "'congresses/xx/documents/none/revisions/000001'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(DocumentSteps, ASignOffIsTakenBackByWhoGaveIt) {
  ASSERT_THAT(Advance(StepText("approval")), IsOk());
  ASSERT_THAT(scene_.Sign("binh", "role: 'standing'"), IsOk());
  EXPECT_THAT(Withdraw("chi"), StatusIs(kFailed, "SIGNOFF_NOT_GIVEN"));
  EXPECT_THAT(Withdraw("binh", "etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene_.CallAs("binh", &Drafting::WithdrawSignOff, StrCat(kReport, "role: 'standing'")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const v1::Document without, Withdraw("binh"));
  EXPECT_EQ(without.signoffs(0).withdraw_reason(), "Nhầm bản");
  EXPECT_FALSE(without.signoffs(0).in_force());
  EXPECT_EQ(without.missing_signoffs(0).missing(), 2);
}

TEST_F(DocumentSteps, WhoWritesOrSignsIsAKnownPerson) {
  const auto unknown = StatusIs(kDenied, "PERSON_UNKNOWN");
  EXPECT_THAT(scene_.CallNameless(&Drafting::CreateDocument, PaperText("other")), unknown);
  const std::string base = StrCat(kReport, "base_revision: '", kDocument, "/revisions/000001' ");
  EXPECT_THAT(
      scene_.CallNameless(&Drafting::ReviseDocument, StrCat(base, "edits { change { section: 'tasks' text: 'x' } }")),
      unknown);
  ASSERT_THAT(Revise("an", "Hai"), IsOk());
  EXPECT_THAT(scene_.CallNameless(&Drafting::RevertRevision, StrCat("name: '", kDocument, "/revisions/000002'")),
              unknown);
  EXPECT_THAT(
      scene_.CallNameless(&Drafting::SignOffDocument,
                          StrCat(kReport, "role: 'standing' sha256: 'x' revision: '", kDocument, "/revisions/000002'")),
      unknown);
  EXPECT_THAT(scene_.CallNameless(&Drafting::WithdrawSignOff, StrCat(kReport, "role: 'standing' reason: 'x'")),
              unknown);
  // One without a text is nobody's work.
  ASSERT_THAT(scene_.Call(&Drafting::CreateDocumentTemplate,
                          "document_template_id: 'plan' document_template { organisation: 'organisations/province' "
                          "symbol: 'KH' kind: 'plan' display_name: 'Kế hoạch' sections { id: 'a' title: 'a' } "
                          "steps { id: 'a' display_name: 'a' } steps { id: 'b' display_name: 'b' } }"),
              IsOk());
  EXPECT_THAT(scene_.CallNameless(
                  &Drafting::CreateDocument,
                  "parent: 'congresses/xx' document_id: 'plan' document { organisation: 'organisations/province' "
                  "document_template: 'documentTemplates/plan' }"),
              IsOk());
}

TEST_F(DocumentSteps, FrozenTextsAreNumberedDrafts) {
  EXPECT_EQ(Read().draft_title(), "Draft 1");
  ASSERT_OK_AND_ASSIGN(const v1::Document first, Advance(StepText("approval")));
  ASSERT_EQ(first.milestones_size(), 1);
  EXPECT_EQ(first.milestones(0).revision(), first.latest_revision());
  EXPECT_EQ(first.milestones(0).sha256(), first.sha256());
  ASSERT_THAT(Return(StepText("draft", "reason: 'Bổ sung số liệu'")), IsOk());
  ASSERT_THAT(Revise("an", "Hai"), IsOk());
  scene_.service().Speak("vi");
  EXPECT_EQ(Read().draft_title(), "Dự thảo lần 2");
  ASSERT_OK_AND_ASSIGN(const v1::Document second, Advance(StepText("approval")));
  ASSERT_EQ(second.milestones_size(), 2);
  EXPECT_EQ(second.milestones(1).draft(), 2);
  EXPECT_EQ(second.milestones(0).SerializeAsString(), first.milestones(0).SerializeAsString());
}

TEST_F(DocumentSteps, ADocumentGoesBackWithAReason) {
  ASSERT_THAT(Advance(StepText("approval")), IsOk());
  EXPECT_THAT(Return(StepText("draft")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Return(StepText("approval", "reason: 'x'")), StatusIs(kFailed, "STEP_NOT_EARLIER"));
  EXPECT_THAT(Return(StepText("zzz", "reason: 'x'")), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(Return(StepText("draft", "reason: 'x' etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  scene_.MakeRound();
  EXPECT_THAT(Return(StepText("draft", "reason: 'x'")), StatusIs(kFailed, "ROUND_NOT_CLOSED"));
}

TEST_F(DocumentSteps, PlannedDaysAreChangedWithAReasonAndLatenessIsCounted) {
  const auto planned = [](const std::string& step, int month, int day) {
    return StrCat(kReport, "reason: 'Theo kế hoạch mới' planned_steps { step: '", step, "' planned_date ",
                  Date(month, day), "} ");
  };
  ASSERT_THAT(Replan(planned("approval", 6, 20)), IsOk());
  scene_.SetDay(9);
  scene_.service().Speak("vi");
  const v1::Document late = Read();
  EXPECT_EQ(late.progress(), "Bước 1/3: Dự thảo, chậm 5 ngày");
  EXPECT_EQ(late.days_late(), 5);
  EXPECT_EQ(late.late_step(), "approval");
  ASSERT_OK_AND_ASSIGN(const v1::Document moved, Replan(planned("approval", 6, 30)));
  EXPECT_EQ(moved.progress(), "Bước 1/3: Dự thảo");
  ASSERT_EQ(moved.replans_size(), 2);
  EXPECT_EQ(moved.replans(1).from_date().day(), 20);
  EXPECT_EQ(moved.replans(1).to_date().day(), 30);
  EXPECT_EQ(moved.replans(1).reason(), "Theo kế hoạch mới");
  EXPECT_EQ(moved.replans(1).author(), "an");
  EXPECT_THAT(Replan(planned("final", 6, 29)), StatusIs(kInvalid, "PLAN_OUT_OF_ORDER"));
  EXPECT_THAT(Replan(planned("draft", 6, 29)), StatusIs(kFailed, "STEP_REACHED"));
  EXPECT_THAT(Replan(planned("zzz", 6, 29)), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(Replan(StrCat(kReport, "reason: 'x'")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Replan(StrCat(planned("final", 7, 29), "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
}

TEST_F(DocumentSteps, TitleAndAssignmentsAreUpdated) {
  const std::string who = "assignments { section: 'tasks' persons: 'persons/an' persons: 'persons/binh' }";
  ASSERT_OK_AND_ASSIGN(const v1::Document updated, Update(StrCat("display_name: 'Báo cáo chính trị' ", who)));
  EXPECT_EQ(updated.display_name(), "Báo cáo chính trị");
  ASSERT_EQ(updated.assignments_size(), 1);
  EXPECT_EQ(updated.assignments(0).persons_size(), 2);
  EXPECT_EQ(updated.kind(), "report");
  EXPECT_EQ(updated.steps_size(), 3);
  ASSERT_OK_AND_ASSIGN(const v1::Document cleared, Update("", "update_mask { paths: 'assignments' }"));
  EXPECT_EQ(cleared.assignments_size(), 0);
  EXPECT_EQ(cleared.display_name(), "Báo cáo chính trị");
  EXPECT_THAT(Update("", "update_mask { paths: 'display_name' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Update("kind: 'other'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Update("assignments { section: 'zzz' persons: 'persons/an' }"), StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_THAT(Update("display_name: 'x' etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene_.Call(&Drafting::UpdateDocument, "document { display_name: 'x' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(
      scene_.Call(&Drafting::UpdateDocument, "document { name: 'congresses/xx/documents/none' display_name: 'x' }"),
      StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

// B waits for C and D for A; that A waits for B and C for D, said at once, would close the circle.
TEST_F(DocumentSteps, TwoWhoNameDependenciesAtTheSameTimeCloseNoCircle) {
  for (int i = 0; i < 10; ++i) {
    const auto id = [i](const char* letter) { return StrCat(letter, i); };
    for (const char* letter : {"a", "b", "c", "d"}) ASSERT_THAT(Create(PaperText(id(letter))), IsOk());
    const auto depend = [&](const char* one, const char* on) {
      return scene_
          .Call(&Drafting::UpdateDocument, StrCat("document { name: 'congresses/xx/documents/", id(one),
                                                  "' dependencies { step: 'final' document: ",
                                                  "'congresses/xx/documents/", id(on), "' needed_step: 'final' } }"))
          .status();
    };
    ASSERT_THAT(depend("b", "c"), IsOk());
    ASSERT_THAT(depend("d", "a"), IsOk());
    absl::Status one;
    absl::Status other;
    {
      std::jthread beside([&] { one = depend("a", "b"); });
      other = depend("c", "d");
    }
    EXPECT_NE(one.ok(), other.ok()) << one << other;
    EXPECT_THAT(one.ok() ? other : one, StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  }
}

TEST_F(DocumentSteps, SisterPapersWaitForEachOtherInOneDirection) {
  const std::string waits = "steps { id: 'z' display_name: 'z' sisters { kind: 'report' step: 'approval' } }";
  ASSERT_THAT(Create(StrCat(PaperText("resolution"), "")), IsOk());
  ASSERT_THAT(Create(PaperText("programme", waits)), IsOk());
  const auto depend = [&](const std::string& id, const std::string& step, const std::string& on,
                          const std::string& needed) {
    return scene_.Call(&Drafting::UpdateDocument,
                       StrCat("document { name: 'congresses/xx/documents/", id, "' dependencies { step: '", step,
                              "' document: 'congresses/xx/documents/", on, "' needed_step: '", needed, "' } }"));
  };
  ASSERT_THAT(depend("resolution", "approval", "report", "approval"), IsOk());
  EXPECT_THAT(depend("report", "draft", "resolution", "draft"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(depend("report", "zzz", "resolution", "draft"), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(depend("report", "approval", "resolution", "zzz"), StatusIs(kFailed, "STEP_UNKNOWN"));
  EXPECT_THAT(depend("report", "approval", "none", "draft"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  const auto cycle = depend("report", "approval", "resolution", "final");
  EXPECT_THAT(cycle, StatusIs(kFailed, "DEPENDENCY_CYCLE"));
  EXPECT_EQ(MetadataIn(cycle.status(), "path"), "report → resolution → report");
  EXPECT_THAT(depend("report", "final", "resolution", "approval"), IsOk());
  // One that is made may close a circle of kinds as well.
  EXPECT_THAT(Create(PaperText("action", R"(document { dependencies { step: 'approval' needed_step: 'final'
                                            document: 'congresses/xx/documents/resolution' } })")),
              IsOk());
  ASSERT_THAT(Create(PaperText("waiting", "steps { id: 'y' display_name: 'y' sisters { kind: 'closing' step: 'y' } }")),
              IsOk());
  EXPECT_THAT(Create(PaperText("closing", "steps { id: 'y' display_name: 'y' sisters { kind: 'waiting' step: 'y' } }")),
              StatusIs(kFailed, "DEPENDENCY_CYCLE"));

  const std::string resolution = "name: 'congresses/xx/documents/resolution' step: 'approval'";
  const auto early = Advance(resolution);
  EXPECT_THAT(early, StatusIs(kFailed, "DEPENDENCY_NOT_READY"));
  EXPECT_EQ(MetadataIn(early.status(), "document"), kDocument);
  EXPECT_EQ(MetadataIn(early.status(), "current_step"), "draft");
  EXPECT_EQ(MetadataIn(early.status(), "needed_step"), "approval");
  ASSERT_OK_AND_ASSIGN(const auto readiness, scene_.Call(&Drafting::GetDraftingReadiness, "parent: 'congresses/xx'"));
  for (const v1::DocumentProgress& progress : readiness.documents()) {
    if (progress.document() != "congresses/xx/documents/resolution") continue;
    ASSERT_EQ(progress.dependencies_behind_size(), 1);
    EXPECT_EQ(progress.dependencies_behind(0).document(), kDocument);
  }
  ASSERT_THAT(Advance(StepText("approval")), IsOk());
  EXPECT_THAT(Advance(resolution), IsOk());
}

TEST_F(DocumentSteps, ADocumentOfAnOlderVersionNeedsASecondPersonAsWell) {
  scene_.MakeDocument("old");
  store::Store& store = scene_.service().store();
  const std::string name = "congresses/xx/documents/old";
  const std::string key = rpc::RecordKey("Document", name);
  ASSERT_OK_AND_ASSIGN(const store::Record record, store.Get(key));
  v1::Document old;
  ASSERT_TRUE(old.ParseFromString(record.value));
  old.clear_sha256();
  for (v1::DocumentStep& step : *old.mutable_steps()) {
    step.mutable_rule()->clear_signoffs();
    step.mutable_rule()->set_frozen(false);
    step.mutable_rule()->set_requires_closed_round(false);
  }
  ASSERT_THAT(
      store.Commit(
          {.writes = {{.key = key, .value = old.SerializeAsString(), .organisation = "organisations/province"}}}),
      IsOk());
  const auto advance = [&](const std::string& step) {
    return Advance(StrCat("name: '", name, "' step: '", step, "'"));
  };
  ASSERT_OK_AND_ASSIGN(const v1::Document opened, advance("opinions"));
  EXPECT_EQ(opened.sha256().size(), 64u);
  EXPECT_THAT(advance("final"), StatusIs(kFailed, "SIGNOFF_MISSING"));
  ASSERT_THAT(scene_.Sign("binh", "role: 'reviewer'", "reviewer@province", name), IsOk());
  const auto retitle = [&] {
    return scene_.Call(&Drafting::UpdateDocument, StrCat("document { name: '", name, "' display_name: 'Khác' }"));
  };
  EXPECT_THAT(retitle(), StatusIs(kFailed, "TITLE_SIGNED")) << "it is printed above what was signed";
  ASSERT_OK_AND_ASSIGN(const v1::Document done, advance("final"));
  EXPECT_EQ(done.milestones_size(), 1);
  EXPECT_THAT(retitle(), StatusIs(kFailed, "DOCUMENT_FROZEN"));
  EXPECT_THAT(scene_.Call(&Drafting::ReviseDocument,
                          StrCat("name: '", name, "' base_revision: '", name,
                                 "/revisions/000001' edits { change { section: 'tasks' text: 'x' } }")),
              StatusIs(kFailed, "DOCUMENT_FROZEN"));
}

TEST_F(DocumentSteps, AnInvitedOrganisationDoesNotSeeTheOwnersBusiness) {
  ASSERT_THAT(scene_.Sign("binh", "role: 'standing' step: 'final'"), IsOk());
  ASSERT_THAT(Replan(StrCat(kReport, "reason: 'x' planned_steps { step: 'final' planned_date ", Date(7, 1), "}")),
              IsOk());
  ASSERT_THAT(Update("assignments { section: 'tasks' persons: 'persons/an' }"), IsOk());
  ASSERT_THAT(Advance(StepText("approval")), IsOk());
  scene_.MakeRound();
  const v1::Document own = Read();
  EXPECT_TRUE(own.signoffs_size() > 0 && own.replans_size() > 0 && own.assignments_size() > 0 && own.moves_size() > 0 &&
              own.authors_size() > 0 && own.missing_signoffs_size() > 0);
  const std::string revision = StrCat("name: '", kDocument, "/revisions/000001'");
  EXPECT_EQ(scene_.Call(&Drafting::GetRevision, revision)->author_person(), support::PersonOf("an"));
  EXPECT_EQ(scene_.Call(&Drafting::GetRevision, revision, "reader@a")->author_person(), "");
  const v1::Document invited = Read("reader@a");
  EXPECT_EQ(invited.progress(), own.progress());
  EXPECT_EQ(invited.signoffs_size() + invited.replans_size() + invited.assignments_size() + invited.moves_size() +
                invited.authors_size() + invited.missing_signoffs_size(),
            0);
}

}  // namespace
}  // namespace congress::drafting

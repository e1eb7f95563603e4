// What approvals name, with the real drafting and dossiers, each service with its own store and key: looked up when it
// is recorded, and followed from then on.
#include "services/scheduling/approval_versions.h"

#include <map>

#include "absl/time/time.h"
#include "congress/audit/v1/audit_service.grpc.pb.h"
#include "congress/dossiers/v1/person_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_plan_service.grpc.pb.h"
#include "congress/drafting/v1/drafting_service.grpc.pb.h"
#include "congress/events/v1/event_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "platform/auth/principal.h"
#include "platform/events/resume_token.h"
#include "services/dossiers/install.h"
#include "services/drafting/install.h"
#include "services/scheduling/testing/approval_scene.h"
#include "tests/support/process.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using v1::ApprovalSubject;
using v1::UnitApproval;
using Drafting = drafting::v1::DraftingService;
using Plans = dossiers::v1::PersonnelPlanService;

constexpr char kPlan[] = "congresses/x/personnelPlans/p";

struct Others {
  support::TestService drafting{drafting::Service()};
  support::TestService dossiers{dossiers::Service()};
};

// The congress of u1 is to be approved on 5 August, which is today, with the document d and the plan p.
class VersionScene : protected Others, public ApprovalScene {
 public:
  VersionScene() : ApprovalScene(Peers{{"drafting", drafting.channel()}, {"dossiers", dossiers.channel()}}) {
    for (support::TestService* other : {&drafting, &dossiers}) {
      other->Trust("process-scheduling", service().signer().public_pem());
    }
    EXPECT_THAT(ApprovalScene::Plan("p1", 5), IsOk());
    EXPECT_THAT(ApprovalScene::Plan("p2", 6), IsOk());
    EXPECT_THAT(Schedule("p1", "u1"), IsOk());
    Noon(5);
    for (support::TestService* other : {&drafting, &dossiers}) other->SetNow(service().now());
    const auto document = Draft(&Drafting::StubInterface::CreateDocument, R"(
      parent: "congresses/x" document_id: "d"
      document { organisation: "organisations/u1" kind: "report" symbol: "BC" display_name: "Báo cáo chính trị" }
      sections { id: "a" title: "Kiểm điểm" text: "Một" } steps { id: "draft" display_name: "Dự thảo" }
      steps { id: "final" display_name: "Hoàn thiện" frozen: true })");
    EXPECT_THAT(document, IsOk());
    revision_ = document->latest_revision();
    sha256_ = document->sha256();
    const auto plan = rpc::Invoke(*plans_, &Plans::StubInterface::CreatePersonnelPlan, dossiers.Admin(),
                                  support::Parse<dossiers::v1::CreatePersonnelPlanRequest>(R"(
      parent: "congresses/x" personnel_plan_id: "p"
      personnel_plan { organisation: "organisations/u1" display_name: "Phương án" appraisers: "Ban Tổ chức" })"));
    EXPECT_THAT(plan, IsOk());
    etag_ = plan->etag();
  }

  template <class Request, class Response>
  absl::StatusOr<Response> Draft(rpc::UnaryMethod<Drafting::StubInterface, Request, Response> method,
                                 const std::string& text) {
    return rpc::Invoke(*documents_, method, drafting.Admin(), support::Parse<Request>(text));
  }
  std::string Revise() {
    const auto revised = Draft(&Drafting::StubInterface::ReviseDocument,
                               StrCat("name: 'congresses/x/documents/d' base_revision: '", revision_,
                                      "' edits { change { section: 'a' text: 'Hai ", ++edits_, "' } }"));
    EXPECT_THAT(revised, IsOk());
    revision_ = revised->name();
    return revision_;
  }
  std::string Replan() {
    const auto changed = rpc::Invoke(*plans_, &Plans::StubInterface::UpdatePersonnelPlan, dossiers.Admin(),
                                     support::Parse<dossiers::v1::UpdatePersonnelPlanRequest>(
                                         StrCat("personnel_plan { name: '", kPlan, "' legal_basis: 'x' }")));
    EXPECT_THAT(changed, IsOk());
    return changed->etag();
  }

  static std::string Version(const std::string& resource, const std::string& more = "") {
    return StrCat("versions { resource: '", resource, "' ", more, " } ");
  }
  // Both approved as they are.
  std::string Approved() const {
    return Outcome("u1", StrCat("documents { outcome: APPROVED ", Version(revision_),
                                "} personnel { outcome: APPROVED ", Version(kPlan), "}"));
  }
  bool BecomesStale(annotations::v1::Grade clearance = annotations::v1::SENSITIVE) {
    return support::Eventually([&] { return Get("u1", clearance).state() == UnitApproval::STALE; });
  }

  // What waits as the clearance shows it, one of each kind.
  std::map<int, alerts::v1::Alert> Alerts(annotations::v1::Grade clearance) {
    const auto listed = Call(&AlertLists::ListSchedulingAlerts, v1::ListSchedulingAlertsRequest(),
                             service().As("an", {kAdmin}, clearance));
    EXPECT_THAT(listed, IsOk());
    std::map<int, alerts::v1::Alert> kinds;
    if (!listed.ok()) return kinds;
    for (const auto& alert : listed->alerts()) kinds[alert.kind()] = alert;
    return kinds;
  }

  // Whether the audit log tells of calls of this method.
  bool IsAudited(const std::string& method) {
    audit::v1::ListAuditRecordsRequest request;
    request.set_parent("services/scheduling");
    request.set_page_size(1000);
    const auto log = rpc::Invoke(*audit_, &audit::v1::AuditService::StubInterface::ListAuditRecords,
                                 service().As("inspector", {"inspector@province"}), request);
    EXPECT_THAT(log, IsOk());
    return log.ok() && log->ShortDebugString().find(method) != std::string::npos;
  }

 protected:
  std::unique_ptr<audit::v1::AuditService::StubInterface> audit_ =
      audit::v1::AuditService::NewStub(service().channel());
  std::unique_ptr<Drafting::StubInterface> documents_ = Drafting::NewStub(drafting.channel());
  std::unique_ptr<Plans::StubInterface> plans_ = Plans::NewStub(dossiers.channel());
  std::string revision_, sha256_, etag_;
  int edits_ = 0;
};

class VersionsOfApprovals : public ::testing::Test, protected VersionScene {};

TEST_F(VersionsOfApprovals, AreLookedUpWhenTheyAreRecorded) {
  ASSERT_OK_AND_ASSIGN(const auto recorded, Record(Approved(), "", kClerk));
  const UnitApproval& approval = recorded.unit_approvals(0);
  EXPECT_EQ(approval.state(), UnitApproval::APPROVED);
  EXPECT_EQ(approval.documents().versions(0).content_sha256(), sha256_);
  EXPECT_EQ(approval.personnel().versions(0).plan_etag(), etag_);
  const std::string again = "reason: 'x' ";
  const auto documents = [&](const std::string& version) {
    return Record(Outcome("u1", StrCat("documents { outcome: APPROVED ", version, "}")), again);
  };
  EXPECT_THAT(documents(Version(revision_, "content_sha256: 'abc'")), StatusIs(kFailed, "VERSION_DIFFERS"));
  EXPECT_THAT(documents(Version("congresses/x/documents/d/revisions/99")), StatusIs(kFailed, "VERSION_UNREADABLE"));
  EXPECT_THAT(documents(Version("congresses/x/documents/e/revisions/1")), StatusIs(kFailed, "VERSION_UNREADABLE"));
  EXPECT_THAT(documents(Version(kPlan)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Schedule("p2", "u1"), StatusIs(kFailed, "UNIT_APPROVED"));
  ASSERT_OK_AND_ASSIGN(const auto listed, Call(&ApprovalStub::ListUnitApprovals, "parent: 'congresses/x'"));
  EXPECT_EQ(listed.approved_count(), 1);
}

// The report of another unit proves nothing of this one; all that is wrong with a batch is told at once.
TEST_F(VersionsOfApprovals, AreThoseOfTheUnit) {
  ASSERT_THAT(Schedule("p1", "u2"), IsOk());
  const auto refused = Record(Outcome("u2", StrCat("documents { outcome: APPROVED ", Version(revision_),
                                                   "} personnel { outcome: APPROVED ", Version(kPlan), "}")) +
                              Outcome("u1", StrCat("documents { outcome: CONDITIONAL ", Version(revision_),
                                                   "} personnel { outcome: APPROVED }")));
  EXPECT_THAT(refused, StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(support::FieldsIn(refused.status()),
            "outcomes[1].documents.conditions outcomes[1].personnel.versions "
            "outcomes[0].documents.versions[0].resource outcomes[0].personnel.versions[0].resource ");
  EXPECT_EQ(Get("u1").state(), UnitApproval::OPEN);
  // Who goes on for a unit goes on with its papers.
  service().organisations().End("organisations/u1", absl::CivilDay(2025, 8, 5), "organisations/u2");
  EXPECT_THAT(Record(Outcome("u2", StrCat("documents { outcome: APPROVED ", Version(revision_), "}"))), IsOk());
}

TEST_F(VersionsOfApprovals, OfADocumentAreFollowed) {
  ASSERT_THAT(Record(Approved()), IsOk());
  const std::string newest = Revise();
  ASSERT_TRUE(BecomesStale(annotations::v1::GRADE_UNSPECIFIED));
  const UnitApproval stale = Get("u1");
  EXPECT_TRUE(stale.documents().changed_since());
  EXPECT_TRUE(stale.documents().versions(0).has_change_time());
  EXPECT_FALSE(stale.personnel().changed_since());

  const auto confirm = [&](const std::string& version, const std::string& more = "",
                           const std::string& binding = kAdmin) {
    return Call(&ApprovalStub::ConfirmUnitApproval,
                StrCat(Unit("u1"), "reason: 'Chỉ sửa lỗi chính tả' version { resource: '", version, "' } ", more),
                binding);
  };
  EXPECT_THAT(confirm(stale.documents().versions(0).resource()), StatusIs(kFailed, "VERSION_DIFFERS"))
      << "an older one is not what there is";
  EXPECT_THAT(confirm(newest, "version { content_sha256: 'x' }"), StatusIs(kFailed, "VERSION_DIFFERS"));
  EXPECT_THAT(confirm(kPlan), StatusIs(kFailed, "VERSION_UNCHANGED"));
  EXPECT_THAT(confirm("congresses/x/documents/e/revisions/1"), StatusIs(kFailed, "VERSION_UNREADABLE"));
  EXPECT_THAT(confirm(newest, "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(confirm(newest, "", "reader@u1"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(confirm(newest, "", kStranger), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Call(&ApprovalStub::ConfirmUnitApproval, Unit("u1")), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto confirmed, confirm(newest, kUuid));
  EXPECT_EQ(confirmed.state(), UnitApproval::APPROVED);
  EXPECT_EQ(confirmed.documents().versions(0).resource(), newest);
  EXPECT_THAT(confirm(newest, StrCat(kUuid, "reason: 'khác'")), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(confirm(newest), StatusIs(kFailed, "VERSION_UNCHANGED"));

  // What has changed again comes to be approved again, the personnel stays approved.
  Revise();
  ASSERT_TRUE(BecomesStale());
  ASSERT_THAT(Schedule("p2", "u1"), IsOk());
  EXPECT_EQ(Get("u1").documents().outcome(), ApprovalSubject::PENDING);
  EXPECT_EQ(Get("u1").personnel().outcome(), ApprovalSubject::APPROVED);
}

TEST_F(VersionsOfApprovals, OfPersonnelAreFollowedWithoutTellingWhoMayNotSeeIt) {
  ASSERT_THAT(Record(Approved()), IsOk());
  const std::string before = Get("u1", annotations::v1::GRADE_UNSPECIFIED).DebugString();
  const std::string etag = Replan();
  ASSERT_TRUE(BecomesStale());
  EXPECT_EQ(Get("u1", annotations::v1::GRADE_UNSPECIFIED).DebugString(), before);
  EXPECT_THAT(Call(&ApprovalStub::ConfirmUnitApproval,
                   support::Parse<v1::ConfirmUnitApprovalRequest>(
                       StrCat(Unit("u1"), "reason: 'x' version { resource: '", kPlan, "' }")),
                   service().As("an", {kAdmin}, annotations::v1::PERSONAL)),
              StatusIs(kDenied, "FIELD_GRADED"));
  ASSERT_OK_AND_ASSIGN(const auto confirmed,
                       Call(&ApprovalStub::ConfirmUnitApproval, StrCat(Unit("u1"), "reason: 'x' version { resource: '",
                                                                       kPlan, "' plan_etag: '", etag, "' }")));
  EXPECT_EQ(confirmed.state(), UnitApproval::APPROVED);
  EXPECT_EQ(confirmed.personnel().versions(0).plan_etag(), etag);
}

// A process hears of what is graded where it acts for nobody; for a person it hears what that token shows.
TEST_F(VersionsOfApprovals, AreToldOfToAProcessThatActsForNobody) {
  const auto persons = dossiers::v1::PersonService::NewStub(dossiers.channel());
  ASSERT_THAT(
      rpc::Invoke(*persons, &dossiers::v1::PersonService::StubInterface::CreatePerson, dossiers.Admin(),
                  support::Parse<dossiers::v1::CreatePersonRequest>(
                      "person_id: 'p-1' person { organisation: 'organisations/u1' display_name: 'Lê Văn Mẫu' }")),
      IsOk());
  const auto first_told = [&](const auth::Behalf& behalf) -> std::string {
    const auto stub = events::v1::EventService::NewStub(dossiers.channel());
    grpc::ClientContext context;
    context.AddMetadata("authorization",
                        StrCat("Bearer ", service().signer().SignForProcess(behalf, auth::kProvince, service().now())));
    events::v1::WatchRequest watch;
    watch.set_parent("services/dossiers");
    watch.add_kinds("personnelPlans");
    watch.add_kinds("persons");
    watch.set_resume_token(events::ResumeTokenAt("dossiers", 0));
    const auto reader = stub->Watch(&context, watch);
    events::v1::WatchResponse response;
    while (reader->Read(&response)) {
      if (response.events().empty()) continue;
      context.TryCancel();
      return response.events(0).name();
    }
    return reader->Finish().error_message();
  };
  EXPECT_EQ(first_told({}), kPlan);
  EXPECT_EQ(first_told({.account = "an", .person = ""}), "persons/p-1");
}

TEST_F(VersionsOfApprovals, ThatAreOldAlreadyAreSaidToBe) {
  const std::string old = revision_;
  Revise();
  ASSERT_OK_AND_ASSIGN(const auto recorded,
                       Record(Outcome("u1", StrCat("documents { outcome: APPROVED ", Version(old), "}"))));
  EXPECT_EQ(recorded.unit_approvals(0).state(), UnitApproval::STALE);
  EXPECT_EQ(recorded.unit_approvals(0).documents().versions(0).content_sha256(), sha256_);
}

// Who does not see the personnel plans by the documents alone, and learns nothing else.
TEST_F(VersionsOfApprovals, CoverAUnitByWhatThePlannerSees) {
  ASSERT_THAT(Record(Outcome("u1", StrCat("documents { outcome: APPROVED ", Version(revision_),
                                          "} personnel { outcome: RETURNED }"))),
              IsOk());
  v1::ScheduleUnitApprovalsRequest again;
  again.set_session(Name("p2"));
  again.add_organisations("organisations/u1");
  EXPECT_THAT(Call(&ApprovalStub::ScheduleUnitApprovals, again,
                   service().As("an", {kAdmin}, annotations::v1::GRADE_UNSPECIFIED)),
              StatusIs(kFailed, "UNIT_APPROVED"));
  ASSERT_THAT(Call(&ApprovalStub::ScheduleUnitApprovals, again), IsOk());
  EXPECT_EQ(Get("u1").personnel().outcome(), ApprovalSubject::PENDING);
  EXPECT_EQ(Get("u1").documents().outcome(), ApprovalSubject::APPROVED);
}

// Where events were missed nobody knows what has changed, and what was known of versions may never have been.
TEST_F(VersionsOfApprovals, CountAsChangedWhereEventsWereMissed) {
  ASSERT_THAT(Record(Approved()), IsOk());
  auth::Principal self = service().signer().Self();
  self.clearance = annotations::v1::SENSITIVE;
  const auto miss = [&](const std::string& other) {
    return service().gate().Perform(self, "test", [&](rpc::Call& call) { return TakeMissed(call, other); });
  };
  const auto alerts = [&](annotations::v1::Grade clearance) {
    return Alerts(clearance).count(alerts::v1::Alert::APPROVAL_STALE);
  };
  ASSERT_THAT(miss("dossiers"), IsOk());
  EXPECT_EQ(Get("u1").state(), UnitApproval::STALE);
  EXPECT_EQ(alerts(annotations::v1::SENSITIVE), 1);
  EXPECT_EQ(alerts(annotations::v1::GRADE_UNSPECIFIED), 0) << "that there is a plan is told to nobody else";
  EXPECT_EQ(Get("u1", annotations::v1::GRADE_UNSPECIFIED).state(), UnitApproval::APPROVED);
  ASSERT_THAT(miss("drafting"), IsOk());
  EXPECT_EQ(Get("u1", annotations::v1::GRADE_UNSPECIFIED).state(), UnitApproval::STALE);
  EXPECT_EQ(alerts(annotations::v1::GRADE_UNSPECIFIED), 1);
  for (const std::string& version : {revision_, std::string(kPlan)}) {
    EXPECT_THAT(Call(&ApprovalStub::ConfirmUnitApproval,
                     StrCat(Unit("u1"), "reason: 'Không thay đổi' version { resource: '", version, "' }")),
                IsOk());
  }
  EXPECT_EQ(Get("u1").state(), UnitApproval::APPROVED);
}

TEST_F(VersionsOfApprovals, WithConditionsMakeTasksOfDocumentsAlone) {
  const std::string conditional =
      Outcome("u1", StrCat("documents { outcome: CONDITIONAL conditions { text: 'Bổ sung chỉ tiêu' due_date ",
                           August(20), "} conditions { text: 'Sửa phụ lục' owner: 'Văn phòng' } ", Version(revision_),
                           "} personnel { outcome: CONDITIONAL conditions { text: 'Bổ sung nhân sự nữ' due_date ",
                           August(21), "} ", Version(kPlan), "}"));
  EXPECT_THAT(Record(conditional), StatusIs(kInvalid, "FIELDS_INVALID")) << "a plan for the tasks is missing";
  ASSERT_OK_AND_ASSIGN(const auto recorded, Record(conditional, "plan: 'plans/p'"));
  EXPECT_EQ(recorded.unit_approvals(0).state(), UnitApproval::CONDITIONAL);
  ASSERT_OK_AND_ASSIGN(const auto tasks, Call(&Tasks::ListTasks, "parent: 'plans/p'"));
  ASSERT_EQ(tasks.tasks_size(), 2);
  EXPECT_EQ(tasks.tasks(0).code(), "DK-u1-1.1");
  EXPECT_EQ(tasks.tasks(0).owner(), "organisations/u1");
  EXPECT_EQ(tasks.tasks(0).due_date().day(), 20);
  EXPECT_EQ(tasks.tasks(0).source(), "congresses/x/unitApprovals/u1");
  EXPECT_EQ(tasks.tasks(1).owner(), "Văn phòng");
  EXPECT_THAT(Schedule("p2", "u1"), StatusIs(kFailed, "UNIT_COVERED"));
  // What is late of documents is told to all, what is late of personnel to the cleared alone.
  Noon(22);
  using alerts::v1::Alert;
  EXPECT_FALSE(Alerts(annotations::v1::GRADE_UNSPECIFIED).contains(Alert::APPROVAL_CONDITION));
  EXPECT_FALSE(IsAudited("ListSchedulingAlerts"));
  const auto late = Alerts(annotations::v1::SENSITIVE);
  EXPECT_TRUE(IsAudited("ListSchedulingAlerts"));
  EXPECT_EQ(late.at(Alert::APPROVAL_CONDITION).level(), Alert::OVERDUE);
  EXPECT_EQ(late.at(Alert::APPROVAL_CONDITION).resource(), "congresses/x/unitApprovals/u1");
  EXPECT_TRUE(late.contains(Alert::TASK));
  EXPECT_TRUE(Alerts(annotations::v1::GRADE_UNSPECIFIED).contains(Alert::TASK));
  Noon(5);

  const auto settle = [&](const std::string& more, const std::string& binding = kAdmin) {
    return Call(&ApprovalStub::SettleCondition, StrCat(Unit("u1"), "subject: DOCUMENTS note: 'Đã làm' ", more),
                binding);
  };
  EXPECT_THAT(settle("index: 2"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(settle("etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(settle("", "reader@u1"), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(settle("name: 'congresses/x/unitApprovals/u9'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(settle("", kUnitClerk), StatusIs(kDenied, "PERMISSION_MISSING")) << "nobody settles their own";
  ASSERT_THAT(settle(kUuid), IsOk());
  EXPECT_THAT(settle(StrCat(kUuid, "note: 'khác'")), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(settle(""), StatusIs(kFailed, "CONDITION_SETTLED"));
  EXPECT_TRUE(Call(&Tasks::GetTask, "name: 'plans/p/tasks/dk-u1-1-1'")->has_done_date());
  // A correction drops the second condition with its task.
  ASSERT_THAT(Record(Outcome("u1", StrCat("documents { outcome: CONDITIONAL conditions { text: 'Bổ sung chỉ tiêu' } ",
                                          Version(revision_), "}")),
                     "plan: 'plans/p' reason: 'Ghi thừa'"),
              IsOk());
  EXPECT_TRUE(Call(&Tasks::GetTask, "name: 'plans/p/tasks/dk-u1-1-2'")->has_cancellation());
  EXPECT_EQ(Get("u1", annotations::v1::GRADE_UNSPECIFIED).state(), UnitApproval::APPROVED);
  ASSERT_OK_AND_ASSIGN(const auto whole, settle("subject: PERSONNEL"));
  EXPECT_FALSE(Alerts(annotations::v1::SENSITIVE).contains(Alert::APPROVAL_CONDITION)) << "it is met";
  EXPECT_EQ(whole.state(), UnitApproval::APPROVED);
}

}  // namespace
}  // namespace congress::scheduling

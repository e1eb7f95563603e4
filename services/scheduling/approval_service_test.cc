// How units stand: planned for sessions, decided, withdrawn. Versions have a test of their own, with their services.
#include "gmock/gmock.h"
#include "services/scheduling/approval_records.h"
#include "services/scheduling/testing/approval_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;
using v1::UnitApproval;

const std::string kReturned = "documents { outcome: RETURNED note: 'Bổ sung chỉ tiêu' } ";
const std::string kPersonnel = "personnel { outcome: RETURNED note: 'Cơ cấu nữ chưa đạt' } ";

class UnitScene : public ApprovalScene {
 public:
  UnitScene() {
    EXPECT_THAT(Plan("p1", 5), IsOk());
    EXPECT_THAT(Plan("p2", 6), IsOk());
  }
};

TEST(UnitApprovals, AreOpenInOneSession) {
  UnitScene scene;
  ASSERT_OK_AND_ASSIGN(const auto session,
                       scene.Schedule("p1", "u1", "organisations: 'organisations/u10'" + std::string(kUuid)));
  EXPECT_EQ(session.units_size(), 2);
  EXPECT_THAT(scene.Schedule("p1", "u2", kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(scene.Schedule("p2", "u1"), StatusIs(kFailed, "UNIT_COVERED"));
  EXPECT_THAT(scene.Schedule("p2", "u3", "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Schedule("p2", "u3", "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Schedule("p9", "u3"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&ApprovalStub::ScheduleUnitApprovals, kInSession), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto read,
                       scene.Call(&ApprovalStub::GetUnitApproval, ApprovalScene::Unit("u1"), kUnitClerk));
  EXPECT_EQ(read.state(), UnitApproval::OPEN) << "a unit reads its own";
  EXPECT_THAT(scene.Call(&ApprovalStub::GetUnitApproval, ApprovalScene::Unit("u10"), kUnitClerk),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&ApprovalStub::GetUnitApproval, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(UnitApprovals, FillASessionAsFarAsAPolicyLetsThem) {
  UnitScene scene;
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::CreateSchedulePolicy,
                         "parent: 'congresses/x' policy_id: 'p' policy { organisation: 'organisations/province' "
                         "display_name: 'Quy tắc' session_size: 2 day_level: 1 day_most: 2 }"),
              IsOk());
  ASSERT_THAT(scene.Schedule("p1", "u1", "organisations: 'organisations/u2'"), IsOk());
  EXPECT_THAT(scene.Schedule("p1", "u3"), StatusIs(kFailed, "SESSION_FULL"));
  EXPECT_THAT(scene.Schedule("p1", "u2"), IsOk()) << "no more than before";
  ASSERT_THAT(scene.Call(&v1::ScheduleService::StubInterface::UpdateSchedulePolicy,
                         "policy { name: 'congresses/x/schedulePolicies/p' rules { rule: SESSION_LARGE severity: WARN "
                         "weight: 1 } }"),
              IsOk());
  EXPECT_THAT(scene.Schedule("p1", "u3"), IsOk());
}

TEST(UnitApprovals, AreDecidedOnTheDayAndCorrectedWithAReason) {
  UnitScene scene;
  ASSERT_THAT(scene.Schedule("p1", "u1", "organisations: 'organisations/u2'"), IsOk());
  const std::string returned = ApprovalScene::Outcome("u1", kReturned);
  EXPECT_THAT(scene.Record(returned), StatusIs(kFailed, "SESSION_NOT_YET"));
  scene.Noon(5);
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u3", kReturned)), StatusIs(kFailed, "UNIT_NOT_IN_SESSION"));
  EXPECT_THAT(scene.Record(returned, "etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Record(returned, "session: '" + ApprovalScene::Name("p9") + "'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Record(returned, "", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u1", "")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Record(returned + returned), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(
      scene.Record(ApprovalScene::Outcome(
          "u1", "documents { outcome: APPROVED versions { resource: 'congresses/x/documents/d/revisions/1' } }")),
      StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  EXPECT_THAT(scene.Call(&ApprovalStub::ConfirmUnitApproval,
                         ApprovalScene::Unit("u1") +
                             "reason: 'x' version { resource: 'congresses/x/documents/d/revisions/1' }"),
              StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  ASSERT_OK_AND_ASSIGN(const auto recorded, scene.Record(returned, kUuid));
  EXPECT_EQ(recorded.unit_approvals(0).state(), UnitApproval::RETURNED);
  EXPECT_EQ(recorded.unit_approvals(0).documents().decided_date().day(), 5);
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u2", kReturned), kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  ASSERT_OK_AND_ASSIGN(const auto session, scene.Call(&ApprovalStub::GetApprovalSession, kSession));
  EXPECT_EQ(session.state(), v1::ApprovalSession::HELD);
  EXPECT_EQ(scene.Get("u2").state(), UnitApproval::OPEN);
  EXPECT_THAT(scene.Record(returned), StatusIs(kInvalid, "FIELDS_INVALID")) << "why is it corrected?";
  ASSERT_OK_AND_ASSIGN(
      const auto corrected,
      scene.Record(ApprovalScene::Outcome("u1", "documents { outcome: PENDING }"), "reason: 'Ghi nhầm đơn vị'"));
  EXPECT_EQ(corrected.unit_approvals(0).state(), UnitApproval::OPEN);
  EXPECT_EQ(corrected.unit_approvals(0).documents().notes(1).reason(), "Ghi nhầm đơn vị");
}

TEST(UnitApprovals, ComeAgainAfterTheyWereReturnedOrWithdrawn) {
  UnitScene scene;
  ASSERT_THAT(scene.Schedule("p1", "u1", "organisations: 'organisations/u2'"), IsOk());
  scene.Noon(5);
  ASSERT_THAT(scene.Record(ApprovalScene::Outcome("u1", kReturned)), IsOk());
  ASSERT_THAT(scene.Schedule("p2", "u1", "reason: 'Đã bổ sung'"), IsOk());
  const UnitApproval again = scene.Get("u1");
  EXPECT_EQ(again.round(), 2);
  EXPECT_EQ(again.earlier(0).documents().note(), "Bổ sung chỉ tiêu");
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u1", kReturned)), StatusIs(kFailed, "UNIT_NOT_IN_SESSION"));

  const auto withdraw = [&](const std::string& unit, const std::string& more, const std::string& binding = kAdmin) {
    return scene.Call(&ApprovalStub::WithdrawUnitApproval, ApprovalScene::Unit(unit) + more, binding);
  };
  EXPECT_THAT(withdraw("u1", ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(withdraw("u1", "reason: 'x' etag: '1'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(withdraw("u1", "reason: 'x'", kReader), StatusIs(kDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(withdraw("u9", "reason: 'x'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(withdraw("u1", "reason: 'Đổi tổ' " + std::string(kUuid)), IsOk());
  EXPECT_THAT(withdraw("u1", "reason: 'khác' " + std::string(kUuid)), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(withdraw("u1", "reason: 'x'"), StatusIs(kFailed, "UNIT_NOT_SCHEDULED"));
  ASSERT_OK_AND_ASSIGN(const auto left,
                       scene.Call(&ApprovalStub::GetApprovalSession, "name: '" + ApprovalScene::Name("p2") + "'"));
  EXPECT_EQ(left.units_size(), 0);
  ASSERT_THAT(withdraw("u2", "reason: 'x'"), IsOk());
  EXPECT_EQ(scene.Call(&ApprovalStub::GetApprovalSession, kSession)->units_size(), 2) << "what was held stays";
}

// What a unit was given stays with it when it ends; who goes on for it is to be approved itself.
TEST(UnitApprovals, AreCountedOfUnitsThatExist) {
  UnitScene scene;
  ASSERT_THAT(scene.Schedule("p1", "u1", "organisations: 'organisations/u2' organisations: 'organisations/u4'"),
              IsOk());
  scene.Noon(5);
  const auto covered = [&] {
    const auto listed = scene.Call(&ApprovalStub::ListUnitApprovals, "parent: 'congresses/x'");
    EXPECT_THAT(listed, IsOk());
    return StrCat(listed->approved_count(), " of ", listed->expected_count());
  };
  const auto approve = [&](const std::string& unit) {
    const auto done =
        scene.service().gate().Perform(scene.service().signer().Self(), "test", [&](rpc::Call& call) -> absl::Status {
          ASSIGN_OR_RETURN(auto approval, kUnitApprovals.Load(call, "congresses/x/unitApprovals/" + unit));
          approval.mutable_documents()->set_outcome(v1::ApprovalSubject::APPROVED);
          kUnitApprovals.Put(call, std::move(approval));
          return absl::OkStatus();
        });
    EXPECT_THAT(done, IsOk());
  };
  approve("u1");
  approve("u4");
  EXPECT_EQ(covered(), "2 of 3");
  scene.service().organisations().End("organisations/u1", absl::CivilDay(2025, 8, 5), "organisations/u3");
  scene.service().organisations().End("organisations/u2", absl::CivilDay(2025, 8, 5), "organisations/u3");
  EXPECT_EQ(covered(), "1 of 2");
  EXPECT_EQ(scene.Get("u1").state(), UnitApproval::APPROVED) << "it stays where it was";
  ASSERT_THAT(scene.Schedule("p2", "u3"), IsOk());
  EXPECT_EQ(covered(), "1 of 2");
  approve("u3");
  EXPECT_EQ(covered(), "2 of 2");
}

// Who is not cleared sees the documents and nothing that tells of personnel.
TEST(UnitApprovals, TellOfPersonnelToTheClearedAlone) {
  UnitScene scene;
  constexpr auto kNobody = annotations::v1::GRADE_UNSPECIFIED;
  ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
  scene.Noon(5);
  ASSERT_THAT(scene.Record(ApprovalScene::Outcome("u1", "documents { outcome: PENDING }")), IsOk());
  const UnitApproval before = scene.Get("u1", kNobody);
  const auto uncleared = [&] { return scene.service().As("an", {kAdmin}, kNobody); };
  EXPECT_THAT(scene.Call(&ApprovalStub::RecordApprovalOutcomes,
                         support::Parse<v1::RecordApprovalOutcomesRequest>(kInSession +
                                                                           ApprovalScene::Outcome("u1", kPersonnel)),
                         uncleared()),
              StatusIs(kDenied, "FIELD_GRADED"));
  ASSERT_THAT(scene.Record(ApprovalScene::Outcome("u1", kPersonnel)), IsOk());
  EXPECT_EQ(scene.Get("u1").state(), UnitApproval::RETURNED);
  EXPECT_EQ(scene.Get("u1").personnel().note(), "Cơ cấu nữ chưa đạt");
  EXPECT_EQ(scene.Get("u1", kNobody).DebugString(), before.DebugString()) << "etag and time included";
  v1::ListUnitApprovalsRequest list;
  list.set_parent("congresses/x");
  list.set_state(UnitApproval::RETURNED);
  EXPECT_EQ(scene.Call(&ApprovalStub::ListUnitApprovals, list, uncleared())->unit_approvals_size(), 0);
  EXPECT_EQ(scene.Call(&ApprovalStub::ListUnitApprovals, list)->unit_approvals_size(), 1);
  v1::SettleConditionRequest settle;
  settle.set_name("congresses/x/unitApprovals/u1");
  settle.set_subject(v1::SettleConditionRequest::PERSONNEL);
  settle.set_note("x");
  EXPECT_THAT(scene.Call(&ApprovalStub::SettleCondition, settle, uncleared()), StatusIs(kDenied, "FIELD_GRADED"));
  EXPECT_THAT(scene.Call(&ApprovalStub::SettleCondition, settle), StatusIs(kInvalid, "FIELDS_INVALID"));
  // Nor does the store tell.
  store::Range all{"", "\xff"};
  const auto records = scene.service().store().Scan(all, 10000);
  ASSERT_THAT(records, IsOk());
  for (const auto& record : *records) {
    EXPECT_EQ(record.value.find("Cơ cấu nữ"), std::string::npos) << record.key;
  }
}

TEST(UnitApprovals, AreCountedAmongThoseThatAreExpected) {
  UnitScene scene;
  for (const char* unit : {"u1", "u2"}) {
    ASSERT_THAT(scene.Call(&Meetings::CreateMeeting,
                           StrCat("meeting_id: 'x-", unit, "' meeting { organisation: 'organisations/", unit,
                                  "' congress: 'congresses/x' kind: CONGRESS title: 'Đại hội' window: ",
                                  "'congresses/x/windows/main' approval_group: 'organisations/to-1' }")),
                IsOk());
  }
  ASSERT_THAT(scene.Schedule("p1", "u2", "organisations: 'organisations/u3'"), IsOk());
  const auto list = [&](const std::string& more = "", const std::string& binding = kAdmin) {
    return scene.Call(&ApprovalStub::ListUnitApprovals, "parent: 'congresses/x' " + more, binding);
  };
  ASSERT_OK_AND_ASSIGN(const auto listed, list("session: '" + ApprovalScene::Name("p1") + "'"));
  EXPECT_EQ(listed.unit_approvals_size(), 2);
  EXPECT_EQ(listed.approved_count(), 0);
  EXPECT_EQ(listed.expected_count(), 3);
  EXPECT_EQ(list("", kUnitClerk)->expected_count(), 1);
  EXPECT_EQ(list("session: '" + ApprovalScene::Name("p2") + "'")->unit_approvals_size(), 0);
  EXPECT_THAT(list("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("parent: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto board, scene.Call(&Scheduling::GetSchedulingReadiness, "parent: 'congresses/x'"));
  int missing = 0;
  for (const auto& organisation : board.organisations()) {
    for (const auto& blocker : organisation.blockers()) {
      if (blocker.reason() != "APPROVAL_MISSING") continue;
      ++missing;
      EXPECT_THAT(blocker.description(), ::testing::HasSubstr("0 of 3"));
    }
  }
  EXPECT_EQ(missing, 2);
}

}  // namespace
}  // namespace congress::scheduling

// Each verb of approval sessions and unit approvals: who may and who may not.
#include <functional>

#include "services/scheduling/testing/approval_scene.h"

namespace congress::scheduling {
namespace {

using support::IsOk;
using support::StatusIs;

struct Verb {
  std::string rpc;
  std::string passes;
  std::string refused;
  std::function<absl::Status(ApprovalScene&, const std::string& binding)> call;
};

template <class Method>
Verb On(const std::string& rpc, const std::string& passes, const std::string& refused, Method method,
        const std::string& text) {
  return {rpc, passes, refused,
          [=](ApprovalScene& scene, const std::string& binding) { return scene.Call(method, text, binding).status(); }};
}

std::vector<Verb> Verbs() {
  const std::string unit = ApprovalScene::Unit("u1");
  const std::string empty = "name: '" + ApprovalScene::Name("p2") + "' ";
  return {
      On("CreateApprovalSession", kClerk, kReader, &ApprovalStub::CreateApprovalSession,
         ApprovalScene::SessionText("p3", 6)),
      On("GetApprovalSession", kReader, "nobody@province", &ApprovalStub::GetApprovalSession, kSession),
      On("ListApprovalSessions", kReader, "nobody@province", &ApprovalStub::ListApprovalSessions,
         "parent: 'congresses/x'"),
      On("UpdateApprovalSession", kClerk, kReader, &ApprovalStub::UpdateApprovalSession,
         StrCat("session { ", empty, "pinned: true }")),
      On("DeleteApprovalSession", kClerk, kReader, &ApprovalStub::DeleteApprovalSession, empty),
      On("CancelApprovalSession", kClerk, kReader, &ApprovalStub::CancelApprovalSession, empty + "reason: 'x'"),
      On("ScheduleUnitApprovals", kClerk, kReader, &ApprovalStub::ScheduleUnitApprovals,
         "session: '" + ApprovalScene::Name("p2") + "' organisations: 'organisations/u2'"),
      On("RecordApprovalOutcomes", kClerk, kReader, &ApprovalStub::RecordApprovalOutcomes,
         kInSession + ApprovalScene::Outcome("u1", "documents { outcome: RETURNED }")),
      On("WithdrawUnitApproval", kClerk, kUnitClerk, &ApprovalStub::WithdrawUnitApproval, unit + "reason: 'x'"),
      On("GetUnitApproval", "reader@u1", "nobody@province", &ApprovalStub::GetUnitApproval, unit),
      On("ListUnitApprovals", "reader@u1", "nobody@province", &ApprovalStub::ListUnitApprovals,
         "parent: 'congresses/x'"),
  };
}

// A commune neither plans a session for itself nor decides in one.
TEST(ApprovalAccess, NobodyApprovesTheirOwn) {
  ApprovalScene scene;
  EXPECT_THAT(scene.Plan("p1", 4, "organisation: 'organisations/u1' group: 'organisations/u1'", "", kUnitClerk),
              StatusIs(kDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(scene.Plan("p1", 4), IsOk());
  EXPECT_THAT(scene.Schedule("p1", "u1", "", kUnitClerk), ::testing::Not(IsOk()));
  ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
  scene.Noon(4);
  EXPECT_THAT(scene.Record(ApprovalScene::Outcome("u1", "documents { outcome: RETURNED }"), "", kUnitClerk),
              ::testing::Not(IsOk()));
}

TEST(ApprovalAccess, IsAsEachVerbDemands) {
  for (const Verb& verb : Verbs()) {
    ApprovalScene scene;
    ASSERT_THAT(scene.Plan("p1", 4), IsOk());
    ASSERT_THAT(scene.Plan("p2", 5), IsOk());
    ASSERT_THAT(scene.Schedule("p1", "u1"), IsOk());
    scene.Noon(4);
    EXPECT_THAT(verb.call(scene, verb.refused), StatusIs(kDenied, "PERMISSION_MISSING")) << verb.rpc;
    EXPECT_THAT(verb.call(scene, verb.passes), IsOk()) << verb.rpc;
  }
}

}  // namespace
}  // namespace congress::scheduling

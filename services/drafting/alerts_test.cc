#include "congress/drafting/v1/alert_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Alerts : public ::testing::Test {
 protected:
  // A document whose last step is due on 10 June, a round until 30 June, and a paper to answer by 20 June; today is 16
  // June.
  Alerts() {
    scene.MakeDocument();
    scene.MakeRound();
    EXPECT_THAT(scene.Call(&Drafting::ReplanDocument,
                           "name: 'congresses/xx/documents/report' reason: 'x' planned_steps { step: 'final' "
                           "planned_date { year: 2025 month: 6 day: 10 } }"),
                IsOk());
    EXPECT_THAT(scene.Call(&Incoming::CreateIncomingPaper,
                           "incoming_paper_id: 'ct-35' incoming_paper { organisation: 'organisations/a' number: "
                           "'35-CT/TW' issuer: 'Bộ Chính trị' abstract: 'Về đại hội' paper_date { year: 2025 month: 6 "
                           "day: 1 } received_date { year: 2025 month: 6 day: 3 } due_date { year: 2025 month: 6 day: "
                           "20 } }"),
                IsOk());
  }

  absl::StatusOr<v1::ListDraftingAlertsResponse> List(const std::string& text, const std::string& binding) {
    const auto stub = v1::AlertService::NewStub(scene.service().channel());
    return rpc::Invoke(*stub, &v1::AlertService::StubInterface::ListDraftingAlerts, scene.service().As("an", {binding}),
                       support::Parse<v1::ListDraftingAlertsRequest>(text));
  }
  // Their kinds, in order.
  std::vector<std::string> Kinds(const std::string& text = "", const std::string& binding = "reader@province") {
    const auto listed = List(text, binding);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> kinds;
    if (!listed.ok()) return kinds;
    for (const auto& alert : listed->alerts()) kinds.push_back(alerts::v1::Alert::Kind_Name(alert.kind()));
    return kinds;
  }

  Scene scene;
};

TEST_F(Alerts, AreTheMostUrgentFirst) {
  EXPECT_THAT(Kinds(), ElementsAre("DOCUMENT_STEP", "INCOMING_PAPER", "OPINIONS", "OPINIONS"));
  EXPECT_THAT(Kinds("least: OVERDUE"), ElementsAre("DOCUMENT_STEP"));
  EXPECT_THAT(Kinds("until { year: 2025 month: 6 day: 20 }"), ElementsAre("DOCUMENT_STEP", "INCOMING_PAPER"));
  EXPECT_THAT(Kinds("as_of { year: 2025 month: 7 day: 1 } least: OVERDUE"),
              ElementsAre("DOCUMENT_STEP", "INCOMING_PAPER", "OPINIONS", "OPINIONS"));
  EXPECT_THAT(Kinds("page_size: 1"), ElementsAre("DOCUMENT_STEP"));
  EXPECT_THAT(List("page_token: 'x'", "reader@province"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(List("organisations: 'x'", "reader@province"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(Alerts, AreOfWhomTheyWaitFor) {
  EXPECT_THAT(Kinds("organisations: 'organisations/a'"), ElementsAre("INCOMING_PAPER", "OPINIONS"));
  EXPECT_THAT(Kinds("organisations: 'organisations/a' organisations: 'organisations/b'"),
              ElementsAre("INCOMING_PAPER", "OPINIONS", "OPINIONS"));
  EXPECT_THAT(Kinds("", "reader@a"), ElementsAre("INCOMING_PAPER", "OPINIONS"));
  EXPECT_THAT(Kinds("", "reader@elsewhere"), IsEmpty());
  EXPECT_THAT(List("", "operator@province"), StatusIs(kDenied, "PERMISSION_MISSING"));
}

TEST_F(Alerts, EndWithWhatTheyWaitFor) {
  ASSERT_THAT(scene.Give("a", "review"), IsOk());
  EXPECT_THAT(Kinds("", "reader@a"), ElementsAre("INCOMING_PAPER"));
}

}  // namespace
}  // namespace congress::drafting

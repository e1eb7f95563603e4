// What waits in dossiers: for whom it is listed, and of whom nothing is told.
#include "congress/dossiers/v1/alert_service.grpc.pb.h"
#include "services/dossiers/testing/plan_fixture.h"

namespace congress::dossiers {
namespace {

using absl::StatusCode;
using alerts::v1::Alert;
using annotations::v1::CONFIDENTIAL;
using annotations::v1::GRADE_UNSPECIFIED;
using annotations::v1::SENSITIVE;
using support::IsOk;
using support::Parse;
using support::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Today is 16 June 2025. `d-1` of `p-1` was handed in; its health certificate ends in July, the others later or never.
class DossierAlerts : public Fixture {
 protected:
  DossierAlerts() {
    OpenOne();
    AttachAll();
    EXPECT_THAT(Call(&DossierStub::AttachComponent, NewPaper("health-certificate", absl::CivilDay(2025, 1, 5))),
                IsOk());
    EXPECT_THAT(Submit(As(kClerk)), IsOk());
  }

  absl::StatusOr<v1::ListDossierAlertsResponse> List(const std::string& text, Context context) {
    const auto stub = v1::AlertService::NewStub(service_.channel());
    return rpc::Invoke(*stub, &v1::AlertService::StubInterface::ListDossierAlerts, std::move(context),
                       Parse<v1::ListDossierAlertsRequest>(text));
  }
  // Their kinds, in order.
  std::vector<std::string> Kinds(Context context, const std::string& text = "") {
    const auto listed = List(text, std::move(context));
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> kinds;
    if (!listed.ok()) return kinds;
    for (const Alert& alert : listed->alerts()) kinds.push_back(Alert::Kind_Name(alert.kind()));
    return kinds;
  }
  void Suspend() {
    ASSERT_THAT(Call(&SuspensionStub::CreateSuspension, Parse<v1::CreateSuspensionRequest>(R"(
                  parent: 'persons/p-1'
                  suspension { cause: COMPLAINT reason: 'Đơn mẫu' begin_date { year: 2025 month: 6 day: 16 }
                    basis { source: 'x' } })")),
                IsOk());
  }
  void Ask(const std::string& addressee) {
    ASSERT_THAT(Call(&VerificationStub::RequestVerification,
                     Parse<v1::RequestVerificationRequest>(StrCat(
                         "parent: '", kDossier, "' verification { addressee: '", addressee,
                         "' question: 'mẫu' request_number: '8-CV/BTC' request_date { year: 2025 month: 6 day: 10 } "
                         "due_date { year: 2025 month: 6 day: 15 } }"))),
                IsOk());
  }
};

TEST_F(DossierAlerts, TellPapersThatEndAndReviewsThatWait) {
  EXPECT_THAT(Kinds(As(kReviewer)), ElementsAre("PAPER_EXPIRES", "DOSSIER_SUBMITTED"));
  ASSERT_OK_AND_ASSIGN(const auto listed, List("page_size: 1", As(kReviewer)));
  EXPECT_EQ(listed.alerts(0).resource(), kDossier);
  EXPECT_THAT(listed.alerts(0).description(), HasSubstr("a paper of the dossier ends: "));
  EXPECT_NE(listed.next_page_token(), "");
  ASSERT_THAT(Begin(As(kReviewer)), IsOk());
  EXPECT_THAT(Kinds(As(kReviewer), "least: OPEN"), ElementsAre("PAPER_EXPIRES", "DOSSIER_REVIEW"));
  ASSERT_THAT(Accept(As(kReviewer)), IsOk());
  EXPECT_THAT(Kinds(As(kReviewer)), ElementsAre("PAPER_EXPIRES"));
  // Half a year later it has ended.
  EXPECT_THAT(Kinds(As(kReviewer), "as_of { year: 2025 month: 7 day: 20 } least: OVERDUE"),
              ElementsAre("PAPER_EXPIRES"));
  EXPECT_THAT(List("page_token: 'x'", As(kReviewer)), StatusIs(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(List("organisations: 'x'", As(kReviewer)), StatusIs(StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST_F(DossierAlerts, TellVacantPlacesForWhichNobodyIsPlanned) {
  MakeSlot("unit-16681-s", 2);
  EXPECT_THAT(Kinds(As(kOwner), "until { year: 9999 month: 12 day: 31 }"), ElementsAre("PAPER_EXPIRES"));
  EXPECT_THAT(Kinds(As(kOwner)), ElementsAre("PAPER_EXPIRES", "DOSSIER_SUBMITTED", "POSITION_UNPLANNED"));
  MakePerson("p-2", "Trần Văn Mẫu");
  for (const char* person : {"persons/p-1", "persons/p-2"}) {
    ASSERT_THAT(Call(&PositionStub::ProposePositionSlot,
                     Parse<v1::ProposePositionSlotRequest>(
                         StrCat("name: 'congresses/xx/positions/unit-16681-s' person: '", person, "'"))),
                IsOk());
  }
  EXPECT_THAT(Kinds(As(kOwner)), ElementsAre("PAPER_EXPIRES", "DOSSIER_SUBMITTED"));
  // Who may not know of candidates is told of the vacancy as before: nothing follows from what is left out.
  EXPECT_THAT(Kinds(As(kOwner, GRADE_UNSPECIFIED)), ElementsAre("DOSSIER_SUBMITTED", "POSITION_VACANT"));
}

class PlannedPlaces : public PlanFixture {};

TEST_F(PlannedPlaces, AreNoAlertWhileAPlanIsUnderWay) {
  MakeReady("p-1");
  MakeSlot("unit-16681-s", 2);
  const auto alerts = v1::AlertService::NewStub(service_.channel());
  const auto vacant = [&] {
    const auto listed = rpc::Invoke(*alerts, &v1::AlertService::StubInterface::ListDossierAlerts, As(kOwner),
                                    v1::ListDossierAlertsRequest());
    EXPECT_THAT(listed, IsOk());
    std::string told;
    for (const Alert& alert : listed->alerts()) {
      if (alert.kind() == Alert::POSITION_UNPLANNED) told = alert.description();
    }
    return told;
  };
  EXPECT_THAT(vacant(), HasSubstr("2 places are vacant"));
  ASSERT_THAT(Create(NewPlan("unit-16681-k", "unit-16681-s", {"p-1"})), IsOk());
  EXPECT_THAT(vacant(), HasSubstr("1 place is vacant"));
  ASSERT_THAT(Call(&PersonnelPlanStub::WithdrawPersonnelPlan,
                   About<v1::WithdrawPersonnelPlanRequest>("unit-16681-k", "reason: 'Thôi'")),
              IsOk());
  EXPECT_THAT(vacant(), HasSubstr("2 places are vacant"));
}

TEST_F(DossierAlerts, TellWhatIsGradedOnlyToWhomItIsShown) {
  Suspend();
  Ask("Công an tỉnh Mẫu");
  ASSERT_OK_AND_ASSIGN(const auto all, List("least: OVERDUE", As(kOwner)));
  ASSERT_EQ(all.alerts_size(), 1);
  EXPECT_EQ(all.alerts(0).description(), "Công an tỉnh Mẫu has not answered the request for verification 8-CV/BTC");
  EXPECT_THAT(Kinds(As(kOwner)), ElementsAre("VERIFICATION", "PAPER_EXPIRES", "DOSSIER_SUBMITTED", "SUSPENSION"));
  EXPECT_THAT(Kinds(As(kOwner, CONFIDENTIAL)), ElementsAre("VERIFICATION", "DOSSIER_SUBMITTED"))
      << "the health certificate is graded higher";
  EXPECT_THAT(Kinds(As(kOwner, GRADE_UNSPECIFIED)), ElementsAre("DOSSIER_SUBMITTED"));
}

TEST_F(DossierAlerts, AnIntruderLearnsNothing) {
  Suspend();
  Ask("organisations/unit-3");
  MakeSlot("unit-16681-s", 1);
  // Of another unit, with every clearance; and by asking for the unit.
  EXPECT_THAT(Kinds(As(kStranger)), IsEmpty());
  EXPECT_THAT(Kinds(As(kStranger), StrCat("organisations: '", sample::kUnit, "'")), IsEmpty());
  // A role that sees no dossiers.
  EXPECT_THAT(List("", As(kReader)), StatusIs(StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  // Nobody is told of their own case, by whatever role.
  EXPECT_THAT(Kinds(AsPerson("persons/p-1", "secretary")), ElementsAre("DOSSIER_SUBMITTED", "POSITION_UNPLANNED"));
  // Who is asked knows of the question, and of nothing else.
  EXPECT_THAT(Kinds(As("secretary@unit-3")), ElementsAre("VERIFICATION"));
  EXPECT_THAT(Kinds(As("secretary@unit-3", GRADE_UNSPECIFIED)), IsEmpty());
}

TEST_F(DossierAlerts, AreOfWhomTheyWaitFor) {
  Ask("organisations/unit-3");
  EXPECT_THAT(Kinds(As(kOffice), "organisations: 'organisations/unit-3'"), ElementsAre("VERIFICATION"));
  EXPECT_THAT(Kinds(As(kOffice), "organisations: 'organisations/unit-2'"), IsEmpty());
  EXPECT_THAT(Kinds(As(kOffice), StrCat("organisations: 'organisations/unit-2' organisations: '", sample::kUnit, "'")),
              ElementsAre("VERIFICATION", "PAPER_EXPIRES", "DOSSIER_SUBMITTED"));
}

TEST_F(DossierAlerts, ThatTellOfGradedThingsAreRecorded) {
  Suspend();
  const auto recorded = [&] {
    audit::v1::ListAuditRecordsRequest request;
    request.set_parent("services/dossiers");
    request.set_page_size(1000);
    const auto log = Call(&AuditStub::ListAuditRecords, request,
                          service_.As("inspector", {"inspector@province"}, SENSITIVE, "persons/insp"));
    EXPECT_THAT(log, IsOk());
    return log->ShortDebugString().find("ListDossierAlerts") != std::string::npos;
  };
  EXPECT_THAT(Kinds(As(kOwner, GRADE_UNSPECIFIED)), ElementsAre("DOSSIER_SUBMITTED"));
  EXPECT_FALSE(recorded());
  EXPECT_FALSE(Kinds(As(kOwner)).empty());
  EXPECT_TRUE(recorded());
}

}  // namespace
}  // namespace congress::dossiers

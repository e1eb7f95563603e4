#include <thread>

#include "gtest/gtest.h"
#include "services/allocation/testing/fake_register.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Mood = FakeRegister::Mood;
using Plan = v1::AllocationPlan;

// The fake outlives the service that calls it.
struct Issuing {
  FakeRegister numbers;
  Fixture f{{{"drafting", numbers.channel()}}};
};

TEST(IssueAllocationPlan, TakesANumberAndIsInForce) {
  Issuing t;
  t.f.Approved();
  ASSERT_OK_AND_ASSIGN(const Plan issued, t.f.Issue());
  EXPECT_EQ(issued.state(), Plan::ISSUED);
  EXPECT_EQ(issued.decision_number(), "Số 1-QĐ/TU");
  EXPECT_EQ(issued.number_entry(), "numberSeries/qd/entries/000001");
  EXPECT_EQ(civil::Format(civil::FromDate(issued.decision_date())), "2025-06-16");
  EXPECT_EQ(issued.issued_paper(), "numberSeries/qd/papers/000001");
  ASSERT_EQ(t.numbers.issues.size(), 1U);
  const auto& asked = t.numbers.issues[0];
  EXPECT_TRUE(asked.intention().starts_with(StrCat(kPlan, "/decisions/"))) << asked.intention();
  EXPECT_EQ(asked.document_type(), "QĐ");
  EXPECT_EQ(asked.paper().number(), "");
  EXPECT_FALSE(asked.paper().has_date());
  EXPECT_EQ(asked.paper().draft(), "");
  EXPECT_EQ(asked.paper().issuer(0), "TỈNH ỦY MẪU") << "of the series";
  EXPECT_EQ(asked.paper().annexes(0).reference(),
            "kèm theo Quyết định số {number}, ngày 16 tháng 6 năm 2025 của Tỉnh ủy Mẫu");
}

TEST(IssueAllocationPlan, TheDecisionSaysWhatTheOfficeSays) {
  Issuing t;
  t.f.Approved();
  auto request = Fixture::IssueRequest();
  request.mutable_decision_form()->set_deciding_body("Ban Thường vụ");
  request.mutable_decision_form()->set_place("Mẫu");
  ASSERT_THAT(t.f.Issue(request), IsOk());
  const auto& paper = t.numbers.issues[0].paper();
  EXPECT_EQ(paper.place(), "Mẫu");
  EXPECT_EQ(paper.signature().authority(), "T/M BAN THƯỜNG VỤ");
}

TEST(IssueAllocationPlan, LeavesThePlanApprovedWhileDraftingIsAbsent) {
  Fixture f;
  f.Approved();
  ASSERT_OK_AND_ASSIGN(const Plan before, f.GetPlan());
  EXPECT_THAT(f.Issue(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  ASSERT_OK_AND_ASSIGN(const Plan after, f.GetPlan());
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
}

// Every point at which the two services can part, once each: afterwards there is one decision, and the plan bears it.
TEST(IssueAllocationPlan, PicksUpWhatWasIssuedWhereverItBroke) {
  const struct {
    Mood series;
    Mood issue;
    size_t issued;
  } breaks[] = {
      {Mood::kDown, Mood::kWell, 0},
      {Mood::kWell, Mood::kDown, 0},
      {Mood::kWell, Mood::kLosesAnswer, 1},
  };
  for (const auto& broken : breaks) {
    Issuing t;
    t.f.Approved();
    t.numbers.series = broken.series;
    t.numbers.issue = broken.issue;
    EXPECT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
    EXPECT_EQ(t.numbers.papers.size(), broken.issued);
    EXPECT_EQ(t.f.GetPlan()->state(), Plan::APPROVED);
    t.numbers.series = Mood::kWell;
    t.numbers.issue = Mood::kWell;
    // Days later, by another caller.
    t.f.service().SetNow(t.f.service().now() + absl::Hours(72));
    ASSERT_OK_AND_ASSIGN(const Plan issued, t.f.Issue(Fixture::IssueRequest(), t.f.Role("secretary")));
    EXPECT_EQ(issued.decision_number(), "Số 1-QĐ/TU");
    EXPECT_EQ(civil::Format(civil::FromDate(issued.decision_date())), "2025-06-16") << "the day issuing was begun";
    EXPECT_EQ(t.numbers.papers.size(), 1U);
    for (const auto& issue : t.numbers.issues) {
      EXPECT_EQ(issue.SerializeAsString(), t.numbers.issues[0].SerializeAsString());
    }
  }
}

// A retry makes the decision anew, perhaps otherwise: what was issued holds.
TEST(IssueAllocationPlan, TakesTheDecisionThatWasIssuedWithAnotherText) {
  Issuing t;
  t.f.Approved();
  t.numbers.issue = Mood::kLosesAnswer;
  ASSERT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  t.numbers.issue = Mood::kWell;
  auto request = Fixture::IssueRequest();
  request.mutable_decision_form()->set_place("Mẫu");
  ASSERT_OK_AND_ASSIGN(const Plan issued, t.f.Issue(request));
  EXPECT_EQ(issued.issued_paper(), "numberSeries/qd/papers/000001");
  EXPECT_EQ(t.numbers.issues.size(), 1U);
}

TEST(IssueAllocationPlan, WantsTheSameParticularsWhileItIsUnderWay) {
  Issuing t;
  t.f.Approved();
  t.numbers.issue = Mood::kLosesAnswer;
  ASSERT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  t.numbers.issue = Mood::kWell;
  auto other_series = Fixture::IssueRequest();
  other_series.set_number_series("numberSeries/other");
  EXPECT_THAT(t.f.Issue(other_series), StatusIs(kFailed, "ISSUE_UNDER_WAY"));
  auto other_day = Fixture::IssueRequest();
  *other_day.mutable_decision_date() = civil::ToDate(sample::kDay);
  EXPECT_THAT(t.f.Issue(other_day), StatusIs(kFailed, "ISSUE_UNDER_WAY"));
  EXPECT_THAT(t.f.Issue(), IsOk());
}

TEST(IssueAllocationPlan, TheDayMayStillChangeWhileNothingIsIssued) {
  Issuing t;
  t.f.Approved();
  t.numbers.issue = Mood::kDown;
  ASSERT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  t.numbers.issue = Mood::kWell;
  auto other_day = Fixture::IssueRequest();
  *other_day.mutable_decision_date() = civil::ToDate(sample::kDay);
  ASSERT_OK_AND_ASSIGN(const Plan issued, t.f.Issue(other_day));
  EXPECT_EQ(issued.decision_date().month(), 7);
}

TEST(IssueAllocationPlan, AfterARefusalAnotherSeriesCanBeTaken) {
  for (const bool at_series : {true, false}) {
    Issuing t;
    t.f.Approved();
    (at_series ? t.numbers.series : t.numbers.issue) = Mood::kRefuses;
    EXPECT_THAT(t.f.Issue(), StatusIs(kFailed, "NUMBER_REFUSED"));
    EXPECT_EQ(t.f.GetPlan()->state(), Plan::APPROVED);
    t.numbers.series = Mood::kWell;
    t.numbers.issue = Mood::kWell;
    auto other = Fixture::IssueRequest();
    other.set_number_series("numberSeries/other");
    ASSERT_OK_AND_ASSIGN(const Plan issued, t.f.Issue(other));
    EXPECT_EQ(issued.issued_paper(), "numberSeries/other/papers/000001");
  }
}

TEST(IssueAllocationPlan, TwoAtOnceTakeOneNumber) {
  Issuing t;
  t.f.Approved();
  absl::Status results[2];
  {
    std::jthread first([&] { results[0] = t.f.Issue().status(); });
    std::jthread second([&] { results[1] = t.f.Issue().status(); });
  }
  EXPECT_NE(results[0].ok(), results[1].ok());
  EXPECT_THAT(results[0].ok() ? results[1] : results[0], StatusIs(kFailed, "PLAN_NOT_APPROVED"));
  EXPECT_EQ(t.numbers.papers.size(), 1U);
}

TEST(IssueAllocationPlan, RefusesWhatIsNotApprovedOrHasMoved) {
  Issuing t;
  t.f.Draft();
  EXPECT_THAT(t.f.Issue(), StatusIs(kFailed, "PLAN_NOT_APPROVED"));
  EXPECT_THAT(t.f.Issue(Fixture::IssueRequest("congresses/xx/allocationPlans/none")),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(t.f.Submit(), IsOk());
  ASSERT_THAT(t.f.Approve(), IsOk());
  auto stale = Fixture::IssueRequest();
  stale.set_etag("1");
  EXPECT_THAT(t.f.Issue(stale), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  auto no_series = Fixture::IssueRequest();
  no_series.clear_number_series();
  EXPECT_THAT(t.f.Issue(no_series), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_TRUE(t.numbers.issues.empty());
}

TEST(IssueAllocationPlan, RepeatsItsAnswerUnderTheSameRequestId) {
  Issuing t;
  t.f.Approved();
  auto request = Fixture::IssueRequest();
  request.set_request_id(RequestId(1));
  ASSERT_OK_AND_ASSIGN(const Plan first, t.f.Issue(request));
  ASSERT_OK_AND_ASSIGN(const Plan second, t.f.Issue(request));
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(t.numbers.issues.size(), 1U);
  request.set_number_series("numberSeries/other");
  EXPECT_THAT(t.f.Issue(request), StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

TEST(GetAllocationPlan, TellsWhatIsRecordedWhileDraftingDoesNotAnswer) {
  Issuing t;
  t.f.Approved();
  ASSERT_THAT(t.f.Issue(), IsOk());
  t.numbers.read = Mood::kDown;
  v1::GetAllocationPlanRequest get;
  get.set_name(kPlan);
  ASSERT_OK_AND_ASSIGN(const Plan read, t.f.Call(&v1::AllocationService::StubInterface::GetAllocationPlan, get));
  EXPECT_EQ(read.state(), Plan::ISSUED);
}

TEST(SupersedeAllocationPlan, ClosesAnIssuedPlanInFavourOfAnother) {
  Issuing t;
  t.f.Approved();
  t.f.Approved("q");
  v1::SupersedeAllocationPlanRequest request;
  request.set_name(kPlan);
  request.set_successor("congresses/xx/allocationPlans/q");
  request.set_reason("số liệu mới");
  const auto supersede = [&] {
    return t.f.Call(&v1::AllocationService::StubInterface::SupersedeAllocationPlan, request);
  };
  ASSERT_THAT(t.f.Issue(), IsOk());
  EXPECT_THAT(supersede(), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  ASSERT_OK_AND_ASSIGN(const Plan second, t.f.Issue(Fixture::IssueRequest(request.successor())));
  EXPECT_EQ(second.decision_number(), "Số 2-QĐ/TU");
  request.set_etag("1");
  EXPECT_THAT(supersede(), StatusIs(absl::StatusCode::kAborted, "ETAG_MISMATCH"));
  request.clear_etag();
  request.set_successor(kPlan);
  EXPECT_THAT(supersede(), StatusIs(absl::StatusCode::kInvalidArgument, "SUCCESSOR_INVALID"));
  request.set_successor("congresses/xx/allocationPlans/none");
  EXPECT_THAT(supersede(), StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  request.set_successor(second.name());
  t.numbers.link = Mood::kDown;
  EXPECT_THAT(supersede(), StatusIs(absl::StatusCode::kUnavailable, "PEER_UNAVAILABLE"));
  t.numbers.link = Mood::kRefuses;
  EXPECT_THAT(supersede(), StatusIs(kFailed, "DECISION_REFUSED"));
  t.numbers.link = Mood::kWell;
  request.set_request_id(RequestId(2));
  ASSERT_OK_AND_ASSIGN(const Plan closed, supersede());
  EXPECT_EQ(closed.state(), Plan::SUPERSEDED);
  EXPECT_EQ(closed.superseded_by(), second.name());
  ASSERT_EQ(t.numbers.made_links.size(), 1U);
  EXPECT_EQ(t.numbers.made_links[0].source(), second.number_entry());
  EXPECT_EQ(t.numbers.made_links[0].target(), closed.number_entry());
  EXPECT_THAT(supersede(), IsOk()) << "a replay";
  request.set_reason("khác");
  EXPECT_THAT(supersede(), StatusIs(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED"));
}

// A draft in the place of the issued plan `p`, approved as far as `Approved` goes.
absl::StatusOr<Plan> Second(Issuing& t, const std::string& replaces = kPlan) {
  auto request = Fixture::PlanRequest("q");
  request.mutable_allocation_plan()->set_replaces(replaces);
  return t.f.CreatePlan(request);
}

TEST(IssueAllocationPlan, SupersedesInOneActWhatItReplaces) {
  Issuing t;
  t.f.Approved();
  ASSERT_THAT(t.f.Issue(), IsOk());
  ASSERT_OK_AND_ASSIGN(const Plan draft, Second(t));
  ASSERT_THAT(t.f.Submit(draft.name()), IsOk());
  ASSERT_THAT(t.f.Approve(draft.name()), IsOk());
  EXPECT_EQ(t.f.GetPlan()->state(), Plan::ISSUED) << "one is in force at any time";
  auto early = Fixture::IssueRequest(draft.name());
  *early.mutable_decision_date() = civil::ToDate(absl::CivilDay(2025, 6, 15));
  EXPECT_THAT(t.f.Issue(early), StatusIs(kInvalid, "FIELDS_INVALID")) << "before the one that it replaces";
  ASSERT_OK_AND_ASSIGN(const Plan second, t.f.Issue(Fixture::IssueRequest(draft.name())));
  EXPECT_EQ(second.state(), Plan::ISSUED);
  EXPECT_EQ(second.issuer(), "Tỉnh ủy Mẫu");
  EXPECT_EQ(t.numbers.issues.back().supersedes(0), "numberSeries/qd/papers/000001");
  ASSERT_OK_AND_ASSIGN(const Plan first, t.f.GetPlan());
  EXPECT_EQ(first.state(), Plan::SUPERSEDED);
  EXPECT_EQ(first.superseded_by(), second.name());
  EXPECT_EQ(first.supersede_reason(), "đúng quy định") << "what the approver wrote";
  v1::ExportAllocationPlanRequest decision;
  decision.set_name(second.name());
  decision.set_format(v1::ExportAllocationPlanRequest::DECISION);
  ASSERT_OK_AND_ASSIGN(const auto paper, t.f.Call(&Plans::ExportAllocationPlan, decision));
  EXPECT_EQ(paper.issued_paper(), second.issued_paper());
  EXPECT_NE(paper.content().find("thay thế Quyết định số 1-QĐ/TU, ngày 16 tháng 6 năm 2025 của Tỉnh ủy Mẫu"),
            std::string::npos)
      << paper.content();
}

TEST(CreateAllocationPlan, ReplacesOnlyWhatIsInForce) {
  Issuing t;
  t.f.Approved();
  EXPECT_THAT(Second(t), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  ASSERT_THAT(t.f.Issue(), IsOk());
  EXPECT_THAT(Second(t, "congresses/xx/allocationPlans/none"),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Second(t, "congresses/xx/allocationPlans/q"),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  auto elsewhere = Fixture::PlanRequest("q");
  elsewhere.set_parent("congresses/yy");
  elsewhere.mutable_allocation_plan()->set_replaces(kPlan);
  EXPECT_THAT(t.f.CreatePlan(elsewhere), StatusIs(kInvalid, "SUCCESSOR_INVALID"));
  ASSERT_OK_AND_ASSIGN(const Plan draft, Second(t));
  v1::RecomputeAllocationPlanRequest again;
  again.set_name(draft.name());
  again.set_replaces(draft.name());
  EXPECT_THAT(t.f.Call(&Plans::RecomputeAllocationPlan, again), StatusIs(kInvalid, "SUCCESSOR_INVALID"));
  ASSERT_THAT(t.f.CreatePlan(Fixture::PlanRequest("unissued")), IsOk());
  again.set_replaces("congresses/xx/allocationPlans/unissued");
  EXPECT_THAT(t.f.Call(&Plans::RecomputeAllocationPlan, again), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  again.set_replaces("");
  ASSERT_OK_AND_ASSIGN(const Plan alone, t.f.Call(&Plans::RecomputeAllocationPlan, again));
  EXPECT_EQ(alone.replaces(), "");
}

TEST(ApproveAllocationPlan, WantsThePlanThatIsReplacedInForceStill) {
  Issuing t;
  t.f.Approved();
  ASSERT_THAT(t.f.Issue(), IsOk());
  ASSERT_OK_AND_ASSIGN(const Plan draft, Second(t));
  ASSERT_THAT(t.f.Submit(draft.name()), IsOk());
  auto third = Fixture::PlanRequest("r");
  third.mutable_allocation_plan()->set_replaces(kPlan);
  ASSERT_OK_AND_ASSIGN(const Plan other, t.f.CreatePlan(third));
  ASSERT_THAT(t.f.Submit(other.name()), IsOk());
  ASSERT_THAT(t.f.Approve(other.name()), IsOk());
  third.set_allocation_plan_id("s");
  ASSERT_OK_AND_ASSIGN(const Plan late, t.f.CreatePlan(third));
  ASSERT_THAT(t.f.Submit(late.name()), IsOk());
  ASSERT_THAT(t.f.Approve(late.name()), IsOk());
  ASSERT_THAT(t.f.Issue(Fixture::IssueRequest(other.name())), IsOk());
  EXPECT_THAT(t.f.Approve(draft.name()), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  EXPECT_THAT(t.f.Issue(Fixture::IssueRequest(late.name())), StatusIs(kFailed, "PLAN_NOT_ISSUED"));
  EXPECT_EQ(t.numbers.issues.size(), 2U) << "no number is taken for what cannot be issued";
}

}  // namespace
}  // namespace congress::allocation

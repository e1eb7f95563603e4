// Issuing against the real number register of drafting, each service with its own store and key.
#include <thread>

#include "congress/drafting/v1/issuing_service.grpc.pb.h"
#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"
#include "services/drafting/install.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Papers = drafting::v1::IssuingService;
using Register = drafting::v1::NumberRegisterService;

struct TwoServices {
  TwoServices() { MakeSeries("qd", "province", "TU", 127); }
  void MakeSeries(const std::string& id, const std::string& owner, const std::string& symbol, int64_t first) {
    drafting::v1::CreateNumberSeriesRequest request;
    request.set_number_series_id(id);
    auto& series = *request.mutable_number_series();
    series.set_organisation(StrCat("organisations/", owner));
    series.set_issuer("Cơ quan mẫu");
    series.set_issuer_symbol(symbol);
    series.set_term("2025-2030");
    series.set_document_type("QĐ");
    series.set_first_number(first);
    EXPECT_THAT(rpc::Invoke(*numbers, &Register::StubInterface::CreateNumberSeries, drafting.Admin(), request), IsOk());
  }

  absl::StatusOr<drafting::v1::IssuedPaper> Paper(const std::string& name) {
    drafting::v1::GetIssuedPaperRequest request;
    request.set_name(name);
    return rpc::Invoke(*papers, &Papers::StubInterface::GetIssuedPaper, drafting.Admin(), request);
  }

  support::TestService drafting{drafting::Service()};
  void Recall(const std::string& paper) {
    drafting::v1::RecallIssuedPaperRequest request;
    request.set_name(paper);
    request.set_reason("Ban hành nhầm");
    EXPECT_THAT(rpc::Invoke(*papers, &Papers::StubInterface::RecallIssuedPaper, drafting.Admin(), request), IsOk());
  }

  std::unique_ptr<Papers::StubInterface> papers = Papers::NewStub(drafting.channel());
  std::unique_ptr<Register::StubInterface> numbers = Register::NewStub(drafting.channel());
  Fixture f{{{"drafting", drafting.channel()}}};
};

TEST(IssueWithDrafting, ThePlanBearsTheNumberThatTheRegisterAssigned) {
  TwoServices t;
  t.f.Approved();
  ASSERT_OK_AND_ASSIGN(const auto issued, t.f.Issue());
  EXPECT_EQ(issued.decision_number(), "Số 127-QĐ/TU");
  drafting::v1::GetNumberEntryRequest request;
  request.set_name(issued.number_entry());
  ASSERT_OK_AND_ASSIGN(const auto entry,
                       rpc::Invoke(*t.numbers, &Register::StubInterface::GetNumberEntry, t.drafting.Admin(), request));
  EXPECT_EQ(entry.state(), drafting::v1::NumberEntry::ASSIGNED);
  EXPECT_TRUE(entry.document().starts_with(StrCat(kPlan, "/decisions/"))) << entry.document();
  ASSERT_OK_AND_ASSIGN(const auto paper, t.Paper(issued.issued_paper()));
  EXPECT_EQ(paper.files_size(), 2);
  EXPECT_EQ(paper.paper().signature().authority(), "T/M CƠ QUAN MẪU");
  EXPECT_EQ(paper.paper().annexes(0).reference(),
            "kèm theo Quyết định số 127-QĐ/TU, ngày 16 tháng 6 năm 2025 của Cơ quan mẫu");
}

TEST(IssueWithDrafting, NobodyIssuesAnotherPaperInThePlansPlace) {
  TwoServices t;
  t.f.Approved();
  drafting::v1::IssuePaperRequest other;
  other.set_parent("numberSeries/qd");
  other.set_intention(kPlan);
  other.mutable_paper()->set_abstract("về việc khác");
  other.mutable_paper()->add_body()->mutable_paragraph()->add_spans()->set_text("Việc khác.");
  const auto issue = [&] {
    return rpc::Invoke(*t.papers, &Papers::StubInterface::IssuePaper, t.drafting.Admin(), other);
  };
  EXPECT_THAT(issue(), StatusIs(absl::StatusCode::kFailedPrecondition, "INTENTION_OF_DOCUMENT"));
  // Nor is the plan held up by what somebody issues under a name below it.
  other.set_intention(StrCat(kPlan, "/decisions/1"));
  ASSERT_THAT(issue(), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto issued, t.f.Issue());
  EXPECT_EQ(issued.decision_number(), "Số 128-QĐ/TU");
}

TEST(IssueWithDrafting, ThePaperFollowsThePlanThatIsReplaced) {
  TwoServices t;
  t.f.Approved();
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.Issue());
  auto request = Fixture::PlanRequest("q");
  request.mutable_allocation_plan()->set_replaces(kPlan);
  ASSERT_OK_AND_ASSIGN(const auto draft, t.f.CreatePlan(request));
  ASSERT_THAT(t.f.Submit(draft.name()), IsOk());
  ASSERT_THAT(t.f.Approve(draft.name()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, t.f.Issue(Fixture::IssueRequest(draft.name())));
  EXPECT_EQ(t.Paper(first.issued_paper())->superseded_by(), second.issued_paper());
  // A decision that drafting has recalled replaces nothing there, and its plan is replaced all the same.
  t.Recall(second.issued_paper());
  request.set_allocation_plan_id("r");
  request.mutable_allocation_plan()->set_replaces(second.name());
  ASSERT_OK_AND_ASSIGN(const auto third, t.f.CreatePlan(request));
  ASSERT_THAT(t.f.Submit(third.name()), IsOk());
  ASSERT_THAT(t.f.Approve(third.name()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto last, t.f.Issue(Fixture::IssueRequest(third.name())));
  EXPECT_EQ(last.decision_number(), "Số 129-QĐ/TU");
}

TEST(IssueWithDrafting, APlanWhoseDecisionWasRecalledIsIssuedAnew) {
  TwoServices t;
  t.f.Approved();
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.Issue());
  EXPECT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kFailedPrecondition, "PLAN_NOT_APPROVED"));
  t.Recall(first.issued_paper());
  // Whoever reads it is told before that.
  v1::GetAllocationPlanRequest get;
  get.set_name(kPlan);
  ASSERT_OK_AND_ASSIGN(const auto read, t.f.Call(&v1::AllocationService::StubInterface::GetAllocationPlan, get));
  EXPECT_EQ(read.state(), v1::AllocationPlan::APPROVED);
  EXPECT_EQ(read.decision_number(), "");
  ASSERT_EQ(read.recalled_decisions_size(), 1);
  EXPECT_EQ(read.recalled_decisions(0).issued_paper(), first.issued_paper());
  ASSERT_OK_AND_ASSIGN(const auto second, t.f.Issue());
  EXPECT_EQ(second.state(), v1::AllocationPlan::ISSUED);
  EXPECT_EQ(second.decision_number(), "Số 128-QĐ/TU");
  EXPECT_EQ(t.Paper(second.issued_paper())->state(), drafting::v1::IssuedPaper::ISSUED);
  ASSERT_EQ(second.recalled_decisions_size(), 1);
  EXPECT_EQ(second.recalled_decisions(0).decision_number(), "Số 127-QĐ/TU");
  EXPECT_EQ(second.recalled_decisions(0).issued_paper(), first.issued_paper());
  EXPECT_EQ(t.Paper(first.issued_paper())->state(), drafting::v1::IssuedPaper::RECALLED);
  EXPECT_THAT(t.f.Issue(), StatusIs(absl::StatusCode::kFailedPrecondition, "PLAN_NOT_APPROVED"));
}

TEST(IssueWithDrafting, WhatItReplacesStaysReplacedWhenItIsIssuedAnew) {
  TwoServices t;
  t.f.Approved();
  ASSERT_THAT(t.f.Issue(), IsOk());
  auto request = Fixture::PlanRequest("q");
  request.mutable_allocation_plan()->set_replaces(kPlan);
  ASSERT_OK_AND_ASSIGN(const auto draft, t.f.CreatePlan(request));
  ASSERT_THAT(t.f.Submit(draft.name()), IsOk());
  ASSERT_THAT(t.f.Approve(draft.name()), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, t.f.Issue(Fixture::IssueRequest(draft.name())));
  t.Recall(second.issued_paper());
  ASSERT_OK_AND_ASSIGN(const auto anew, t.f.Issue(Fixture::IssueRequest(draft.name())));
  EXPECT_EQ(anew.decision_number(), "Số 129-QĐ/TU");
  ASSERT_OK_AND_ASSIGN(const auto replaced, t.f.GetPlan());
  EXPECT_EQ(replaced.state(), v1::AllocationPlan::SUPERSEDED);
  EXPECT_EQ(replaced.superseded_by(), draft.name());
}

TEST(IssueWithDrafting, APlanThatIsSupersededLaterTakesItsPaperAlong) {
  TwoServices t;
  t.f.Approved();
  t.f.Approved("q");
  ASSERT_OK_AND_ASSIGN(const auto first, t.f.Issue());
  ASSERT_OK_AND_ASSIGN(const auto second, t.f.Issue(Fixture::IssueRequest("congresses/xx/allocationPlans/q")));
  v1::SupersedeAllocationPlanRequest request;
  request.set_name(kPlan);
  request.set_successor(second.name());
  request.set_reason("số liệu mới");
  ASSERT_THAT(t.f.Call(&Plans::SupersedeAllocationPlan, request), IsOk());
  EXPECT_EQ(t.Paper(first.issued_paper())->state(), drafting::v1::IssuedPaper::SUPERSEDED);
}

TEST(IssueWithDrafting, TwoPlansAtOnceGetTwoNumbers) {
  TwoServices t;
  t.f.Approved();
  t.f.Approved("q");
  {
    std::jthread first([&] { EXPECT_THAT(t.f.Issue(), IsOk()); });
    std::jthread second(
        [&] { EXPECT_THAT(t.f.Issue(Fixture::IssueRequest("congresses/xx/allocationPlans/q")), IsOk()); });
  }
  EXPECT_NE(t.f.GetPlan()->decision_number(), t.f.GetPlan("congresses/xx/allocationPlans/q")->decision_number());
}

TEST(IssueWithDrafting, AnUnknownSeriesIsRefusedAndAnotherTaken) {
  TwoServices t;
  t.f.Approved();
  auto unknown = Fixture::IssueRequest();
  unknown.set_number_series("numberSeries/none");
  EXPECT_THAT(t.f.Issue(unknown), StatusIs(absl::StatusCode::kFailedPrecondition, "NUMBER_REFUSED"));
  EXPECT_THAT(t.f.Issue(), IsOk());
}

// A unit that issues its own plan draws from its own register, never from the province's.
TEST(IssueWithDrafting, NobodyDrawsFromARegisterThatIsNotTheirs) {
  TwoServices t;
  t.MakeSeries("of-a", "a", "ĐU", 3);
  t.f.ImportUnitWithTwoBelow();
  v1::RuleSet rule = sample::FittedRule(6, 1);
  ASSERT_THAT(t.f.CreateRule("r", rule), IsOk());
  v1::CreateAllocationPlanRequest create = Fixture::PlanRequest();
  create.mutable_allocation_plan()->set_organisation("organisations/a");
  ASSERT_THAT(t.f.CreatePlan(create, t.f.service().As("thu", {"clerk@a"})), IsOk());
  ASSERT_THAT(t.f.Submit(kPlan, t.f.service().As("thu", {"clerk@a"})), IsOk());
  const auto secretary = [&] { return t.f.service().As("hien", {"secretary@a"}); };
  ASSERT_THAT(t.f.Approve(kPlan, secretary()), IsOk());

  EXPECT_THAT(t.f.Issue(Fixture::IssueRequest(), secretary()),
              StatusIs(absl::StatusCode::kFailedPrecondition, "NUMBER_REFUSED"));
  drafting::v1::ListNumberEntriesRequest list;
  list.set_parent("numberSeries/qd");
  ASSERT_OK_AND_ASSIGN(const auto drawn,
                       rpc::Invoke(*t.numbers, &Register::StubInterface::ListNumberEntries, t.drafting.Admin(), list));
  EXPECT_EQ(drawn.number_entries_size(), 0);
  v1::IssueAllocationPlanRequest own = Fixture::IssueRequest();
  own.set_number_series("numberSeries/of-a");
  ASSERT_OK_AND_ASSIGN(const auto issued, t.f.Issue(own, secretary()));
  EXPECT_EQ(issued.decision_number(), "Số 03-QĐ/ĐU");
}

}  // namespace
}  // namespace congress::allocation

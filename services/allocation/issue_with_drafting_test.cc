// Issuing against the real number register of drafting, each service with its own store and key.
#include <thread>

#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "gtest/gtest.h"
#include "services/allocation/service_fixture.h"
#include "services/drafting/install.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using Register = drafting::v1::NumberRegisterService;

struct TwoServices {
  TwoServices() {
    drafting.Trust("process-allocation", f.service.signer().public_pem());
    drafting::v1::CreateNumberSeriesRequest request;
    request.set_number_series_id("qd");
    auto& series = *request.mutable_number_series();
    series.set_organisation("organisations/province");
    series.set_issuer("Tỉnh ủy mẫu");
    series.set_issuer_symbol("TU");
    series.set_term("2025-2030");
    series.set_document_type("QĐ");
    series.set_first_number(127);
    EXPECT_THAT(rpc::Invoke(*numbers, &Register::StubInterface::CreateNumberSeries, drafting.Admin(), request), IsOk());
  }

  support::TestService drafting{drafting::Service()};
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
  EXPECT_EQ(entry.document(), kPlan);
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

}  // namespace
}  // namespace congress::allocation

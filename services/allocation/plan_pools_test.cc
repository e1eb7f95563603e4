// Plans by pools over gRPC: seats by hand, measures, ties that a lot decides, and every refusal.
#include "congress/allocation/v1/apportionment_service.grpc.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using support::StatusIs;
using ::testing::ElementsAre;
using Plan = v1::AllocationPlan;

using support::kFailed;
using support::kInvalid;

struct PoolsFixture : Fixture {
  // Two units of 100 members, `a` with great counts.
  PoolsFixture() {
    EXPECT_THAT(Import("code,name,kind,parent,members,members_as_of,merged_from,valid_from,measure:votes,measure:dues,"
                       "measure:shops\n"
                       "a,Xã A,commune,,100,2025-06-10,,2020-01-01,999999999989,999999999961,999999999937\n"
                       "b,Xã B,commune,,100,2025-06-10,,2020-01-01,1,7,3\n"),
                IsOk());
  }

  // The rule set of these pools and further fields.
  void Rule(const std::string& id, const std::string& fields) {
    v1::RuleSet rule = sample::EmptyRule();
    v1::RuleSet more;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(fields, &more)) << fields;
    rule.MergeFrom(more);
    for (v1::Pool& pool : *rule.mutable_pools()) pool.set_display_name(pool.id());
    rule.clear_name();
    ASSERT_THAT(CreateRule(id, rule), IsOk()) << fields;
  }

  static v1::CreateAllocationPlanRequest By(const std::string& rule, const std::string& plan) {
    v1::CreateAllocationPlanRequest request = PlanRequest(plan);
    request.mutable_allocation_plan()->set_rule_set(StrCat("ruleSets/", rule));
    return request;
  }

  absl::StatusOr<Plan> Recompute(const v1::RecomputeAllocationPlanRequest& request) {
    return Call(&v1::AllocationService::StubInterface::RecomputeAllocationPlan, request);
  }

  absl::StatusOr<Plan> Draw(const std::string& seed) {
    v1::RecomputeAllocationPlanRequest request;
    request.set_name(kPlan);
    request.set_lot_seed(seed);
    return Recompute(request);
  }
};

struct Refused {
  absl::StatusCode code;
  std::string reason;
  std::string fields;
};

TEST(PlanPools, RefuseWithTheReasonWhenMadeAndWhenRecomputed) {
  const Refused refused[] = {
      {kFailed, "MEASURE_MISSING", R"(pools { id: "p" measures { measure: "sheep" } shared { seats: 5 } })"},
      {kInvalid, "SEATS_BY_HAND_INVALID", R"(pools { id: "p" by_hand {} })"},
      {kFailed, "POOL_NOT_DIVISIBLE", R"(pools { id: "p" seats_per_claim: 2 shared { seats: 5 } })"},
      {kInvalid, "APPORTIONMENT_INFEASIBLE", R"(pools { id: "p" maximum: 1 shared { seats: 5 method: "dhondt" } })"},
      {kInvalid, "APPORTIONMENT_TOO_LARGE",
       R"(pools { id: "p" measures { measure: "votes" } measures { measure: "dues" } measures { measure: "shops" }
                  shared { seats: 5 } })"},
      {kFailed, "EX_OFFICIO_OVER_SEATS",
       R"(ex_officio_count: 9 ex_officio_within_seats: true ex_officio_of { organisation: "organisations/a" delegates: 9 }
          pools { id: "p" shared { seats: 5 } })"},
      {kFailed, "POOL_CAP_EXCEEDED",
       R"(ex_officio_count: 1 pools { id: "p" most_part { numerator: 1 denominator: 2 } shared { seats: 5 } })"},
      {kFailed, "ORIGIN_CAP_EXCEEDED",
       R"(origin_caps { origins: ELECTED seats: 4 } pools { id: "p" shared { seats: 5 } })"},
  };
  PoolsFixture f;
  f.Rule("good", R"(pools { id: "p" shared { seats: 4 } })");
  ASSERT_THAT(f.CreatePlan(PoolsFixture::By("good", "p")), IsOk());
  int number = 0;
  for (const Refused& one : refused) {
    const std::string id = StrCat("rule-", ++number);
    f.Rule(id, one.fields);
    EXPECT_THAT(f.CreatePlan(PoolsFixture::By(id, "other")), StatusIs(one.code, one.reason)) << one.fields;
    v1::RecomputeAllocationPlanRequest again;
    again.set_name(kPlan);
    again.set_rule_set(StrCat("ruleSets/", id));
    EXPECT_THAT(f.Recompute(again), StatusIs(one.code, one.reason)) << one.fields;
  }
}

TEST(PlanPools, TakeMeasuresFromTheImport) {
  PoolsFixture f;
  f.Rule("r",
         R"(pools { id: "p" measures { measure: "shops" } open_total { members_per_seat: 2000 remainder: CEILING } })");
  v1::CreateAllocationPlanRequest request = PoolsFixture::By("r", "p");
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.CreatePlan(request));
  EXPECT_EQ(plan.lines(0).seats(), 500'000'000);
  EXPECT_EQ(plan.lines(1).seats(), 1);
  EXPECT_EQ(plan.lines(1).measures_size(), 3);
  EXPECT_THAT(f.Import("code,name,kind,parent,members,members_as_of,merged_from,valid_from,measure:A_B\n"),
              StatusIs(kInvalid, "CSV_MALFORMED"));
}

TEST(PlanPools, SeatsByHandAreGivenAndReplaced) {
  PoolsFixture f;
  f.Rule("r", R"(pools { id: "hand" by_hand {} })");
  v1::CreateAllocationPlanRequest request = PoolsFixture::By("r", "p");
  v1::RecomputeAllocationPlanRequest again;
  again.set_name(kPlan);
  for (const std::string unit : {"a", "b"}) {
    v1::HandSeats& seats = *request.mutable_allocation_plan()->add_hand_seats();
    seats.set_organisation(StrCat("organisations/", unit));
    seats.set_seats(3);
    seats.set_reason("theo đề án");
    *again.mutable_hand_seats()->add_hand_seats() = seats;
  }
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.CreatePlan(request));
  EXPECT_EQ(plan.totals().total(), 6);
  again.mutable_hand_seats()->mutable_hand_seats(0)->set_seats(5);
  ASSERT_OK_AND_ASSIGN(const Plan other, f.Recompute(again));
  EXPECT_EQ(other.totals().total(), 8);
  EXPECT_NE(other.inputs_sha256(), plan.inputs_sha256());
}

TEST(PlanPools, ATiedPlanIsSubmittedAfterALotThatIsKeptAndAudited) {
  PoolsFixture f;
  f.Rule("lot", R"(tie_rule: LOT pools { id: "p" shared { seats: 5 method: "sainte-lague" } })");
  ASSERT_OK_AND_ASSIGN(const Plan open, f.CreatePlan(PoolsFixture::By("lot", "p")));
  EXPECT_FALSE(open.decided());
  EXPECT_EQ(open.totals().total(), 4);
  const auto refused = f.Submit();
  ASSERT_THAT(refused, StatusIs(kFailed, "TIE_UNDECIDED"));
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status::Detail(refused.status(), &info));
  EXPECT_EQ(info.metadata().at("seats_at_stake"), "1");
  EXPECT_EQ(info.metadata().at("organisations"), "organisations/a,organisations/b");

  EXPECT_THAT(f.Draw("a\nb"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const Plan decided, f.Draw("seed"));
  EXPECT_TRUE(decided.decided());
  EXPECT_EQ(decided.totals().total(), 5);
  EXPECT_FALSE(decided.lot().drawn_by().empty());
  EXPECT_EQ(decided.lot().inputs_sha256(), decided.inputs_sha256());
  const auto apportionments = v1::ApportionmentService::NewStub(f.service().channel());
  v1::GetLotRequest get;
  get.set_name(decided.lot().name());
  ASSERT_OK_AND_ASSIGN(const v1::Lot lot,
                       rpc::Invoke(*apportionments, &v1::ApportionmentService::StubInterface::GetLot, f.Admin(), get));
  EXPECT_EQ(lot.seed(), "seed");
  EXPECT_THAT(lot.tied(), ElementsAre("organisations/a", "organisations/b"));
  // Nobody draws until the right one wins.
  EXPECT_THAT(f.Draw("other"), StatusIs(kFailed, "LOT_DRAWN"));
  EXPECT_THAT(f.Submit(), IsOk());
}

// Changing the inputs and changing them back leaves the first lot in force, and no second one is drawn.
TEST(PlanPools, ALotHoldsAgainWhenItsInputsComeBack) {
  PoolsFixture f;
  f.Rule("lot", R"(tie_rule: LOT pools { id: "p" shared { seats: 5 method: "sainte-lague" } })");
  ASSERT_THAT(f.CreatePlan(PoolsFixture::By("lot", "p")), IsOk());
  ASSERT_OK_AND_ASSIGN(const Plan first, f.Draw("seed"));
  v1::RecomputeAllocationPlanRequest cap;
  cap.set_name(kPlan);
  cap.set_delegate_cap(400);
  ASSERT_OK_AND_ASSIGN(const Plan changed, f.Recompute(cap));
  EXPECT_FALSE(changed.decided());
  EXPECT_FALSE(changed.has_lot());
  // Other inputs are drawn for by themselves.
  ASSERT_OK_AND_ASSIGN(const Plan second, f.Draw("another"));
  EXPECT_NE(second.lot().name(), first.lot().name());
  cap.set_delegate_cap(0);
  v1::RecomputeAllocationPlanRequest back_with_lot = cap;
  back_with_lot.set_lot_seed("better");
  EXPECT_THAT(f.Recompute(back_with_lot), StatusIs(kFailed, "LOT_DRAWN"));
  ASSERT_OK_AND_ASSIGN(const Plan back, f.Recompute(cap));
  EXPECT_TRUE(back.decided());
  EXPECT_EQ(back.lot().name(), first.lot().name());
  EXPECT_EQ(back.lot().seed(), "seed");
  EXPECT_EQ(back.ties(0).SerializeAsString(), first.ties(0).SerializeAsString());
  EXPECT_THAT(f.Draw("better"), StatusIs(kFailed, "LOT_DRAWN"));
  cap.set_delegate_cap(400);
  ASSERT_OK_AND_ASSIGN(const Plan forth, f.Recompute(cap));
  EXPECT_EQ(forth.lot().name(), second.lot().name());
  // Nor by another draft of the same congress.
  auto draft = PoolsFixture::By("lot", "q");
  draft.mutable_allocation_plan()->set_delegate_cap(400);
  ASSERT_OK_AND_ASSIGN(const Plan other, f.CreatePlan(draft));
  EXPECT_EQ(other.inputs_sha256(), forth.inputs_sha256());
  EXPECT_EQ(other.lot().name(), second.lot().name());
}

// Nobody looks which seed lets whom win.
TEST(PlanPools, ALotIsNotTried) {
  PoolsFixture f;
  f.Rule("lot", R"(tie_rule: LOT pools { id: "p" shared { seats: 5 method: "sainte-lague" } })");
  ASSERT_THAT(f.CreatePlan(PoolsFixture::By("lot", "p")), IsOk());
  v1::RecomputeAllocationPlanRequest trial;
  trial.set_name(kPlan);
  trial.set_lot_seed("seed");
  trial.set_validate_only(true);
  const auto refused = f.Recompute(trial);
  ASSERT_THAT(refused, StatusIs(kInvalid, "FIELDS_INVALID"));
  google::rpc::BadRequest faults;
  ASSERT_TRUE(status::Detail(refused.status(), &faults));
  EXPECT_EQ(faults.field_violations(0).field(), "lot_seed");
  trial.clear_lot_seed();
  EXPECT_THAT(f.Recompute(trial), IsOk());
}

// A lot is on paper whatever becomes of the store.
struct SetBack : PoolsFixture {
  using Apportionments = v1::ApportionmentService::StubInterface;

  SetBack() {
    Rule("lot", R"(tie_rule: LOT pools { id: "p" shared { seats: 5 method: "sainte-lague" } })");
    EXPECT_THAT(CreatePlan(By("lot", "p")), IsOk());
  }
  // What was drawn after the backup is gone with the epoch.
  void Lose() {
    EXPECT_THAT(service().store().Commit({.writes = {{.key = "x", .value = "x"}}, .jump_to = store::FirstOf(1)}),
                IsOk());
  }
  absl::StatusOr<v1::ContinueLotsResponse> Continue(const std::string& lots = "", const std::string& role = "secretary",
                                                    const std::string& congress = kCongress) {
    v1::ContinueLotsRequest request;
    const std::string text = StrCat("parent: '", congress, "' reason: 'Khôi phục bản sao lưu' ", lots);
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request)) << text;
    const auto stub = v1::ApportionmentService::NewStub(service().channel());
    return rpc::Invoke(*stub, &Apportionments::ContinueLots, Role(role), request);
  }
  std::string OnPaper(const std::string& inputs, const std::string& seed = "giấy") {
    return StrCat("lots { name: 'lots/cu' seed: '", seed, "' inputs_sha256: '", inputs,
                  "' drawn_by: 'Nguyễn Văn Mẫu' draw_time { seconds: 1764000000 } }");
  }
};

TEST(PlanLotsSetBack, NoneIsDrawnBeforeThoseOnPaperAreSaid) {
  SetBack f;
  f.Lose();
  EXPECT_THAT(f.Draw("other"), StatusIs(kFailed, "LOTS_WAIT"));
  EXPECT_THAT(f.Continue("", "clerk"), StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  EXPECT_THAT(f.Continue("", "secretary", "congresses/khong-co"),
              StatusIs(absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(f.Continue(), IsOk());
  EXPECT_THAT(f.Continue(), IsOk()) << "it is known already";
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.Draw("other"));
  EXPECT_TRUE(plan.decided());
  // Each time anew, also where lots are known.
  EXPECT_THAT(f.service().store().Commit({.writes = {{.key = "x", .value = "x"}}, .jump_to = store::FirstOf(2)}),
              IsOk());
  v1::RecomputeAllocationPlanRequest cap;
  cap.set_name(kPlan);
  cap.set_delegate_cap(400);
  cap.set_lot_seed("third");
  EXPECT_THAT(f.Recompute(cap), StatusIs(kFailed, "LOTS_WAIT"));
}

TEST(PlanLotsSetBack, OneOnPaperDecidesAndNoOtherIsDrawn) {
  SetBack f;
  f.Lose();
  v1::RecomputeAllocationPlanRequest again;
  again.set_name(kPlan);
  ASSERT_OK_AND_ASSIGN(const Plan open, f.Recompute(again));
  EXPECT_FALSE(open.decided());
  const std::string& inputs = open.inputs_sha256();
  EXPECT_THAT(f.Continue(f.OnPaper(inputs, "a\\nb")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(f.Continue(f.OnPaper(inputs) + f.OnPaper(inputs, "khác")), StatusIs(kFailed, "LOT_DRAWN"));
  ASSERT_OK_AND_ASSIGN(const auto known, f.Continue(f.OnPaper(inputs)));
  ASSERT_EQ(known.lots_size(), 1);
  EXPECT_EQ(known.lots(0).entry_reason(), "Khôi phục bản sao lưu");
  EXPECT_THAT(f.Draw("other"), StatusIs(kFailed, "LOT_DRAWN"));
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.Recompute(again));
  EXPECT_TRUE(plan.decided());
  EXPECT_EQ(plan.lot().name(), "lots/cu");
  EXPECT_EQ(plan.lot().drawn_by(), "Nguyễn Văn Mẫu");
  EXPECT_EQ(plan.lot().winners_size(), 1);
  EXPECT_THAT(f.Continue(f.OnPaper(inputs)), IsOk()) << "it is known already";
  EXPECT_THAT(f.Continue(f.OnPaper(inputs, "khác")), StatusIs(kFailed, "LOT_DRAWN"));
  // One more that turns up has a name of its own.
  EXPECT_THAT(f.Continue(f.OnPaper("another")), StatusIs(kFailed, "LOT_DRAWN"));
}

TEST(PlanLotsSetBack, NoneIsEnteredWhereNothingWasLost) {
  SetBack f;
  EXPECT_THAT(f.Continue(f.OnPaper("inputs")), StatusIs(kFailed, "LOTS_NOT_LOST"));
  ASSERT_OK_AND_ASSIGN(const auto none, f.Continue());
  EXPECT_EQ(none.lots_size(), 0);
}

TEST(PlanPools, ThereIsNothingToDrawWithoutATie) {
  PoolsFixture f;
  f.Rule("lot", R"(tie_rule: LOT pools { id: "p" shared { seats: 4 } })");
  ASSERT_THAT(f.CreatePlan(PoolsFixture::By("lot", "p")), IsOk());
  EXPECT_THAT(f.Draw("seed"), StatusIs(kFailed, "NOTHING_TIED"));
}

TEST(PlanPools, TheCertificateOfAPlanIsCheckedByTheService) {
  PoolsFixture f;
  f.Rule("r", R"(pools { id: "p" shared { seats: 5 method: "dhondt" } })");
  ASSERT_OK_AND_ASSIGN(const Plan plan, f.CreatePlan(PoolsFixture::By("r", "p")));
  const auto apportionments = v1::ApportionmentService::NewStub(f.service().channel());
  v1::VerifyAllocationRequest request;
  *request.mutable_certificate() = plan.pools(0).certificate();
  const auto verify = [&] {
    return rpc::Invoke(*apportionments, &v1::ApportionmentService::StubInterface::VerifyAllocation, f.Admin(), request);
  };
  ASSERT_OK_AND_ASSIGN(const auto valid, verify());
  EXPECT_TRUE(valid.valid()) << valid.ShortDebugString();
  request.mutable_certificate()->set_rule_set("ruleSets/other version 1");
  ASSERT_OK_AND_ASSIGN(const auto altered, verify());
  EXPECT_FALSE(altered.valid());
}

}  // namespace
}  // namespace congress::allocation

// What the service says of its results, to one who reads Vietnamese and to one who reads English.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {
namespace {

using support::IsOk;
using ::testing::Contains;
using ::testing::HasSubstr;
using Plan = v1::AllocationPlan;

struct Spoken {
  Fixture f;

  // Answers the same call twice, in English and in Vietnamese.
  template <class Ask>
  auto Both(Ask ask) {
    f.service().Speak("en");
    auto english = ask();
    f.service().Speak("vi");
    auto vietnamese = ask();
    f.service().Speak("");
    EXPECT_THAT(english, IsOk());
    EXPECT_THAT(vietnamese, IsOk());
    return std::pair(*std::move(english), *std::move(vietnamese));
  }
};

// Three organisations that tie for the last seat.
void DraftWithATie(Fixture& f) {
  ASSERT_THAT(f.Import(sample::kHeader + "a,Xã A,commune,,100,2025-06-10,,2020-01-01\n"
                                         "b,Xã B,commune,,100,2025-06-10,,2020-01-01\n"
                                         "c,Xã C,commune,,100,2025-06-10,,2020-01-01\n"),
              IsOk());
  ASSERT_THAT(f.CreateRule("r", sample::FittedRule(4)), IsOk());
  v1::CreateAllocationPlanRequest request = Fixture::PlanRequest();
  v1::Target& target = *request.mutable_allocation_plan()->add_targets();
  target.set_id("women");
  target.set_display_name("Đại biểu nữ");
  target.set_group(v1::Target::WOMEN);
  target.set_sense(v1::Target::AT_LEAST);
  target.set_count(2);
  target.set_base(v1::Target::ALL_DELEGATES);
  ASSERT_THAT(f.CreatePlan(request), IsOk());
}

TEST(Languages, APlanIsToldToEachReaderInTheirs) {
  Spoken t;
  t.f.service().Speak("vi");
  DraftWithATie(t.f);
  const auto [english, vietnamese] = t.Both([&] { return t.f.GetPlan(); });
  EXPECT_EQ(english.etag(), vietnamese.etag());
  EXPECT_THAT(english.lines(0).explanation(), HasSubstr("By members: 100 members × 4 delegates ÷ 300 members = 1 "));
  EXPECT_THAT(vietnamese.lines(0).explanation(),
              HasSubstr("Theo số lượng: 100 đảng viên × 4 đại biểu ÷ 300 đảng viên = 1 "));
  EXPECT_THAT(english.ties(0).explanation(), HasSubstr("Equal remainders: Xã A, Xã B, Xã C; "));
  EXPECT_THAT(vietnamese.ties(0).explanation(), HasSubstr("Phần dư bằng nhau: Xã A, Xã B, Xã C; "));
  EXPECT_EQ(english.target_spreads(0).sentences(0), "Đại biểu nữ: at least 2 of 4 delegates, guiding.");
  EXPECT_EQ(vietnamese.target_spreads(0).sentences(0), "Đại biểu nữ: ít nhất 2 trong 4 đại biểu, định hướng.");
  EXPECT_EQ(english.pools(0).display_name(), "By number of members");
  EXPECT_EQ(vietnamese.pools(0).display_name(), "Theo số lượng");
  v1::ListAllocationPlansRequest list;
  list.set_parent(kCongress);
  const auto [listed, liet_ke] = t.Both([&] { return t.f.Call(&Plans::ListAllocationPlans, list); });
  EXPECT_EQ(listed.allocation_plans(0).ties(0).explanation(), english.ties(0).explanation());
  EXPECT_EQ(liet_ke.allocation_plans(0).ties(0).explanation(), vietnamese.ties(0).explanation());
}

TEST(Languages, WhatADraftChangedIsToldToEachReaderInTheirs) {
  Spoken t;
  t.f.Draft();
  ASSERT_THAT(t.f.Import(sample::kHeader + "b,Xã B,commune,,700,2025-06-10,,2020-01-01\n"), IsOk());
  v1::RecomputeAllocationPlanRequest recompute;
  recompute.set_name(kPlan);
  t.f.service().Speak("vi");
  ASSERT_OK_AND_ASSIGN(const Plan recomputed, t.f.Call(&Plans::RecomputeAllocationPlan, recompute));
  EXPECT_EQ(recomputed.changes(1).reasons(0), "Số đảng viên: 100 → 700.");
  const auto [english, vietnamese] = t.Both([&] { return t.f.GetPlan(); });
  EXPECT_EQ(english.changes(1).reasons(0), "Members: 100 → 700.");
  EXPECT_EQ(vietnamese.changes(1).reasons(0), "Số đảng viên: 100 → 700.");
}

TEST(Languages, AnswersAboutAPlanAreInTheReaders) {
  Spoken t;
  DraftWithATie(t.f);
  v1::ExplainUnitRequest explain;
  explain.set_name(kPlan);
  explain.set_organisation("organisations/a");
  const auto explained = t.Both([&] { return t.f.Call(&Plans::ExplainUnit, explain); });
  EXPECT_EQ(explained.first.sentences_size(), explained.second.sentences_size());
  EXPECT_THAT(explained.first.sentences(), Contains("Base: 0 delegates (no base)."));
  EXPECT_THAT(explained.second.sentences(), Contains("Cơ bản: 0 đại biểu (không có mức cơ bản)."));
  v1::GetFairnessRequest fairness;
  fairness.set_name(kPlan);
  const auto measured = t.Both([&] { return t.f.Call(&Plans::GetFairness, fairness); });
  EXPECT_EQ(measured.first.by_members().sentences(0),
            "3 organisations, 300 members, 4 delegates: 75.000000 members per delegate on average.");
  EXPECT_EQ(measured.second.by_members().sentences(0),
            "3 tổ chức, 300 đảng viên, 4 đại biểu: bình quân 75,000000 đảng viên cho 1 đại biểu.");
  // What is printed stays as it is.
  v1::ExportAllocationPlanRequest exported;
  exported.set_name(kPlan);
  exported.set_format(v1::ExportAllocationPlanRequest::DECISION);
  const auto printed = t.Both([&] { return t.f.Call(&Plans::ExportAllocationPlan, exported); });
  EXPECT_EQ(printed.first.content(), printed.second.content());
  exported.set_format(v1::ExportAllocationPlanRequest::XLSX);
  const auto workbook = t.Both([&] { return t.f.Call(&Plans::ExportAllocationPlan, exported); });
  EXPECT_EQ(workbook.first.content(), workbook.second.content());
}

}  // namespace
}  // namespace congress::allocation

#include "services/allocation/domain/export_plan.h"

#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "services/allocation/domain/sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;

v1::AllocationPlan Sample() {
  v1::RuleSet rule = sample::FittedRule(12, 2);
  sample::AddBase(&rule, 1, 1);
  v1::Organisation quoted = sample::Unit("a", 1'500, 2);
  quoted.set_display_name("Xã \"A\", mới");
  quoted.set_members_basis("estimated");
  return *sample::Computed(rule, {quoted, sample::Unit("b", 500)});
}

TEST(ToCsv, ReadsBackAsWhatThePlanSays) {
  const auto plan = Sample();
  ASSERT_OK_AND_ASSIGN(const auto table, csv::Parse(ToCsv(plan)));
  EXPECT_EQ(table.header, (std::vector<std::string>{"code", "name", "kind", "members", "members_basis", "merged_units",
                                                    "base", "member_seats", "addition", "seats"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].fields,
            (std::vector<std::string>{"a", "Xã \"A\", mới", "commune", "1500", "estimated", "2", "1", "6", "0", "7"}));
  EXPECT_EQ(table.rows[1].fields.back(), "3");
}

TEST(ToDecisionText, MarksADraftAndNumbersADecision) {
  auto plan = Sample();
  EXPECT_TRUE(ToDecisionText(plan).starts_with("DỰ THẢO"));
  plan.set_decision_number("Số 12-QĐ/TU");
  *plan.mutable_decision_date() = civil::ToDate(sample::kDay);
  const std::string text = ToDecisionText(plan);
  EXPECT_EQ(text.find("DỰ THẢO"), std::string::npos);
  for (const char* part :
       {"Số 12-QĐ/TU", "ngày 01 tháng 7 năm 2025", "Quyết định mẫu", "Tổng số đại biểu là 12",
        "Đại biểu đương nhiên: 2", "1.500 đảng viên (ước tính); 1 + 6 + 0", "Xã b (b): 3 đại biểu được bầu"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << " in\n" << text;
  }
  EXPECT_NE(text.find(plan.inputs_sha256()), std::string::npos);
  EXPECT_EQ(text.find("Chỉ định ngoài số"), std::string::npos);
  // Seats that Điều 1 counts and no organisation bears are named, or the sums would not add up.
  plan.mutable_totals()->set_total(plan.totals().total() + 2);
  EXPECT_NE(ToDecisionText(plan).find("Chỉ định ngoài số của các tổ chức đảng: 2 đại biểu"), std::string::npos);
}

}  // namespace
}  // namespace congress::allocation

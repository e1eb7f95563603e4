#include "services/allocation/domain/export/export_csv.h"

#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "services/allocation/testing/export_sample.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;

TEST(ToCsv, ReadsBackAsWhatThePlanSays) {
  ASSERT_OK_AND_ASSIGN(const auto table, csv::Parse(ToCsv(sample::ForExport())));
  EXPECT_EQ(table.header,
            (std::vector<std::string>{"code", "name", "kind", "members", "members_basis", "merged_units", "base",
                                      "member_seats", "addition", "ex_officio", "seats", "tied"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].fields, (std::vector<std::string>{"a", "Xã \"A\" & <B>, mới", "commune", "1500", "estimated",
                                                            "2", "1", "6", "0", "0", "7", "0"}));
  EXPECT_EQ(table.rows[1].fields[10], "3");
}

TEST(ToCsv, SaysWhoStandsInAnOpenTie) {
  v1::AllocationPlan plan = sample::ForExport();
  v1::Tie& tie = *plan.add_ties();
  tie.add_organisations(plan.lines(1).organisation());
  ASSERT_OK_AND_ASSIGN(const auto open, csv::Parse(ToCsv(plan)));
  EXPECT_EQ(open.rows[0].fields.back(), "0");
  EXPECT_EQ(open.rows[1].fields.back(), "1");
  tie.add_winners(plan.lines(1).organisation());
  ASSERT_OK_AND_ASSIGN(const auto decided, csv::Parse(ToCsv(plan)));
  EXPECT_EQ(decided.rows[1].fields.back(), "0");
}

TEST(ToCsv, EachLineAddsUp) {
  for (const bool within : {true, false}) {
    const auto plan = sample::WithExOfficio(within);
    ASSERT_OK_AND_ASSIGN(const auto table, csv::Parse(ToCsv(plan)));
    ASSERT_EQ(table.rows.size(), 2U);
    for (const auto& row : table.rows) {
      const auto number = [&](size_t column) { return std::stoi(row.fields[column]); };
      EXPECT_EQ(number(6) + number(7) + number(8) - number(9), number(10)) << row.fields[0];
    }
    EXPECT_EQ(table.rows[0].fields[9], within ? "3" : "0");
    EXPECT_EQ(table.rows[1].fields[9], "0");
  }
}

}  // namespace
}  // namespace congress::allocation

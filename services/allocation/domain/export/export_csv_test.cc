#include "services/allocation/domain/export/export_csv.h"

#include "gtest/gtest.h"
#include "platform/csv/csv.h"
#include "services/allocation/domain/export/sample_export.h"
#include "tests/support/status_matchers.h"

namespace congress::allocation {
namespace {

using support::IsOk;

TEST(ToCsv, ReadsBackAsWhatThePlanSays) {
  ASSERT_OK_AND_ASSIGN(const auto table, csv::Parse(ToCsv(sample::ForExport())));
  EXPECT_EQ(table.header, (std::vector<std::string>{"code", "name", "kind", "members", "members_basis", "merged_units",
                                                    "base", "member_seats", "addition", "seats"}));
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[0].fields, (std::vector<std::string>{"a", "Xã \"A\" & <B>, mới", "commune", "1500", "estimated",
                                                            "2", "1", "6", "0", "7"}));
  EXPECT_EQ(table.rows[1].fields.back(), "3");
}

}  // namespace
}  // namespace congress::allocation

#include "cli/demo/named_table.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::cli::demo {
namespace {

std::string Name(const std::string& organisation) { return organisation + ", tên"; }

TEST(WithNames, PutsTheNameBehindTheOrganisation) {
  ASSERT_OK_AND_ASSIGN(const std::string named,
                       WithNames("section,organisation,text\r\na,o/1,\"x, y\"\r\nb,o/2,z\r\n", Name));
  EXPECT_EQ(named,
            "section,organisation,organisation_name,text\r\na,o/1,\"o/1, tên\",\"x, y\"\r\nb,o/2,\"o/2, tên\",z\r\n");
}

TEST(WithNames, LeavesOtherTablesAsTheyAre) {
  ASSERT_OK_AND_ASSIGN(const std::string same, WithNames("a,b\r\n1,2\r\n", Name));
  EXPECT_EQ(same, "a,b\r\n1,2\r\n");
  EXPECT_FALSE(WithNames("a,\"b", Name).ok());
}

}  // namespace
}  // namespace congress::cli::demo

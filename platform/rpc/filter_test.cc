#include "platform/rpc/filter.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::rpc {
namespace {

using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;
using Operator = Term::Operator;

TEST(Filter, IsTermsJoinedByAnd) {
  ASSERT_OK_AND_ASSIGN(const Filter filter,
                       ParseFilter(R"(state = ACTIVE AND display_name:"van \"an\"" AND due_date>=2025-06-01)"));
  ASSERT_EQ(filter.size(), 3u);
  EXPECT_EQ(filter[0].field, "state");
  EXPECT_EQ(filter[0].op, Operator::kEquals);
  EXPECT_EQ(filter[0].value, "ACTIVE");
  EXPECT_EQ(filter[1].op, Operator::kHas);
  EXPECT_EQ(filter[1].value, "van \"an\"");
  EXPECT_EQ(filter[2].op, Operator::kGreaterOrEqual);
  EXPECT_EQ(filter[2].value, "2025-06-01");
  EXPECT_EQ(ParseFilter("organisation=organisations/unit-1")->front().value, "organisations/unit-1");
}

TEST(Filter, MayBeEmpty) {
  EXPECT_TRUE(ParseFilter("")->empty());
  EXPECT_TRUE(ParseFilter("  ")->empty());
}

TEST(Filter, TellsWhatCannotBeReadAndWhere) {
  const struct {
    const char* text;
    const char* cause;
    const char* position;
  } kCases[] = {{"state", "no_operator", "6"}, {"= x", "no_field", "1"},     {"state=", "no_value", "7"},
                {"a=b OR c=d", "no_and", "7"}, {"a=b AND", "no_field", "8"}, {"a=\"b", "open_quote", "3"},
                {"a=b c=d", "no_and", "6"},    {"(a=b)", "no_field", "1"},   {"a=b AND NOT c=d", "no_operator", "13"}};
  for (const auto& [text, cause, position] : kCases) {
    const absl::Status status = ParseFilter(text).status();
    EXPECT_THAT(status, StatusIs(kInvalid, "FILTER_INVALID")) << text;
    EXPECT_EQ(MetadataIn(status, "cause"), cause) << text;
    EXPECT_EQ(MetadataIn(status, "position"), position) << text;
  }
  std::string many = "a=b";
  for (int i = 0; i < 16; ++i) many += " AND a=b";
  EXPECT_EQ(MetadataIn(ParseFilter(many).status(), "cause"), "too_long");
}

TEST(Filter, ComparesAsTextAndByWords) {
  EXPECT_TRUE(Meets({"2025-06-01"}, {"d", Operator::kLess, "2025-10-01"}));
  EXPECT_FALSE(Meets({"2025-10-01"}, {"d", Operator::kLess, "2025-10-01"}));
  EXPECT_FALSE(Meets({}, {"d", Operator::kGreaterOrEqual, ""}));
  EXPECT_TRUE(Meets({"A", "B"}, {"s", Operator::kEquals, "B"}));
  EXPECT_FALSE(Meets({"A", "B"}, {"s", Operator::kNotEquals, "B"}));
  EXPECT_TRUE(Meets({"Nguyễn Thị Hòa"}, {"n", Operator::kHas, "hoà ngu"}));
  EXPECT_FALSE(Meets({"Nguyễn Thị Hòa"}, {"n", Operator::kHas, "guyen"}));
}

}  // namespace
}  // namespace congress::rpc

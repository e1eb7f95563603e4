#include "services/allocation/domain/export/export_chart.h"

#include <set>

#include "absl/strings/numbers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/export_sample.h"
#include "tests/support/status_matchers.h"
#include "tests/support/xml.h"

namespace congress::allocation {
namespace {

using support::Element;
using support::IsOk;
using support::ParseXml;
using support::StatusIs;
using ::testing::HasSubstr;

const Element& WithId(const Element& root, const std::string& id) {
  for (const char* name : {"g", "path", "title", "desc"}) {
    for (const Element* element : root.All(name)) {
      if (element->Attribute("id") == id) return *element;
    }
  }
  static const Element none;
  return none;
}

double Px(const Element& element, const std::string& attribute) {
  double pixels = -1;
  EXPECT_TRUE(absl::SimpleAtod(element.Attribute(attribute), &pixels)) << attribute;
  return pixels;
}

TEST(ToChart, TellsReadersWhatItShows) {
  ASSERT_OK_AND_ASSIGN(const Element svg, ParseXml(*ToChart(sample::ForExport())));
  EXPECT_EQ(svg.name, "svg");
  EXPECT_EQ(svg.Attribute("role"), "img");
  EXPECT_EQ(svg.Attribute("width"), "900");
  EXPECT_EQ(svg.Attribute("aria-labelledby"), "chart-title chart-description");
  EXPECT_THAT(WithId(svg, "chart-title").text, HasSubstr("Phương án mẫu"));
  const std::string& description = WithId(svg, "chart-description").text;
  EXPECT_THAT(description, HasSubstr("2 tổ chức đảng"));
  EXPECT_THAT(description, HasSubstr("200,0 đảng viên / 1 đại biểu"));
  EXPECT_THAT(description, HasSubstr("Xã \"A\" & <B>, mới: 1.500 đảng viên (ước tính), 7 đại biểu"));
}

TEST(ToChart, HasAPointWithNameAndFiguresForEachOrganisation) {
  const auto plan = sample::ForExport();
  ASSERT_OK_AND_ASSIGN(const Element svg, ParseXml(*ToChart(plan)));
  const auto& points = WithId(svg, "points").children;
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].name, "circle") << "elected";
  EXPECT_EQ(points[0].children[0].text, "Xã \"A\" & <B>, mới: 1.500 đảng viên (ước tính), 7 đại biểu");
  EXPECT_EQ(points[1].name, "path") << "appointed, and so of another shape";
  EXPECT_EQ(points[1].children[0].text, "Xã b: 500 đảng viên, 3 đại biểu");
  // Members to the right, seats upwards: 1,500 of 1,600 and 7 of 8 on a plot from (70, 520) to (865, 80).
  EXPECT_NEAR(Px(points[0], "cx"), 70 + 795.0 * 1'500 / 1'600, 0.1);
  EXPECT_NEAR(Px(points[0], "cy"), 520 - 440.0 * 7 / 8, 0.1);
}

TEST(ToChart, IsLegibleForAWholeProvince) {
  const auto plan = sample::Province();
  ASSERT_OK_AND_ASSIGN(const Element svg, ParseXml(*ToChart(plan)));
  EXPECT_EQ(WithId(svg, "points").children.size(), 136U);
  std::set<std::string> names;
  for (const Element* name : WithId(svg, "names").All("text")) names.insert(name->text);
  EXPECT_GE(names.size(), 5U);
  EXPECT_TRUE(names.contains("Đảng bộ cơ quan số 4 trực thuộc tỉnh và…")) << "the farthest, shortened to what fits";
  for (const Element* text : svg.All("text")) {
    if (!text->Attribute("transform").empty()) continue;
    EXPECT_GE(Px(*text, "x"), 0);
    EXPECT_LE(Px(*text, "x"), 900);
    EXPECT_LE(Px(*text, "y"), 620);
  }
}

TEST(ToChart, TheAverageEndsWhereItLeavesThePlot) {
  // In a plot of 1,600 members and 8 seats, from (70, 520) to (865, 80).
  auto plan = sample::ForExport();
  const auto line_to = [&](int64_t members, int64_t seats) {
    plan.mutable_lines(1)->set_members(members);
    plan.mutable_lines(1)->set_seats(seats);
    const auto svg = ParseXml(*ToChart(plan));
    return svg.ok() ? WithId(*svg, "average").Attribute("d") : svg.status().ToString();
  };
  EXPECT_EQ(line_to(500, 3), "M70.0 520.0L865.0 80.0") << "10 seats to 2,000 members";
  EXPECT_EQ(line_to(100, 3), "M70.0 520.0L706.0 80.0") << "8 seats at 1,280 members";
  EXPECT_EQ(line_to(500, 0), "M70.0 520.0L865.0 212.0") << "5.6 seats at 1,600 members";
}

TEST(ToChart, DrawsWhatHasNoMembersOrSeats) {
  auto plan = sample::ForExport();
  for (auto& line : *plan.mutable_lines()) line.set_members(0);
  ASSERT_OK_AND_ASSIGN(const Element no_members, ParseXml(*ToChart(plan)));
  EXPECT_EQ(WithId(no_members, "average").name, "");
  for (auto& line : *plan.mutable_lines()) line.set_seats(0);
  ASSERT_OK_AND_ASSIGN(const Element nothing, ParseXml(*ToChart(plan)));
  EXPECT_EQ(WithId(nothing, "points").children.size(), 2U);
  plan.clear_lines();
  EXPECT_THAT(ParseXml(*ToChart(plan)), IsOk());
}

TEST(ToChart, ReckonsWithTheGreatestNumbers) {
  auto plan = sample::ForExport();
  plan.mutable_lines(0)->set_members(1'000'000'000'000);
  plan.mutable_lines(0)->set_seats(1'000'000);
  ASSERT_OK_AND_ASSIGN(const Element svg, ParseXml(*ToChart(plan)));
  EXPECT_NEAR(Px(WithId(svg, "points").children[0], "cx"), 70 + 795 / 1.5, 0.1) << "of an axis to 1.5 million millions";
}

TEST(ToChart, SamePlanSameBytes) { EXPECT_EQ(*ToChart(sample::Province()), *ToChart(sample::Province())); }

TEST(ToChart, RefusesWhatXmlCannotHold) {
  auto plan = sample::ForExport();
  plan.set_display_name("Đại hội \xEF\xBF\xBE");
  EXPECT_THAT(ToChart(plan), StatusIs(absl::StatusCode::kFailedPrecondition, "CHARACTER_NOT_IN_XML"));
}

}  // namespace
}  // namespace congress::allocation

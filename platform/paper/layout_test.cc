#include "platform/paper/layout.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_replace.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "tests/support/status_matchers.h"

namespace congress::paper {
namespace {

using support::IsOk;
using testing::HasSubstr;
using testing::Not;

std::string Shipped() {
  std::ifstream file("platform/paper/layout.yaml");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Changed(const std::string& from, const std::string& to) {
  const std::string text = absl::StrReplaceAll(Shipped(), {{from, to}});
  EXPECT_NE(text, Shipped()) << from;
  return text;
}

TEST(Layout, ShipsTheFileOfTheRepository) {
  ASSERT_OK_AND_ASSIGN(const Layout layout, Layout::Parse(Shipped()));
  EXPECT_EQ(layout.styles.size(), Layout::Default().styles.size());
  EXPECT_EQ(layout.width, 210);
  EXPECT_EQ(layout.styles.at("motto").size, 15);
}

TEST(Layout, ChangesWordsOrderAndTypeWithoutABuild) {
  ASSERT_OK_AND_ASSIGN(const Layout layout, Layout::Parse(Changed("Nơi nhận:", "Gửi:")));
  ASSERT_OK_AND_ASSIGN(const std::string text, RenderText(DecisionOn(1), layout));
  EXPECT_THAT(text, HasSubstr("Gửi:"));
  EXPECT_THAT(text, Not(HasSubstr("Nơi nhận:")));
  ASSERT_OK_AND_ASSIGN(const Layout without, Layout::Parse(Changed("  - {style: rule, text: \"-----\"}\n", "")));
  ASSERT_OK_AND_ASSIGN(const std::string shorter, RenderText(DecisionOn(1), without));
  EXPECT_THAT(shorter, Not(HasSubstr("  -----\n")));
  ASSERT_OK_AND_ASSIGN(const Layout smaller, Layout::Parse(Changed("left: 30", "left: 60")));
  ASSERT_OK_AND_ASSIGN(const std::string pdf, RenderPdf(DecisionOn(1), smaller));
  EXPECT_NE(pdf, *RenderPdf(DecisionOn(1)));
}

TEST(Layout, RefusesByLine) {
  const std::tuple<std::string, std::string, std::string> cases[] = {
      {"font: Times", "fonts: Times", "unknown key 'fonts'"},
      {"left: 30", "left: 150", "margins"},
      {"left: 30", "left: x", "bad conversion"},
      {"text: \"{draft}\"", "texts: \"{draft}\"", "unknown key 'texts'"},
      {"{style: mark, text: \"{draft}\"}", "{style: stamp, text: \"{draft}\"}", "no style 'stamp'"},
      {"size: 16", "size: 1600", "a number from 4 to 96"},
      {"align: both", "align: wide", "left, centre, right or both"},
      {"columns: [80, 80]", "columns: [80]", "two widths"},
      {"January, ", "", "twelve months"},
      {"  gap: {size: 6}\n", "", "no style 'gap'"},
      {"page: {", "page: {{", ""}};
  for (const auto& [from, to, what] : cases) {
    const auto layout = Layout::Parse(Changed(from, to));
    EXPECT_EQ(layout.status().code(), absl::StatusCode::kInvalidArgument) << to;
    EXPECT_TRUE(layout.status().message().substr(0, 5) == "line ") << layout.status();
    EXPECT_THAT(std::string(layout.status().message()), HasSubstr(what));
  }
  EXPECT_EQ(Layout::Parse("").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace congress::paper

#include "cli/nearest.h"

#include "cli/visible.h"
#include "gtest/gtest.h"

namespace congress::cli {
namespace {

TEST(Nearest, IsAFewLettersAwayOrNothing) {
  const std::vector<std::string> words = {"organisations", "operations", "opinions", "units", "list", "get"};
  EXPECT_EQ(Nearest("organistions", words), "organisations");
  EXPECT_EQ(Nearest("organizations", words), "organisations");
  EXPECT_EQ(Nearest("Untis", words), "units");
  EXPECT_EQ(Nearest("lsit", words), "list");
  EXPECT_EQ(Nearest("organisa", words), "organisations");
  EXPECT_EQ(Nearest("fly", words), "");
  EXPECT_EQ(Nearest("", words), "");
  EXPECT_EQ(Nearest(std::string(1'000'000, 'x'), words), "");
}

TEST(Visible, WritesOutWhatATerminalObeys) {
  EXPECT_EQ(Visible("Đảng bộ xã Quế Phong\n\tx"), "Đảng bộ xã Quế Phong\n\tx");
  EXPECT_EQ(Visible("a\x1b[2J\rb\x7f"), "a\\x1b[2J\\x0db\\x7f");
  EXPECT_EQ(Visible("\u009b31m\u202ex\u2066"), "\\x9b31m\\u202ex\\u2066");
  EXPECT_EQ(Visible("a\u2028b\u200e"), "a\\u2028b\\u200e");
  EXPECT_EQ(Visible("code,name\r\n1,a\r\r\n"), "code,name\r\n1,a\\x0d\r\n") << "a table as CSV ends its lines so";
  EXPECT_EQ(Visible("\xff\xc4"), "\\xff\\xc4");
  EXPECT_EQ(Visible("\x9b\xe2\x82"), "\\x9b\\xe2\\x82") << "half a letter";
  EXPECT_EQ(Visible(std::string_view("\0", 1)), "\\x00");
  EXPECT_EQ(Visible("😀ế€𝄞"), "😀ế€𝄞");
  EXPECT_EQ(Visible(Visible("\x1b[2J\u202e")), Visible("\x1b[2J\u202e")) << "the stream of a terminal does it again";
}

}  // namespace
}  // namespace congress::cli

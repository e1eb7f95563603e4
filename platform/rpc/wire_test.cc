#include "platform/rpc/wire.h"

#include "gtest/gtest.h"

namespace congress::rpc {
namespace {

TEST(Wire, ReadsTimeouts) {
  EXPECT_EQ(ParseTimeout("5S"), absl::Seconds(5));
  EXPECT_EQ(ParseTimeout("99999999H"), absl::Hours(99'999'999));
  EXPECT_EQ(ParseTimeout("1M"), absl::Minutes(1));
  EXPECT_EQ(ParseTimeout("20m"), absl::Milliseconds(20));
  EXPECT_EQ(ParseTimeout("7u"), absl::Microseconds(7));
  EXPECT_EQ(ParseTimeout("0n"), absl::ZeroDuration());
  for (const char* none : {"", "S", "5", "-5S", "+5S", " 5S", "5x", "123456789S", "5.5S"}) {
    EXPECT_EQ(ParseTimeout(none), std::nullopt) << none;
  }
}

TEST(Wire, SendsAnyTextAsAsciiAndAnyBytesAsText) {
  EXPECT_EQ(PercentEncoded("a b%\n\xc3\xa0"), "a b%25%0A%C3%A0");
  const std::string bytes("\x00\xff\x10", 3);
  const front::Field field = FieldOf("x-bin", bytes);
  EXPECT_EQ(field.value, "AP8Q");
  EXPECT_EQ(ValueOf(field), bytes);
  // With and without padding.
  EXPECT_EQ(FieldOf("x-bin", "a").value, "YQ");
  EXPECT_EQ(ValueOf({"x-bin", "YQ"}), "a");
  EXPECT_EQ(ValueOf({"x-bin", "YQ=="}), "a");
  EXPECT_EQ(ValueOf({"x", "YQ=="}), "YQ==");
}

}  // namespace
}  // namespace congress::rpc

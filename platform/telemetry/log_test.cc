#include "platform/telemetry/log.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "nlohmann/json.hpp"

namespace congress::telemetry {
namespace {

// What a call writes to standard error.
template <class Do>
std::string Written(Do what) {
  const int file = memfd_create("log", MFD_CLOEXEC);
  const int kept = dup(STDERR_FILENO);
  dup2(file, STDERR_FILENO);
  what();
  dup2(kept, STDERR_FILENO);
  close(kept);
  std::string text(static_cast<size_t>(lseek(file, 0, SEEK_END)), '\0');
  EXPECT_EQ(pread(file, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
  close(file);
  return text;
}

// Logs are read on terminals.
TEST(Log, TellsATerminalNothingToObey) {
  const std::string hostile = "Xã\x1b[2J\x07\x7f\u009b31m\u200f\u202e\u2028\u2069\xff\"\n";
  const std::string line = Written([&] { Log(Level::kError, hostile, {{"cause", hostile}, {hostile, "x"}}); });
  ASSERT_TRUE(line.ends_with("}\n"));
  for (size_t at = 0; at + 1 < line.size(); ++at) {
    const std::string_view rest = std::string_view(line).substr(at);
    const auto byte = static_cast<unsigned char>(line[at]);
    EXPECT_TRUE(byte >= 0x20 && byte != 0x7f) << at;
    EXPECT_FALSE(byte == 0xc2 && static_cast<unsigned char>(line[at + 1]) < 0xa0) << at;
    for (const char* turning : {"\u200f", "\u202e", "\u2028", "\u2069"}) EXPECT_FALSE(rest.starts_with(turning)) << at;
  }
  // It says the same to a program.
  const auto read = nlohmann::json::parse(line);
  const std::string same = "Xã\x1b[2J\x07\x7f\u009b31m\u200f\u202e\u2028\u2069\ufffd\"\n";
  EXPECT_EQ(read["message"], same);
  EXPECT_EQ(read["cause"], same);
  EXPECT_EQ(read[same], "x");
}

}  // namespace
}  // namespace congress::telemetry

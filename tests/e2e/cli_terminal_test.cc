// Whatever a file, an argument, the environment or a token holds: a terminal is not told to obey it.
#include <unistd.h>

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/e2e/start.h"
#include "tests/support/suite.h"

namespace congress::e2e {
namespace {

using ::testing::HasSubstr;

// Clears the screen, sets the window's title, and turns letters around: C0, DEL, C1 in UTF-8 and as a bare byte, bidi.
constexpr char kHostile[] = "Xã\x1b[2J\x1b]0;t\x07\b\x7f\u009b31m\u202e\u2066\u200e\x9b";

std::string Quoted(const std::string& word) { return StrCat("'", absl::StrReplaceAll(word, {{"'", R"('\'')"}}), "'"); }

// The first character of an output that a terminal obeys, written out; empty: none. The terminal itself ends lines with
// CR LF.
std::string Obeyed(std::string_view shown) {
  for (size_t at = 0; at < shown.size(); ++at) {
    const auto byte = static_cast<unsigned char>(shown[at]);
    const std::string_view rest = shown.substr(at);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\t' && !rest.starts_with("\r\n")) || byte == 0x7f;
    const bool c1 = byte == 0xc2 && rest.size() > 1 && static_cast<unsigned char>(rest[1]) < 0xa0;
    const bool bidi = rest.starts_with("\u202e") || rest.starts_with("\u2066") || rest.starts_with("\u200e");
    const bool bare = byte == 0x9b && (at == 0 || static_cast<unsigned char>(shown[at - 1]) < 0x80);
    if (control || c1 || bidi || bare) return absl::CHexEscape(ToAbsl(rest.substr(0, 4)));
  }
  return "";
}

class Terminal : public Start {
 protected:
  // What congressctl shows on a terminal.
  std::string Show(std::vector<std::string> words, const std::map<std::string, std::string>& environment = {}) {
    words.insert(words.begin(), support::Binary("congressctl"));
    for (std::string& word : words) word = Quoted(word);
    std::map<std::string, std::string> variables = environment;
    variables["NO_COLOR"] = "1";
    const support::Finished done =
        support::RunToEnd({"script", "-qec", absl::StrJoin(words, " "), "/dev/null"}, variables);
    EXPECT_EQ(Obeyed(done.output), "") << absl::StrJoin(words, " ");
    EXPECT_NE(done.output, "") << absl::StrJoin(words, " ");
    return done.output;
  }
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }
};

TEST_F(Terminal, ObeysNoArgumentFileOrVariable) {
  // The test sees what a terminal would obey.
  const support::Finished raw =
      support::RunToEnd({"script", "-qec", StrCat("printf %s ", Quoted(kHostile)), "/dev/null"});
  EXPECT_NE(Obeyed(raw.output), "");

  EXPECT_THAT(Show({kHostile, "list"}), HasSubstr("\\x1b[2J"));
  Show({"organisations", "get", kHostile, "--server", "127.0.0.1:1", "--timeout", "1"});
  Show({"organisations", "list", "--server", kHostile});
  Show({"organisations", "list", StrCat("--", kHostile)});
  Show({"organisations", "list"}, {{"CONGRESS_SERVER", kHostile}, {"CONGRESS_TOKEN_FILE", kHostile}});
  Show({"organisations", "import", "--input", StrCat("/nowhere/", kHostile), "--server", "127.0.0.1:1"});
  Show({"token", "show", "--input", Write("token", kHostile)});
  const std::string claims = absl::WebSafeBase64Escape(
      R"({"iss":"x","sub":"a\u001b[2J\u009b\u202e","exp":4102444800,"iat":4102440000,"roles":["\u001b]0;t\u0007"]})");
  Show({"token", "show", "--input", Write("token2", StrCat("eyJhbGciOiJFZERTQSJ9.", claims, ".AAAA"))});
  Show({"bundle", "show", Write(StrCat("a", kHostile), "PK")});
  Show({"audit", "verify", "--export", Write("log.json", StrCat("{\"records\": \"", kHostile, "\"}"))});
}

TEST_F(Terminal, ObeysNoCellOfATable) {
  const support::Suite suite(support::Shape::kOneProcess);
  const std::map<std::string, std::string> known = {{"CONGRESS_SERVER", suite.endpoint()},
                                                    {"CONGRESS_TOKEN_FILE", suite.AdminTokenFile()}};
  // Files of other bytes than UTF-8 are refused.
  const std::string text = std::string(kHostile, sizeof kHostile - 2);
  const std::string table =
      Write("units.csv", StrCat("code,name,members\n", text, ",Xã Một,5\nb\x1b[1m,", text, ",7\n"));
  const std::string shown =
      Show({"apportion", "--input", table, "--key", "code", "--weight", "members", "--seats", "3", "--method", "hare"},
           known);
  EXPECT_THAT(shown, HasSubstr("U+001B")) << "such cells are refused";
  Show({"apportion", "--input", table, "--key", kHostile, "--weight", "members", "--seats", "3", "--method", "hare"},
       known);
  Show({"rule-sets", "check", "--input", Write("rules.yaml", StrCat("id: \"", kHostile, "\"\n", kHostile, ": 1\n"))},
       known);
}

}  // namespace
}  // namespace congress::e2e

#include "platform/bundle/names.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace congress::bundle {
namespace {

using support::IsOk;
using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;

TEST(Names, AreThoseThatEverySystemKnows) {
  for (const std::string name : {"a", "Văn bản/01-NQ-ĐH.pdf", "a/b/c/d.txt", "Đơn vị/Xã Quỳnh Lưu (mới).docx",
                                 "console.txt", "com10.txt", "a'b,c;d&e.txt", ".ẩn"}) {
    Names names;
    EXPECT_THAT(names.Add(name), IsOk()) << name;
  }
  Names names;
  EXPECT_THAT(names.Add(std::string(kMostNameBytes, 'a')), IsOk());
}

TEST(Names, RefuseWhatLeadsElsewhereOrSystemsReadOtherwise) {
  const std::string no_utf8 = "a\xFF";
  for (const std::string& name :
       {std::string(), std::string("/etc/passwd"), std::string(".."), std::string("../a"), std::string("a/../b"),
        std::string("a/.."), std::string("a/./b"), std::string("a//b"), std::string("a/"), std::string("C:/a"),
        std::string("C:a"), std::string("a\\b"), std::string("..\\a"), std::string("a*"), std::string("a?"),
        std::string("a|b"), std::string("a\"b"), std::string("a<b"), std::string("a."), std::string("a /b"),
        std::string(" a"), std::string("a "), std::string("a/ b"), std::string("-rf"), std::string("a/-b"),
        std::string("con"), std::string("NUL.txt"), std::string("a/aux .pdf"), std::string("Lpt1.docx"),
        std::string("a\nb"), std::string("a\tb"), std::string("a\0b", 3), no_utf8,
        // Not in normal form C; a sign that turns the direction; one that is not seen.
        std::string("Va\u0306n ba\u0309n.pdf"), std::string("a\u202Efdp.exe"), std::string("a\u200Bb"),
        std::string(kMostNameBytes + 1, 'a')}) {
    Names names;
    const absl::Status refused = names.Add(name);
    EXPECT_THAT(refused, StatusIs(kInvalid, "FILE_NAME_INVALID")) << name;
    EXPECT_EQ(MetadataIn(refused, "cause"), "form") << name;
  }
}

TEST(Names, AreNoOtherSpellingOfOneThatIsThere) {
  const std::vector<std::pair<std::string, std::string>> kCases = {
      {"Văn bản.pdf", "văn BẢN.pdf"}, {"a.txt", "a.txt"}, {"Hoà.txt", "Hòa.txt"}, {"a - b.txt", "a–b.txt"},
      {"straße.txt", "STRASSE.txt"},  {"a", "a/b.txt"},   {"a/b.txt", "A"},       {"a/b/c.txt", "a/B"},
  };
  for (const auto& [first, second] : kCases) {
    Names names;
    ASSERT_THAT(names.Add(first), IsOk());
    const absl::Status refused = names.Add(second);
    EXPECT_THAT(refused, StatusIs(kInvalid, "FILE_NAME_INVALID")) << first << " " << second;
    EXPECT_EQ(MetadataIn(refused, "cause"), "taken");
  }
  Names names;
  for (const char* name : {"a/b.txt", "A/c.txt", "a/b", "ăn/b.txt", "ân/b.txt"}) EXPECT_THAT(names.Add(name), IsOk());
  EXPECT_THAT(names.AddFolder("a"), IsOk());
  EXPECT_THAT(names.AddFolder("B"), IsOk());
  EXPECT_THAT(names.AddFolder("a/B.txt"), StatusIs(kInvalid, "FILE_NAME_INVALID"));
  EXPECT_THAT(names.AddFolder(".."), StatusIs(kInvalid, "FILE_NAME_INVALID"));
}

}  // namespace
}  // namespace congress::bundle

#include "services/allocation/domain/export/xml_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/allocation/testing/export_sample.h"
#include "tests/support/status_matchers.h"
#include "tests/support/xml.h"

namespace congress::allocation {
namespace {

using support::IsOk;

TEST(EscapeXml, ReadsBackInTextAndAttribute) {
  const std::string text = "Xã \"A\" & 'B' <c> &amp; ]]> ế";
  const auto root = support::ParseXml(StrCat("<x a=\"", EscapeXml(text), "\">", EscapeXml(text), "</x>"));
  ASSERT_THAT(root, IsOk());
  EXPECT_EQ(root->text, text);
  EXPECT_EQ(root->Attribute("a"), text);
}

// Expat is the judge of what XML holds; U+FFFE and U+FFFF are refused beyond what it refuses.
TEST(CheckFitForXml, RefusesWhatAnXmlReaderRefuses) {
  for (const char* text : {"\x01", "\x08", "\x0b", "\x1f", "\t", "\n", " ", "\x7f", "ế", "\xEF\xBF\xBD", "\xEF\xBF\xBE",
                           "\xEF\xBF\xBF", "\xF0\x9F\x98\x80"}) {
    auto plan = sample::ForExport();
    plan.set_display_name(StrCat("x", text));
    EXPECT_EQ(CheckFitForXml(plan).ok(), support::ParseXml(StrCat("<x>", text, "</x>")).ok())
        << absl::string_view(text).size() << " bytes beginning with " << static_cast<int>(text[0]);
  }
}

TEST(CheckFitForXml, NamesThePlaceAtAnyDepth) {
  const auto refused = [](auto change) {
    auto plan = sample::ForExport();
    EXPECT_THAT(CheckFitForXml(plan), IsOk());
    change(plan);
    google::rpc::ErrorInfo info;
    EXPECT_TRUE(status::Detail(CheckFitForXml(plan), &info));
    EXPECT_EQ(info.reason(), "CHARACTER_NOT_IN_XML");
    std::string facts;
    for (const char* key : {"field", "code_point", "organisation"}) {
      const auto found = info.metadata().find(key);
      facts += found == info.metadata().end() ? "- " : found->second + " ";
    }
    return facts;
  };
  EXPECT_EQ(refused([](auto& plan) { plan.set_display_name("\x02"); }), "display_name U+0002 organisations/province ");
  EXPECT_EQ(refused([](auto& plan) { plan.mutable_lines(1)->set_kind("\xEF\xBF\xBF"); }),
            "lines[1].kind U+FFFF organisations/b ");
  EXPECT_EQ(refused([](auto& plan) { plan.mutable_rule()->set_legal_basis("\xEF\xBF\xBE"); }),
            "rule.legal_basis U+FFFE organisations/province ");
  EXPECT_EQ(refused([](auto& plan) { plan.add_ties()->add_winners(std::string(1, '\0')); }),
            "ties[0].winners[0] U+0000 - ");
}

}  // namespace
}  // namespace congress::allocation

#include "services/drafting/domain/quotation.h"

#include "gtest/gtest.h"

namespace congress::drafting {
namespace {

paper::v1::Paragraph& AddParagraph(Body* body, const std::vector<std::pair<std::string, bool>>& spans) {
  paper::v1::Paragraph& paragraph = *body->Add()->mutable_paragraph();
  for (const auto& [text, bold] : spans) {
    paper::v1::Span& span = *paragraph.add_spans();
    span.set_text(text);
    span.set_bold(bold);
  }
  return paragraph;
}

TEST(Quotable, FindsWordsAcrossEmphasisWhateverTheSpaces) {
  Body body;
  AddParagraph(&body, {{"Phát triển ", false}, {"công nghiệp", true}, {" xanh,  bền vững.", false}});
  body.Add()->mutable_list()->add_items()->add_spans()->set_text("Một là, giữ rừng");
  body.Add()->mutable_table()->add_rows()->add_cells()->add_spans()->set_text("8,5 %");
  const Quotable quotable(body);
  EXPECT_EQ(quotable.Count("công nghiệp xanh, bền\nvững"), 1);
  EXPECT_EQ(quotable.Count("  giữ rừng "), 1);
  EXPECT_EQ(quotable.Count("8,5 %"), 1);
  EXPECT_EQ(quotable.Count("xanh, bền vững. Một là"), 0) << "of two texts";
  EXPECT_EQ(quotable.Count("Công nghiệp"), 0) << "another word";
  EXPECT_EQ(quotable.Count("n"), 2) << "more than once";
}

TEST(Reword, PutsTheWordingWhereTheQuotationStood) {
  Body body;
  AddParagraph(&body, {{"Phát triển ", false}, {"công nghiệp", true}, {" xanh,  bền vững.", false}});
  const auto reworded = Reword(body, "nghiệp xanh, bền", "nghệ cao,");
  ASSERT_TRUE(reworded.has_value());
  const auto& spans = (*reworded)[0].paragraph().spans();
  ASSERT_EQ(spans.size(), 3);
  EXPECT_EQ(spans[0].text(), "Phát triển ");
  EXPECT_EQ(spans[1].text(), "công nghệ cao,") << "with the emphasis of its first word";
  EXPECT_TRUE(spans[1].bold());
  EXPECT_EQ(spans[2].text(), " vững.");
  EXPECT_EQ(TextOf(*Reword(body, "xanh, bền vững", "")), "Phát triển công nghiệp.");
  EXPECT_EQ(TextOf(*Reword(BodyOf("Một hai ba."), "hai", "")), "Một ba.");
  EXPECT_EQ(TextOf(*Reword(BodyOf("Một hai ba."), "Một", "")), "hai ba.");
  EXPECT_EQ(TextOf(*Reword(BodyOf("Một (hai) ba."), "hai", "")), "Một () ba.");
}

TEST(Reword, LeavesNoEmptyParagraph) {
  EXPECT_EQ(Reword(BodyOf("Một.\nHai."), "Hai.", "")->size(), 1);
  Body list;
  list.Add()->mutable_list()->add_items()->add_spans()->set_text("Một");
  EXPECT_TRUE(Reword(list, "Một", "")->empty());
}

TEST(Reword, DoesNothingWhereTheQuotationIsNotThereOnce) {
  Body body = BodyOf("Một, hai.\nMột, hai.");
  EXPECT_FALSE(Reword(body, "hai", "ba").has_value());
  EXPECT_FALSE(Reword(body, "ba", "bốn").has_value());
  EXPECT_FALSE(Reword(body, " ", "bốn").has_value());
}

}  // namespace
}  // namespace congress::drafting

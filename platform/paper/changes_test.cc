// What became of a text, in each of the files.
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/paper/paper.h"
#include "platform/paper/testing_paper.h"
#include "tests/support/status_matchers.h"
#include "tests/support/xml.h"
#include "tests/support/zip.h"

namespace congress::paper {
namespace {

using support::IsOk;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::Span* AddChanged(v1::Change change, const std::string& text, v1::Paragraph* paragraph) {
  v1::Span* span = paragraph->add_spans();
  span->set_text(text);
  span->set_change(change);
  return span;
}

// A paragraph with a changed word and label, one that moved, and a table of which a row went.
v1::Paper Changed() {
  v1::Paper paper;
  paper.mutable_editing()->set_author("an");
  paper.mutable_editing()->mutable_time()->set_seconds(1'750'000'000);
  v1::Paragraph* article = AddParagraphTo(&paper, v1::Paragraph::ARTICLE, "Điều 2.", "một ");
  article->set_old_label("Điều 1.");
  article->set_anchor("_s_a");
  AddChanged(v1::DELETED, "hai", article);
  AddChanged(v1::INSERTED, "ba", article);
  for (const v1::Change change : {v1::MOVED_AWAY, v1::MOVED_HERE}) {
    v1::Paragraph* moved = AddParagraphTo(&paper, v1::Paragraph::ROLE_UNSPECIFIED, "", "");
    moved->clear_spans();
    moved->set_move(7);
    moved->set_change(change);
    AddChanged(change, "chuyển", moved);
  }
  v1::Table& table = *paper.add_body()->mutable_table();
  table.add_columns();
  AddSpan("ô", table.add_rows()->add_cells()->mutable_spans());
  table.mutable_rows(0)->set_change(v1::DELETED);
  table.mutable_rows(0)->mutable_cells(0)->mutable_spans(0)->set_change(v1::DELETED);
  return paper;
}

TEST(Changes, ArePutBetweenMarksInPlainText) {
  const auto text = RenderText(Changed());
  ASSERT_THAT(text, IsOk());
  for (const char* const part :
       {"[-Điều 1. -]{+Điều 2. +}một [-hai-]{+ba+}\n", "[<chuyển<]\n", "{>chuyển>}\n", "[-ô-]\n"}) {
    EXPECT_THAT(*text, HasSubstr(part));
  }
}

TEST(Changes, AreTrackedInDocx) {
  const auto file = RenderDocx(Changed());
  ASSERT_THAT(file, IsOk());
  const auto parts = support::Unzip(*file);
  ASSERT_THAT(parts, IsOk());
  const auto document = support::ParseXml(parts->at("word/document.xml"));
  ASSERT_THAT(document, IsOk());
  std::set<std::string> ids;
  size_t count = 0;
  for (const char* const name :
       {"w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:moveFromRangeStart", "w:moveToRangeStart"}) {
    const auto all = document->All(name);
    EXPECT_FALSE(all.empty()) << name;
    for (const support::Element* one : all) {
      EXPECT_EQ(one->Attribute("w:author"), "an") << name;
      EXPECT_EQ(one->Attribute("w:date"), "2025-06-15T15:06:40Z") << name;
      ids.insert(one->Attribute("w:id"));
      ++count;
    }
  }
  EXPECT_EQ(ids.size(), count) << "each has a number of its own";
  EXPECT_EQ(document->All("w:moveFromRangeStart")[0]->Attribute("w:name"), "move7");
  EXPECT_EQ(document->All("w:moveToRangeStart")[0]->Attribute("w:name"), "move7");
  ASSERT_EQ(document->All("w:trPr").size(), 3u) << "heading, table and signature";
  EXPECT_EQ(document->All("w:trPr")[1]->children.back().name, "w:del");
  for (const support::Element* removed : document->All("w:del")) EXPECT_TRUE(removed->All("w:t").empty());
  std::vector<std::string> anchors;
  for (const support::Element* anchor : document->All("w:bookmarkStart"))
    anchors.push_back(anchor->Attribute("w:name"));
  EXPECT_THAT(anchors, ElementsAre("_s_a", "_end"));
}

TEST(Changes, AreDrawnInPdf) {
  v1::Paper plain = Changed();
  for (v1::Block& block : *plain.mutable_body()) {
    for (v1::Span& span : *block.mutable_paragraph()->mutable_spans()) span.clear_change();
  }
  const auto marked = RenderPdf(Changed());
  const auto unmarked = RenderPdf(plain);
  ASSERT_THAT(marked, IsOk());
  ASSERT_THAT(unmarked, IsOk());
  EXPECT_NE(*marked, *unmarked);
}

TEST(Properties, AreInTheFileAndNotPrinted) {
  v1::Paper paper = DecisionOn(1);
  (*paper.mutable_properties())["b"] = "hai & ba";
  (*paper.mutable_properties())["a"] = "một";
  const auto file = RenderDocx(paper);
  ASSERT_THAT(file, IsOk());
  const auto parts = support::Unzip(*file);
  ASSERT_THAT(parts, IsOk());
  const auto custom = support::ParseXml(parts->at("docProps/custom.xml"));
  ASSERT_THAT(custom, IsOk());
  ASSERT_EQ(custom->children.size(), 2u);
  EXPECT_EQ(custom->children[0].Attribute("name"), "a");
  EXPECT_EQ(custom->children[1].children[0].text, "hai & ba");
  EXPECT_THAT(parts->at("[Content_Types].xml"), HasSubstr("/docProps/custom.xml"));
  EXPECT_THAT(parts->at("_rels/.rels"), HasSubstr("docProps/custom.xml"));
  EXPECT_EQ(*RenderText(paper), *RenderText(DecisionOn(1)));
  EXPECT_FALSE(support::Unzip(*RenderDocx(DecisionOn(1)))->contains("docProps/custom.xml"));
}

}  // namespace
}  // namespace congress::paper

#include "services/drafting/domain/body.h"

#include <set>

#include "google/protobuf/text_format.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/pieces.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

Body Blocks(const std::string& text) {
  v1::Section section;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &section)) << text;
  return section.body();
}

const std::string kTable =
    "body { table { columns { width: 1 } columns { width: 2 } rows { cells { spans { text: 'a' } } cells { spans { "
    "text: "
    "'b' } } } } }";

TEST(BodyOf, IsAParagraphForEachLine) {
  for (const std::string text : {"", "một", "một\nhai", "một\n\nhai"}) EXPECT_EQ(TextOf(BodyOf(text)), text);
  EXPECT_EQ(BodyOf("một\n\nhai").size(), 3);
}

TEST(TextOf, HasItemsInLinesAndCellsBetweenTabs) {
  const Body body = Blocks(
      StrCat("body { paragraph { label: 'Điều 1.' spans { text: 'Một ' } spans { text: 'hai' bold: true } } } ",
             "body { list { items { mark: '-' spans { text: 'ba' } } items { mark: 'a)' spans { text: 'bốn' } } } } ",
             kTable, "body { paragraph { spans { text: 'năm' } } }"));
  EXPECT_EQ(TextOf(body), "Điều 1. Một hai\n- ba\na) bốn\na\tb\nnăm");
}

TEST(DigestOf, DiffersWhereverBodiesDiffer) {
  const std::vector<std::string> bodies = {
      "",
      "body { paragraph { spans { text: 'ab' } } }",
      "body { paragraph { spans { text: 'ab' bold: true } } }",
      "body { paragraph { spans { text: 'ab' italic: true } } }",
      "body { paragraph { spans { text: 'a' } spans { text: 'b' bold: true } } }",
      "body { paragraph { label: 'a' spans { text: 'b' } } }",
      "body { paragraph { role: NOTE spans { text: 'ab' } } }",
      "body { paragraph { spans { text: 'a' } } } body { paragraph { spans { text: 'b' } } }",
      "body { list { items { spans { text: 'ab' } } } }",
      "body { list { items { mark: 'a' spans { text: 'b' } } } }",
      "body { list { items { level: 1 spans { text: 'ab' } } } }",
      "body { list { items { spans { text: 'a' } } items { spans { text: 'b' } } } }",
      kTable,
      "body { table { columns { width: 1 } columns { width: 2 align: RIGHT } rows { cells { spans { text: 'a' } } "
      "cells "
      "{ spans { text: 'b' } } } } }",
      "body { table { columns { width: 1 } columns { width: 2 } heading { cells { spans { text: 'a' } } cells { spans "
      "{ "
      "text: 'b' } } } } }",
      "body { table { columns { width: 1 } columns { width: 2 } rows { cells { columns: 2 spans { text: 'ab' } } } } }",
  };
  std::set<std::string> digests;
  for (const std::string& text : bodies) digests.insert(DigestOf(Blocks(text)));
  EXPECT_EQ(digests.size(), bodies.size());
  // printf '1:p,1:0,0:,1:1,2:ab,0:,' | sha256sum
  EXPECT_EQ(DigestOf(Blocks(bodies[1])), "346197d72665da4e7f3c2228249c9a78ecfe6282aafc3cef081ca68a5641ed84");
}

TEST(TakeBody, KeepsOneFormOfWhatLooksAlike) {
  v1::Section section;
  ASSERT_THAT(TakeBody("",
                       Blocks("body { paragraph { spans { text: 'Một ' } spans {} spans { text: 'hai' } spans { bold: "
                              "true } } }"),
                       &section),
              IsOk());
  EXPECT_EQ(section.body(0).paragraph().spans_size(), 1);
  EXPECT_EQ(section.word_count(), 2);
  v1::Section plain;
  ASSERT_THAT(TakeBody("Một hai", {}, &plain), IsOk());
  EXPECT_EQ(section.SerializeAsString(), plain.SerializeAsString());
  EXPECT_EQ(plain.byte_count(), 9);
}

TEST(TakeBody, RefusesWhatNoPaperTakes) {
  v1::Section section;
  EXPECT_THAT(TakeBody("x", BodyOf("x"), &section), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(TakeBody("", Blocks("body { table { columns { width: 1 } rows {} } }"), &section),
              StatusIs(absl::StatusCode::kInvalidArgument, "TABLE_INCONSISTENT"));
}

TEST(PiecesOf, GivesTheBodyBack) {
  for (const std::string& text :
       std::vector<std::string>{"body { paragraph { label: 'Điều 1.' role: ARTICLE spans { text: 'Một ' } spans { "
                                "text: 'hai' bold: true } spans "
                                "{ text: ' ba' bold: true italic: true } spans { text: 'bốn' italic: true } } }",
                                "body { paragraph {} }", "body { paragraph { label: 'I.' role: PART } }", kTable,
                                "body { list { items { mark: '-' level: 2 spans { text: 'x' } } } } body { paragraph { "
                                "spans { text: 'y' } } }"}) {
    const Body body = Blocks(text);
    const Body again = BodyOf(PiecesOf(body));
    ASSERT_EQ(again.size(), body.size());
    for (int i = 0; i < body.size(); ++i) EXPECT_EQ(again[i].ShortDebugString(), body[i].ShortDebugString());
  }
  EXPECT_EQ(
      WithoutMarks(
          PiecesOf(Blocks("body { paragraph { label: 'a)' role: NOTE spans { text: 'x' bold: true } } }"))[0].text),
      "a) x");
}

}  // namespace
}  // namespace congress::drafting

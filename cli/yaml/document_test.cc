// Hostile and broken YAML: each ends with one fault at a place, none with a crash or a long wait.
#include "cli/yaml/document.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::cli::yaml {
namespace {

using ::testing::HasSubstr;

// `levels` anchors, each a list of ten aliases of the one before.
std::string Bomb(int levels) {
  std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < levels; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    std::string items = before;
    for (int j = 1; j < 10; ++j) items += ", " + before;
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + items + "]\n";
  }
  return text;
}

// Anchors that each nest the one before 60 levels deeper.
std::string Tower() {
  return "a: &a " + std::string(60, '[') + std::string(60, ']') + "\nb: " + std::string(60, '[') + "*a" +
         std::string(60, ']') + "\n";
}

std::string Repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

struct Hostile {
  const char* name;
  std::string yaml;
  Place place;
  std::string told;
};

class HostileYaml : public testing::TestWithParam<Hostile> {};

TEST_P(HostileYaml, IsRefusedWithItsPlace) {
  const Document document = Parse(GetParam().yaml);
  EXPECT_EQ(document.root, nullptr);
  ASSERT_EQ(document.faults.size(), 1u);
  EXPECT_EQ(document.faults[0].place.line, GetParam().place.line) << document.faults[0].what;
  EXPECT_EQ(document.faults[0].place.column, GetParam().place.column) << document.faults[0].what;
  EXPECT_THAT(document.faults[0].what, HasSubstr(GetParam().told));
}

INSTANTIATE_TEST_SUITE_P(
    Document, HostileYaml,
    testing::Values(Hostile{"Empty", "", {1, 1}, "is empty"},
                    Hostile{"OnlyAComment", "# nothing\n", {1, 1}, "is empty"},
                    Hostile{"OpenList", "a: [1, 2\n", {2, 1}, "end of sequence flow not found"},
                    Hostile{"OpenMap", "a: {b: 1\n", {2, 1}, "end of map flow not found"},
                    Hostile{"OpenQuote", "a: \"b\n", {2, 1}, "illegal document indicator"},
                    Hostile{"Tab", "a:\n\tb: 1\n", {2, 3}, "illegal map value"},
                    Hostile{"UnknownAlias", "a: *b\n", {1, 4}, "anchor is not defined"},
                    Hostile{"AliasOfItself", "a: &a [1, *a]\n", {1, 11}, "stands within what it names"},
                    Hostile{"AliasBomb", Bomb(9), {6, 15}, "more than 200000 values"},
                    Hostile{"TowerOfAliases", Tower(), {2, 60}, "nested deeper than 64 levels"},
                    Hostile{"DeepLists", std::string(100'000, '['), {1, 33}, "nested deeper than 64 levels"},
                    Hostile{"DeepMaps", Repeated("{a: ", 100'000), {1, 250}, "nested deeper than 64 levels"},
                    Hostile{"DeepBlocks", Repeated("- ", 100'000), {1, 129}, "nested deeper than 64 levels"},
                    Hostile{"SeveralDocuments", "a: 1\n---\nb: 2\n", {2, 1}, "a file holds one"},
                    Hostile{"Nul", std::string("a: \0", 4), {1, 4}, "control character 0x00"},
                    Hostile{"EndOfTransmission", "a: 1\nb: x\x04y\n", {2, 5}, "control character 0x04"},
                    Hostile{"NoUtf8", "tên: Đại\nb: \xFF\n", {2, 4}, "is no UTF-8"},
                    Hostile{"Utf16",
                            std::string("\xFF\xFE"
                                        "a\0:\0",
                                        6),
                            {1, 1},
                            "is no UTF-8"},
                    Hostile{"Surrogate", "a: \"\\ud800\"\n", {1, 11}, "invalid unicode"},
                    Hostile{"TooLong", std::string(kMostBytes + 1, '#'), {1, 1}, "at most 4194304 are taken"},
                    Hostile{
                        "TooManyValues", Repeated("- x\n", kMostNodes + 1), {kMostNodes, 3}, "more than 200000 values"},
                    Hostile{"DirectiveTwice", "%YAML 1.2\n%YAML 1.2\n---\na: 1\n", {2, 1}, "repeated YAML directive"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Document, CountsColumnsInCharactersAfterAByteOrderMark) {
  const Document document = Parse("\xEF\xBB\xBF{tên: Đại hội, b: 1}\n");
  ASSERT_NE(document.root, nullptr);
  ASSERT_EQ(document.root->entries.size(), 2u);
  EXPECT_EQ(document.root->entries[1].first->place, (Place{1, 16}));
}

TEST(Document, KeepsTextsAsTheyAreWritten) {
  const Document document = Parse("[no, 010, 1:30, 2025-10-01, ~, 'null', \"1\", 1_000]\n");
  ASSERT_NE(document.root, nullptr);
  std::vector<std::string> texts;
  for (const Node* item : document.root->items) {
    texts.push_back(item->kind == Node::Kind::kNull ? "(none)" : item->text);
  }
  EXPECT_THAT(texts, testing::ElementsAre("no", "010", "1:30", "2025-10-01", "(none)", "null", "1", "1_000"));
}

TEST(Document, CountsWhatAnAliasStandsForWhereverItStands) {
  const Document document = Parse(Bomb(4));
  ASSERT_NE(document.root, nullptr);
  // Ten texts in a list are 11; ten of those in a list 111, and so on; with four keys and the map itself.
  EXPECT_EQ(document.root->size, 11 + 111 + 1111 + 11111 + 4 + 1);
  EXPECT_EQ(document.root->depth, 6);
  EXPECT_LT(document.nodes.size(), 60u);
}

}  // namespace
}  // namespace congress::cli::yaml

#include "services/drafting/domain/sections.h"

#include <random>
#include <set>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "platform/status/strings.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

Sections Made(const std::vector<std::string>& ids) {
  Sections sections;
  for (const std::string& id : ids) {
    v1::Section& section = *sections.Add();
    section.set_id(id);
    section.set_title(StrCat("Mục ", id));
    SetBody({}, &section);
  }
  return sections;
}

std::string Ids(const Sections& sections) {
  return absl::StrJoin(sections, " ", [](std::string* out, const v1::Section& one) { out->append(one.id()); });
}

v1::SectionEdit Move(const std::string& section, const std::string& after) {
  v1::SectionEdit edit;
  edit.mutable_move()->set_section(section);
  edit.mutable_move()->set_after(after);
  return edit;
}

v1::SectionEdit Add(const std::string& id, const std::string& after) {
  v1::SectionEdit edit;
  edit.mutable_add()->mutable_section()->set_id(id);
  edit.mutable_add()->mutable_section()->set_title("Mục mới");
  edit.mutable_add()->set_after(after);
  return edit;
}

v1::SectionEdit Remove(const std::string& section) {
  v1::SectionEdit edit;
  edit.mutable_remove()->set_section(section);
  return edit;
}

v1::SectionEdit Change(const std::string& section, const std::string& text) {
  v1::SectionEdit edit;
  edit.mutable_change()->set_section(section);
  edit.mutable_change()->set_text(text);
  return edit;
}

absl::StatusOr<Sections> Apply(const Sections& sections, const std::vector<v1::SectionEdit>& edits) {
  SectionIds retired;
  return ApplyEdits(sections, SectionEdits(edits.begin(), edits.end()), {}, retired);
}

TEST(ApplyEdits, PutsSectionsWhereTheyAreWanted) {
  const Sections abcd = Made({"a", "b", "c", "d"});
  const struct {
    v1::SectionEdit edit;
    std::string ids;
  } cases[] = {
      {Move("a", "c"), "b c a d"},  {Move("a", "d"), "b c d a"},  {Move("d", ""), "d a b c"},
      {Move("d", "a"), "a d b c"},  {Move("b", "c"), "a c b d"},  {Add("e", ""), "e a b c d"},
      {Add("e", "b"), "a b e c d"}, {Add("e", "d"), "a b c d e"}, {Remove("c"), "a b d"},
  };
  for (const auto& one : cases) {
    ASSERT_OK_AND_ASSIGN(const Sections edited, Apply(abcd, {one.edit}));
    EXPECT_EQ(Ids(edited), one.ids) << one.edit.ShortDebugString();
  }
}

TEST(ApplyEdits, AppliesInOrderAndAllOrNone) {
  const Sections ab = Made({"a", "b"});
  ASSERT_OK_AND_ASSIGN(const Sections edited, Apply(ab, {Add("c", "a"), Move("c", "b"), Change("c", "Nội dung")}));
  EXPECT_EQ(Ids(edited), "a b c");
  EXPECT_EQ(TextOf(edited[2].body()), "Nội dung");
  EXPECT_THAT(Apply(ab, {Change("a", "x"), Change("nowhere", "x")}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_UNKNOWN"));
}

TEST(ApplyEdits, RenamesWithoutTouchingTheText) {
  Sections sections = Made({"a"});
  SetBody(BodyOf("Giữ nguyên"), &sections[0]);
  v1::SectionEdit edit;
  edit.mutable_rename()->set_section("a");
  edit.mutable_rename()->set_title("Tên mới");
  ASSERT_OK_AND_ASSIGN(const Sections edited, Apply(sections, {edit}));
  EXPECT_EQ(edited[0].title(), "Tên mới");
  EXPECT_EQ(TextOf(edited[0].body()), "Giữ nguyên");
}

TEST(ApplyEdits, RefusesWhatDoesNotFit) {
  const Sections ab = Made({"a", "b"});
  const absl::StatusCode failed = absl::StatusCode::kFailedPrecondition;
  EXPECT_THAT(Apply(ab, {Move("z", "a")}), StatusIs(failed, "SECTION_UNKNOWN"));
  EXPECT_THAT(Apply(ab, {Move("a", "z")}), StatusIs(failed, "SECTION_UNKNOWN"));
  EXPECT_THAT(Apply(ab, {Add("c", "c")}), StatusIs(failed, "SECTION_UNKNOWN"));
  EXPECT_THAT(Apply(ab, {Remove("z")}), StatusIs(failed, "SECTION_UNKNOWN"));
  EXPECT_THAT(Apply(ab, {Add("a", "")}), StatusIs(absl::StatusCode::kInvalidArgument, "SECTION_REPEATED"));
  EXPECT_THAT(Apply(ab, {v1::SectionEdit()}), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  EXPECT_THAT(Apply(ab, {Remove("a"), Remove("b")}), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
}

TEST(ApplyEdits, SaysWhenNothingChanges) {
  const Sections abc = Made({"a", "b", "c"});
  const std::vector<std::vector<v1::SectionEdit>> idle = {
      {Move("b", "a")}, {Move("b", "b")}, {Change("a", "")}, {Move("a", "c"), Move("a", "")}};
  for (const auto& edits : idle) {
    EXPECT_THAT(Apply(abc, edits), StatusIs(absl::StatusCode::kFailedPrecondition, "NOTHING_CHANGED"));
  }
}

TEST(ApplyEdits, NeverBringsARemovedIdBack) {
  SectionIds retired;
  SectionEdits removal;
  *removal.Add() = Remove("a");
  ASSERT_OK_AND_ASSIGN(const Sections left, ApplyEdits(Made({"a", "b"}), removal, {}, retired));
  ASSERT_EQ(retired.size(), 1);
  SectionEdits addition;
  *addition.Add() = Add("a", "b");
  EXPECT_THAT(ApplyEdits(left, addition, {}, retired),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_RETIRED"));
}

TEST(ApplyEdits, KeepsEverySectionOnceThroughRandomMoves) {
  std::mt19937 random(20251001);
  Sections sections = Made({"a", "b", "c", "d", "e", "f", "g"});
  for (int round = 0; round < 500; ++round) {
    const std::string section(1, static_cast<char>('a' + random() % 7));
    const int target = static_cast<int>(random() % 8);
    const std::string after = target == 7 ? "" : std::string(1, static_cast<char>('a' + target));
    const auto moved = Apply(sections, {Move(section, after)});
    if (!moved.ok()) continue;
    sections = *moved;
    ASSERT_THAT(CheckSections(sections), IsOk());
    ASSERT_EQ(sections.size(), 7);
    const int place = PlaceOf(sections, section);
    ASSERT_EQ(place, after.empty() ? 0 : PlaceOf(sections, after) + 1);
  }
}

TEST(CheckSections, LimitsNumberAndSize) {
  std::vector<std::string> ids;
  for (int i = 0; i <= kMostSections; ++i) ids.push_back(StrCat("s", i));
  EXPECT_THAT(CheckSections(Made(ids)), StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID"));
  Sections large = Made({"a"});
  large[0].set_byte_count(kMostDocumentBytes);
  EXPECT_THAT(CheckSections(large), StatusIs(absl::StatusCode::kInvalidArgument, "DOCUMENT_TOO_LARGE"));
  large[0].set_byte_count(kMostDocumentBytes - 100);
  EXPECT_THAT(CheckSections(large), IsOk());
}

// Depth first: `a b(c d(e)) f` as `a b c:b d:b e:d f`.
Sections Tree(const std::vector<std::string>& ids) {
  Sections sections;
  for (const std::string& id : ids) {
    const std::vector<std::string> parts = absl::StrSplit(id, ':');
    sections.MergeFrom(Made({parts[0]}));
    if (parts.size() > 1) sections.rbegin()->set_parent(parts[1]);
  }
  return sections;
}

std::string ShapeOf(const Sections& sections) {
  return absl::StrJoin(sections, " ", [](std::string* out, const v1::Section& one) {
    *out += one.id() + (one.parent().empty() ? "" : ":") + one.parent();
  });
}

v1::SectionEdit MoveUnder(const std::string& section, const std::string& parent, const std::string& after) {
  v1::SectionEdit edit = Move(section, after);
  edit.mutable_move()->set_parent(parent);
  return edit;
}

TEST(ApplyEdits, TakesAlongWhatASectionHolds) {
  const Sections tree = Tree({"a", "b", "c:b", "d:b", "e:d", "f"});
  ASSERT_THAT(CheckSections(tree), IsOk());
  v1::SectionEdit add = Add("g", "c");
  add.mutable_add()->mutable_section()->set_parent("b");
  const struct {
    v1::SectionEdit edit;
    std::string shape;
  } cases[] = {
      {Move("b", "f"), "a f b c:b d:b e:d"},
      {Move("a", "b"), "b c:b d:b e:d a f"},
      {MoveUnder("f", "b", "d"), "a b c:b d:b e:d f:b"},
      {MoveUnder("f", "b", ""), "a b f:b c:b d:b e:d"},
      {MoveUnder("d", "a", ""), "a d:a e:d b c:b f"},
      {Move("d", "b"), "a b c:b d e:d f"},
      {MoveUnder("a", "e", ""), "b c:b d:b e:d a:e f"},
      {Remove("b"), "a f"},
      {Remove("d"), "a b c:b f"},
      {add, "a b c:b g:b d:b e:d f"},
  };
  for (const auto& [edit, shape] : cases) {
    ASSERT_OK_AND_ASSIGN(const Sections edited, Apply(tree, {edit}));
    EXPECT_EQ(ShapeOf(edited), shape) << edit.ShortDebugString();
    EXPECT_THAT(CheckSections(edited), IsOk()) << edit.ShortDebugString();
  }
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  EXPECT_THAT(Apply(tree, {MoveUnder("b", "e", "")}), invalid) << "into itself";
  EXPECT_THAT(Apply(tree, {MoveUnder("b", "b", "")}), invalid);
  EXPECT_THAT(Apply(tree, {MoveUnder("a", "b", "f")}), invalid) << "behind one that is held elsewhere";
  EXPECT_THAT(Apply(tree, {MoveUnder("a", "z", "")}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_UNKNOWN"));
}

TEST(ApplyEdits, RestoresWhatAnEarlierRevisionHad) {
  v1::Revision earlier;
  *earlier.mutable_sections() = Tree({"a", "b", "c:b"});
  SetBody(BodyOf("Cũ"), earlier.mutable_sections(2));
  const History history{.revision = [&](const std::string&) { return earlier; }, .body = nullptr};
  v1::SectionEdit restore;
  restore.mutable_restore()->set_section("c");
  const auto restored = [&](const Sections& now) {
    SectionIds retired;
    *retired.Add() = "c";
    SectionEdits edits;
    *edits.Add() = restore;
    auto edited = ApplyEdits(now, edits, history, retired);
    EXPECT_TRUE(retired.empty() || PlaceOf(now, "c") >= 0);
    return edited;
  };
  ASSERT_OK_AND_ASSIGN(Sections now, restored(Tree({"a", "b", "d:b"})));
  EXPECT_EQ(ShapeOf(now), "a b c:b d:b");
  EXPECT_EQ(TextOf(now[2].body()), "Cũ");
  ASSERT_OK_AND_ASSIGN(now, restored(Tree({"a"})));
  EXPECT_EQ(ShapeOf(now), "c a") << "what held it is gone";
  ASSERT_OK_AND_ASSIGN(now, restored(Tree({"c", "a"})));
  EXPECT_EQ(ShapeOf(now), "c a") << "it stays where it is";
  EXPECT_EQ(TextOf(now[0].body()), "Cũ");
}

TEST(CheckSections, WantsATree) {
  const auto invalid = StatusIs(absl::StatusCode::kInvalidArgument, "FIELDS_INVALID");
  for (const auto& ids : std::vector<std::vector<std::string>>{
           {"a:z"}, {"a:a"}, {"b:a", "a"}, {"a", "b", "c:a"}, {"a", "b:a", "c:b", "d", "e:b"}}) {
    EXPECT_THAT(CheckSections(Tree(ids)), invalid) << absl::StrJoin(ids, " ");
  }
  std::vector<std::string> chain = {"s0"};
  for (int i = 1; i < kMostLevels; ++i) chain.push_back(StrCat("s", i, ":s", i - 1));
  EXPECT_THAT(CheckSections(Tree(chain)), IsOk());
  chain.push_back(StrCat("s", kMostLevels, ":s", kMostLevels - 1));
  EXPECT_THAT(CheckSections(Tree(chain)), invalid);
}

TEST(Digest, IsSha256OverNetstrings) {
  Sections one = Tree({"p", "a:p"});
  one.DeleteSubrange(0, 1);
  one[0].set_title("T");
  one[0].set_sha256("x");
  // printf '1:a,1:p,1:T,1:x,' | sha256sum
  EXPECT_EQ(Digest(one), "beb20a1a0e882b71e1bd289fe2b67a1716a669bd98a087f857c3af5918e7a2ec");
}

TEST(Digest, DiffersWhereverTheSectionsDiffer) {
  const Sections base = Made({"a", "b"});
  std::set<std::string> digests = {Digest(base), Digest(Made({"b", "a"})), Digest(Made({"a"})),
                                   Digest(Tree({"a", "b:a"}))};
  Sections text = base;
  SetBody(BodyOf("b"), &text[0]);
  Sections title = base;
  title[0].set_title("Mục ab");
  digests.insert({Digest(text), Digest(title)});
  EXPECT_EQ(digests.size(), 6u);
}

}  // namespace
}  // namespace congress::drafting

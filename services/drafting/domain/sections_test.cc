#include "services/drafting/domain/sections.h"

#include <random>
#include <set>

#include "absl/strings/str_join.h"
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
  return ApplyEdits(sections, SectionEdits(edits.begin(), edits.end()), retired);
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
  EXPECT_EQ(edited[2].text(), "Nội dung");
  EXPECT_THAT(Apply(ab, {Change("a", "x"), Change("nowhere", "x")}),
              StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_UNKNOWN"));
}

TEST(ApplyEdits, RenamesWithoutTouchingTheText) {
  Sections sections = Made({"a"});
  sections[0].set_text("Giữ nguyên");
  v1::SectionEdit edit;
  edit.mutable_rename()->set_section("a");
  edit.mutable_rename()->set_title("Tên mới");
  ASSERT_OK_AND_ASSIGN(const Sections edited, Apply(sections, {edit}));
  EXPECT_EQ(edited[0].title(), "Tên mới");
  EXPECT_EQ(edited[0].text(), "Giữ nguyên");
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
  ASSERT_OK_AND_ASSIGN(const Sections left, ApplyEdits(Made({"a", "b"}), removal, retired));
  ASSERT_EQ(retired.size(), 1);
  SectionEdits addition;
  *addition.Add() = Add("a", "b");
  EXPECT_THAT(ApplyEdits(left, addition, retired), StatusIs(absl::StatusCode::kFailedPrecondition, "SECTION_RETIRED"));
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
  large[0].set_text(std::string(static_cast<size_t>(kMostDocumentBytes), 'x'));
  EXPECT_THAT(CheckSections(large), StatusIs(absl::StatusCode::kInvalidArgument, "DOCUMENT_TOO_LARGE"));
  large[0].mutable_text()->resize(static_cast<size_t>(kMostDocumentBytes) - 100);
  EXPECT_THAT(CheckSections(large), IsOk());
}

TEST(Digest, IsSha256OverNetstrings) {
  Sections one;
  one.Add()->set_id("a");
  one[0].set_title("T");
  one[0].set_text("x");
  // printf '1:a,1:T,1:x,' | sha256sum
  EXPECT_EQ(Digest(one), "d74a043f3aae8d727915ef55120ed008fdbe6e25e2e98cbc5af0e7d98e542b42");
}

TEST(Digest, DiffersWhereverTheSectionsDiffer) {
  const Sections base = Made({"a", "b"});
  std::set<std::string> digests = {Digest(base), Digest(Made({"b", "a"})), Digest(Made({"a"}))};
  Sections text = base;
  text[0].set_text("b");
  Sections title = base;
  title[0].set_title("Mục ab");
  // Text that moves over the border between two fields must not go unseen.
  Sections shifted = base;
  shifted[0].set_title("Mục ");
  shifted[0].set_text("a");
  digests.insert({Digest(text), Digest(title), Digest(shifted)});
  EXPECT_EQ(digests.size(), 6u);
}

}  // namespace
}  // namespace congress::drafting

#include "services/drafting/domain/merge.h"

#include <random>

#include "absl/strings/str_split.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/compare.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

// `a b:a=text c~title`: sections in order, with what holds them, their text and their heading.
Sections Of(const std::string& shape) {
  Sections sections;
  for (const absl::string_view word : absl::StrSplit(shape, ' ', absl::SkipEmpty())) {
    v1::Section& section = *sections.Add();
    const std::vector<std::string> titled = absl::StrSplit(word, '~');
    const std::vector<std::string> with_text = absl::StrSplit(titled[0], '=');
    const std::vector<std::string> held = absl::StrSplit(with_text[0], ':');
    section.set_id(held[0]);
    if (held.size() > 1) section.set_parent(held[1]);
    section.set_title(titled.size() > 1 ? titled[1] : "x");
    SetBody(BodyOf(with_text.size() > 1 ? with_text[1] : ""), &section);
  }
  return sections;
}

std::string Shape(const Sections& sections) {
  std::string shape;
  for (const v1::Section& section : sections) {
    const std::string text = TextOf(section.body());
    absl::StrAppend(&shape, shape.empty() ? "" : " ", section.id(), section.parent().empty() ? "" : ":",
                    section.parent(), text.empty() ? "" : "=", text, section.title() == "x" ? "" : "~",
                    section.title() == "x" ? "" : section.title());
  }
  return shape;
}

absl::StatusOr<Sections> Merged(const std::string& base, const std::string& ours, const std::string& theirs) {
  const History history{.revision = nullptr, .body = [](const std::string&) { return Body(); }};
  const Sections sides[] = {Of(base), Of(ours), Of(theirs)};
  return Merge({.base = sides[0], .ours = sides[1], .theirs = sides[2]}, history, "r/3");
}

// gRPC loses an error whose details are larger than its headers.
TEST(Merge, TellsOfClashesAsMuchAsAnErrorHolds) {
  std::string base, ours, theirs;
  for (int i = 0; i < 20; ++i) {
    base += StrCat("s", i, "=", std::string(9'000, 'a'), " ");
    ours += StrCat("s", i, "=", std::string(9'000, 'b'), " ");
    theirs += StrCat("s", i, "=", std::string(9'000, 'c'), " ");
  }
  const auto refused = Merged(base, ours, theirs);
  ASSERT_THAT(refused, StatusIs(absl::StatusCode::kAborted, "MERGE_CONFLICT"));
  v1::MergeConflict conflict;
  ASSERT_TRUE(status::Detail(refused.status(), &conflict));
  EXPECT_LT(conflict.ByteSizeLong(), 4'000u);
  EXPECT_EQ(conflict.clash_count(), 20);
  ASSERT_GT(conflict.clashes_size(), 0);
  EXPECT_EQ(conflict.clashes(0).ours(), std::string(400, 'b') + "…");
}

TEST(Merge, TakesWhatEitherSideDid) {
  const struct {
    const char* base;
    const char* ours;
    const char* theirs;
    const char* merged;
  } cases[] = {
      {"a b c", "a=1 b c", "a b c=2", "a=1 b c=2"},
      {"a b c", "a~t b c", "a=2 b c", "a=2~t b c"},
      {"a b c", "a d b c", "a b e c", "a d b e c"},
      {"a b", "a d b", "a e b", "a d e b"},
      {"a b c", "b c", "a b=1 c", "b=1 c"},
      {"a b c", "b c", "b c d", "b c d"},
      {"a b c", "c a b", "a b=1 c", "c a b=1"},
      {"a b c", "a b=1 c", "c a b", "c a b=1"},
      {"a b c", "c a b", "c a b", "c a b"},
      {"a b:a c", "a c b:c", "a=1 b:a=2 c", "a=1 c b:c=2"},
      {"a b:a c", "a b:a d:a c", "c a b:a", "c a b:a d:a"},
      {"a b:a c", "c", "c a b:a", "c"},
      {"a b:a", "a b", "a b:a=1", "a b=1"},
      {"a b:a", "b", "a b:a=1", "b=1"},
      {"a=1", "a=2", "a=2", "a=2"},
      {"a=1", "a", "a", "a"},
      {"a b", "a d b", "a d b", "a d b"},
  };
  for (const auto& [base, ours, theirs, merged] : cases) {
    const auto got = Merged(base, ours, theirs);
    ASSERT_THAT(got, IsOk()) << base << " | " << ours << " | " << theirs;
    EXPECT_EQ(Shape(*got), merged) << base << " | " << ours << " | " << theirs;
    EXPECT_THAT(CheckSections(*got), IsOk());
  }
}

TEST(Merge, NamesEveryClash) {
  const struct {
    const char* base;
    const char* ours;
    const char* theirs;
    const char* clashes;
  } cases[] = {
      {"a=1", "a=2", "a=3", "a TEXT 1/2/3"},
      {"a", "a~t", "a~u", "a TITLE x/t/u"},
      {"a b", "b", "a=1 b", "a PRESENCE x//x\n1"},
      {"a b", "a=1 b", "b", "a PRESENCE x\n/x\n1/"},
      {"a", "a b=1", "a b=2", "b PRESENCE /x\n1/x\n2"},
      {"a b", "a b c:b", "a", "c PRESENCE /x\n/"},
      {"a b", "a", "a b c:b",
       "b PRESENCE /"
       "/x\n"},
      {"a b c", "c a b", "a c b", ""},
      {"a b c", "a c:a b", "a b c:b", "c PLACE /b/a//b/"},
      {"a b", "a b:a", "b a:b", "b PLACE /a/a///"},
  };
  for (const auto& [base, ours, theirs, clashes] : cases) {
    const auto got = Merged(base, ours, theirs);
    if (std::string(clashes).empty()) continue;
    ASSERT_THAT(got, StatusIs(absl::StatusCode::kAborted, "MERGE_CONFLICT"))
        << base << " | " << ours << " | " << theirs;
    v1::MergeConflict conflict;
    ASSERT_TRUE(status::Detail(got.status(), &conflict));
    EXPECT_EQ(conflict.latest_revision(), "r/3");
    EXPECT_EQ(conflict.clash_count(), 1);
    const auto& clash = conflict.clashes(0);
    EXPECT_EQ(StrCat(clash.section(), " ", v1::MergeConflict::Clash::Matter_Name(clash.matter()), " ", clash.base(),
                     "/", clash.ours(), "/", clash.theirs()),
              clashes)
        << base << " | " << ours << " | " << theirs;
  }
}

// Trees made at random by moves, removals and additions: what only one side changed is what it made of it, and what is
// merged is a tree with every section that neither removed.
TEST(Merge, LosesNothingAtRandom) {
  std::mt19937 random(20251001);
  const auto edited = [&](const Sections& base, const std::string& mark) {
    Sections sections = base;
    SectionIds retired;
    for (int i = 0; i < 3; ++i) {
      SectionEdits edits;
      const auto any = [&] { return sections[static_cast<int>(random() % static_cast<size_t>(sections.size()))].id(); };
      const auto place = [&](std::string* parent, std::string* after) {
        if (random() % 2 == 0) *parent = any();
        const int held = PlaceOf(sections, any());
        if (sections[held].parent() == *parent) *after = sections[held].id();
      };
      v1::SectionEdit& edit = *edits.Add();
      switch (random() % 4) {
        case 0:
          edit.mutable_change()->set_section(any());
          edit.mutable_change()->set_text(StrCat(mark, i));
          break;
        case 1:
          edit.mutable_move()->set_section(any());
          place(edit.mutable_move()->mutable_parent(), edit.mutable_move()->mutable_after());
          break;
        case 2:
          edit.mutable_add()->mutable_section()->set_id(StrCat(mark, i));
          edit.mutable_add()->mutable_section()->set_title("x");
          place(edit.mutable_add()->mutable_section()->mutable_parent(), edit.mutable_add()->mutable_after());
          break;
        default:
          edit.mutable_remove()->set_section(any());
      }
      if (auto next = ApplyEdits(sections, edits, {}, retired); next.ok()) sections = *next;
    }
    return sections;
  };
  int merged = 0;
  for (int round = 0; round < 2000; ++round) {
    const Sections base = edited(Of("a b:a c:b d:a e f:e g"), "base");
    const Sections ours = edited(base, "ours");
    const Sections theirs = edited(base, "theirs");
    const History history{.revision = nullptr, .body = [](const std::string&) { return Body(); }};
    ASSERT_OK_AND_ASSIGN(const Sections only_ours, Merge({base, ours, base}, history, ""));
    ASSERT_EQ(Shape(only_ours), Shape(ours)) << Shape(base);
    ASSERT_OK_AND_ASSIGN(const Sections only_theirs, Merge({base, base, theirs}, history, ""));
    ASSERT_EQ(Shape(only_theirs), Shape(theirs));
    const auto both = Merge({base, ours, theirs}, history, "");
    // Each removed what the other left.
    if (absl::IsInvalidArgument(both.status())) continue;
    if (!both.ok()) {
      ASSERT_THAT(both, StatusIs(absl::StatusCode::kAborted, "MERGE_CONFLICT"))
          << Shape(base) << " | " << Shape(ours) << " | " << Shape(theirs);
      continue;
    }
    ++merged;
    ASSERT_THAT(CheckSections(*both), IsOk());
    for (const Sections* side : {&ours, &theirs}) {
      const Sections& other = side == &ours ? theirs : ours;
      for (const v1::Section& section : *side) {
        const bool was = PlaceOf(base, section.id()) >= 0;
        ASSERT_EQ(PlaceOf(*both, section.id()) >= 0, !was || PlaceOf(other, section.id()) >= 0)
            << section.id() << ": " << Shape(base) << " | " << Shape(ours) << " | " << Shape(theirs);
      }
    }
  }
  EXPECT_GT(merged, 500);
}

}  // namespace
}  // namespace congress::drafting

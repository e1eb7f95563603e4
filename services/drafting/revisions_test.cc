#include <thread>

#include "gmock/gmock.h"
#include "services/drafting/domain/body.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

std::string Name(int revision) { return StrCat(kDocument, "/revisions/00000", revision); }

std::string Revise(const std::string& edits, const std::string& more = "", int base = 1) {
  return StrCat("name: '", kDocument, "' base_revision: '", Name(base), "' ", edits, " ", more);
}

std::string TextOf(Scene& scene, int revision, const std::string& section) {
  const auto read = scene.Call(&Drafting::GetSection, StrCat("name: '", Name(revision), "/sections/", section, "'"));
  return read.ok() ? drafting::TextOf(read->body()) : "none";
}

TEST(ReviseDocument, KeepsEveryTextThatEverStood) {
  Scene scene;
  scene.MakeDocument();
  ASSERT_OK_AND_ASSIGN(const auto second, scene.Call(&Drafting::ReviseDocument, Revise(R"(
                         edits { change { section: 'review' text: 'Một\nHai sửa' } }
                         edits { move { section: 'review' after: 'tasks' } }
                         edits { add { section { id: 'appeal' title: 'Kêu gọi' } after: 'review' } }
                         note: 'Theo kết luận của Thường trực')")));
  EXPECT_EQ(second.name(), Name(2));
  EXPECT_EQ(second.note(), "Theo kết luận của Thường trực");
  ASSERT_EQ(second.sections_size(), 3);
  EXPECT_EQ(TextOf(scene, 2, "review"), "Một\nHai sửa");
  EXPECT_EQ(TextOf(scene, 1, "review"), "Một\nHai");
  EXPECT_EQ(TextOf(scene, 1, "tasks"), "");
  EXPECT_EQ(TextOf(scene, 1, "appeal"), "none");
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Drafting::GetRevision, StrCat("name: '", Name(2), "'")));
  EXPECT_EQ(drafting::TextOf(read.sections(1).body()), "Một\nHai sửa");
  ASSERT_OK_AND_ASSIGN(const auto basic,
                       scene.Call(&Drafting::GetRevision, StrCat("name: '", Name(2), "' view: BASIC")));
  EXPECT_EQ(basic.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(basic.sections(1).word_count(), 3);
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.revision_count(), 2);
  EXPECT_EQ(document.latest_revision(), Name(2));
}

// What GetSection answers can be sent again, however long its paragraphs are.
TEST(ReviseDocument, TakesABodyAsItIsRead) {
  Scene scene;
  scene.MakeDocument();
  const std::string paragraph(5'000, 'x');
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise(StrCat("edits { change { section: 'tasks' text: '", paragraph, "' } }"))),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto read,
                       scene.Call(&Drafting::GetSection, StrCat("name: '", Name(2), "/sections/tasks'")));
  auto request = Parse<v1::ReviseDocumentRequest>(Revise("edits { change { section: 'review' } }", "", 2));
  *request.mutable_edits(0)->mutable_change()->mutable_body() = read.body();
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument, request), IsOk());
  EXPECT_EQ(TextOf(scene, 3, "review"), paragraph);
}

TEST(ReviseDocument, RefusesEditsThatDoNotFit) {
  Scene scene;
  scene.MakeDocument();
  int base = 1;
  const auto revise = [&](const std::string& edits, const std::string& more = "") {
    return scene.Call(&Drafting::ReviseDocument, Revise(edits, more, base));
  };
  EXPECT_THAT(revise("edits { change { section: 'nowhere' text: 'x' } }"), StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: '' } }"), StatusIs(kFailed, "NOTHING_CHANGED"));
  EXPECT_THAT(revise("edits { add { section { id: 'tasks' title: 'x' } } }"), StatusIs(kInvalid, "SECTION_REPEATED"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: 'x' } }", "secrecy: TUYET_MAT"),
              StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(revise("edits { }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(revise(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: 'x' body { paragraph {} } } }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(
      scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kDocument, "' edits { remove { section: 'tasks' } }")),
      StatusIs(kInvalid, "FIELDS_INVALID"))
      << "without a base";
  scene.MakeDocument("other");
  EXPECT_THAT(scene.Call(&Drafting::ReviseDocument, StrCat("name: '", kDocument,
                                                           "' edits { remove { section: 'tasks' } } base_revision: "
                                                           "'congresses/xx/documents/other/revisions/000001'")),
              StatusIs(kInvalid, "REVISIONS_UNRELATED"));
  EXPECT_THAT(revise("edits { remove { section: 'tasks' } }",
                     "answers: 'congresses/xx/documents/other/opinionRounds/r/opinions/0001-000001'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(
      scene.Call(&Drafting::ReviseDocument,
                 StrCat("name: 'congresses/xx/documents/none' edits { remove { section: 'tasks' } } base_revision: '",
                        Name(1), "'")),
      StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(revise("edits { remove { section: 'tasks' } }"), IsOk());
  base = 2;
  EXPECT_THAT(revise("edits { add { section { id: 'tasks' title: 'x' } } }"), StatusIs(kFailed, "SECTION_RETIRED"));
  std::string large;
  for (int i = 0; i < 22; ++i) {
    large += StrCat("edits { add { section { id: 's", i, "' title: 'x' text: '", std::string(200'000, 'x'), "' } } } ");
  }
  EXPECT_THAT(revise(large), StatusIs(kInvalid, "DOCUMENT_TOO_LARGE"));
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.revision_count(), 2);
}

TEST(ReviseDocument, HappensOnceUnderARequestIdAndNeverWhenOnlyValidating) {
  Scene scene;
  scene.MakeDocument();
  const std::string text = Revise("edits { change { section: 'tasks' text: 'x' } }", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Drafting::ReviseDocument, text));
  ASSERT_OK_AND_ASSIGN(const auto again, scene.Call(&Drafting::ReviseDocument, text));
  EXPECT_EQ(first.SerializeAsString(), again.SerializeAsString());
  EXPECT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise("edits { change { section: 'tasks' text: 'y' } }", "validate_only: true", 2)),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Drafting::ListRevisions, StrCat("parent: '", kDocument, "'")));
  EXPECT_EQ(list.revisions_size(), 2);
}

// Two editors from one revision: neither text is lost.
TEST(ReviseDocument, MergesWhatTwoDoAtOnce) {
  Scene scene;
  scene.MakeDocument();
  const auto change = [&](const std::string& section, const std::string& text, int base) {
    return scene.Call(&Drafting::ReviseDocument,
                      Revise(StrCat("edits { change { section: '", section, "' text: '", text, "' } }"), "", base));
  };
  ASSERT_THAT(change("review", "Một sửa\\nHai", 1), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto other_section, change("tasks", "Nhiệm vụ", 1));
  EXPECT_EQ(other_section.cause(), v1::Revision::MERGE);
  EXPECT_THAT(other_section.parents(), ::testing::ElementsAre(Name(2), Name(1)));
  EXPECT_EQ(TextOf(scene, 3, "review"), "Một sửa\nHai");
  EXPECT_EQ(TextOf(scene, 3, "tasks"), "Nhiệm vụ");
  ASSERT_THAT(change("review", "Một\\nHai thêm", 1), IsOk());
  EXPECT_EQ(TextOf(scene, 4, "review"), "Một sửa\nHai thêm") << "different paragraphs of one section";
  const absl::Status clash = change("review", "Một khác\\nHai", 1).status();
  EXPECT_THAT(clash, StatusIs(kAborted, "MERGE_CONFLICT"));
  v1::MergeConflict conflict;
  ASSERT_TRUE(status::Detail(clash, &conflict));
  EXPECT_EQ(conflict.latest_revision(), Name(4));
  ASSERT_EQ(conflict.clashes_size(), 1);
  EXPECT_EQ(conflict.clashes(0).section(), "review");
  EXPECT_THAT(conflict.clashes(0).ours(), ::testing::HasSubstr("khác"));
  EXPECT_THAT(conflict.clashes(0).theirs(), ::testing::HasSubstr("sửa"));
  EXPECT_EQ(TextOf(scene, 5, "review"), "none");
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.revision_count(), 4);
}

TEST(ReviseDocument, ManyEditorsOfDifferentSectionsMeetNoContention) {
  constexpr int kEditors = 8;
  constexpr int kEach = 5;
  Scene scene;
  scene.MakeDocument();
  std::string sections;
  for (int i = 0; i < kEditors; ++i) sections += StrCat("edits { add { section { id: 's", i, "' title: 'x' } } } ");
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument, Revise(sections)), IsOk());
  std::vector<std::jthread> editors;
  for (int editor = 0; editor < kEditors; ++editor) {
    editors.emplace_back([&scene, editor] {
      std::string base = Name(2);
      for (int i = 0; i < kEach; ++i) {
        const auto revised = scene.Call(&Drafting::ReviseDocument,
                                        StrCat("name: '", kDocument, "' base_revision: '", base,
                                               "' edits { change { section: 's", editor, "' text: 'lần ", i, "' } }"));
        ASSERT_THAT(revised, IsOk());
        base = revised->name();
      }
    });
  }
  editors.clear();
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  ASSERT_OK_AND_ASSIGN(const auto last,
                       scene.Call(&Drafting::GetRevision, StrCat("name: '", document.latest_revision(), "'")));
  EXPECT_EQ(last.number(), 2 + kEditors * kEach);
  for (const auto& section : last.sections()) {
    if (section.title() == "x") {
      EXPECT_EQ(drafting::TextOf(section.body()), "lần 4");
    }
  }
}

TEST(RevertRevision, TakesBackOneAndKeepsTheRest) {
  Scene scene;
  scene.MakeDocument();
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise("edits { remove { section: 'tasks' } } edits { change { section: 'review' text: "
                                "'Một khác\\nHai' } }")),
              IsOk());
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise("edits { change { section: 'review' text: 'Một khác\\nHai thêm' } }", "", 2)),
              IsOk());
  const auto revert = [&](int revision, const std::string& more = "") {
    return scene.Call(&Drafting::RevertRevision, StrCat("name: '", Name(revision), "' ", more));
  };
  ASSERT_OK_AND_ASSIGN(const auto reverted, revert(2, kUuid));
  EXPECT_EQ(reverted.cause(), v1::Revision::REVERT);
  EXPECT_EQ(TextOf(scene, 4, "review"), "Một\nHai thêm");
  EXPECT_EQ(TextOf(scene, 4, "tasks"), "") << "with its id";
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.retired_sections_size(), 0);
  EXPECT_THAT(revert(2, kUuid), IsOk()) << "a replay";
  EXPECT_THAT(revert(3, kUuid), StatusIs(kInvalid, "REQUEST_ID_REUSED"));
  EXPECT_THAT(revert(2), StatusIs(kFailed, "NOTHING_CHANGED"));
  EXPECT_THAT(revert(1), StatusIs(kFailed, "FIRST_REVISION"));
  EXPECT_THAT(revert(9), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::RevertRevision, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise("edits { change { section: 'review' text: 'Bốn\\nHai thêm' } }", "", 4)),
              IsOk());
  EXPECT_THAT(revert(4), StatusIs(kAborted, "MERGE_CONFLICT"));
}

TEST(GetSection, RefusesBadAndMissingNames) {
  Scene scene;
  scene.MakeDocument();
  EXPECT_THAT(scene.Call(&Drafting::GetSection, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::GetSection, StrCat("name: '", Name(1), "/sections/none'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST(ListRevisions, PagesFromTheFirstOnWithoutTheText) {
  Scene scene;
  scene.MakeDocument();
  int base = 0;
  for (const char* text : {"a", "b", "c"}) {
    ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                           Revise(StrCat("edits { change { section: 'tasks' text: '", text, "' } }"), "", ++base)),
                IsOk());
  }
  std::string token;
  std::vector<int> numbers;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page,
                         scene.Call(&Drafting::ListRevisions,
                                    StrCat("parent: '", kDocument, "' page_size: 3 page_token: '", token, "'")));
    for (const auto& revision : page.revisions()) {
      numbers.push_back(revision.number());
      EXPECT_EQ(revision.sections_size(), 0);
      EXPECT_FALSE(revision.sha256().empty());
    }
    token = page.next_page_token();
  } while (!token.empty());
  EXPECT_EQ(numbers, (std::vector<int>{1, 2, 3, 4}));
  EXPECT_THAT(scene.Call(&Drafting::ListRevisions, "parent: 'congresses/xx/documents/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::ListRevisions, ""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::ListRevisions, StrCat("parent: '", kDocument, "' page_token: 'x'")),
              StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
}

TEST(CompareRevisions, ComparesAnyTwoInEitherDirection) {
  Scene scene;
  scene.MakeDocument();
  ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                         Revise("edits { change { section: 'review' text: 'Một\\nBa' } } edits { remove { section: "
                                "'tasks' } } edits { add { section { id: 'new' title: 'Mới' } after: 'review' } }")),
              IsOk());
  const auto compare = [&](int base, int target) {
    return scene.Call(&Drafting::CompareRevisions, StrCat("base: '", Name(base), "' target: '", Name(target), "'"));
  };
  ASSERT_OK_AND_ASSIGN(const auto there, compare(1, 2));
  EXPECT_EQ(there.changed_count(), 1);
  EXPECT_EQ(there.removed_count(), 1);
  EXPECT_EQ(there.added_count(), 1);
  EXPECT_EQ(there.sections(0).pieces(0).runs(0).text(), "Một");
  ASSERT_OK_AND_ASSIGN(const auto back, compare(2, 1));
  EXPECT_EQ(back.marked_word_count(), there.marked_word_count());
  ASSERT_OK_AND_ASSIGN(const auto same, compare(2, 2));
  EXPECT_EQ(same.unchanged_count(), 2);
}

// The section review of the first revision is `Một\nHai`.
TEST(CompareRevisions, SeesNoDifferenceThatNobodySees) {
  for (const char* text : {R"(Một\r\nHai)", R"(Một\rHai)", "Một\u2028Hai", R"(Một \nHai\t)", R"(Một\nHai\r\n)",
                           R"(\357\273\277Một\nHai)", "Mộ\u00adt\u200b\u2028Hai\u00a0", "Mô\u0323t\u2028Hai"}) {
    Scene scene;
    scene.MakeDocument();
    ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                           Revise(StrCat("edits { change { section: 'review' text: '", text,
                                         "' } } edits { change { section: 'tasks' text: 'khác' } }"))),
                IsOk())
        << text;
    ASSERT_OK_AND_ASSIGN(const auto compared, scene.Call(&Drafting::CompareRevisions,
                                                         StrCat("base: '", Name(1), "' target: '", Name(2), "'")));
    EXPECT_EQ(compared.unchanged_count(), 1) << text;
  }
}

TEST(CompareRevisions, RefusesUnrelatedAndMissingOnes) {
  Scene scene;
  scene.MakeDocument();
  scene.MakeDocument("other");
  const std::string base = StrCat("base: '", Name(1), "' ");
  EXPECT_THAT(
      scene.Call(&Drafting::CompareRevisions, StrCat(base, "target: 'congresses/xx/documents/other/revisions/000001'")),
      StatusIs(kInvalid, "REVISIONS_UNRELATED"));
  EXPECT_THAT(scene.Call(&Drafting::CompareRevisions, StrCat(base, "target: '", Name(9), "'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::CompareRevisions, base), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(scene.Call(&Drafting::GetRevision, StrCat("name: '", Name(9), "'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Drafting::GetRevision, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

std::string Revise(const std::string& edits, const std::string& more = "") {
  return StrCat("name: '", kDocument, "' ", edits, " ", more);
}

std::string Name(int revision) { return StrCat(kDocument, "/revisions/00000", revision); }

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
  EXPECT_EQ(second.sections(1).text(), "Một\nHai sửa");
  ASSERT_OK_AND_ASSIGN(const auto first, scene.Call(&Drafting::GetRevision, StrCat("name: '", Name(1), "'")));
  EXPECT_EQ(first.sections(0).text(), "Một\nHai");
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Drafting::GetRevision, StrCat("name: '", Name(2), "'")));
  EXPECT_EQ(read.SerializeAsString(), second.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto document, scene.Call(&Drafting::GetDocument, StrCat("name: '", kDocument, "'")));
  EXPECT_EQ(document.revision_count(), 2);
  EXPECT_EQ(document.latest_revision(), Name(2));
}

TEST(ReviseDocument, RefusesEditsThatDoNotFit) {
  Scene scene;
  scene.MakeDocument();
  const auto revise = [&](const std::string& edits, const std::string& more = "") {
    return scene.Call(&Drafting::ReviseDocument, Revise(edits, more));
  };
  EXPECT_THAT(revise("edits { change { section: 'nowhere' text: 'x' } }"), StatusIs(kFailed, "SECTION_UNKNOWN"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: '' } }"), StatusIs(kFailed, "NOTHING_CHANGED"));
  EXPECT_THAT(revise("edits { add { section { id: 'tasks' title: 'x' } } }"), StatusIs(kInvalid, "SECTION_REPEATED"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: 'x' } }", "secrecy: TUYET_MAT"),
              StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(revise("edits { }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(revise(""), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(revise("edits { change { section: 'tasks' text: 'x' } }", "etag: '999'"),
              StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(scene.Call(&Drafting::ReviseDocument,
                         "name: 'congresses/xx/documents/none' edits { remove { section: 'tasks' } }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(revise("edits { remove { section: 'tasks' } }"), IsOk());
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
                         Revise("edits { change { section: 'tasks' text: 'y' } }", "validate_only: true")),
              IsOk());
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Drafting::ListRevisions, StrCat("parent: '", kDocument, "'")));
  EXPECT_EQ(list.revisions_size(), 2);
}

TEST(ListRevisions, PagesFromTheFirstOnWithoutTheText) {
  Scene scene;
  scene.MakeDocument();
  for (const char* text : {"a", "b", "c"}) {
    ASSERT_THAT(scene.Call(&Drafting::ReviseDocument,
                           Revise(StrCat("edits { change { section: 'tasks' text: '", text, "' } }"))),
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
  ASSERT_EQ(there.sections(0).runs_size(), 3);
  EXPECT_EQ(there.sections(0).runs(1).text(), "Hai");
  EXPECT_EQ(there.sections(0).runs(2).text(), "Ba");
  ASSERT_OK_AND_ASSIGN(const auto back, compare(2, 1));
  EXPECT_EQ(back.sections(0).runs(1).text(), "Ba");
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

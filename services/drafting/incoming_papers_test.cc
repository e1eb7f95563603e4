#include <thread>

#include "services/drafting/testing/register_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

class IncomingPapers : public RegisterTest {
 protected:
  absl::StatusOr<v1::IncomingPaper> Take(const std::string& id, const std::string& more = "",
                                         const std::string& rest = "") {
    return scene.Call(&Incoming::CreateIncomingPaper,
                      StrCat("incoming_paper_id: '", id,
                             "' incoming_paper { organisation: 'organisations/province' number: '35-CT/TW' issuer: 'Bộ "
                             "Chính trị' abstract: 'Về đại hội đảng bộ các cấp' ",
                             Day("paper_date", 6, 1), Day("received_date", 6, 3), more, " } ", rest));
  }
  absl::StatusOr<v1::IncomingPaper> Change(const std::string& id, const std::string& more,
                                           const std::string& rest = "") {
    return scene.Call(&Incoming::UpdateIncomingPaper,
                      StrCat("incoming_paper { name: 'incomingPapers/", id, "' ", more, " } ", rest));
  }
  std::vector<std::string> List(const std::string& more, const std::string& binding = "administrator@province") {
    const auto listed = scene.Call(&Incoming::ListIncomingPapers, more, binding);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> ids;
    if (!listed.ok()) return ids;
    for (const auto& paper : listed->incoming_papers()) ids.push_back(paper.name().substr(15));
    return ids;
  }
};
using ::testing::ElementsAre;

TEST_F(IncomingPapers, AnAbstractThatBearsAMarkIsAskedAbout) {
  EXPECT_THAT(Take("m", "abstract: 'TUYỆT MẬT - Về nhân sự'"), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  ASSERT_OK_AND_ASSIGN(const auto taken, Take("m", "abstract: 'TUYỆT MẬT - Về nhân sự'", "not_graded: true"));
  const auto update = [&](const std::string& fields, const std::string& more = "") {
    return scene.Call(&Incoming::UpdateIncomingPaper,
                      StrCat("incoming_paper { name: '", taken.name(), "' ", fields, " } ", more));
  };
  EXPECT_THAT(update("abstract: 'Về nhân sự (MẬT)'"), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(update("abstract: 'Về nhân sự (MẬT)'", "not_graded: true"), IsOk());
  EXPECT_THAT(update("number: '36-CT/TW'"), IsOk()) << "the abstract stays";
}

TEST_F(IncomingPapers, IsRegisteredOnce) {
  ASSERT_OK_AND_ASSIGN(const auto made, Take("ct-35", "", kUuid));
  EXPECT_EQ(made.document_type(), "CT");
  EXPECT_EQ(made.author(), "an");
  EXPECT_EQ(Take("ct-35", "", kUuid)->SerializeAsString(), made.SerializeAsString());
  EXPECT_THAT(Take("ct-35"), StatusIs(kExists, "RESOURCE_EXISTS"));
  const auto again = Take("ct-35-b", "number: 'Số 035 – CT/TW' issuer: 'BỘ CHÍNH TRỊ'");
  EXPECT_THAT(again, StatusIs(kFailed, "PAPER_REGISTERED"));
  EXPECT_EQ(MetadataIn(again.status(), "paper"), "incomingPapers/ct-35");
  EXPECT_THAT(Take("ct-35-b", Day("paper_date", 6, 2)), IsOk()) << "another year has the number too";
  EXPECT_THAT(Change("ct-35-b", Day("paper_date", 6, 1)), StatusIs(kFailed, "PAPER_REGISTERED"));
  ASSERT_THAT(Change("ct-35", "number: '36-CT/TW'"), IsOk());
  EXPECT_THAT(Take("ct-35-c"), IsOk()) << "the number is free again";
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Incoming::GetIncomingPaper, "name: 'incomingPapers/ct-35'"));
  EXPECT_EQ(read.number(), "36-CT/TW");
  EXPECT_THAT(scene.Call(&Incoming::GetIncomingPaper, "name: 'incomingPapers/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Incoming::GetIncomingPaper, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(IncomingPapers, RefusesWhatCannotBe) {
  EXPECT_THAT(Take("a", "issuer: ''"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Take("a", "abstract: ''"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Take("a", Day("received_date", 5, 31)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Take("a", "paper_date { year: 2099 } received_date { year: 2099 }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Take("a", "received_date { year: 2099 }"), StatusIs(kInvalid, "FIELDS_INVALID")) << "not come yet";
  EXPECT_THAT(Take("a", Day("due_date", 5, 31)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Take("a", "document_type: 'C-T'"), StatusIs(kInvalid, "SYMBOL_INVALID"));
  EXPECT_THAT(Take("a", "answered_by: 'numberSeries/qd/entries/000001'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Take("a", "number: 'Công điện khẩn'"), IsOk()) << "what is printed is kept as it stands";
  EXPECT_THAT(Change("a", Day("due_date", 5, 31)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Change("a", "document_type: 'C-T'"), StatusIs(kInvalid, "SYMBOL_INVALID"));
  EXPECT_THAT(Change("a", "etag: '999' abstract: 'x'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Change("none", "abstract: 'x'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
}

TEST_F(IncomingPapers, OfAStateSecretNumberTypeDateAndHolderAreKept) {
  EXPECT_THAT(Take("a", "secrecy: MAT holder: 'Văn phòng'"), StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(Take("a", "secrecy: MAT issuer: '' holder: 'Văn phòng'"), StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(Take("a", "secrecy: MAT issuer: '' abstract: ''"), StatusIs(kInvalid, "HOLDER_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto secret, Take("a", "secrecy: MAT issuer: '' abstract: '' holder: 'Văn phòng'"));
  EXPECT_EQ(secret.document_type(), "CT");
  EXPECT_THAT(Change("a", "abstract: 'x'"), StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(Change("a", "", "update_mask { paths: 'holder' }"), StatusIs(kInvalid, "HOLDER_MISSING"));
}

TEST_F(IncomingPapers, AreOverdueUntilAnswered) {
  scene.SetDay(0);
  ASSERT_THAT(Take("late", Day("due_date", 6, 10)), IsOk());
  ASSERT_THAT(Take("today", Day("due_date", 6, 16) + "number: '36-CT/TW'"), IsOk());
  ASSERT_THAT(Take("never", "number: '37-CT/TW'"), IsOk());
  EXPECT_THAT(List("overdue: true"), ElementsAre("late"));
  EXPECT_THAT(List("overdue: true as_of { year: 2025 month: 6 day: 17 }"), ElementsAre("late", "today"));
  EXPECT_EQ(scene.Call(&Incoming::GetIncomingPaper, "name: 'incomingPapers/late'")->days_overdue(), 6);
  ASSERT_THAT(Reserve("a"), IsOk());
  const std::string answer = "answered_by: 'numberSeries/qd/entries/000001'";
  EXPECT_THAT(Change("late", answer), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED")) << "the answer is not written yet";
  EXPECT_THAT(Take("x", StrCat("number: '38-CT/TW' ", answer)), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  ASSERT_THAT(Assign("numberSeries/qd/entries/000001", 6, 16), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto answered, Change("late", answer));
  EXPECT_EQ(answered.answer(), "Số 01-QĐ/TU");
  EXPECT_THAT(List("overdue: true"), ElementsAre());
  ASSERT_OK_AND_ASSIGN(const auto open, Change("late", "", "update_mask { paths: 'answered_by' }"));
  EXPECT_EQ(open.answer(), "");
  EXPECT_THAT(List("overdue: true"), ElementsAre("late"));
}

TEST_F(IncomingPapers, AreFoundByWhatIsKnownOfThem) {
  ASSERT_THAT(Take("b", Day("received_date", 6, 5)), IsOk());
  ASSERT_THAT(Take("a", Day("received_date", 6, 9) +
                            "number: '15/2025/NQ-HĐND' issuer: '' issuer_organisation: 'organisations/a'"),
              IsOk());
  EXPECT_THAT(List(""), ElementsAre("b", "a")) << "by the day of receipt";
  EXPECT_THAT(List("printed: 'số 35-ct/tw'"), ElementsAre("b"));
  EXPECT_THAT(List("printed: '15/2025/NQ - HĐND'"), ElementsAre("a"));
  EXPECT_THAT(List("filter: 'received_date>=2025-06-06'"), ElementsAre("a"));
  EXPECT_THAT(List("filter: 'issuer_organisation=organisations/a'"), ElementsAre("a"));
  EXPECT_THAT(List("filter: 'issuer:\"chinh tri\"'"), ElementsAre("b"));
  EXPECT_THAT(List("filter: 'abstract:\"dai hoi\"' order_by: 'received_date'"), ElementsAre("b", "a"));
  EXPECT_THAT(List("", "administrator@z"), ElementsAre());
  const auto list = [&](const std::string& text) { return scene.Call(&Incoming::ListIncomingPapers, text); };
  EXPECT_THAT(list("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(list("filter: 'author=an'"), StatusIs(kInvalid, "FILTER_INVALID"));
}

class PaperLinks : public IncomingPapers {
 protected:
  // The numbers 1 to 5 are on documents, and an incoming paper `tw` is there.
  PaperLinks() {
    for (const char* intention : {"a", "b", "c", "d", "e"}) Issue(intention, 6, 16);
    EXPECT_THAT(Take("tw"), IsOk());
  }
  static std::string Entry(int number) { return StrCat("numberSeries/qd/entries/00000", number); }
  absl::StatusOr<v1::PaperLink> Link(const std::string& source, const std::string& kind, const std::string& target) {
    return scene.Call(&Links::CreatePaperLink,
                      StrCat("paper_link { source: '", source, "' kind: ", kind, " target: '", target, "' }"));
  }
  std::vector<std::string> TouchedBy(const std::string& paper) {
    const auto impact = scene.Call(&Links::GetPaperImpact, StrCat("paper: '", paper, "'"));
    EXPECT_THAT(impact, IsOk());
    std::vector<std::string> numbers;
    for (const auto& touched : impact->touched()) numbers.push_back(StrCat(touched.number(), " ", touched.path_size()));
    return numbers;
  }
};

TEST_F(PaperLinks, CanBeAskedForAtBothEnds) {
  ASSERT_OK_AND_ASSIGN(const auto made, Link(Entry(1), "BASIS", "incomingPapers/tw"));
  ASSERT_THAT(Link(Entry(2), "IMPLEMENTS", Entry(1)), IsOk());
  EXPECT_THAT(Link(Entry(1), "BASIS", "incomingPapers/tw"), StatusIs(kExists, "RESOURCE_EXISTS"));
  const auto count = [&](const std::string& text) {
    return scene.Call(&Links::ListPaperLinks, text)->paper_links_size();
  };
  EXPECT_EQ(count(StrCat("source: '", Entry(1), "'")), 1);
  EXPECT_EQ(count(StrCat("target: '", Entry(1), "'")), 1);
  EXPECT_EQ(count("target: 'incomingPapers/tw'"), 1);
  EXPECT_EQ(count("kind: AMENDS"), 0);
  EXPECT_EQ(count(""), 2);
  EXPECT_THAT(scene.Call(&Links::ListPaperLinks, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Links::ListPaperLinks, "page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
  const std::string named = StrCat("name: '", made.name(), "' ");
  EXPECT_THAT(scene.Call(&Links::DeletePaperLink, StrCat(named, "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, named), IsOk());
  EXPECT_THAT(scene.Call(&Links::DeletePaperLink, named), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Links::DeletePaperLink, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_EQ(count("target: 'incomingPapers/tw'"), 0);
}

TEST_F(PaperLinks, NoPaperReplacesItselfByWayOfOthers) {
  EXPECT_THAT(Link(Entry(1), "BASIS", Entry(1)), StatusIs(kFailed, "LINKS_IN_CIRCLE"));
  ASSERT_OK_AND_ASSIGN(const auto first, Link(Entry(2), "REPLACES", Entry(1)));
  ASSERT_THAT(Link(Entry(3), "REPLACES", Entry(2)), IsOk());
  EXPECT_THAT(Link(Entry(1), "REPLACES", Entry(3)), StatusIs(kFailed, "LINKS_IN_CIRCLE"));
  EXPECT_THAT(Link(Entry(1), "BASIS", Entry(3)), IsOk()) << "an old paper may be the basis of a later reading";
  ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", first.name(), "'")), IsOk());
  EXPECT_THAT(Link(Entry(1), "REPLACES", Entry(3)), IsOk()) << "the link that closed the circle is gone";
}

TEST_F(PaperLinks, TwoAtOnceCloseNoCircleTogether) {
  for (int round = 0; round < 10; ++round) {
    absl::StatusOr<v1::PaperLink> there;
    absl::StatusOr<v1::PaperLink> back;
    {
      const std::jthread one([&] { there = Link(Entry(1), "REPLACES", Entry(2)); });
      const std::jthread other([&] { back = Link(Entry(2), "REPLACES", Entry(1)); });
    }
    ASSERT_NE(there.ok(), back.ok()) << there.status() << back.status();
    EXPECT_THAT(there.ok() ? back : there, StatusIs(kFailed, "LINKS_IN_CIRCLE"));
    ASSERT_THAT(scene.Call(&Links::DeletePaperLink, StrCat("name: '", (there.ok() ? there : back)->name(), "'")),
                IsOk());
  }
}

TEST_F(PaperLinks, RefusesWhatIsNoPaper) {
  EXPECT_THAT(Link(Entry(1), "BASIS", Entry(9)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Link(Entry(9), "BASIS", Entry(1)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Link(Entry(1), "KIND_UNSPECIFIED", Entry(2)), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Link("congresses/xx", "BASIS", Entry(2)), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_THAT(Reserve("f"), IsOk());
  ASSERT_THAT(scene.Call(&Register::VoidNumber, StrCat("name: '", Entry(6), "' reason: 'x'")), IsOk());
  EXPECT_THAT(Link(Entry(1), "BASIS", Entry(6)), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  EXPECT_THAT(scene.Call(&Links::GetPaperImpact, StrCat("paper: '", Entry(9), "'")),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Links::GetPaperImpact, "paper: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(PaperLinks, AChangeTouchesWhatRestsOnItAndSoOn) {
  ASSERT_THAT(Link(Entry(1), "BASIS", "incomingPapers/tw"), IsOk());
  ASSERT_THAT(Link(Entry(2), "IMPLEMENTS", Entry(1)), IsOk());
  ASSERT_THAT(Link(Entry(3), "AMENDS", Entry(2)), IsOk());
  ASSERT_THAT(Link(Entry(3), "BASIS", Entry(1)), IsOk());
  ASSERT_THAT(Link(Entry(4), "REPLACES", Entry(2)), IsOk());
  EXPECT_THAT(TouchedBy("incomingPapers/tw"),
              ElementsAre("Số 01-QĐ/TU 1", ::testing::AnyOf("Số 02-QĐ/TU 2", "Số 03-QĐ/TU 2"),
                          ::testing::AnyOf("Số 02-QĐ/TU 2", "Số 03-QĐ/TU 2")));
  EXPECT_THAT(TouchedBy(Entry(2)), ElementsAre("Số 03-QĐ/TU 1"));
  EXPECT_THAT(TouchedBy(Entry(5)), ElementsAre());
  ASSERT_OK_AND_ASSIGN(const auto impact, scene.Call(&Links::GetPaperImpact, StrCat("paper: '", Entry(1), "'")));
  for (const auto& touched : impact.touched()) {
    EXPECT_EQ(touched.replaced_by_size(), touched.paper() == Entry(2) ? 1 : 0) << touched.paper();
  }
  EXPECT_EQ(impact.number(), "Số 01-QĐ/TU");
}

}  // namespace
}  // namespace congress::drafting

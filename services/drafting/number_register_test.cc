#include <set>
#include <thread>

#include "platform/rpc/records.h"
#include "services/drafting/testing/scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::StatusIs;

std::string SeriesText(const std::string& id, const std::string& type, const std::string& more = "") {
  return StrCat("number_series_id: '", id,
                "' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' ",
                "issuer_symbol: 'TU' term: '2025-2030' document_type: '", type, "' } ", more);
}

std::string Wish(const std::string& intention, const std::string& more = "") {
  return StrCat("parent: 'numberSeries/qd' number_entry { title: 'Phân bổ đại biểu' intention: 'congresses/xx/plans/",
                intention, "' } ", more);
}

std::string Entry(const char* number) { return StrCat("name: 'numberSeries/qd/entries/", number, "' "); }
const char kDay[] = "document_date { year: 2025 month: 6 day: 16 } ";

// A scene with the series qd: decisions from 127 on.
class NumberRegister : public ::testing::Test {
 protected:
  NumberRegister() {
    EXPECT_THAT(
        scene.Call(&Register::CreateNumberSeries, SeriesText("qd", "QĐ", "number_series { first_number: 127 }")),
        IsOk());
  }
  absl::StatusOr<v1::NumberEntry> Reserve(const std::string& text,
                                          const std::string& binding = "administrator@province") {
    return scene.Call(&Register::ReserveNumber, text, binding);
  }
  absl::StatusOr<v1::ListNumberGapsResponse> Gaps(const std::string& more) {
    return scene.Call(&Register::ListNumberGaps, StrCat("parent: 'numberSeries/qd' ", more));
  }

  Scene scene;
};

// The series qd is of QĐ, TU and 2025-2030.
TEST_F(NumberRegister, AnotherSpellingOrOwnerMakesNoSecondSeries) {
  for (const char* variant :
       {"term: '2025–2030'", "term: '2025 - 2030'", "term: '2025-2030 '", "term: '2025\u00a0- 2030'",
        "document_type: 'qđ'", "document_type: 'Q\u00D0'", "document_type: 'QĐ '", "issuer_symbol: 'tu'",
        "issuer_symbol: 'ＴＵ'", "issuer: 'TỈNH UỶ'", "issuer: 'Tỉnh  ủy '", "organisation: 'organisations/u1'"}) {
    EXPECT_THAT(
        scene.Call(&Register::CreateNumberSeries, SeriesText("again", "QĐ", StrCat("number_series { ", variant, " }"))),
        StatusIs(kFailed, "SERIES_OVERLAP"))
        << variant;
  }
  for (const char* commune : {"a", "b"}) {
    EXPECT_THAT(scene.Call(&Register::CreateNumberSeries, SeriesText(StrCat("du-", commune), "QĐ",
                                                                     StrCat("number_series { issuer: 'Đảng ủy xã ",
                                                                            commune, "' issuer_symbol: 'ĐU' }"))),
                IsOk());
  }
}

TEST_F(NumberRegister, KeepsSeriesApart) {
  const auto create = [&](const std::string& text) { return scene.Call(&Register::CreateNumberSeries, text); };
  ASSERT_OK_AND_ASSIGN(const auto made, create(SeriesText("nq", "NQ")));
  EXPECT_EQ(made.first_number(), 1);
  EXPECT_THAT(create(SeriesText("nq", "BC")), StatusIs(kExists, "RESOURCE_EXISTS"));
  EXPECT_THAT(create(SeriesText("nq-2", "NQ")), StatusIs(kFailed, "SERIES_OVERLAP"));
  EXPECT_THAT(create(SeriesText("all", "")), StatusIs(kFailed, "SERIES_OVERLAP"));
  EXPECT_THAT(create(SeriesText("x", "N/Q")), StatusIs(kInvalid, "SYMBOL_INVALID"));
  EXPECT_THAT(create(SeriesText("x", "BC", "number_series { first_number: -1 }")),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(create(SeriesText("next", "QĐ", "number_series { term: '2030-2035' }")), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Register::GetNumberSeries, "name: 'numberSeries/qd'"));
  EXPECT_EQ(read.first_number(), 127);
  EXPECT_THAT(scene.Call(&Register::GetNumberSeries, "name: 'numberSeries/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Register::GetNumberSeries, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(const auto list, scene.Call(&Register::ListNumberSeries, "term: '2025-2030' page_size: 1"));
  EXPECT_EQ(list.number_series_size(), 1);
  EXPECT_FALSE(list.next_page_token().empty());
  EXPECT_THAT(scene.Call(&Register::ListNumberSeries, "page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(scene.Call(&Register::ListNumberSeries, "page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(NumberRegister, GivesNumbersInOrderAndOneToAnIntention) {
  ASSERT_OK_AND_ASSIGN(const auto first, Reserve(Wish("a", kUuid), "secretary@province"));
  EXPECT_EQ(first.formatted(), "Số 127-QĐ/TU");
  EXPECT_EQ(first.name(), "numberSeries/qd/entries/000127");
  ASSERT_OK_AND_ASSIGN(const auto replayed, Reserve(Wish("a", kUuid), "secretary@province"));
  EXPECT_EQ(replayed.SerializeAsString(), first.SerializeAsString());
  // The same intention under another request_id, or none.
  ASSERT_OK_AND_ASSIGN(const auto again, Reserve(Wish("a", "request_id: '6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a02'")));
  EXPECT_EQ(again.name(), first.name());
  ASSERT_OK_AND_ASSIGN(const auto second, Reserve(Wish("b")));
  EXPECT_EQ(second.number(), 128);
  ASSERT_OK_AND_ASSIGN(const auto read, scene.Call(&Register::GetNumberEntry, Entry("000128")));
  EXPECT_EQ(read.SerializeAsString(), second.SerializeAsString());
  EXPECT_THAT(scene.Call(&Register::GetNumberEntry, Entry("000129")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Register::GetNumberEntry, "name: 'numberSeries/qd'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(NumberRegister, DatesNoNumberBeforeItsPredecessor) {
  scene.SetDay(3);
  ASSERT_OK_AND_ASSIGN(const auto first, Reserve(Wish("a")));
  scene.SetDay(2);
  EXPECT_THAT(Reserve(Wish("b")), StatusIs(kFailed, "CLOCK_BEHIND"));
  EXPECT_THAT(Reserve(Wish("a")), IsOk()) << "has its number already";
  // Where the clock was wrong then, an operator says when it was.
  const auto correct = [&](const std::string& time) {
    return scene
        .Call(&Register::ContinueNumberSeries, StrCat("name: 'numberSeries/qd' last_number: ", first.number(),
                                                      " reason: 'Đồng hồ sai' last_time { seconds: ", time, " }"))
        .status();
  };
  EXPECT_THAT(correct("4000000000"), StatusIs(kInvalid, "FIELDS_INVALID")) << "in the future";
  EXPECT_THAT(Reserve(Wish("b")), StatusIs(kFailed, "CLOCK_BEHIND"));
  ASSERT_THAT(correct("1000000000"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto early, Reserve(Wish("early")));
  EXPECT_EQ(early.number(), first.number() + 1);
  scene.SetDay(3);
  ASSERT_OK_AND_ASSIGN(const auto second, Reserve(Wish("b")));
  EXPECT_EQ(second.number(), first.number() + 2);
}

TEST_F(NumberRegister, RefusesWishesThatDoNotFit) {
  EXPECT_THAT(Reserve(Wish("a", "parent: 'numberSeries/none'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Reserve(Wish("a", "number_entry { title: '' }")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Reserve(Wish("a", "number_entry { intention: 'kế hoạch' }")), StatusIs(kInvalid, "INTENTION_INVALID"));
  EXPECT_THAT(Reserve(Wish("a", "number_entry { document_type: 'NQ' }")), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  ASSERT_THAT(Reserve(Wish("a")), IsOk());
  EXPECT_THAT(Reserve(Wish("a", "number_entry { title: '' secrecy: MAT holder: 'Văn phòng' }")),
              StatusIs(kFailed, "INTENTION_TAKEN"));
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries, SeriesText("dh", "", "number_series { issuer_symbol: 'ĐH' }")),
              IsOk());
  EXPECT_THAT(Reserve(Wish("a", "parent: 'numberSeries/dh' number_entry { document_type: 'N-Q' }")),
              StatusIs(kInvalid, "SYMBOL_INVALID"));
  // The common series of a congress runs through all types.
  ASSERT_OK_AND_ASSIGN(const auto first, Reserve(Wish("a",
                                                      "parent: 'numberSeries/dh' number_entry { document_type: "
                                                      "'NQ' }")));
  ASSERT_OK_AND_ASSIGN(const auto second, Reserve(Wish("b",
                                                       "parent: 'numberSeries/dh' number_entry { document_type: "
                                                       "'BC' }")));
  EXPECT_EQ(first.formatted(), "Số 01-NQ/ĐH");
  EXPECT_EQ(second.formatted(), "Số 02-BC/ĐH");
}

TEST_F(NumberRegister, GivesNumbersToPapersOfItsOwnAlone) {
  scene.MakeDocument();
  ASSERT_THAT(scene.Call(&Register::CreateNumberSeries,
                         SeriesText("aa", "BC", "number_series { organisation: 'organisations/a' issuer: 'Xã A' }")),
              IsOk());
  const auto reserve = [&](const std::string& intention, std::vector<std::string> bindings) {
    return scene.Call(&Register::ReserveNumber,
                      Parse<v1::ReserveNumberRequest>(
                          StrCat("parent: 'numberSeries/aa' number_entry { title: 'x' intention: '", intention, "' }")),
                      scene.service().As("chi", std::move(bindings)));
  };
  EXPECT_THAT(reserve(kDocument, {"secretary@a"}), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(reserve("congresses/xx/documents/none", {"secretary@a"}), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(reserve(kDocument, {"secretary@a", "reader@province"}), StatusIs(kFailed, "PAPER_NOT_OWN"));
  ASSERT_THAT(reserve("congresses/xx/papers/p", {"secretary@a"}), IsOk());
  const auto assign = [&](const std::string& document) {
    return scene.Call(&Register::AssignNumber,
                      StrCat("name: 'numberSeries/aa/entries/000001' ", kDay, "document: '", document, "'"));
  };
  EXPECT_THAT(assign("báo cáo"), StatusIs(kInvalid, "INTENTION_INVALID"));
  EXPECT_THAT(assign("congresses/xx/documents/none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(assign(kDocument), StatusIs(kFailed, "PAPER_NOT_OWN"));
  ASSERT_THAT(scene.Call(&Drafting::CreateDocument,
                         StrCat(Scene::DocumentText("own"), "document { organisation: 'organisations/a' }")),
              IsOk());
  EXPECT_THAT(assign("congresses/xx/documents/own"), IsOk());
}

TEST_F(NumberRegister, KeepsOfAStateSecretNumberTypeDateAndHolderInTheSameSeries) {
  ASSERT_THAT(Reserve(Wish("open")), IsOk());
  EXPECT_THAT(Reserve(Wish("x", "number_entry { secrecy: MAT holder: 'Văn phòng' }")),
              StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  EXPECT_THAT(Reserve(Wish("x", "number_entry { secrecy: MAT title: '' }")), StatusIs(kInvalid, "HOLDER_MISSING"));
  ASSERT_OK_AND_ASSIGN(const auto secret,
                       Reserve(Wish("x", "number_entry { secrecy: TOI_MAT title: '' holder: 'Văn phòng' }")));
  EXPECT_EQ(secret.number(), 128);
  ASSERT_OK_AND_ASSIGN(const auto assigned, scene.Call(&Register::AssignNumber, StrCat(Entry("000128"), kDay)));
  EXPECT_EQ(assigned.holder(), "Văn phòng");
  EXPECT_EQ(assigned.title(), "");
}

TEST_F(NumberRegister, AssignsOnceAndVoidsForGood) {
  ASSERT_OK_AND_ASSIGN(const auto first, Reserve(Wish("a")));
  ASSERT_THAT(Reserve(Wish("b")), IsOk());
  const auto assign = [&](const std::string& text) { return scene.Call(&Register::AssignNumber, text); };
  const auto give_up = [&](const std::string& text) { return scene.Call(&Register::VoidNumber, text); };
  EXPECT_THAT(assign(Entry("000127")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(assign(StrCat(Entry("000127"), "document_date { year: 2099 month: 6 day: 20 }")),
              StatusIs(kInvalid, "FIELDS_INVALID"))
      << "not come yet";
  EXPECT_THAT(assign(StrCat(Entry("000999"), kDay)), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(assign(StrCat(Entry("000127"), kDay, "etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  const std::string text =
      StrCat(Entry("000127"), kDay, "document: 'congresses/xx/plans/a' etag: '", first.etag(), "' ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto assigned, assign(text));
  ASSERT_OK_AND_ASSIGN(const auto replayed, assign(text));
  EXPECT_EQ(replayed.SerializeAsString(), assigned.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const auto repeated, assign(StrCat(Entry("000127"), kDay)));
  EXPECT_EQ(repeated.SerializeAsString(), assigned.SerializeAsString());
  EXPECT_THAT(assign(StrCat(Entry("000127"), "document_date { year: 2025 month: 6 day: 15 }")),
              StatusIs(kFailed, "NUMBER_NOT_RESERVED"));

  EXPECT_THAT(give_up(StrCat(Entry("000127"), "reason: 'x'")), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  EXPECT_THAT(give_up(Entry("000128")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(give_up(StrCat(Entry("000999"), "reason: 'x'")), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(give_up(StrCat(Entry("000128"), "reason: 'x' etag: '999'")), StatusIs(kAborted, "ETAG_MISMATCH"));
  const std::string voiding = StrCat(Entry("000128"), "reason: 'Không ban hành' ", kUuid);
  ASSERT_OK_AND_ASSIGN(const auto voided, give_up(voiding));
  ASSERT_OK_AND_ASSIGN(const auto again, give_up(voiding));
  EXPECT_EQ(again.SerializeAsString(), voided.SerializeAsString());
  // Its intention gets a new number, never the old one.
  ASSERT_OK_AND_ASSIGN(const auto next, Reserve(Wish("b")));
  EXPECT_EQ(next.number(), 129);
}

TEST_F(NumberRegister, ListsEntriesAndGapsWithSumsThatAgree) {
  for (const char* intention : {"a", "b", "c", "d"}) ASSERT_THAT(Reserve(Wish(intention)), IsOk());
  ASSERT_THAT(scene.Call(&Register::AssignNumber, StrCat(Entry("000127"), kDay)), IsOk());
  ASSERT_THAT(scene.Call(&Register::VoidNumber, StrCat(Entry("000128"), "reason: 'Hủy'")), IsOk());
  const auto list = [&](const std::string& more) {
    return scene.Call(&Register::ListNumberEntries, StrCat("parent: 'numberSeries/qd' ", more));
  };
  ASSERT_OK_AND_ASSIGN(const auto reserved, list("state: RESERVED"));
  ASSERT_EQ(reserved.number_entries_size(), 2);
  EXPECT_EQ(reserved.number_entries(0).number(), 129);
  ASSERT_OK_AND_ASSIGN(const auto none, list("document_type: 'NQ'"));
  EXPECT_EQ(none.number_entries_size(), 0);
  EXPECT_THAT(list("parent: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(list("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(list("page_size: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));

  ASSERT_OK_AND_ASSIGN(const auto gaps, Gaps("page_size: 2"));
  ASSERT_EQ(gaps.gaps_size(), 2);
  EXPECT_EQ(gaps.gaps(0).entry().void_reason(), "Hủy");
  EXPECT_EQ(gaps.first_number(), 127);
  EXPECT_EQ(gaps.last_number(), 130);
  EXPECT_EQ(gaps.assigned_count() + gaps.reserved_count() + gaps.voided_count(),
            gaps.last_number() - gaps.first_number() + 1);
  ASSERT_OK_AND_ASSIGN(const auto rest, Gaps(StrCat("page_size: 2 page_token: '", gaps.next_page_token(), "'")));
  EXPECT_EQ(rest.gaps_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto old, Gaps("reserved_days: 30"));
  EXPECT_EQ(old.gaps_size(), 1);
  ASSERT_OK_AND_ASSIGN(const auto later, Gaps("reserved_days: 30 as_of { year: 2025 month: 7 day: 16 }"));
  ASSERT_EQ(later.gaps_size(), 3);
  EXPECT_EQ(later.gaps(1).days_since_reservation(), 30);
  EXPECT_THAT(Gaps("parent: 'numberSeries/none'"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Gaps("page_token: 'x'"), StatusIs(kInvalid, "PAGE_TOKEN_INVALID"));
  EXPECT_THAT(Gaps("reserved_days: -1"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

// Numbers are on paper whatever becomes of the store.
class NumberRegisterSetBack : public NumberRegister {
 protected:
  NumberRegisterSetBack() {
    EXPECT_THAT(Reserve(Wish("a")), IsOk());
    // What was given out after the backup, 128 to 132, is gone with the epoch.
    EXPECT_THAT(scene.service().store().Commit({.writes = {{.key = "x", .value = "x"}}, .jump_to = store::FirstOf(1)}),
                IsOk());
  }
  absl::StatusOr<v1::NumberSeries> Continue(const std::string& last) {
    return scene.Call(&Register::ContinueNumberSeries,
                      StrCat("name: 'numberSeries/qd' last_number: ", last, " reason: 'Khôi phục bản sao lưu'"));
  }
};

TEST_F(NumberRegisterSetBack, GivesNoNumberBeforeTheLastOnPaperIsSaid) {
  EXPECT_THAT(Reserve(Wish("b")), StatusIs(kFailed, "SERIES_WAITS"));
  ASSERT_OK_AND_ASSIGN(const auto known, Reserve(Wish("a")));
  EXPECT_EQ(known.number(), 127) << "what it has it may keep";
  EXPECT_THAT(Continue("899999"), StatusIs(kFailed, "GAP_TOO_LARGE"));
  EXPECT_THAT(Continue("126"), StatusIs(kFailed, "LAST_NUMBER_TOO_LOW"));
  EXPECT_THAT(
      scene.Call(&Register::CreateNumberSeries,
                 "number_series_id: 'lost' number_series { organisation: 'organisations/province' issuer: 'Tỉnh ủy' "
                 "issuer_symbol: 'TU' term: '2031-2036' document_type: 'BC' first_number: 1 }",
                 "clerk@province"),
      StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"))
      << "nor by making one again";
  EXPECT_THAT(scene.Call(&Register::ContinueNumberSeries,
                         "name: 'numberSeries/qd' last_number: 132 reason: 'Khôi phục'", "clerk@province"),
              StatusIs(absl::StatusCode::kPermissionDenied, "PERMISSION_MISSING"));
  ASSERT_THAT(Continue("132"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto next, Reserve(Wish("b")));
  EXPECT_EQ(next.number(), 133);
  EXPECT_THAT(Continue("132"), IsOk()) << "it is known already";
  // A later one turned up on paper: the first answer was wrong.
  ASSERT_THAT(Continue("140"), IsOk());
  EXPECT_EQ(Reserve(Wish("c"))->number(), 141);
  EXPECT_EQ(Gaps("reserved_days: 30")->lost_count(), 5 + 7);
}

TEST_F(NumberRegister, RefusesACounterThatIsBehindItsEntries) {
  store::Store& store = scene.service().store();
  const std::string key = rpc::RecordKey("NumberCounter", "numberSeries/qd/counter");
  ASSERT_OK_AND_ASSIGN(const store::Record before, store.Get(key));
  ASSERT_THAT(Reserve(Wish("a")), IsOk());
  ASSERT_THAT(store.Commit({.writes = {{.key = key, .value = before.value}}}), IsOk());
  EXPECT_THAT(Reserve(Wish("b")), StatusIs(absl::StatusCode::kDataLoss, "RECORD_DAMAGED"));
  EXPECT_EQ(Reserve(Wish("a"))->number(), 127) << "its entry is still its own";
}

TEST_F(NumberRegister, IsNotContinuedWhereNothingWasLost) {
  EXPECT_THAT(Reserve(Wish("a")), IsOk());
  EXPECT_THAT(
      scene.Call(&Register::ContinueNumberSeries, "name: 'numberSeries/qd' last_number: 140 reason: 'Khôi phục'"),
      StatusIs(kFailed, "SERIES_GOES_ON"));
}

TEST_F(NumberRegisterSetBack, TellsWhatIsLostAndWhy) {
  ASSERT_THAT(Continue("132"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto gaps, Gaps("reserved_days: 30"));
  ASSERT_EQ(gaps.gaps_size(), 5);
  EXPECT_EQ(gaps.gaps(0).entry().formatted(), "Số 128-QĐ/TU");
  EXPECT_EQ(gaps.gaps(0).entry().state(), v1::NumberEntry::LOST);
  EXPECT_EQ(gaps.gaps(0).entry().void_reason(), "Khôi phục bản sao lưu");
  EXPECT_EQ(gaps.lost_count(), 5);
  EXPECT_EQ(gaps.reserved_count(), 1);
  // The document that bears it turns up.
  EXPECT_THAT(scene.Call(&Register::AssignNumber, StrCat(Entry("000128"), kDay)), StatusIs(kInvalid, "FIELDS_INVALID"));
  ASSERT_OK_AND_ASSIGN(
      const auto assigned,
      scene.Call(&Register::AssignNumber, StrCat(Entry("000128"), kDay, "document: 'congresses/xx/papers/d'")));
  EXPECT_EQ(assigned.state(), v1::NumberEntry::ASSIGNED);
}

TEST_F(NumberRegisterSetBack, ANewSeriesSaysItsFirstNumber) {
  EXPECT_THAT(scene.Call(&Register::CreateNumberSeries, SeriesText("nq", "NQ")),
              StatusIs(kFailed, "FIRST_NUMBER_MISSING"));
  EXPECT_THAT(scene.Call(&Register::CreateNumberSeries, SeriesText("nq", "NQ", "number_series { first_number: 1 }")),
              IsOk());
}

// Nor does one of them lose to the others for ever: they wait their turn.
TEST_F(NumberRegister, NeverGivesANumberTwiceWhenManyAskAtOnce) {
  constexpr int kThreads = 64;
  constexpr int kEach = 5;
  std::vector<std::vector<int64_t>> numbers(kThreads);
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      const auto place = static_cast<size_t>(thread);
      for (int i = 0; i < kEach; ++i) {
        const auto entry = Reserve(Wish(StrCat("t", thread, "-", i)));
        ASSERT_THAT(entry, IsOk());
        numbers[place].push_back(entry->number());
      }
    });
  }
  threads.clear();
  std::set<int64_t> given;
  for (const auto& some : numbers) given.insert(some.begin(), some.end());
  EXPECT_EQ(given.size(), static_cast<size_t>(kThreads * kEach));
  EXPECT_EQ(*given.begin(), 127);
  EXPECT_EQ(*given.rbegin(), 127 + kThreads * kEach - 1);
}

}  // namespace
}  // namespace congress::drafting

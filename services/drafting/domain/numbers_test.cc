#include "services/drafting/domain/numbers.h"

#include <set>

#include "platform/civil/civil.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/symbol.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::MetadataIn;
using support::StatusIs;

v1::NumberSeries Series(const std::string& name, const std::string& type) {
  v1::NumberSeries series;
  series.set_name("numberSeries/" + name);
  series.set_organisation("organisations/province");
  series.set_issuer_symbol("TU");
  series.set_term("2025-2030");
  series.set_document_type(type);
  return series;
}

v1::NumberEntry Wish(const std::string& type = "") {
  v1::NumberEntry wish;
  wish.set_document_type(type);
  wish.set_title("Quyết định phân bổ đại biểu");
  wish.set_intention("congresses/xx/allocationPlans/main");
  return wish;
}

v1::AssignNumberRequest Issued(int day) {
  v1::AssignNumberRequest request;
  *request.mutable_document_date() = civil::ToDate(absl::CivilDay(2025, 6, day));
  return request;
}

TEST(CheckSymbol, TakesVietnameseLetters) {
  for (const char* symbol : {"QĐ", "QĐi", "TTr", "CTr", "NQ", "ĐA"}) EXPECT_THAT(CheckTypeSymbol(symbol), IsOk());
  for (const char* symbol : {"", "Q Đ", "Q-Đ", "QĐ/", "Q1", " QĐ", "QĐ\n", "№"}) {
    EXPECT_THAT(CheckTypeSymbol(symbol), StatusIs(kInvalid, "SYMBOL_INVALID")) << symbol;
  }
  EXPECT_THAT(CheckIssuerSymbol("BCĐ35"), IsOk());
  EXPECT_THAT(CheckIssuerSymbol("BCĐ/35"), StatusIs(kInvalid, "SYMBOL_INVALID"));
}

TEST(Claim, KeepsTwoSeriesFromGivingTheSameNumber) {
  ASSERT_OK_AND_ASSIGN(v1::TermSeries term, Claim({}, Series("qd", "QĐ")));
  ASSERT_OK_AND_ASSIGN(term, Claim(term, Series("nq", "NQ")));
  EXPECT_EQ(term.series_size(), 2);
  EXPECT_THAT(Claim(term, Series("qd-2", "QĐ")), StatusIs(kFailed, "SERIES_OVERLAP"));
  EXPECT_EQ(MetadataIn(Claim(term, Series("qd-2", "QĐ")).status(), "cause"), "same_type");
  EXPECT_THAT(Claim(term, Series("all", "")), StatusIs(kFailed, "SERIES_OVERLAP"));
  EXPECT_EQ(MetadataIn(Claim(term, Series("all", "")).status(), "cause"), "some_type");
  ASSERT_OK_AND_ASSIGN(const v1::TermSeries common, Claim({}, Series("all", "")));
  EXPECT_THAT(Claim(common, Series("qd", "QĐ")), StatusIs(kFailed, "SERIES_OVERLAP"));
  EXPECT_EQ(MetadataIn(Claim(common, Series("qd", "QĐ")).status(), "cause"), "common");
}

TEST(Claim, IsOfWhatIsPrinted) {
  ASSERT_OK_AND_ASSIGN(const v1::TermSeries term, Claim({}, Series("qd", "QĐ")));
  for (const char* type : {"qđ", "Qđ", "Q\u00D0", "QĐ ", "ＱĐ"}) {
    EXPECT_THAT(Claim(term, Series("x", type)), StatusIs(kFailed, "SERIES_OVERLAP")) << type;
  }
  EXPECT_THAT(Claim(term, Series("x", "QD")), StatusIs(kFailed, "SERIES_OVERLAP")) << "typed without its marks";
  ASSERT_OK_AND_ASSIGN(const v1::TermSeries projects, Claim({}, Series("da", "ĐA")));
  EXPECT_THAT(Claim(projects, Series("x", "DA")), IsOk()) << "both are types";
}

TEST(TermSeriesName, IsOneForEverySpellingAndOwner) {
  const auto name = [](const char* issuer, const char* symbol, const char* years, const char* owner) {
    v1::NumberSeries series = Series("x", "QĐ");
    series.set_issuer(issuer);
    series.set_issuer_symbol(symbol);
    series.set_term(years);
    series.set_organisation(owner);
    return TermSeriesName(series);
  };
  const char* province = "organisations/province";
  const std::string first = name("Tỉnh ủy Nghệ An", "TU", "2025-2030", province);
  for (const char* years : {"2025–2030", "2025 - 2030", "2025-2030 ", "2025\u00a0—\u00a02030", "2025\u22122030"}) {
    EXPECT_EQ(name("Tỉnh ủy Nghệ An", "TU", years, province), first) << years;
  }
  for (const char* issuer :
       {"TỈNH ỦY NGHỆ AN", "Tỉnh uỷ Nghệ An", "Tỉnh  ủy\u00a0Nghệ An ", "Tỉnh ủy Nghe\u0323\u0302 An"}) {
    EXPECT_EQ(name(issuer, "tu", "2025-2030", province), first) << issuer;
  }
  EXPECT_EQ(name("Tỉnh ủy Nghệ An", "TU", "2025-2030", "organisations/unit-1"), first);
  EXPECT_NE(name("Đảng ủy xã A", "ĐU", "2025-2030", province), name("Đảng ủy xã B", "ĐU", "2025-2030", province));
}

TEST(TermSeriesName, DiffersByIssuerSymbolAndTerm) {
  v1::NumberSeries issuer = Series("x", "");
  issuer.set_issuer_symbol("ĐH");
  v1::NumberSeries term = Series("x", "");
  term.set_term("2030-2035");
  v1::NumberSeries printed = Series("x", "");
  printed.set_issuer("Đảng ủy xã A");
  const std::set<std::string> names = {TermSeriesName(Series("x", "QĐ")), TermSeriesName(Series("y", "NQ")),
                                       TermSeriesName(issuer), TermSeriesName(term), TermSeriesName(printed)};
  EXPECT_EQ(names.size(), 4u);
}

TEST(Reserve, WritesTheNumberTheWayThePartyDoes) {
  const struct {
    int64_t number;
    const char* formatted;
    const char* name;
  } cases[] = {{127, "Số 127-QĐ/TU", "numberSeries/qd/entries/000127"},
               {1, "Số 01-QĐ/TU", "numberSeries/qd/entries/000001"},
               {2397, "Số 2397-QĐ/TU", "numberSeries/qd/entries/002397"}};
  const v1::NumberSeries series = Series("qd", "QĐ");
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry wish, CheckWish(series, Wish()));
  for (const auto& [number, formatted, name] : cases) {
    const v1::NumberEntry entry = Reserve(series, wish, number, "an", sample::kNow);
    EXPECT_EQ(entry.formatted(), formatted);
    EXPECT_EQ(entry.name(), name);
    EXPECT_EQ(entry.state(), v1::NumberEntry::RESERVED);
    EXPECT_EQ(entry.reserved_by(), "an");
  }
}

TEST(RefuseMarkedText, KnowsAMarkThatSignsSetOff) {
  for (const char* marked : {"MẬT", "TỐI MẬT - Đề nghị thay nhân sự", "Độ mật: MẬT", "Độ mật: Tối mật\nĐề nghị",
                             "Góp ý\n(TUYỆT MẬT)", "Độ mật – Mật"}) {
    const absl::Status refused = RefuseMarkedText(marked);
    EXPECT_THAT(refused, StatusIs(kFailed, "SECRECY_MARK_FOUND")) << marked;
    EXPECT_EQ(MetadataIn(refused, "cause"), "text");
  }
  const std::string far = "a\na\na\na\na\na\na\na\na\na\n";
  for (const std::string& plain : {std::string("Bảo vệ tài liệu MẬT và TỐI MẬT của tỉnh"),
                                   std::string("Mật ong: đặc sản"), far + "MẬT", std::string("Chế độ bảo mật: tốt")}) {
    EXPECT_THAT(RefuseMarkedText(plain), IsOk()) << plain;
  }
}

TEST(CheckEntry, NamesEachIssuerOnce) {
  v1::NumberEntry wish = Wish();
  v1::NumberSeries series = Series("qd", "QĐ");
  series.set_issuer("Tỉnh ủy");
  wish.add_joint_issuers("Uỷ ban nhân dân tỉnh");
  EXPECT_THAT(CheckWish(series, wish), IsOk());
  wish.add_joint_issuers("Ủy ban  nhân dân tỉnh");
  EXPECT_THAT(CheckWish(series, wish), StatusIs(kInvalid, "FIELDS_INVALID"));
  wish.set_joint_issuers(1, "TỈNH UỶ");
  EXPECT_THAT(CheckWish(series, wish), StatusIs(kInvalid, "FIELDS_INVALID")) << "it is the issuer";
}

TEST(RefuseMarkedTitle, KnowsAMarkFromAWord) {
  for (const char* marked : {"MẬT", "TỐI MẬT", "[MẬT] Quyết định", "TUYỆT MẬT - Kế hoạch", "Kế hoạch số 12 MẬT",
                             "Quyết định về nhân sự (TỐI MẬT)", "MẬT Báo cáo", "Báo cáo – MẬT"}) {
    const absl::Status refused = RefuseMarkedTitle(marked);
    EXPECT_THAT(refused, StatusIs(kFailed, "SECRECY_MARK_FOUND")) << marked;
    EXPECT_TRUE(MetadataIn(refused, "mark").ends_with("MẬT"));
  }
  EXPECT_EQ(MetadataIn(RefuseMarkedTitle("Kế hoạch TỐI MẬT năm 2025"), "mark"), "TỐI MẬT");
  for (const char* plain :
       {"", "Quy chế bảo mật", "KẾ HOẠCH BẢO VỆ BÍ MẬT", "Bảo vệ BÍ MẬT nhà nước", "Mật ong rừng"}) {
    EXPECT_THAT(RefuseMarkedTitle(plain), IsOk()) << plain;
  }
}

TEST(CheckWish, KeepsASeriesToItsType) {
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), Wish("QĐ")), IsOk());
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), Wish("NQ")), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  EXPECT_EQ(MetadataIn(CheckWish(Series("qd", "QĐ"), Wish("NQ")).status(), "cause"), "other");
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry small, CheckWish(Series("qd", "QĐ"), Wish("qđ")));
  EXPECT_EQ(small.document_type(), "QĐ");
  EXPECT_THAT(CheckWish(Series("all", ""), Wish("NQ")), IsOk());
  EXPECT_THAT(CheckWish(Series("all", ""), Wish("")), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  EXPECT_EQ(MetadataIn(CheckWish(Series("all", ""), Wish("")).status(), "cause"), "missing");
  EXPECT_THAT(CheckWish(Series("all", ""), Wish("N/Q")), StatusIs(kInvalid, "SYMBOL_INVALID"));
}

TEST(CheckWish, WantsAResourceNameAsIntention) {
  for (const char* intention : {"x", "a/b/c", "a//b/c", "/a", "a/b ", "a/đ"}) {
    v1::NumberEntry wish = Wish();
    wish.set_intention(intention);
    EXPECT_THAT(CheckWish(Series("qd", "QĐ"), wish), StatusIs(kInvalid, "INTENTION_INVALID")) << intention;
  }
}

TEST(CheckWish, KnowsAStateSecretByNumberTypeDateAndHolderAlone) {
  v1::NumberEntry wish = Wish();
  wish.set_secrecy(v1::MAT);
  wish.set_holder("Văn phòng Tỉnh ủy");
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), wish), StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  wish.clear_title();
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), wish), IsOk());
  wish.clear_holder();
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), wish), StatusIs(kInvalid, "HOLDER_MISSING"));
  wish.clear_secrecy();
  EXPECT_THAT(CheckWish(Series("qd", "QĐ"), wish), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST(ReserveTime, IsNeverBeforeThePredecessors) {
  const v1::NumberSeries series = Series("qd", "QĐ");
  const absl::Time last = sample::kNow;
  EXPECT_EQ(*ReserveTime(series, last, last + absl::Hours(1)), last + absl::Hours(1));
  EXPECT_EQ(*ReserveTime(series, last, last - absl::Minutes(5)), last) << "as of a call that waited for its turn";
  const auto behind = ReserveTime(series, last, last - absl::Minutes(5) - absl::Seconds(1));
  EXPECT_THAT(behind, StatusIs(kFailed, "CLOCK_BEHIND"));
  EXPECT_LT(MetadataIn(behind.status(), "time"), MetadataIn(behind.status(), "last"));
}

TEST(Assign, HappensOnceButMayBeRepeated) {
  const v1::NumberEntry reserved = Reserve(Series("qd", "QĐ"), Wish("QĐ"), 127, "an", sample::kNow);
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry assigned, Assign(reserved, Issued(16), sample::kNow));
  EXPECT_EQ(assigned.state(), v1::NumberEntry::ASSIGNED);
  EXPECT_EQ(assigned.document(), "congresses/xx/allocationPlans/main");
  EXPECT_THAT(Assign(assigned, Issued(16), sample::kNow), IsOk());
  EXPECT_THAT(Assign(assigned, Issued(15), sample::kNow), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  v1::AssignNumberRequest other = Issued(16);
  other.set_document("congresses/xx/allocationPlans/other");
  EXPECT_THAT(Assign(assigned, other, sample::kNow), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
}

TEST(Void, GivesUpReservedNumbersForGood) {
  const v1::NumberEntry reserved = Reserve(Series("qd", "QĐ"), Wish("QĐ"), 127, "an", sample::kNow);
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry voided, Void(reserved, "Không ban hành", sample::kNow));
  EXPECT_EQ(voided.void_reason(), "Không ban hành");
  EXPECT_THAT(Void(voided, "lại", sample::kNow), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  EXPECT_THAT(Assign(voided, Issued(16), sample::kNow), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry assigned, Assign(reserved, Issued(16), sample::kNow));
  EXPECT_THAT(Void(assigned, "nhầm", sample::kNow), StatusIs(kFailed, "NUMBER_NOT_RESERVED"));
}

TEST(IsGap, NamesVoidedAndLongReservedNumbers) {
  const v1::NumberEntry reserved = Reserve(Series("qd", "QĐ"), Wish("QĐ"), 1, "an", sample::kNow);
  const absl::CivilDay today(2025, 6, 16);
  EXPECT_TRUE(IsGap(reserved, today, 0));
  EXPECT_FALSE(IsGap(reserved, today + 29, 30));
  EXPECT_TRUE(IsGap(reserved, today + 30, 30));
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry voided, Void(reserved, "x", sample::kNow));
  EXPECT_TRUE(IsGap(voided, today, 30));
  ASSERT_OK_AND_ASSIGN(const v1::NumberEntry assigned, Assign(reserved, Issued(16), sample::kNow));
  EXPECT_FALSE(IsGap(assigned, today + 1000, 0));
}

TEST(CheckSameWish, RefusesAnotherTypeOrGrade) {
  const v1::NumberEntry entry = Reserve(Series("all", ""), Wish("QĐ"), 1, "an", sample::kNow);
  EXPECT_THAT(CheckSameWish(entry, Wish("QĐ")), IsOk());
  EXPECT_THAT(CheckSameWish(entry, Wish("NQ")), StatusIs(kFailed, "INTENTION_TAKEN"));
  v1::NumberEntry secret = Wish("QĐ");
  secret.set_secrecy(v1::MAT);
  EXPECT_THAT(CheckSameWish(entry, secret), StatusIs(kFailed, "INTENTION_TAKEN"));
}

}  // namespace
}  // namespace congress::drafting

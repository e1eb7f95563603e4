// Terms of series, dates in and out of order, corrections and finding.
#include "services/drafting/testing/register_scene.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::MetadataIn;
using support::StatusIs;

const char kFirst[] = "numberSeries/qd/entries/000001";
const char kSecond[] = "numberSeries/qd/entries/000002";

class NumberTerms : public RegisterTest {};

class RefusingSeries : public RegisterTest {
 protected:
  RefusingSeries() : RegisterTest("number_series { date_order: REFUSE }") {}
};

TEST_F(NumberTerms, ADocumentIsDatedInTheTermOfItsSeries) {
  ASSERT_THAT(Update(Day("first_date", 6, 1) + Day("last_date", 10, 3)), IsOk());
  ASSERT_THAT(Reserve("a"), IsOk());
  const auto early = Assign(kFirst, 5, 31);
  EXPECT_THAT(early, StatusIs(kFailed, "DATE_OUTSIDE_TERM"));
  EXPECT_EQ(MetadataIn(early.status(), "cause"), "before");
  EXPECT_EQ(MetadataIn(Assign(kFirst, 10, 4).status(), "cause"), "after");
  EXPECT_EQ(Get(kFirst)->state(), v1::NumberEntry::RESERVED);
  EXPECT_THAT(Assign(kFirst, 10, 3), IsOk());
  EXPECT_THAT(Correct(kFirst, StrCat("values { ", Day("document_date", 5, 31), "}")),
              StatusIs(kFailed, "DATE_OUTSIDE_TERM"));
  EXPECT_THAT(Update(Day("last_date", 10, 2)), StatusIs(kFailed, "DATE_OUTSIDE_TERM")) << "one is dated after it";
  EXPECT_THAT(Update(Day("first_date", 10, 4)), StatusIs(kInvalid, "FIELDS_INVALID")) << "after the last day";
  EXPECT_THAT(Update("", "update_mask { paths: 'last_date' }"), IsOk()) << "nobody knows it any more";
}

TEST_F(NumberTerms, AChangeOfASeriesIsOfItsTermAlone) {
  EXPECT_THAT(Update("issuer: 'Đảng ủy'"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Update("etag: '999' date_order: WARN"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Update("name: 'numberSeries/none' date_order: WARN"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Register::UpdateNumberSeries, "number_series { date_order: WARN }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

// The congress of 1 to 3 October had its first plenum on the 2nd.
TEST_F(NumberTerms, ANewTermBeginsWithThePlenumInsideTheCongress) {
  const std::string next = StrCat("number_series { term: '2030-2035' } ", Day("closing_date", 10, 3),
                                  Day("plenum_date", 10, 2), "preceding: 'numberSeries/qd'");
  ASSERT_OK_AND_ASSIGN(const auto made, Create("qd-moi", next));
  EXPECT_EQ(made.first_date().day(), 2);
  ASSERT_OK_AND_ASSIGN(const auto old, scene.Call(&Register::GetNumberSeries, "name: 'numberSeries/qd'"));
  EXPECT_EQ(old.last_date().day(), 2) << "in the morning the old committee still dates papers";
  EXPECT_THAT(Create("x", "number_series { term: '2035-2040' } preceding: 'numberSeries/qd-moi'"),
              StatusIs(kInvalid, "FIELDS_INVALID"))
      << "when does it begin?";
  EXPECT_THAT(Create("x", StrCat("number_series { term: '2035-2040' } ", Day("plenum_date", 10, 2))),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Create("x", StrCat("number_series { term: '2035-2040' ", Day("first_date", 10, 2), "} ",
                                 Day("closing_date", 10, 2))),
              StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(NumberTerms, WithoutAPlenumInsideItBeginsTheDayAfterTheClosing) {
  ASSERT_OK_AND_ASSIGN(const auto made,
                       Create("qd-moi", StrCat("number_series { term: '2030-2035' } ", Day("closing_date", 10, 3),
                                               Day("plenum_date", 10, 7), "preceding: 'numberSeries/qd'")));
  EXPECT_EQ(made.first_date().day(), 4);
  EXPECT_EQ(scene.Call(&Register::GetNumberSeries, "name: 'numberSeries/qd'")->last_date().day(), 3);
}

TEST_F(NumberTerms, TheSeriesBeforeIsOfTheSameIssuerAndType) {
  const auto next = [&](const std::string& series, const std::string& preceding = "numberSeries/qd") {
    return Create(
        "moi", StrCat("number_series { ", series, " } ", Day("closing_date", 10, 3), "preceding: '", preceding, "'"));
  };
  EXPECT_THAT(next("document_type: 'NQ' term: '2030-2035'"), StatusIs(kFailed, "SERIES_NOT_PRECEDING"));
  const auto same = next("document_type: 'QĐ' issuer: 'Tỉnh uỷ' term: '2025 – 2030'");
  EXPECT_FALSE(same.ok()) << "one term has one series of a type";
  EXPECT_THAT(next("term: '2030-2035'", "numberSeries/none"), StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  Issue("a", 10, 5);
  EXPECT_THAT(next("term: '2030-2035'"), StatusIs(kFailed, "DATE_OUTSIDE_TERM")) << "a paper is dated in the new term";
}

TEST_F(NumberTerms, AReservationAfterTheTermIsTold) {
  ASSERT_THAT(Update(Day("last_date", 6, 15)), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto entry, Reserve("a"));
  ASSERT_EQ(entry.findings_size(), 1);
  EXPECT_EQ(entry.findings(0).kind(), v1::NumberFinding::TERM_OVER);
  EXPECT_THAT(entry.findings(0).text(), ::testing::HasSubstr("2025-06-15"));
  EXPECT_EQ(Get(kFirst)->findings_size(), 0) << "it is told to who reserves";
  ASSERT_OK_AND_ASSIGN(const auto checked, Check());
  ASSERT_EQ(checked.findings_size(), 1) << "and to who looks over the series at the end of the term";
  EXPECT_EQ(checked.findings(0).entry(), kFirst);
  ASSERT_THAT(Assign(kFirst, 6, 15), IsOk());
  EXPECT_EQ(Check()->findings_size(), 0);
  EXPECT_THAT(scene.Call(&Register::CheckNumberSeries, "name: 'numberSeries/none'"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  EXPECT_THAT(scene.Call(&Register::CheckNumberSeries, "name: 'x'"), StatusIs(kInvalid, "FIELDS_INVALID"));
}

TEST_F(NumberTerms, TypesAreWrittenAsThePartyDoes) {
  ASSERT_OK_AND_ASSIGN(const auto series, Create("ttr", "number_series { document_type: 'TTR' }"));
  EXPECT_EQ(series.document_type(), "TTr");
  ASSERT_THAT(Create("dh", "number_series { document_type: '' issuer_symbol: 'ĐH' }"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto entry,
                       Reserve("a", "parent: 'numberSeries/dh' number_entry { document_type: 'ctr' }"));
  EXPECT_EQ(entry.formatted(), "Số 01-CTr/ĐH");
}

TEST_F(NumberTerms, ADateOutOfOrderIsTakenAndTold) {
  Issue("a", 6, 20);
  ASSERT_THAT(Reserve("b"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto second, Assign(kSecond, 6, 19));
  ASSERT_EQ(second.findings_size(), 1);
  EXPECT_EQ(second.findings(0).kind(), v1::NumberFinding::DATE_OUT_OF_SEQUENCE);
  EXPECT_EQ(Assign(kSecond, 6, 19)->findings_size(), 1) << "a repetition is told the same";
  EXPECT_EQ(Issue("c", 6, 19).findings_size(), 1) << "before the first, though not before the second";
  EXPECT_EQ(Issue("d", 6, 20).findings_size(), 0);
  ASSERT_OK_AND_ASSIGN(const auto checked, Check());
  ASSERT_EQ(checked.findings_size(), 2);
  EXPECT_EQ(checked.findings(0).entry(), kSecond);
  EXPECT_THAT(checked.findings(0).text(), ::testing::HasSubstr("2025-06-19"));
  // Once the first is corrected nothing is to be looked at any more.
  ASSERT_THAT(Correct(kFirst, StrCat("values { ", Day("document_date", 6, 18), "}")), IsOk());
  EXPECT_EQ(Check()->findings_size(), 0);
}

TEST_F(RefusingSeries, RefusesADateOutOfOrder) {
  Issue("a", 6, 20);
  ASSERT_THAT(Reserve("b"), IsOk());
  ASSERT_THAT(Reserve("c"), IsOk());
  ASSERT_THAT(Assign("numberSeries/qd/entries/000003", 6, 25), IsOk());
  const auto early = Assign(kSecond, 6, 19);
  EXPECT_THAT(early, StatusIs(kFailed, "DATE_OUT_OF_SEQUENCE"));
  EXPECT_EQ(MetadataIn(early.status(), "other"), "01");
  EXPECT_EQ(MetadataIn(Assign(kSecond, 6, 26).status(), "other"), "03");
  EXPECT_THAT(Assign(kSecond, 6, 25), IsOk());
  EXPECT_THAT(Correct(kFirst, StrCat("values { ", Day("document_date", 6, 26), "}")),
              StatusIs(kFailed, "DATE_OUT_OF_SEQUENCE"));
}

TEST_F(NumberTerms, ATitleThatBearsAMarkIsAskedAbout) {
  const char* const marked = "number_entry { title: '[MẬT] Thành lập tổ' } ";
  EXPECT_THAT(Reserve("m", marked), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_EQ(Gaps()->last_number(), 0) << "no number was taken";
  EXPECT_THAT(Reserve("m", StrCat(marked, "not_graded: true")), IsOk());
  EXPECT_THAT(Correct(kFirst, "values { title: 'Thành lập tổ (TỐI MẬT)' }"), StatusIs(kFailed, "SECRECY_MARK_FOUND"));
  EXPECT_THAT(Correct(kFirst, "values { title: 'Thành lập tổ (TỐI MẬT)' } not_graded: true"), IsOk());
  EXPECT_THAT(Correct(kFirst, "values { holder: 'Văn thư' }"), IsOk()) << "the title stays";
}

TEST_F(NumberTerms, ACorrectionKeepsWhatWasSaidBefore) {
  Issue("a", 6, 20);
  ASSERT_OK_AND_ASSIGN(const auto once, Correct(kFirst, "values { title: 'Kiện toàn tổ' joint_issuers: 'Ủy ban' }"));
  EXPECT_EQ(once.title(), "Kiện toàn tổ");
  EXPECT_EQ(once.number(), 1);
  ASSERT_OK_AND_ASSIGN(const auto twice, Correct(kFirst, StrCat("values { ", Day("document_date", 6, 21), "}")));
  ASSERT_EQ(twice.corrections_size(), 2);
  EXPECT_EQ(twice.corrections(0).before().title(), "Thành lập tổ");
  EXPECT_THAT(twice.corrections(0).fields(), ::testing::ElementsAre("title", "joint_issuers"));
  EXPECT_EQ(twice.corrections(0).reason(), "Ghi nhầm");
  EXPECT_EQ(twice.corrections(0).author(), "an");
  EXPECT_EQ(twice.corrections(1).before().document_date().day(), 20);
  EXPECT_EQ(twice.corrections(1).before().title(), "");
  EXPECT_EQ(Correct(kFirst, "values { title: 'Kiện toàn tổ' }")->corrections_size(), 2) << "no change";
  EXPECT_EQ(Get(kFirst)->corrections_size(), 2);
}

TEST_F(NumberTerms, RefusesCorrectionsThatCannotBe) {
  Issue("a", 6, 20);
  ASSERT_THAT(Reserve("b"), IsOk());
  EXPECT_THAT(Correct(kSecond, "values { title: 'Khác' }"), IsOk()) << "a reserved one may have another title";
  EXPECT_THAT(Correct(kSecond, StrCat("values { ", Day("document_date", 6, 20), "}")),
              StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  EXPECT_THAT(Correct(kFirst, "values { document_date { year: 2099 month: 6 day: 20 } }"),
              StatusIs(kInvalid, "FIELDS_INVALID"))
      << "not come yet";
  EXPECT_THAT(Correct(kFirst, "values { document_type: 'NQ' }"), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  EXPECT_THAT(Correct(kFirst, "values { title: '' } update_mask { paths: 'title' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Correct(kFirst, "values { } update_mask { paths: 'document_date' }"),
              StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Correct(kFirst, "values { } update_mask { paths: 'number' }"), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Correct(kFirst, "values { title: 'x' } etag: '999'"), StatusIs(kAborted, "ETAG_MISMATCH"));
  EXPECT_THAT(Correct("numberSeries/qd/entries/000099", "values { title: 'x' }"),
              StatusIs(kMissing, "RESOURCE_NOT_FOUND"));
  ASSERT_THAT(scene.Call(&Register::VoidNumber, StrCat("name: '", kSecond, "' reason: 'x'")), IsOk());
  EXPECT_THAT(Correct(kSecond, "values { title: 'x' }"), StatusIs(kFailed, "NUMBER_NOT_ASSIGNED"));
  // A common series says the type of each.
  ASSERT_THAT(Create("dh", "number_series { document_type: '' issuer_symbol: 'ĐH' }"), IsOk());
  const auto common = Issue("c", 6, 20, "parent: 'numberSeries/dh' number_entry { document_type: 'NQ' }");
  ASSERT_OK_AND_ASSIGN(const auto retyped, Correct(common.name(), "values { document_type: 'bc' }"));
  EXPECT_EQ(retyped.formatted(), "Số 01-BC/ĐH");
  EXPECT_THAT(Correct(common.name(), "values { document_type: 'N-Q' }"), StatusIs(kInvalid, "SYMBOL_INVALID"));
}

TEST_F(NumberTerms, ATitleGoesWithTheGrade) {
  Issue("a", 6, 20);
  ASSERT_THAT(Correct(kFirst, "values { title: 'Điều động' }"), IsOk());
  EXPECT_THAT(Correct(kFirst, "values { secrecy: MAT }"), StatusIs(kInvalid, "HOLDER_MISSING"));
  EXPECT_THAT(Correct(kFirst, "values { secrecy: MAT holder: 'Văn phòng' title: 'Khác' }"),
              StatusIs(kInvalid, "CONTENT_CLASSIFIED"));
  ASSERT_OK_AND_ASSIGN(const auto secret, Correct(kFirst, "values { secrecy: MAT holder: 'Văn phòng' }"));
  EXPECT_EQ(secret.title(), "");
  for (const auto& correction : secret.corrections()) EXPECT_EQ(correction.before().title(), "");
}

TEST_F(NumberTerms, ANumberIsFoundAsItIsPrinted) {
  Issue("a", 6, 20);
  ASSERT_THAT(Create("qd-cu", "number_series { term: '2020-2025' }"), IsOk());
  ASSERT_THAT(Reserve("b", "parent: 'numberSeries/qd-cu'"), IsOk());
  const auto find = [&](const std::string& printed, const std::string& more = "",
                        const std::string& binding = "administrator@province") {
    return scene.Call(&Register::FindNumberEntries, StrCat("printed: '", printed, "' ", more), binding);
  };
  for (const char* printed : {"01-QĐ/TU", "Số 1-QĐ/TU", "số: 001 – qđ / tu", "Số 01‑QĐ/TU"}) {
    EXPECT_EQ(find(printed)->number_entries_size(), 2) << printed;
  }
  ASSERT_OK_AND_ASSIGN(const auto one, find("01-QĐ/TU", "term: '2025-2030'"));
  ASSERT_EQ(one.number_entries_size(), 1);
  EXPECT_EQ(one.number_entries(0).name(), kFirst);
  EXPECT_EQ(find("01-QĐi/TU")->number_entries_size(), 0) << "rules are another type";
  for (const char* printed : {"02-QĐ/TU", "01/QĐ-UBND", "01-QĐ/BTC", "999999-QĐ/TU"}) {
    EXPECT_EQ(find(printed)->number_entries_size(), 0) << printed;
  }
  EXPECT_EQ(find("01-QĐ/TU", "", "administrator@z")->number_entries_size(), 0);
  for (const char* printed : {"QĐ/TU", "127", "-QĐ/TU", "127-QĐ/TU/x"}) {
    EXPECT_THAT(find(printed), StatusIs(kInvalid, "NUMBER_UNREADABLE")) << printed;
  }
  EXPECT_THAT(find(""), StatusIs(kInvalid, "FIELDS_INVALID"));
}

}  // namespace
}  // namespace congress::drafting

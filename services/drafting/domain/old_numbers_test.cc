#include <random>
#include <set>

#include "platform/civil/civil.h"
#include "services/drafting/domain/number_import.h"
#include "services/drafting/domain/register_number.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting {
namespace {

using support::IsOk;
using support::kFailed;
using support::kInvalid;
using support::StatusIs;

v1::NumberSeries DecisionsOf(const std::string& type) {
  v1::NumberSeries series;
  series.set_name("numberSeries/qd");
  series.set_issuer_symbol("TU");
  series.set_document_type(type);
  return series;
}

v1::OldNumber Row(const std::string& number, int day = 5) {
  v1::OldNumber row;
  row.set_number(number);
  *row.mutable_document_date() = civil::ToDate(absl::CivilDay(2025, 6, day));
  row.set_title("Quyết định cũ");
  return row;
}

absl::StatusOr<v1::NumberEntry> Old(const v1::NumberSeries& series, const v1::OldNumber& row) {
  return EntryOf(series, row, "numberSeries/qd/imports/cu", sample::kNow);
}

TEST(EntryOf, TakesTheNumberAloneOrAsItIsPrinted) {
  for (const char* number : {"7", "007", "7-QĐ/TU", "Số: 07 – qđ / tu"}) {
    ASSERT_OK_AND_ASSIGN(const auto entry, Old(DecisionsOf("QĐ"), Row(number)));
    EXPECT_EQ(entry.formatted(), "Số 07-QĐ/TU") << number;
    EXPECT_EQ(entry.state(), v1::NumberEntry::ASSIGNED);
  }
  EXPECT_THAT(Old(DecisionsOf("QĐ"), Row("7-NQ/TU")), StatusIs(kFailed, "TYPE_NOT_IN_SERIES"));
  EXPECT_THAT(Old(DecisionsOf("QĐ"), Row("7-QĐ/BTC")), StatusIs(kInvalid, "NUMBER_OF_ANOTHER_ISSUER"));
  EXPECT_THAT(Old(DecisionsOf("QĐ"), Row("7/QĐ-UBND")), StatusIs(kInvalid, "NUMBER_OF_ANOTHER_ISSUER"));
  EXPECT_THAT(Old(DecisionsOf("QĐ"), Row("bảy")), StatusIs(kInvalid, "NUMBER_UNREADABLE"));
  EXPECT_THAT(Old(DecisionsOf("QĐ"), Row("900001")), StatusIs(kInvalid, "FIELDS_INVALID"));
  EXPECT_THAT(Old(DecisionsOf(""), Row("7")), StatusIs(kFailed, "TYPE_NOT_IN_SERIES")) << "of which type?";
  EXPECT_EQ(Old(DecisionsOf(""), Row("7-ctr/TU"))->document_type(), "CTr");
}

TEST(SaysSame, LeavesWhatIsThereUnlessItIsOpen) {
  ASSERT_OK_AND_ASSIGN(const auto said, Old(DecisionsOf("QĐ"), Row("7")));
  v1::NumberEntry known = said;
  EXPECT_TRUE(*SaysSame(known, said));
  known.set_title("Khác");
  EXPECT_THAT(SaysSame(known, said), StatusIs(kFailed, "NUMBER_TAKEN"));
  known.set_state(v1::NumberEntry::RESERVED);
  EXPECT_THAT(SaysSame(known, said), StatusIs(kFailed, "NUMBER_TAKEN"));
  known.set_state(v1::NumberEntry::LOST);
  EXPECT_FALSE(*SaysSame(known, said));
  known.set_state(v1::NumberEntry::VOIDED);
  EXPECT_FALSE(*SaysSame(known, said)) << "its import was undone";
  known.clear_number_import();
  EXPECT_THAT(SaysSame(known, said), StatusIs(kFailed, "NUMBER_TAKEN")) << "given up for good";
}

// With what is left out every number up to the last has an entry, and none has two.
TEST(LeftOut, ClosesEveryHole) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const int64_t first = 1 + static_cast<int64_t>(random() % 30);
    const int64_t next = first + static_cast<int64_t>(random() % 20);
    Entries known;
    for (int64_t number = first; number < next; ++number) known[number];
    Entries said;
    for (int i = 0; i < 8; ++i) said[1 + static_cast<int64_t>(random() % 60)];
    std::set<int64_t> all;
    for (const auto& [number, entry] : known) all.insert(number);
    for (const auto& [number, entry] : said) all.insert(number);
    for (const int64_t number : LeftOut(known, said, next)) {
      EXPECT_TRUE(all.insert(number).second) << number << " is there already";
    }
    EXPECT_EQ(static_cast<int64_t>(all.size()), *all.rbegin() - *all.begin() + 1) << "round " << round;
  }
  EXPECT_TRUE(LeftOut({}, {}, 7).empty());
  EXPECT_THAT(CheckLeftOut(std::vector<int64_t>(kMostLeftOut, 1)), IsOk());
  EXPECT_THAT(CheckLeftOut(std::vector<int64_t>(kMostLeftOut + 1, 1)), StatusIs(kFailed, "GAP_TOO_LARGE"));
}

TEST(PrintedKey, IsOneForEverySpelling) {
  const std::string key = PrintedKey("127-QĐ/TW");
  for (const char* printed : {"Số 127-QĐ/TW", "127 – qđ/tw", "0127-QĐ/TW"}) EXPECT_EQ(PrintedKey(printed), key);
  EXPECT_NE(PrintedKey("127-QĐi/TW"), key);
  EXPECT_EQ(PrintedKey("Công điện  khẩn"), PrintedKey("công điện khẩn"));
}

}  // namespace
}  // namespace congress::drafting

#include "platform/status/sentence.h"

#include <array>

#include "congress/allocation/v1/fairness.pb.h"
#include "congress/annotations/v1/reason.pb.h"
#include "congress/dossiers/v1/eligibility.pb.h"
#include "congress/maintenance/v1/maintenance.pb.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"

namespace congress::status {
namespace {

using annotations::v1::FieldFault;
using annotations::v1::Reason;

TEST(Sentence, IsFilledFromTheMetadata) {
  const Sentence sentence = Say(FieldFault::TOO_MANY_ITEMS, {{"items", "1"}, {"most", "0"}});
  EXPECT_EQ(sentence.en, "has 1 item; at most 0 are allowed");
  EXPECT_EQ(sentence.vi, "có 1 mục; tối đa 0 mục");
  EXPECT_EQ(Say(FieldFault::TOO_MANY_ITEMS, {{"items", "7"}, {"most", "5"}}).en, "has 7 items; at most 5 are allowed");
}

TEST(Sentence, ACauseChoosesAmongSeveral) {
  EXPECT_EQ(Say(Reason::TOKEN_INVALID, {{"cause", "expired"}}).en, "The token has expired; sign in again.");
  EXPECT_EQ(Say(Reason::TOKEN_INVALID, {{"cause", "other"}}).en, "The token was not accepted.");
}

TEST(Sentence, DatesAreWrittenAsTheLanguageDoes) {
  const Metadata metadata = {{"days", "2026-03-03, 2026-12-31, …"}};
  EXPECT_NE(Say(dossiers::v1::Finding::DISCIPLINED, metadata).vi.find("03/3/2026, 31/12/2026, …"), std::string::npos);
  EXPECT_NE(Say(dossiers::v1::Finding::DISCIPLINED, metadata).en.find("2026-03-03, 2026-12-31, …"), std::string::npos);
}

TEST(Sentence, TimesAreWrittenAsTheLanguageDoes) {
  const Metadata metadata = {{"cause", "old"}, {"time", "2026-03-03 08:30:00"}};
  EXPECT_NE(Say(maintenance::v1::BACKUP_MISSING, metadata).vi.find("08:30:00 ngày 03/3/2026"), std::string::npos);
  EXPECT_NE(Say(maintenance::v1::BACKUP_MISSING, metadata).en.find("2026-03-03 08:30:00"), std::string::npos);
}

TEST(Sentence, NumbersAreWrittenAsTheLanguageDoes) {
  using allocation::v1::Fairness;
  EXPECT_EQ(Say(Fairness::OPEN_SEATS, {{"seats", "1234"}}).en,
            "Not counting 1,234 delegates for whom a lot is still to be drawn.");
  EXPECT_EQ(Say(Fairness::OPEN_SEATS, {{"seats", "1"}}).en,
            "Not counting 1 delegate for whom a lot is still to be drawn.");
  const auto told = [](const char* number) {
    const Metadata fairness = {{"sainte_lague", number}, {"loosemore_hanby", number}, {"gallagher", number}};
    return Say(Fairness::INDICES, fairness);
  };
  for (const auto& [number, en, vi] :
       std::initializer_list<std::array<const char*, 3>>{{"0", "0", "0"},
                                                         {"999", "999", "999"},
                                                         {"1000", "1,000", "1.000"},
                                                         {"-12345", "-12,345", "-12.345"},
                                                         {"1234.5000", "1,234.5000", "1.234,5000"},
                                                         {"+0.5", "+0.5", "+0,5"},
                                                         {"1000.", "1000.", "1000."},
                                                         {"v1000", "v1000", "v1000"},
                                                         {"", "", ""}}) {
    EXPECT_TRUE(told(number).en.ends_with(StrCat("Gallagher: ", en, "."))) << told(number).en;
    EXPECT_TRUE(told(number).vi.ends_with(StrCat("Gallagher: ", vi, "."))) << told(number).vi;
    EXPECT_EQ(Teller(Language::kVietnamese)(Fairness::OPEN_SEATS, {{"seats", number}}),
              Say(Fairness::OPEN_SEATS, {{"seats", number}}).vi);
  }
}

TEST(Sentence, WhatIsMissingIsSeen) {
  EXPECT_EQ(Say(FieldFault::BELOW_MINIMUM).en, "must be at least {minimum}");
  EXPECT_EQ(Say(Reason::REASON_UNSPECIFIED).vi, "REASON_UNSPECIFIED");
}

TEST(Sentence, ValuesAreNotReadAsPlaceholders) {
  EXPECT_EQ(Say(FieldFault::NOT_A_FIELD, {{"path", "{path} {"}}).en, "names '{path} {', which is not a field");
}

TEST(LanguageOf, TakesWhatTheCallerPrefers) {
  EXPECT_EQ(LanguageOf(""), Language::kEnglish);
  EXPECT_EQ(LanguageOf("vi"), Language::kVietnamese);
  EXPECT_EQ(LanguageOf("VI-vn,vi;q=0.9,en;q=0.8"), Language::kVietnamese);
  EXPECT_EQ(LanguageOf("en-GB, vi;q=0.5"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("fr, en;q=0.3, vi;q=0.7"), Language::kVietnamese);
  EXPECT_EQ(LanguageOf("vi;q=0, de"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("vi;q=x"), Language::kEnglish);
  EXPECT_EQ(LanguageOf("vietnamese,;,q="), Language::kEnglish);
}

}  // namespace
}  // namespace congress::status

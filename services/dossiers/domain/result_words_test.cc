#include "services/dossiers/domain/result_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/dossiers/domain/count_paper.h"
#include "services/dossiers/testing/process_sample.h"

namespace congress::dossiers {
namespace {

using status::Language;
using testing::HasSubstr;

v1::Choice ChoiceOf(int votes, bool chosen, bool tied) {
  v1::Choice choice;
  choice.set_votes(votes);
  choice.set_base(50);
  choice.set_needed(26);
  choice.set_chosen(chosen);
  choice.set_tied(tied);
  return choice;
}

TEST(ResultWords, SharesAreRoundedHalfUpToTwoDecimals) {
  EXPECT_EQ(Percent(41, 50, Language::kVietnamese), "82%");
  EXPECT_EQ(Percent(1, 3, Language::kVietnamese), "33,33%");
  EXPECT_EQ(Percent(2, 3, Language::kEnglish), "66.67%");
  EXPECT_EQ(Percent(1, 8, Language::kEnglish), "12.5%");
  EXPECT_EQ(Percent(1, 32, Language::kEnglish), "3.13%");
  EXPECT_EQ(Percent(1, 99, Language::kVietnamese), "1,01%");
  EXPECT_EQ(Percent(0, 0, Language::kEnglish), "");
}

TEST(ResultWords, SayWhatTheVotesMean) {
  const v1::ProcessStep rule = sample::BallotOf("vote");
  EXPECT_EQ(ChoiceSentence(rule, ChoiceOf(41, true, false), "Nguyễn Văn Mẫu", Language::kVietnamese),
            "Nguyễn Văn Mẫu: 41 phiếu đồng ý, bằng 82% trên 50 người được triệu tập; cần ít nhất 26 phiếu: đạt.");
  EXPECT_EQ(ChoiceSentence(rule, ChoiceOf(20, false, false), "Trần Thị Mẫu", Language::kEnglish),
            "Trần Thị Mẫu: 20 votes for, 40% of 50 convened; at least 26 are needed: not chosen.");
  EXPECT_EQ(OutcomeOf(ChoiceOf(30, false, true), Language::kVietnamese), "bằng phiếu, chưa xác định");
  EXPECT_EQ(OutcomeOf(ChoiceOf(30, false, false), Language::kVietnamese),
            "không được chọn vì đã đủ số lượng theo số phiếu cao hơn");
}

TEST(ResultWords, TheMinutesOfTheCountHoldAllNumbers) {
  Counted counted{
      .process = sample::WantedProcess(1, 3),
      .rule = sample::BallotOf("vote"),
      .result = sample::VotesOf({41}),
      .organisation_name = "Đảng bộ xã Mẫu",
      .person = [](const std::string&) { return NamedPerson{.name = "Nguyễn Văn Mẫu", .birth_year = 1970}; }};
  *counted.result.add_choices() = ChoiceOf(41, true, false);
  counted.result.set_round(1);
  counted.rule.set_legal_basis("Quy định mẫu số 2-QĐ/TW");
  const std::string text = CountPaper(counted, {}, Language::kVietnamese).Utf8DebugString();
  for (const char* part :
       {"BIÊN BẢN", "Đảng bộ xã Mẫu", "Số phiếu phát ra: 50; thu về: 50; hợp lệ: 50; không hợp lệ: 0.",
        "Nguyễn Văn Mẫu (1970)", "82%", "Quy định mẫu số 2-QĐ/TW"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(CountPaper(counted, {}, Language::kEnglish).Utf8DebugString(),
              HasSubstr("Ballots given out: 50; returned: 50; valid: 50; invalid: 0."));
}

}  // namespace
}  // namespace congress::dossiers

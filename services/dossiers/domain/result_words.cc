#include "services/dossiers/domain/result_words.h"

#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "platform/status/strings.h"

namespace congress::dossiers {

std::string Percent(int64_t part, int64_t whole, status::Language language) {
  if (whole == 0) return "";
  const int64_t hundredths = (part * 20'000 + whole) / (2 * whole);
  std::string text = StrCat(hundredths / 100);
  if (const int64_t decimals = hundredths % 100; decimals != 0) {
    text += language == status::Language::kVietnamese ? "," : ".";
    text += decimals % 10 == 0 ? StrCat(decimals / 10) : absl::StrFormat("%02d", decimals);
  }
  return text + "%";
}

std::string OutcomeOf(const v1::Choice& choice, status::Language language) {
  const status::Sentence outcome =
      choice.chosen() ? status::Sentence{.en = "chosen", .vi = "đạt"}
      : choice.tied() ? status::Sentence{.en = "equal votes, not decided yet", .vi = "bằng phiếu, chưa xác định"}
      : choice.votes() >= choice.needed()
          ? status::Sentence{.en = "not chosen, as others with more votes have the places",
                             .vi = "không được chọn vì đã đủ số lượng theo số phiếu cao hơn"}
          : status::Sentence{.en = "not chosen", .vi = "không đạt"};
  return outcome.In(language);
}

std::string ChoiceSentence(const v1::ProcessStep& rule, const v1::Choice& choice, const std::string& name,
                           status::Language language) {
  const status::Sentence sentence = {.en = "$0: $1 votes for, $2 of $3 $4; at least $5 are needed: $6.",
                                     .vi = "$0: $1 phiếu đồng ý, bằng $2 trên $3 $4; cần ít nhất $5 phiếu: $6."};
  return absl::Substitute(sentence.In(language), name, choice.votes(), Percent(choice.votes(), choice.base(), language),
                          choice.base(), status::Teller(language)(rule.base()), choice.needed(),
                          OutcomeOf(choice, language));
}

}  // namespace congress::dossiers

#include "services/drafting/domain/opinion_words.h"

#include <algorithm>
#include <span>

#include "absl/strings/str_split.h"
#include "platform/status/strings.h"
#include "platform/text/keys.h"
#include "platform/text/text.h"
#include "services/drafting/domain/text/tokens.h"

namespace congress::drafting {
namespace {

// Phrases of frames, parted by `|`. Adding one makes clusters larger: it must say nothing that an answer could be
// about.
constexpr std::string_view kSpeakers =
    "đảng uỷ|đảng bộ|chi bộ|chi uỷ|đảng uỷ bộ phận|ban thường vụ|ban chấp hành|ban thường vụ đảng uỷ|ban chấp hành "
    "đảng bộ|"
    "thường trực đảng uỷ|tập thể đảng uỷ|xã|phường|thị trấn|đặc khu|thôn|xóm|bản|khối|tổ dân phố|huyện|thị xã|thành "
    "phố|"
    "hội đồng nhân dân|uỷ ban nhân dân|uỷ ban mặt trận tổ quốc|mặt trận tổ quốc|hội nông dân|hội cựu chiến binh|"
    "hội liên hiệp phụ nữ|đoàn thanh niên|liên đoàn lao động|công an|sở|ban|trường|bệnh viện|đồng chí|ông|bà|đại biểu";
constexpr std::string_view kDegrees = "cơ bản|về cơ bản|hoàn toàn";
constexpr std::string_view kConsents = "nhất trí|nhất trí cao|thống nhất|thống nhất cao|đồng ý|đồng tình|tán thành";
constexpr std::string_view kWith = "với|về";
constexpr std::string_view kWhole = "nội dung|các nội dung|toàn bộ nội dung|nội dung của|các nội dung của|toàn bộ";
constexpr std::string_view kDrafts = "dự thảo|các dự thảo|bản dự thảo";
constexpr std::string_view kPapers =
    "báo cáo|báo cáo chính trị|nghị quyết|văn kiện|các văn kiện|văn kiện đại hội|các văn kiện đại hội";
constexpr std::string_view kPolite = "kính|xin|trân trọng|chúng tôi";
constexpr std::string_view kRequests = "đề nghị|kiến nghị|đề xuất";
constexpr std::string_view kAddressees = "ban soạn thảo|tổ biên tập|tổ soạn thảo|tiểu ban văn kiện|ban tổ chức đại hội";
constexpr std::string_view kWeigh = "xem xét|nghiên cứu|xem xét nghiên cứu|nghiên cứu xem xét";
constexpr std::string_view kJoins = "tuy nhiên|song|đồng thời|ngoài ra|bên cạnh đó|và";
constexpr std::string_view kThanks =
    "xin cảm ơn|xin cám ơn|trân trọng cảm ơn|xin trân trọng cảm ơn|xin chân thành cảm ơn|trân trọng";

// Words that say nothing by themselves, wherever they stand.
constexpr std::string_view kSmall = "các|những|thì|là|mà|rằng|việc|để|nên|cần|sẽ|thêm|và|của|về|này";

// Words of which another one, or one more or less, asks for something else.
constexpr std::string_view kDecisive =
    "không|chưa|chẳng|chả|đừng|chớ|thôi|dừng|ngừng|bỏ|xoá|huỷ|bãi|cấm|miễn|trừ|phản|bác|trái|sai|lại|hoặc|hay|tăng|"
    "giảm|bớt|"
    "hạ|nâng|trước|sau|trên|dưới|trong|ngoài|cao|thấp|nhiều|ít|hơn|kém|đa|thiểu|chỉ|mỗi|từ|đến|cũ|mới|nam|nữ|"
    "một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|mốt|linh|lẻ|rưỡi|nửa|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|nhì|"
    "âm|%|‰|?|+|±|=|<|>|≤|≥";

bool HasDigit(std::string_view token) {
  return std::any_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// `II`, `XX`: a numeral of a chapter or a term, when it is written as one.
bool IsRoman(std::string_view token) { return token.find_first_not_of("IVXLCDM") == token.npos; }

// `Nghi`, `Ý`; not `NGHI`, which may be any word of a text in capitals.
bool LooksLikeName(std::string_view token) {
  size_t second = 0;
  if (!text::TakeCodePoint(token, &second).has_value() || text::FindInvalidUtf8(token) != token.npos) return false;
  const std::string_view first = token.substr(0, second);
  const std::string_view rest = token.substr(second);
  return text::ToCapitals(first) == first && (rest.empty() || text::ToCapitals(rest) != rest);
}

}  // namespace

// Finds where the frame before a text ends.
class OpinionFrame {
 public:
  OpinionFrame(const OpinionWords& words, std::span<const OpinionWords::Part> parts) : words_(words), parts_(parts) {}

  size_t End() const {
    size_t end = AfterNumeral();
    for (;;) {
      const size_t at = AfterMarks(AfterPhrase(AfterMarks(end), end > 0 ? words_.joins_ : kNone));
      if (const size_t request = AfterRequest(at); request > at) return request;
      const size_t next = std::max(AfterConsent(at), AfterSpeaker(at));
      if (next == at) return at;
      end = next;
    }
  }

  // Where the thanks behind it begin.
  size_t BeginOfThanks(size_t from) const {
    size_t end = parts_.size();
    while (end > from && parts_[end - 1].is_mark) --end;
    for (size_t at = from; at < end; ++at) {
      if (AfterPhrase(at, words_.thanks_) == end && (at == from || parts_[at - 1].is_mark)) return at;
    }
    return parts_.size();
  }

 private:
  inline static const OpinionWords::Phrases kNone;

  bool Begins(size_t at, const std::vector<uint32_t>& phrase) const {
    return phrase.size() <= parts_.size() - at &&
           std::equal(phrase.begin(), phrase.end(), parts_.begin() + static_cast<std::ptrdiff_t>(at),
                      [](uint32_t word, const auto& part) { return word == part.word; });
  }
  // Behind the longest of the phrases that begins at `at`; `at` when none does.
  size_t AfterPhrase(size_t at, const OpinionWords::Phrases& phrases) const {
    size_t longest = 0;
    for (const auto& phrase : phrases) {
      if (phrase.size() > longest && Begins(at, phrase)) longest = phrase.size();
    }
    return at + longest;
  }
  bool IsMark(size_t at) const { return at < parts_.size() && parts_[at].is_mark; }
  size_t AfterMarks(size_t at) const {
    while (IsMark(at)) ++at;
    return at;
  }

  // `1.`, `2)` before an opinion of a list; a figure that another one follows, or a word, is none.
  size_t AfterNumeral() const {
    const bool is_numeral = parts_.size() > 2 && !parts_[0].is_mark && words_.words()[parts_[0].word].size() <= 2 &&
                            HasDigit(words_.words()[parts_[0].word]) && parts_[1].is_mark;
    const std::string_view mark = is_numeral ? words_.words()[parts_[1].word] : "";
    return mark == "." || mark == ")" || mark == "/" ? 2 : 0;
  }

  size_t AfterRequest(size_t at) const {
    const size_t request = AfterPhrase(AfterPhrase(at, words_.polite_), words_.requests_);
    if (request == AfterPhrase(at, words_.polite_)) return at;
    size_t end = AfterPhrase(request, words_.addressees_);
    while (AfterPhrase(AfterMarks(end), words_.weigh_) > AfterMarks(end)) {
      end = AfterPhrase(AfterMarks(end), words_.weigh_);
    }
    return end;
  }

  // Consent to all of the draft, which ends there: what follows says nothing of what was agreed to.
  size_t AfterConsent(size_t at) const {
    const size_t degree = AfterPhrase(at, words_.degrees_);
    const size_t consent = AfterPhrase(degree, words_.consents_);
    if (consent == degree) return at;
    const size_t draft_begin = AfterPhrase(AfterPhrase(consent, words_.with_), words_.whole_);
    const size_t draft = AfterPhrase(draft_begin, words_.drafts_);
    const size_t end = draft == draft_begin ? consent : AfterPhrase(draft, words_.papers_);
    const bool ends =
        end == parts_.size() || IsMark(end) || AfterPhrase(end, words_.joins_) > end || AfterRequest(end) > end;
    return ends ? end : at;
  }

  // Names of organisations and persons up to what they consent to or ask for.
  size_t AfterSpeaker(size_t at) const {
    size_t end = AfterPhrase(at, words_.speakers_);
    if (end == at) return at;
    while (end < parts_.size()) {
      if (AfterRequest(end) > end || AfterConsent(end) > end) return end;
      const size_t kind = AfterPhrase(end, words_.speakers_);
      const bool comma =
          IsMark(end) && (words_.words()[parts_[end].word] == "," || words_.words()[parts_[end].word] == ":");
      if (kind > end) {
        end = kind;
      } else if (comma || parts_[end].is_name) {
        ++end;
      } else {
        return at;
      }
    }
    return at;
  }

  const OpinionWords& words_;
  const std::span<const OpinionWords::Part> parts_;
};

OpinionWords::OpinionWords()
    : speakers_(PhrasesOf(kSpeakers)),
      degrees_(PhrasesOf(kDegrees)),
      consents_(PhrasesOf(kConsents)),
      with_(PhrasesOf(kWith)),
      whole_(PhrasesOf(kWhole)),
      drafts_(PhrasesOf(kDrafts)),
      papers_(PhrasesOf(kPapers)),
      polite_(PhrasesOf(kPolite)),
      requests_(PhrasesOf(kRequests)),
      addressees_(PhrasesOf(kAddressees)),
      weigh_(PhrasesOf(kWeigh)),
      joins_(PhrasesOf(kJoins)),
      thanks_(PhrasesOf(kThanks)) {
  for (const auto& phrase : PhrasesOf(kSmall)) small_.insert(phrase.front());
  for (const auto& phrase : PhrasesOf(kDecisive)) decisive_.insert(phrase.front());
}

uint32_t OpinionWords::NumberOf(const std::string& word) {
  const auto [found, added] = numbers_.emplace(word, static_cast<uint32_t>(words_.size()));
  if (added) words_.push_back(word);
  return found->second;
}

OpinionWords::Phrases OpinionWords::PhrasesOf(std::string_view list) {
  Phrases phrases;
  for (const absl::string_view spelled : absl::StrSplit(ToAbsl(list), '|')) {
    std::vector<uint32_t>& phrase = phrases.emplace_back();
    for (const absl::string_view word : absl::StrSplit(spelled, ' ')) {
      phrase.push_back(NumberOf(text::IdentityKey({word.data(), word.size()})));
    }
  }
  return phrases;
}

const OpinionWords::Spelling& OpinionWords::SpellingOf(std::string_view token, bool is_mark) {
  // Texts of a round have few spellings, and folding one costs more than finding it.
  if (const auto known = spellings_.find(ToAbsl(token)); known != spellings_.end()) return known->second;
  const uint32_t word = NumberOf(text::IdentityKey(token));
  const bool has_digit = HasDigit(token);
  const bool decisive = has_digit || decisive_.contains(word) || (!is_mark && IsRoman(token));
  const Spelling spelling{{word, is_mark && !decisive, !is_mark && (has_digit || LooksLikeName(token))}, decisive};
  return spellings_.emplace(std::string(token), spelling).first->second;
}

SaidWords OpinionWords::Read(std::string_view text) {
  std::vector<Part> parts;
  std::vector<bool> decisive;
  const std::vector<Token> tokens = Tokenize(text);
  for (size_t i = 0; i < tokens.size(); ++i) {
    std::string_view content = text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin);
    const bool is_mark = tokens[i].kind == TokenKind::kPunctuation;
    // `-5 %` is another figure than `5 %`, and `2020 - 2025` has no minus.
    const bool spaced = i == 0 || tokens[i - 1].end < tokens[i].begin;
    const bool is_minus = (content == "-" || content == "–") && spaced && i + 1 < tokens.size() &&
                          tokens[i + 1].begin == tokens[i].end && text[tokens[i].end] >= '0' &&
                          text[tokens[i].end] <= '9';
    const Spelling& spelling = SpellingOf(is_minus ? "âm" : content, is_mark && !is_minus);
    parts.push_back(spelling.part);
    decisive.push_back(spelling.is_decisive);
  }
  const auto said = [&](size_t begin, size_t end, bool small_too) {
    SaidWords words;
    for (size_t i = begin; i < end; ++i) {
      if (parts[i].is_mark || (!small_too && small_.contains(parts[i].word))) continue;
      words.all.push_back(parts[i].word);
      if (decisive[i]) words.decisive.push_back(parts[i].word);
    }
    return words;
  };
  const OpinionFrame frame(*this, parts);
  const size_t begin = frame.End();
  SaidWords words = said(begin, frame.BeginOfThanks(begin), false);
  return words.all.empty() ? said(0, parts.size(), true) : words;
}

}  // namespace congress::drafting

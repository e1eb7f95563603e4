// Invented Vietnamese reports of any length, and changes of them: the same ones for the same seed.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace congress::drafting::sample {

// Syllables of reports, the commonest first.
inline constexpr std::array<std::string_view, 216> kSyllables = {
    "và",    "các",    "của",    "công",   "đảng",  "phát",   "triển",  "hội",   "chính",  "trong", "tỉnh",   "cán",
    "bộ",    "được",   "có",     "tác",    "năm",   "xã",     "với",    "kinh",  "tế",     "nhân",  "dân",    "tổ",
    "chức",  "đại",    "lãnh",   "đạo",    "nhiệm", "vụ",     "thực",   "hiện",  "cấp",    "uỷ",    "về",     "cao",
    "chất",  "lượng",  "đổi",    "mới",    "quản",  "lý",     "nhà",    "nước",  "sản",    "xuất",  "nông",   "nghiệp",
    "thôn",  "địa",    "phương", "vùng",   "biển",  "đầu",    "tư",     "dự",    "án",     "hạ",    "tầng",   "giao",
    "thông", "giáo",   "dục",    "đào",    "tạo",   "y",      "văn",    "hoá",   "thể",    "thao",  "du",     "lịch",
    "môi",   "trường", "tài",    "nguyên", "quốc",  "phòng",  "an",     "ninh",  "trật",   "tự",    "pháp",   "luật",
    "cải",   "cách",   "hành",   "thủ",    "tục",   "doanh",  "lao",    "động",  "việc",   "làm",   "giảm",   "nghèo",
    "bền",   "vững",   "khoa",   "học",    "nghệ",  "số",     "chuyển", "thu",   "ngân",   "sách",  "chi",    "thường",
    "xuyên", "đoàn",   "kết",    "thống",  "nhất",  "kiểm",   "tra",    "giám",  "sát",    "kỷ",    "nghiêm", "túc",
    "xây",   "dựng",   "hệ",     "sạch",   "mạnh",  "tập",    "trung",  "chủ",   "nguyên", "tắc",   "phê",    "bình",
    "tự",    "quy",    "hoạch",  "mục",    "tiêu",  "giải",   "đồng",   "từng",  "bước",   "nâng",  "khắc",   "phục",
    "hạn",   "chế",    "khó",    "khăn",   "thách", "thức",   "cơ",     "tiềm",  "năng",   "lợi",   "thế",    "liên",
    "khu",   "rừng",   "thuỷ",   "điện",   "lâm",   "chăn",   "nuôi",   "trồng", "trọt",   "cảng",  "hàng",   "không",
    "đường", "sắt",    "cửa",    "khẩu",   "miền",  "núi",    "tộc",    "tôn",   "thanh",  "niên",  "phụ",    "nữ",
    "nhi",   "cựu",    "chiến",  "binh",   "gia",   "đình",   "bệnh",   "viện",  "bác",    "sĩ",    "trẻ",    "em",
    "người", "cao",    "tuổi",   "nhà",    "ở",     "đô",     "thị",    "sáng",  "tạo",    "khởi",  "sự",     "kiện",
    "bảo",   "tồn",    "di",     "tích",   "tuyên", "truyền", "báo",    "chí",   "mạng",   "lưới",  "dịch",   "bờ"};

// A paragraph is its sentences, a sentence its words; marks of punctuation are part of their words.
using Sentence = std::vector<std::string>;
using Paragraph = std::vector<Sentence>;

class Prose {
 public:
  explicit Prose(uint32_t seed) : random_(seed) {}

  // Below `bound`.
  size_t Number(size_t bound) { return random_() % bound; }
  bool IsOneIn(size_t bound) { return Number(bound) == 0; }

  // The commonest syllable is one word in fifty or so.
  std::string Word() {
    if (IsOneIn(40)) return std::to_string(Number(900) + 1) + "," + std::to_string(Number(10));
    const size_t place = std::min(Number(kSyllables.size()), Number(kSyllables.size() + 60));
    return std::string(kSyllables[place]);
  }

  Sentence NewSentence() {
    Sentence sentence;
    const size_t words = 10 + Number(25);
    for (size_t i = 0; i < words; ++i) {
      sentence.push_back(Word());
      if (i + 1 < words && IsOneIn(12)) sentence.back() += ",";
    }
    sentence.front() = "Về " + sentence.front();
    sentence.back() += ".";
    return sentence;
  }

  Paragraph NewParagraph() {
    Paragraph paragraph;
    const size_t sentences = 2 + Number(5);
    for (size_t i = 0; i < sentences; ++i) paragraph.push_back(NewSentence());
    return paragraph;
  }

  // At least so many words.
  std::vector<Paragraph> Report(size_t words) {
    std::vector<Paragraph> report;
    for (size_t count = 0; count < words;) {
      report.push_back(NewParagraph());
      for (const Sentence& sentence : report.back()) count += sentence.size() + 1;
    }
    return report;
  }

  // Changes each word with a chance of `percent`: to another word, to none or to two. The last word of a sentence, with
  // its full stop, and the first stay.
  Sentence WithWordsChanged(const Sentence& sentence, size_t percent) {
    Sentence changed;
    for (size_t i = 0; i < sentence.size(); ++i) {
      const bool edge = i == 0 || i + 1 == sentence.size();
      if (edge || Number(100) >= percent) {
        changed.push_back(sentence[i]);
        continue;
      }
      const size_t kind = Number(5);
      if (kind == 0) continue;
      changed.push_back(kind == 1 ? sentence[i] : Word());
      if (kind == 1) changed.push_back(Word());
    }
    return changed;
  }

  std::vector<Paragraph> WithWordsChanged(std::vector<Paragraph> report, size_t percent) {
    for (Paragraph& paragraph : report) {
      for (Sentence& sentence : paragraph) sentence = WithWordsChanged(sentence, percent);
    }
    return report;
  }

  // Changes each paragraph with a chance of `percent`: words of it, a sentence, or all of it.
  std::vector<Paragraph> WithParagraphsChanged(std::vector<Paragraph> report, size_t percent) {
    for (Paragraph& paragraph : report) {
      if (Number(100) >= percent) continue;
      Sentence& sentence = paragraph[Number(paragraph.size())];
      switch (Number(4)) {
        case 0:
          paragraph = NewParagraph();
          break;
        case 1:
          sentence = NewSentence();
          break;
        case 2:
          paragraph.push_back(NewSentence());
          break;
        default:
          for (Sentence& each : paragraph) each = WithWordsChanged(each, 30);
      }
    }
    return report;
  }

 private:
  std::mt19937 random_;
};

inline std::string TextOf(const Sentence& sentence) {
  std::string text;
  for (const std::string& word : sentence) text += (text.empty() ? "" : " ") + word;
  return text;
}

inline std::string TextOf(const Paragraph& paragraph) {
  std::string text;
  for (const Sentence& sentence : paragraph) text += (text.empty() ? "" : " ") + TextOf(sentence);
  return text;
}

// A paragraph a line.
inline std::string TextOf(const std::vector<Paragraph>& report) {
  std::string text;
  for (const Paragraph& paragraph : report) text += TextOf(paragraph) + "\n";
  return text;
}

}  // namespace congress::drafting::sample

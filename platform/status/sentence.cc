#include "platform/status/sentence.h"

#include <array>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/descriptor.h"
#include "platform/status/day.h"
#include "platform/status/number.h"
#include "platform/status/strings.h"

namespace congress::status {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

absl::string_view ValueOf(const Metadata& metadata, absl::string_view key, bool* found) {
  for (const auto& [name, value] : metadata) {
    if (name == key) {
      *found = true;
      return value;
    }
  }
  *found = false;
  return {};
}

// The sentence of a value that its `cause` asks for, or else the one for every cause.
const annotations::v1::Sentence* Chosen(const EnumValueDescriptor& value, const Metadata& metadata) {
  bool found = false;
  const absl::string_view cause = ValueOf(metadata, "cause", &found);
  const auto& options = value.options();
  const annotations::v1::Sentence* rest = nullptr;
  for (int i = 0; i < options.ExtensionSize(annotations::v1::sentence); ++i) {
    const auto& sentence = options.GetExtension(annotations::v1::sentence, i);
    if (sentence.cause().empty()) rest = &sentence;
    if (!sentence.cause().empty() && sentence.cause() == cause) return &sentence;
  }
  return rest;
}

// 2025-08-19, or 2025-08-19 08:30:00, as Vietnamese write it; whatever is no such date stays as it is.
std::string VietnameseDate(absl::string_view iso) {
  if (const size_t space = iso.find(' '); space == 10) {
    return StrCat(iso.substr(space + 1), " ngày ", VietnameseDate(iso.substr(0, space)));
  }
  const std::vector<absl::string_view> parts = absl::StrSplit(iso, '-');
  if (parts.size() != 3) return std::string(iso);
  std::array<int, 3> numbers{};
  for (size_t i = 0; i < 3; ++i) {
    if (!absl::SimpleAtoi(parts[i], &numbers[i])) return std::string(iso);
  }
  return InFigures(numbers[0], numbers[1], numbers[2]).WithSlashes();
}

class Filler {
 public:
  Filler(const EnumDescriptor& type, const Metadata& metadata, Language language)
      : type_(type), metadata_(metadata), language_(language) {}

  std::string Fill(absl::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const size_t open = text.find('{');
      const size_t close = open == text.npos ? text.npos : text.find('}', open);
      if (close == text.npos) break;
      absl::StrAppend(&out, text.substr(0, open));
      out += Value(text.substr(open + 1, close - open - 1), text.substr(open, close - open + 1));
      text.remove_prefix(close + 1);
    }
    absl::StrAppend(&out, text);
    return out;
  }

 private:
  std::string Value(absl::string_view placeholder, absl::string_view whole) const {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(placeholder, absl::MaxSplits(':', 1));
    bool found = false;
    const absl::string_view value = ValueOf(metadata_, parts.first, &found);
    if (!found) return std::string(whole);
    const absl::string_view form = parts.second;
    if (form.empty()) return std::string(value);
    if (form == "number") return Grouped({value.data(), value.size()}, language_);
    if (form == "dates") return Dates(value);
    if (form == "date") return language_ == Language::kVietnamese ? VietnameseDate(value) : std::string(value);
    if (absl::StrContains(form, '|')) return WithWord(value, form);
    const EnumDescriptor* type = type_.file()->pool()->FindEnumTypeByName(StrCat(type_.file()->package(), ".", form));
    const EnumValueDescriptor* named = type == nullptr ? nullptr : type->FindValueByName(std::string(value));
    return named == nullptr ? std::string(value) : SayOf(*type, named->number(), {}).In(language_);
  }

  // `1 seat`, `2 seats`; with `number` before the words `1,000 seats`.
  std::string WithWord(absl::string_view value, absl::string_view form) const {
    const bool grouped = absl::ConsumePrefix(&form, "number ");
    const std::pair<absl::string_view, absl::string_view> words = absl::StrSplit(form, absl::MaxSplits('|', 1));
    return StrCat(grouped ? Grouped({value.data(), value.size()}, language_) : std::string(value), " ",
                  value == "1" ? words.first : words.second);
  }

  // Of a list; what is no date in it stays as it is.
  std::string Dates(absl::string_view list) const {
    if (language_ == Language::kEnglish) return std::string(list);
    return absl::StrJoin(absl::StrSplit(list, ", "), ", ",
                         [](std::string* out, absl::string_view date) { out->append(VietnameseDate(date)); });
  }

  const EnumDescriptor& type_;
  const Metadata& metadata_;
  Language language_;
};

}  // namespace

std::string Grouped(std::string_view text, Language language) {
  const absl::string_view number = ToAbsl(text);
  const size_t sign = number.empty() || (number[0] != '-' && number[0] != '+') ? 0 : 1;
  const absl::string_view whole = number.substr(sign, number.find('.') - sign);
  const absl::string_view rest = number.substr(sign + whole.size());
  const bool is_number = !whole.empty() && absl::c_all_of(whole, absl::ascii_isdigit) && rest != "." &&
                         absl::c_all_of(rest.substr(rest.empty() ? 0 : 1), absl::ascii_isdigit);
  if (!is_number) return std::string(number);
  std::string out(number.substr(0, sign));
  for (size_t i = 0; i < whole.size(); ++i) {
    if (i > 0 && (whole.size() - i) % 3 == 0) out.push_back(language == Language::kVietnamese ? '.' : ',');
    out.push_back(whole[i]);
  }
  if (!rest.empty()) absl::StrAppend(&out, language == Language::kVietnamese ? "," : ".", rest.substr(1));
  return out;
}

Language LanguageOf(std::string_view accept_language) {
  Language best = Language::kEnglish;
  double weight = 0;
  for (const absl::string_view range :
       absl::StrSplit(absl::string_view(accept_language.data(), accept_language.size()), ',')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(range, absl::MaxSplits(';', 1));
    const absl::string_view tag = absl::StripAsciiWhitespace(parts.first);
    absl::string_view quality = absl::StripAsciiWhitespace(parts.second);
    double own = 1;
    if (absl::ConsumePrefix(&quality, "q=") && !absl::SimpleAtod(quality, &own)) own = 0;
    const absl::string_view primary = tag.substr(0, tag.find('-'));
    const bool vietnamese = absl::EqualsIgnoreCase(primary, "vi");
    if (own <= weight || (!vietnamese && !absl::EqualsIgnoreCase(primary, "en"))) continue;
    weight = own;
    best = vietnamese ? Language::kVietnamese : Language::kEnglish;
  }
  return best;
}

Sentence Joined(const std::vector<Sentence>& sentences, std::string_view between) {
  Sentence joined;
  for (const Sentence& sentence : sentences) {
    absl::StrAppend(&joined.en, joined.en.empty() ? "" : ToAbsl(between), sentence.en);
    absl::StrAppend(&joined.vi, joined.vi.empty() ? "" : ToAbsl(between), sentence.vi);
  }
  return joined;
}

std::string SayOf(const EnumDescriptor& type, int number, const Metadata& metadata, Language language) {
  const EnumValueDescriptor* value = type.FindValueByNumber(number);
  if (value == nullptr) return StrCat(number);
  const annotations::v1::Sentence* sentence = Chosen(*value, metadata);
  if (sentence == nullptr) return value->name();
  const std::string& text = language == Language::kVietnamese ? sentence->vi() : sentence->en();
  return Filler(type, metadata, language).Fill(text);
}

Sentence SayOf(const EnumDescriptor& type, int number, const Metadata& metadata) {
  return {.en = SayOf(type, number, metadata, Language::kEnglish),
          .vi = SayOf(type, number, metadata, Language::kVietnamese)};
}

}  // namespace congress::status

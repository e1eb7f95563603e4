#include "cli/language.h"

#include <cstdlib>
#include <string>

namespace congress::cli {
namespace {

std::string& Chosen() {
  static std::string& language = *new std::string;
  return language;
}

}  // namespace

void SetLanguage(const std::string& language) { Chosen() = language; }

std::string Say(const status::Sentence& sentence) { return sentence.In(LanguageOfUser()); }

status::Language LanguageOfUser() {
  if (!Chosen().empty()) return Chosen() == "vi" ? status::Language::kVietnamese : status::Language::kEnglish;
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::string(value).starts_with("vi") ? status::Language::kVietnamese : status::Language::kEnglish;
  }
  return status::Language::kEnglish;
}

absl::Status Wrong(const status::Sentence& sentence) { return absl::InvalidArgumentError(Say(sentence)); }

}  // namespace congress::cli

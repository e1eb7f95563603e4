#include "cli/language.h"

#include <cstdlib>
#include <string>

namespace congress::cli {

status::Language LanguageOfUser() {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == '\0') continue;
    return std::string(value).starts_with("vi") ? status::Language::kVietnamese : status::Language::kEnglish;
  }
  return status::Language::kEnglish;
}

absl::Status Wrong(const status::Sentence& sentence) {
  return absl::InvalidArgumentError(sentence.In(LanguageOfUser()));
}

}  // namespace congress::cli

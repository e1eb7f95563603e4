// What congressctl says by itself, in the user's language. It stands beside the code that says it: no program reads it.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "platform/status/sentence.h"

namespace congress::cli {

// The language that was chosen, or else the one that LC_ALL, LC_MESSAGES or LANG asks for, the first that is set;
// English unless it is Vietnamese.
status::Language LanguageOfUser();

// Chooses `vi` or `en` for this run; an empty text leaves it to the environment.
void SetLanguage(const std::string& language);

// The sentence in the user's language.
std::string Say(const status::Sentence& sentence);

// INVALID_ARGUMENT that says so in the user's language: the command line, or a file that it names, is wrong.
absl::Status Wrong(const status::Sentence& sentence);

}  // namespace congress::cli

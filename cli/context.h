// Contexts: what commands need not be told again, in `congress/config.yaml` of the user's configuration folder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "cli/context.pb.h"

namespace congress::cli {

// `--lang X` and `--context X` may stand before the noun: takes those that do out of the words, behind the first, which
// is the program. They belong behind all others.
std::vector<std::string> TakeLeading(std::vector<std::string>* words);

// Takes up the context that `--context`, CONGRESS_CONTEXT or the file names, and the language that is meant by it,
// `--lang` or CONGRESS_LANG, before anything else is said. INVALID_ARGUMENT tells what is wrong in the file, by line,
// or that there is no such context; then none is in use.
absl::Status TakeUpContext(int argc, char** argv);

// How the help calls the name of a context; completion offers them for it.
inline constexpr char kContextName[] = "CONTEXT";

// Names of the contexts; none where the file cannot be read.
std::vector<std::string> ContextNames();

// The context in use; an empty one where there is none.
const Context& ContextInUse();

// `congressctl context list|use|set|show|delete`. The exit status.
int RunContext(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

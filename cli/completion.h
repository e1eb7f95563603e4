// What a command line may go on with, for the shells.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/help.h"

namespace congress::cli {

struct Settings;

// Whether this run only says how the command line may go on. It then says nothing else and always ends with 0.
bool Completing();

// Offers what may stand where the cursor is. Called by Parse() where it would read the options.
int OfferOptions(CLI::App* app, int words, int argc, char** argv);

// Whom ids are asked for, as the command's own options say.
void OfferByServer(const Settings* settings);

// The words that the option takes, as they are once the line so far was read; where it takes several, with `,` between
// them, the last one is completed.
void OfferWords(const CLI::Option* option, std::function<std::vector<std::string>()> words);

// `congressctl __complete WORD…`: offers what the last word may become, a line each: the word, a tab, what it is.
// `run` runs a command.
int Complete(int argc, char** argv, const std::vector<Known>& commands, const std::function<int(int, char**)>& run);

// Prints the script that makes `shell` ask this program.
int PrintCompletion(std::string_view shell, int argc, char** argv);

}  // namespace congress::cli

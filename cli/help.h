// What congressctl tells of itself.
#pragma once

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace congress::cli {

// A command by its words.
struct Known {
  // Whose it is, such as `allocation`; `suite` of what every service has, empty for congressctl itself.
  std::string service;
  std::string noun;
  // Empty: the noun alone is the command.
  std::string verb;
  // What it does.
  std::string what;
};

// Prints all nouns with their verbs, by service.
void PrintNouns(const std::vector<Known>& commands);

// Prints a command's help: what it does, its own options first, examples. The exit status.
int ShowHelp(const CLI::App& app);

// The examples of a command, such as `units explain`: whole command lines.
std::vector<std::string> ExamplesOf(const std::string& command);

// All commands that have examples.
std::vector<std::string> CommandsWithExamples();

}  // namespace congress::cli

// What every command of congressctl shares: its options, how it ends, where its result goes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/connection.h"
#include "cli/output.h"
#include "platform/status/sentence.h"

namespace congress::cli {

inline constexpr int kRefused = 1;
inline constexpr int kUsage = 2;

// Says on standard error what is wrong with how the command was used.
int Usage(std::string_view message);
// In the user's language.
int Usage(const status::Sentence& message);

// Says what the server refused, as JSON where results are; faults of this program's own input are usage.
int Refused(const absl::Status& status);

// Whether errors are told as JSON, as the results of this command are.
bool ErrorsAsJson();

// Says that an answer does not hold (VerdictOf), which is no error of the call; nothing where it does.
int NotHeld(const absl::Status& verdict);

// One of the values, taken without case, as it is spelled here: for CLI::Option::transform.
CLI::Validator OneOf(std::vector<std::string> values);

// Options of every command; what they leave open the context says (context.h).
struct Settings {
  ConnectionOptions connection;
  std::string format = "table";
  std::string output;
  double timeout_seconds = 60;

  void AddTo(CLI::App* app);
  // As it was asked for; unless the command line says it, as the ending of the file's name says: CSV, JSON or as it
  // comes.
  Format Form() const;
  // To the file that was named, or to standard output, as ForTarget has it. The exit status.
  int Write(const std::string& text) const;
  // What is said of a byte order mark; JSON has none.
  std::optional<bool> Bom(std::optional<bool> said) const;
  ConnectionOptions Connecting() const;

 private:
  const CLI::Option* format_given_ = nullptr;
};

// Says that the file cannot be written.
int CannotWrite(const std::string& path);

// To the file `path`, or to standard output when it is empty, as ForTarget has it. The exit status.
int Write(const std::string& text, const std::string& path, std::optional<bool> bom = std::nullopt);

// Parses what follows the first `words` of the command line, or offers how it may go on (completion.h). None when the
// command goes on, else the exit status.
std::optional<int> Parse(CLI::App* app, int words, int argc, char** argv);

}  // namespace congress::cli

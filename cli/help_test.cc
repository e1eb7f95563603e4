#include "cli/help.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/request.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::cli {
namespace {

// What every command takes, or those that are no RPC.
const std::set<std::string> kGeneral = {"--file",    "--json", "--output", "-o",
                                        "--context", "--lang", "--async",  "--timeout"};

TEST(Examples, ThereAreTwoOfEachAndTheyAreOfTheirCommand) {
  EXPECT_FALSE(CommandsWithExamples().empty());
  for (const std::string& command : CommandsWithExamples()) {
    const std::vector<std::string> examples = ExamplesOf(command);
    EXPECT_EQ(examples.size(), 2u) << command;
    for (const std::string& example : examples) {
      EXPECT_THAT(example, ::testing::HasSubstr(StrCat("congressctl ", command))) << command;
    }
  }
}

TEST(Examples, OfRpcsNameTheirFlags) {
  const std::vector<Command> commands = Commands(Descriptors());
  for (const std::string& name : CommandsWithExamples()) {
    const auto command = std::find_if(commands.begin(), commands.end(),
                                      [&](const Command& one) { return StrCat(one.noun, " ", one.verb) == name; });
    if (command == commands.end()) continue;
    std::set<std::string> flags = kGeneral;
    for (const Flag& flag : FlagsOf(*command->method->input_type())) flags.insert(StrCat("--", flag.name));
    for (const std::string& example : ExamplesOf(name)) {
      const std::vector<std::string> words = absl::StrSplit(example, ' ');
      for (const std::string& word : words) {
        const bool flag = word.starts_with("-") && word != "-";
        EXPECT_TRUE(!flag || flags.contains(word.substr(0, word.find('=')))) << example << ": " << word;
      }
    }
  }
}

}  // namespace
}  // namespace congress::cli

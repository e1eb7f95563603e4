#include "cli/help.h"

#include <algorithm>
#include <memory>
#include <set>

#include "absl/strings/str_split.h"
#include "cli/call.h"
#include "cli/commands.h"
#include "cli/error.h"
#include "cli/request.h"
#include "cli/resources.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/annotations/v1/options.pb.h"
#include "gmock/gmock.h"
#include "google/protobuf/dynamic_message.h"
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

// `plans/main` is one of `plans/*`.
bool IsOf(const std::string& name, const std::string& pattern) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  const std::vector<std::string> wanted = absl::StrSplit(pattern, '/');
  return std::equal(parts.begin(), parts.end(), wanted.begin(), wanted.end(),
                    [](const std::string& part, const std::string& want) { return want == "*" || part == want; });
}

bool MayHold(const Flag& flag, const std::string& name) {
  const auto& field = *flag.path.back();
  std::vector<std::string> patterns =
      absl::StrSplit(field.options().GetExtension(annotations::v1::field).resource(), '|');
  patterns.push_back(PatternOf(field));
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& one) { return IsOf(name, one); });
}

TEST(Examples, OfRpcsNameResourcesAsTheirRequestsDo) {
  for (const Command& command : Commands()) {
    const std::vector<Flag> flags = FlagsOf(*command.method->input_type());
    for (const std::string& example : ExamplesOf(StrCat(command.noun, " ", command.verb))) {
      const std::vector<std::string> words = absl::StrSplit(example, ' ');
      for (size_t i = 3; i + 1 < words.size(); ++i) {
        const auto flag = std::find_if(flags.begin(), flags.end(),
                                       [&](const Flag& one) { return words[i] == StrCat("--", one.name); });
        if (flag == flags.end() || flag->path.back()->enum_type() == nullptr) continue;
        google::protobuf::DynamicMessageFactory factory;
        const std::unique_ptr<google::protobuf::Message> request(
            factory.GetPrototype(command.method->input_type())->New());
        EXPECT_TRUE(SetFlag(*flag, {words[i + 1]}, request.get()).ok()) << example;
      }
      for (size_t i = 3; i < words.size() && !words[i].starts_with("-"); ++i) {
        if (words[i].find('/') == std::string::npos) continue;
        EXPECT_TRUE(std::any_of(flags.begin(), flags.end(), [&](const Flag& flag) { return MayHold(flag, words[i]); }))
            << example;
      }
    }
  }
}

TEST(Examples, OfRpcsNameTheirFlags) {
  const std::vector<Command>& commands = Commands();
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

std::string HelpOf(const Command& command) {
  std::vector<std::string> words = {"congressctl", command.noun, command.verb, "--help"};
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(RunCall(command, static_cast<int>(pointers.size()), pointers.data()), 0);
  return ::testing::internal::GetCapturedStdout();
}

// Headings and what every command has; comments of the protos stay as they are.
TEST(Help, SpeaksVietnameseOfEveryRpc) {
  setenv("LC_ALL", "vi_VN.UTF-8", 1);
  EXPECT_THAT(HelpOf(CommandOf(
                  *Descriptors().FindMethodByName("congress.allocation.v1.OrganisationService.ListOrganisations"))),
              ::testing::HasSubstr("\n  --columns CHỮ               Cột"))
      << "as wide as the English line";
  for (const Command& command : Commands()) {
    const std::string help = HelpOf(command);
    for (const char* english : {"\nUsage:", "\nOptions\n", "\nPositionals\n", "\nRequest", "\nOutput\n", "REQUIRED",
                                "(Env:", " TEXT", "\n Permission:", "\n Errors:", " Required. ", " Optional. "}) {
      EXPECT_EQ(help.find(english), std::string::npos) << english << help;
    }
    for (const Flag& flag : FlagsOf(*command.method->input_type())) {
      if (flag.path.size() < 2) continue;
      const std::string& message = flag.path[0]->name();
      EXPECT_EQ(help.find(StrCat("\nYêu cầu: ", message, "\n")), std::string::npos) << message << " has no label";
    }
  }
  unsetenv("LC_ALL");
}

// No two of a command's options and names have one name.
TEST(Help, IsToldOfEveryRpcWithItsOwnOptionsFirst) {
  for (const Command& command : Commands()) {
    const std::string help = HelpOf(command);
    const size_t own = help.find("\nRequest");
    EXPECT_LE(own == std::string::npos ? 0 : own, help.find("\nOptions")) << help;
    EXPECT_EQ(help.find('\x1b'), std::string::npos) << "no colour in a pipe";
  }
}

TEST(Verdict, SaysWhatDoesNotHold) {
  allocation::v1::ImportOrganisationsResponse rows;
  EXPECT_TRUE(VerdictOf(rows).ok());
  rows.set_error_count(3);
  EXPECT_EQ(VerdictOf(rows).message(), "rows of the file cannot be taken: 3");
  EXPECT_EQ(KindOf(VerdictOf(rows)), "FAILED");
  allocation::v1::CheckLineageResponse sums;
  sums.add_checks()->set_passed(true);
  EXPECT_TRUE(VerdictOf(sums).ok());
  sums.add_checks();
  EXPECT_EQ(VerdictOf(sums).message(), "sums that do not agree: 1");
  EXPECT_EQ(KindOf(VerdictOf(allocation::v1::ComputeApportionmentResponse())), "TIE");
  EXPECT_TRUE(VerdictOf(allocation::v1::AllocationPlan()).ok());
}

// A field that is named otherwise would make every answer hold.
TEST(Verdict, KnowsTheFieldsOfTheAnswersThatItJudges) {
  for (const char* name : {"congress.allocation.v1.VerifyAllocationResponse.valid",
                           "congress.allocation.v1.ComputeBiproportionalApportionmentResponse.decided",
                           "congress.scheduling.v1.ImportTasksResponse.error_count"}) {
    EXPECT_NE(Descriptors().FindFieldByName(name), nullptr) << name;
  }
}

TEST(Kind, TellsARefusalFromSilence) {
  EXPECT_EQ(KindOf(absl::UnavailableError("connection refused")), "UNREACHABLE");
  EXPECT_EQ(KindOf(absl::DeadlineExceededError("")), "UNREACHABLE");
  EXPECT_EQ(KindOf(absl::NotFoundError("")), "REFUSED");
  EXPECT_EQ(KindOf(absl::InvalidArgumentError("--x")), "USAGE");
  EXPECT_EQ(KindOf(OpenTieError("a, b")), "TIE");
}

}  // namespace
}  // namespace congress::cli

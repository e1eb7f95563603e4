#include "cli/commands.h"

#include <set>

#include "gtest/gtest.h"

namespace congress::cli {
namespace {

const Command* Find(const std::vector<Command>& commands, std::string_view noun, std::string_view verb) {
  for (const Command& command : commands) {
    if (command.noun == noun && command.verb == verb) return &command;
  }
  return nullptr;
}

TEST(Commands, EveryRpcIsOneCommand) {
  const auto& commands = Commands();
  std::set<std::pair<std::string, std::string>> names;
  for (const Command& command : commands) {
    EXPECT_TRUE(names.emplace(command.noun, command.verb).second) << command.noun << " " << command.verb;
    EXPECT_FALSE(Summary(*command.method).empty()) << command.method->full_name();
  }
  EXPECT_GT(commands.size(), 80u);
}

TEST(Commands, NounAndVerbReadAsPeopleSpeak) {
  const auto& commands = Commands();
  for (const auto& [noun, verb, method] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"organisations", "list", "ListOrganisations"},
           {"organisations", "get", "GetOrganisation"},
           {"allocation-plans", "issue", "IssueAllocationPlan"},
           {"delegates", "batch-create", "BatchCreateDelegates"},
           {"documents", "sign-off", "SignOffDocument"},
           {"sign-offs", "withdraw", "WithdrawSignOff"},
           {"access", "bind", "CreateRoleBinding"},
           {"access", "who-can", "ListPermissionHolders"},
           {"access", "why-not", "ExplainPermission"},
           {"token-revocations", "create", "CreateTokenRevocation"},
           {"readiness", "get", "GetReadiness"},
           {"lineage", "check", "CheckLineage"},
           {"attendance", "record", "RecordAttendance"},
           {"personnel-processes", "create", "CreatePersonnelProcess"},
           {"personnel-processes", "list", "ListPersonnelProcesses"},
           {"personnel", "count", "CountPersonnel"},
           {"congresses", "create", "CreateCongress"}}) {
    const Command* command = Find(commands, noun, verb);
    ASSERT_NE(command, nullptr) << noun << " " << verb;
    EXPECT_EQ(command->method->name(), method);
  }
}

}  // namespace
}  // namespace congress::cli

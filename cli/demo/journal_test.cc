#include "cli/demo/journal.h"

#include <sstream>

#include "cli/demo/calls.h"
#include "cli/demo/progress.h"
#include "tests/support/status_matchers.h"

namespace congress::cli::demo {
namespace {

TEST(Journal, WritesOneLineAnEvent) {
  std::ostringstream out;
  Journal journal(&out);
  journal.Start("a", "congress.x.v1.Make");
  journal.Done("a");
  journal.Refused("b", "QUOTA_EXCEEDED");
  EXPECT_EQ(out.str(), "start a congress.x.v1.Make\ndone a\nrefused b QUOTA_EXCEEDED\n");
}

TEST(Journal, WithoutAStreamIsSilent) {
  Journal journal(nullptr);
  journal.Start("a", "x");
  journal.Done("a");
}

TEST(Calls, SendTheSameRequestIdAgainAndNoOther) {
  ConnectionOptions options;
  options.server = "127.0.0.1:1";
  ASSERT_OK_AND_ASSIGN(const Connection connection, Connection::Open(options));
  Journal journal(nullptr);
  const Calls one(connection, "congress-a", &journal), again(connection, "congress-a", &journal);
  const Calls other(connection, "congress-b", &journal);
  EXPECT_EQ(one.RequestId("persons/0"), again.RequestId("persons/0"));
  EXPECT_NE(one.RequestId("persons/0"), one.RequestId("persons/1"));
  EXPECT_NE(one.RequestId("persons/0"), other.RequestId("persons/0"));
  EXPECT_EQ(one.RequestId("persons/0").size(), 36u);
}

TEST(Progress, CountsOnlyOnATerminal) {
  std::ostringstream file, terminal;
  Progress(file, false).Count("Papers", 1, 2);
  Progress on_terminal(terminal, true);
  on_terminal.Count("Papers", 1, 2);
  on_terminal.Say("done");
  EXPECT_EQ(file.str(), "");
  EXPECT_EQ(terminal.str(), "Papers 1/2\r\033[Kdone\n");
}

}  // namespace
}  // namespace congress::cli::demo

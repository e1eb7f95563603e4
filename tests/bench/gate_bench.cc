// What the Gate costs: a small read through it, with token, permission, limit and audit, beside a bare echo of the same
// payload, by the servers' processor time over gRPC, and both with the gateway before them; the same by an account
// whose role the suite keeps, among others; and 1,000 permissions tested at once. With the argument `echo` the program
// is the bare echo.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "absl/time/clock.h"
#include "congress/access/v1/access_service.grpc.pb.h"
#include "congress/allocation/v1/organisation_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "tests/bench/bare_grpc.h"
#include "tests/support/load.h"
#include "tests/support/process.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

constexpr int kCalls = 40'000;
constexpr int kRounds = 3;
constexpr double kLeastRatio = 0.6;
constexpr double kLeastBehindTheDoor = 0.85;

// Microseconds of the server's processor for one call.
double Microseconds(const std::shared_ptr<grpc::Channel>& channel, int pid, const support::Load& load) {
  const double before = support::CpuSeconds(pid);
  const int good = support::Run(channel, load);
  if (good != load.calls) std::printf("%d of %d calls failed\n", load.calls - good, load.calls);
  return (support::CpuSeconds(pid) - before) * 1e6 / load.calls;
}

// Others that have roles: as many as a province with its communes.
constexpr int kAccounts = 2'000;
constexpr double kMostTestMs = 20;

// Gives accounts `a0` and so on a role; true when all have it and the service knows.
bool Bind(const support::Suite& suite) {
  const auto stub = access::v1::AccessService::NewStub(suite.Channel("allocation"));
  for (int i = 0; i < kAccounts; ++i) {
    access::v1::CreateRoleBindingRequest request;
    request.mutable_role_binding()->set_principal("a" + std::to_string(i));
    request.mutable_role_binding()->set_role("reader");
    request.mutable_role_binding()->set_organisation("organisations/province");
    const auto context = suite.Admin();
    access::v1::RoleBinding made;
    if (!stub->CreateRoleBinding(context.get(), request, &made).ok()) return false;
  }
  return support::Eventually([&] {
    const auto context = suite.As("a" + std::to_string(kAccounts - 1), {});
    allocation::v1::ListOrganisationsResponse answer;
    return allocation::v1::OrganisationService::NewStub(suite.Channel("allocation"))
        ->ListOrganisations(context.get(), {}, &answer)
        .ok();
  });
}

// Milliseconds of a call that asks for 1,000 permissions, in the middle of many.
double TestPermissionsMs(const support::Suite& suite) {
  access::v1::TestPermissionsRequest request;
  for (int i = 0; i < 1'000; ++i) {
    auto& pair = *request.add_pairs();
    pair.set_permission(i % 2 == 0 ? "allocation.organisations.read" : "drafting.documents.signOff");
    pair.set_organisation("organisations/province");
  }
  const auto stub = access::v1::AccessService::NewStub(suite.Channel("allocation"));
  std::vector<double> times;
  for (int i = 0; i < 50; ++i) {
    const auto context = suite.As("a1", {"reader@province", "clerk@unit-1", "inspector@unit-2"});
    access::v1::TestPermissionsResponse answer;
    const absl::Time begin = absl::Now();
    if (!stub->TestPermissions(context.get(), request, &answer).ok()) return 1e9;
    times.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin));
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

int Bench(const char* self) {
  support::Process echo({self, "echo"});
  if (!support::Eventually([&] { return echo.Output().ends_with("\n"); })) return 1;
  const int port = std::stoi(echo.Output());
  const auto bare = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  // One account asks more often here than any would: its rate is counted, at a limit that it does not meet.
  support::Suite suite(
      {.shape = support::Shape::kSeparate, .store = "", .arguments = {"--call-rate", "1000000"}, .log_level = "info"});
  support::Load load{
      .method = kMethod, .request = "", .token = suite.Token("admin", {"administrator@province"}), .calls = kCalls / 4};
  support::Run(bare, load);
  support::Run(suite.Channel("allocation"), load);
  load.calls = kCalls;
  std::vector<double> ratios;
  std::vector<double> behind;
  for (int round = 0; round < kRounds; ++round) {
    const double echoed = Microseconds(bare, echo.pid(), load);
    const double gated = Microseconds(suite.Channel("allocation"), suite.process("allocation").pid(), load);
    ratios.push_back(echoed / gated);
    // What the gateway itself takes is the same, whoever answers.
    const double door = Microseconds(suite.channel(), suite.process("gateway").pid(), load);
    behind.push_back((door + echoed) / (door + gated));
    std::printf(
        "a bare echo %.1f µs, a read through the Gate %.1f µs of the server's processor; %.2f x its rate; "
        "the gateway %.1f µs, behind it %.2f x\n",
        echoed, gated, ratios.back(), door, behind.back());
  }
  std::sort(ratios.begin(), ratios.end());
  const double median = ratios[kRounds / 2];
  std::printf("Gate: %.2f x the rate of a bare echo (bound %.1f)%s\n", median, kLeastRatio,
              median < kLeastRatio ? ", below it" : "");
  std::sort(behind.begin(), behind.end());
  std::printf("behind the door: %.2f x the rate without the Gate (bound %.2f)%s\n", behind[kRounds / 2],
              kLeastBehindTheDoor, behind[kRounds / 2] < kLeastBehindTheDoor ? ", below it" : "");
  if (!Bind(suite)) return 1;
  load.token = suite.Token("admin", {"administrator@province"});
  const double claimed = Microseconds(suite.Channel("allocation"), suite.process("allocation").pid(), load);
  load.token = suite.Token("a7", {});
  const double given = Microseconds(suite.Channel("allocation"), suite.process("allocation").pid(), load);
  std::printf("with %d roles kept by the suite: a read by a claimed role %.1f µs, by one of those %.1f µs\n", kAccounts,
              claimed, given);
  const double test = TestPermissionsMs(suite);
  std::printf("1,000 permissions tested in %.1f ms (bound %.0f)%s\n", test, kMostTestMs,
              test > kMostTestMs ? ", above it" : "");
  return 0;
}

}  // namespace
}  // namespace congress

int main(int argc, char** argv) {
  return argc > 1 && std::strcmp(argv[1], "echo") == 0 ? congress::ServeBareGrpc() : congress::Bench(argv[0]);
}

// What the Gate costs: a small read through it, token checked, beside a bare echo of the same payload, by the servers'
// processor time over gRPC. With the argument `echo` the program is the bare echo.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

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

// Microseconds of the server's processor for one call.
double Microseconds(const std::shared_ptr<grpc::Channel>& channel, int pid, const support::Load& load) {
  const double before = support::CpuSeconds(pid);
  const int good = support::Run(channel, load);
  if (good != load.calls) std::printf("%d of %d calls failed\n", load.calls - good, load.calls);
  return (support::CpuSeconds(pid) - before) * 1e6 / load.calls;
}

int Bench(const char* self) {
  support::Process echo({self, "echo"});
  if (!support::Eventually([&] { return echo.Output().ends_with("\n"); })) return 1;
  const int port = std::stoi(echo.Output());
  const auto bare = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  support::Suite suite({.shape = support::Shape::kSeparate, .store = "", .log_level = "info"});
  support::Load load{
      .method = kMethod, .request = "", .token = suite.Token("admin", {"administrator@province"}), .calls = kCalls / 4};
  support::Run(bare, load);
  support::Run(suite.Channel("allocation"), load);
  load.calls = kCalls;
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    const double echoed = Microseconds(bare, echo.pid(), load);
    const double gated = Microseconds(suite.Channel("allocation"), suite.process("allocation").pid(), load);
    ratios.push_back(echoed / gated);
    std::printf("a bare echo %.1f µs, a read through the Gate %.1f µs of the server's processor; %.2f x its rate\n",
                echoed, gated, ratios.back());
  }
  std::sort(ratios.begin(), ratios.end());
  const double median = ratios[kRounds / 2];
  std::printf("Gate: %.2f x the rate of a bare echo (bound %.1f)%s\n", median, kLeastRatio,
              median < kLeastRatio ? ", below it" : "");
  return 0;
}

}  // namespace
}  // namespace congress

int main(int argc, char** argv) {
  return argc > 1 && std::strcmp(argv[1], "echo") == 0 ? congress::ServeBareGrpc() : congress::Bench(argv[0]);
}

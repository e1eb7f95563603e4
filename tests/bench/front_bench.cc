// What the door costs: an empty call through the front, beside one at gRPC's own server and beside what nginx's
// grpc_pass adds, by the servers' processor time at 256 calls in flight of h2load; and how long one caller waits who
// makes a call after the other. With the argument `front` or `grpc` the program is that server. nginx takes part where
// it is installed, or named by NGINX.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <vector>

#include "platform/front/front.h"
#include "platform/rpc/front_entrance.h"
#include "platform/status/strings.h"
#include "tests/bench/bare_grpc.h"
#include "tests/bench/h2load.h"
#include "tests/support/load.h"
#include "tests/support/process.h"
#include "tests/support/suite.h"
#include "tests/support/temporary_folder.h"

namespace congress {
namespace {

constexpr int kCalls = 100'000;
constexpr int kCallsOfOne = 3'000;
constexpr int kRounds = 3;
constexpr double kMostOfGrpc = 0.6;
constexpr double kMostWait = 1.5;

// Both answer nothing to nothing, on the carrier's own threads.
class Nothing final : public rpc::Answerer {
 public:
  explicit Nothing(rpc::IncomingCall& call) : call_(call) {}
  void Start() override {
    const grpc::Slice nothing("");
    reply_ = grpc::ByteBuffer(&nothing, 1);
    call_.EndWith(&reply_);
  }
  void OnRead(bool) override {}
  void OnWritten(bool) override {}
  void OnCancel() override {}

 private:
  rpc::IncomingCall& call_;
  grpc::ByteBuffer reply_;
};

int ServeFront() {
  const auto front = front::Front::Listen(
      {.address = "127.0.0.1:0"},
      rpc::FrontEntrance([](rpc::IncomingCall& call) { return std::make_unique<Nothing>(call); }, /*door=*/true));
  std::cout << (*front)->port() << std::endl;
  while (true) absl::SleepFor(absl::Hours(1));
}

// One worker, as it then is one process whose time can be read.
std::string NginxConfig(const std::string& folder, const std::string& address, int behind) {
  return StrCat("daemon off;\nmaster_process off;\npid ", folder, "/pid;\nerror_log ", folder,
                "/log;\nevents { worker_connections 4096; }\nhttp {\n access_log off;\n client_body_temp_path ", folder,
                ";\n proxy_temp_path ", folder, "/p;\n fastcgi_temp_path ", folder, "/f;\n uwsgi_temp_path ", folder,
                "/u;\n scgi_temp_path ", folder, "/s;\n upstream behind { server 127.0.0.1:", behind,
                "; keepalive 300; }\n server { listen ", address,
                " http2; keepalive_requests 10000000; http2_max_concurrent_streams 320; location / { grpc_pass "
                "grpc://behind; } }\n}\n");
}

struct Server {
  std::string name;
  std::string address;
  int pid;
  std::vector<double> microseconds = {};
  std::vector<double> waits = {};
};

// Microseconds of the server's processor for one call.
double Microseconds(const Server& server, const H2load& load, int calls) {
  const double before = support::CpuSeconds(server.pid);
  load.Run(server.address, kMethod, calls, {"-c", "4", "-m", "64"});
  return (support::CpuSeconds(server.pid) - before) * 1e6 / calls;
}

// Microseconds that half of the calls of one caller take at most.
double Wait(const Server& server, const H2load& load, const std::string& log) {
  std::remove(log.c_str());
  load.Run(server.address, kMethod, kCallsOfOne, {"-c", "1", "-m", "1", "--log-file", log});
  std::ifstream lines(log);
  std::vector<double> times;
  for (double begun = 0, status = 0, took = 0; lines >> begun >> status >> took;) times.push_back(took);
  return times.empty() ? 0 : Median(std::move(times));
}

int Bench(const char* self) {
  const support::TemporaryFolder folder;
  const H2load load("none");
  support::Process front({self, "front"});
  support::Process grpc({self, "grpc"});
  if (!support::Eventually([&] { return front.Output().ends_with("\n") && grpc.Output().ends_with("\n"); })) return 1;
  const int behind = std::stoi(grpc.Output());
  std::vector<Server> servers = {{"the front", StrCat("127.0.0.1:", std::stoi(front.Output())), front.pid()},
                                 {"gRPC's server", StrCat("127.0.0.1:", behind), grpc.pid()}};
  const char* named = std::getenv("NGINX");
  const std::string nginx = named != nullptr ? named : "/usr/sbin/nginx";
  std::unique_ptr<support::Process> proxy;
  if (std::ifstream(nginx).good()) {
    const std::string address = support::FreeAddress();
    std::ofstream(folder.path() + "/nginx.conf") << NginxConfig(folder.path(), address, behind);
    proxy = std::make_unique<support::Process>(std::vector<std::string>{nginx, "-c", folder.path() + "/nginx.conf"});
    servers.push_back({"nginx grpc_pass before it", address, proxy->pid()});
  }
  for (const Server& server : servers) Microseconds(server, load, kCalls / 10);
  for (int round = 0; round < kRounds; ++round) {
    for (Server& server : servers) {
      server.microseconds.push_back(Microseconds(server, load, kCalls));
      server.waits.push_back(Wait(server, load, folder.path() + "/waits"));
      std::printf("%s: %.1f µs of its processor a call, one caller waits %.0f µs\n", server.name.c_str(),
                  server.microseconds.back(), server.waits.back());
    }
  }
  const double own = Median(servers[0].microseconds);
  for (size_t i = 1; i < servers.size(); ++i) {
    const double ratio = own / Median(servers[i].microseconds);
    std::printf("the front: %.2f x %s (bound %.1f)%s\n", ratio, servers[i].name.c_str(), kMostOfGrpc,
                ratio > kMostOfGrpc ? ", above it" : "");
    const double wait = Median(servers[0].waits) / Median(servers[i].waits);
    std::printf("one caller at the front: %.2f x %s (bound %.1f)%s\n", wait, servers[i].name.c_str(), kMostWait,
                wait > kMostWait ? ", above it" : "");
  }
  return 0;
}

}  // namespace
}  // namespace congress

int main(int argc, char** argv) {
  if (argc > 1 && std::strcmp(argv[1], "front") == 0) return congress::ServeFront();
  if (argc > 1 && std::strcmp(argv[1], "grpc") == 0) return congress::ServeBareGrpc();
  return congress::Bench(argv[0]);
}

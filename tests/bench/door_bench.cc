// What the door of congressd stands: connections that only lie there, by its memory; attackers of six kinds at once and
// three times the calls of its best rate, by what is answered meanwhile. Rates are h2load's, of a read with token,
// permission and store; attackers run at the lowest priority, as they would not share its processors.
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

#include "platform/status/strings.h"
#include "tests/bench/h2load.h"
#include "tests/support/http2_client.h"
#include "tests/support/load.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

using support::Big;
using support::Block;
using support::FrameType;
using support::Http2Client;

constexpr char kMethod[] = "congress.allocation.v1.RuleSetService/ListRuleSets";
constexpr char kPath[] = "/congress.allocation.v1.RuleSetService/ListRuleSets";
constexpr int kIdle = 10'000;
constexpr double kMostIdleMib = 100;
constexpr int kRounds = 3;
constexpr double kLeastUnderAttack = 0.8;
constexpr double kLeastOverloaded = 0.9;

class Door {
 public:
  int port() const { return std::stoi(suite_.endpoint().substr(suite_.endpoint().rfind(':') + 1)); }
  long memory() { return support::AnonymousBytes(suite_.process("congressd").pid()); }
  // Calls answered a second, so many in flight.
  double Rate(int calls, int in_flight) const {
    const std::string said = load_.Run(suite_.endpoint(), kMethod, calls, {"-c", StrCat(in_flight / 64), "-m", "64"});
    const size_t finished = said.find("finished in ");
    return finished == std::string::npos ? 0 : std::stod(said.substr(said.find(", ", finished) + 2));
  }

 private:
  support::Suite suite_{{.shape = support::Shape::kOneProcess, .store = "", .log_level = "info"}};
  const H2load load_{suite_.Token("admin", {"administrator@province"})};
};

void Idle(Door& door) {
  const long before = door.memory();
  std::vector<std::unique_ptr<Http2Client>> clients;
  for (int i = 0; i < kIdle; ++i) {
    clients.push_back(std::make_unique<Http2Client>(door.port(), /*greets=*/true, StrCat("127.0.0.", 2 + i % 4)));
  }
  // They are idle from a second on.
  std::this_thread::sleep_for(std::chrono::seconds(3));
  const bool answered = clients.back()->Ask(1, kPath, "") && clients.back()->StatusOf(1) == "16";
  const double mib = static_cast<double>(door.memory() - before) / (1 << 20);
  std::printf("%d idle connections: %.0f MiB (bound %.0f)%s%s\n", kIdle, mib, kMostIdleMib,
              mib > kMostIdleMib ? ", above it" : "", answered ? "" : "; the last one was not answered");
}

// Attackers without a token, each on its thread, until it is destroyed.
class Attackers {
 public:
  explicit Attackers(int port) : port_(port) {
    Add(
        [](Http2Client& client) {  // Never says anything.
          client.Ends();
        },
        false);
    Add(
        [this](Http2Client& client) {  // Says its greeting by and by.
          for (const char* byte = "PRI * HTTP/2.0"; *byte != 0 && !over_ && client.Send(std::string(1, *byte));
               ++byte) {
            usleep(100'000);
          }
        },
        false);
    Add([](Http2Client& client) {  // Asks, and has no room for answers.
      client.Send(FrameType::kSettings, 0, 0, std::string("\0\4", 2) + Big(0));
      for (uint32_t stream = 1; stream < 600 && client.Ask(stream, kPath, ""); stream += 2) {
      }
      client.Ends();
    });
    Add([](Http2Client& client) {
      for (uint32_t stream = 1; stream < 100'000; stream += 2) {
        if (!client.Send(FrameType::kHeaders, support::kEndHeaders, stream, Block(kPath)) ||
            !client.Send(FrameType::kReset, 0, stream, Big(8))) {
          break;
        }
      }
    });
    Add([](Http2Client& client) {
      client.Send(FrameType::kHeaders, support::kEndStream, 1, Block(kPath));
      for (int i = 0; i < 100'000 && client.Send(FrameType::kContinuation, 0, 1); ++i) {
      }
    });
    Add([](Http2Client& client) {
      for (int i = 0; i < 100'000 && client.Send(FrameType::kPing, 0, 0, std::string(8, 'x')); ++i) {
      }
    });
  }
  ~Attackers() {
    over_ = true;
    for (std::thread& thread : threads_) thread.join();
    std::printf("  beside %d connections of attackers\n", made_.load());
  }

 private:
  void Add(std::function<void(Http2Client&)> attack, bool greets = true) {
    threads_.emplace_back([this, attack = std::move(attack), greets] {
      setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 19);
      while (!over_) {
        Http2Client client(port_, greets, "127.0.0.2");
        attack(client);
        ++made_;
      }
    });
  }

  const int port_;
  std::atomic<bool> over_ = false;
  std::atomic<int> made_ = 0;
  std::vector<std::thread> threads_;
};

void Tell(const char* what, const std::vector<double>& ratios, double least) {
  const double median = Median(ratios);
  std::printf("%s: %.2f x the rate without (bound %.1f)%s\n", what, median, least, median < least ? ", below it" : "");
}

int Bench() {
  Door door;
  door.Rate(20'000, 256);
  std::vector<double> attacked;
  std::vector<double> overloaded;
  for (int round = 0; round < kRounds; ++round) {
    const double alone = door.Rate(100'000, 256);
    double beside = 0;
    {
      const Attackers attackers(door.port());
      beside = door.Rate(100'000, 256);
    }
    const double much = door.Rate(100'000, 3 * 256);
    std::printf("%.0f calls a second, %.0f beside attackers, %.0f with three times as many in flight\n", alone, beside,
                much);
    attacked.push_back(beside / alone);
    overloaded.push_back(much / alone);
  }
  Tell("six kinds of attackers", attacked, kLeastUnderAttack);
  Tell("three times as many in flight", overloaded, kLeastOverloaded);
  Idle(door);
  return 0;
}

}  // namespace
}  // namespace congress

int main() { return congress::Bench(); }

// A hundred callers ask for the next number of one series at once: in one process on SQLite, and spread over three
// replicas on Redis. None is told CONTENTION, no number is given twice and none is missing. The slowest of a hundred
// waits about as long as a hundred reservations of that series take one after the other: the ratio is of one run.
#include <algorithm>
#include <atomic>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "congress/drafting/v1/number_register_service.grpc.pb.h"
#include "platform/status/strings.h"
#include "tests/support/redis_server.h"
#include "tests/support/suite.h"

namespace congress {
namespace {

using Clock = std::chrono::steady_clock;
using Stub = drafting::v1::NumberRegisterService::StubInterface;

constexpr int kCallers = 100;
constexpr int kBursts = 10;
// Rate and bursts are measured in turn: what else the machine does changes both.
constexpr int kRounds = 5;
constexpr std::chrono::seconds kTime(1);
constexpr double kBound = 1.5;

[[noreturn]] void GiveUp(const std::string& why) {
  std::fprintf(stderr, "number_bench: %s\n", why.c_str());
  std::exit(1);
}

double Seconds(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// One series at the doors over which the callers are spread.
class HotSeries {
 public:
  HotSeries(const support::Suite& suite, const std::vector<std::shared_ptr<grpc::Channel>>& doors) : suite_(suite) {
    for (const auto& door : doors) stubs_.push_back(drafting::v1::NumberRegisterService::NewStub(door));
    drafting::v1::CreateNumberSeriesRequest request;
    request.set_number_series_id("qd");
    auto& series = *request.mutable_number_series();
    series.set_organisation("organisations/province");
    series.set_issuer("Tỉnh ủy Mẫu");
    series.set_document_type("QĐ");
    series.set_issuer_symbol("TU");
    series.set_term("2025-2030");
    drafting::v1::NumberSeries made;
    const auto status = stubs_.front()->CreateNumberSeries(suite.Admin().get(), request, &made);
    if (!status.ok()) GiveUp(status.error_message());
  }

  void Reserve(int caller) {
    drafting::v1::ReserveNumberRequest request;
    request.set_parent("numberSeries/qd");
    request.mutable_number_entry()->set_title("Quyết định mẫu");
    request.mutable_number_entry()->set_intention(StrCat("bench/", ++asked_));
    drafting::v1::NumberEntry entry;
    const auto& stub = stubs_[static_cast<size_t>(caller) % stubs_.size()];
    const auto status = stub->ReserveNumber(suite_.Admin().get(), request, &entry);
    const std::lock_guard lock(mutex_);
    if (!status.ok()) {
      ++refused_;
      std::fprintf(stderr, "number_bench: %s\n", status.error_message().c_str());
    } else if (!given_.insert(entry.number()).second) {
      GiveUp(StrCat("number ", entry.number(), " was given twice"));
    }
  }

  // Reservations a second with all callers at it.
  double Rate() {
    const size_t before = given_.size();
    const auto begin = Clock::now();
    {
      std::vector<std::jthread> callers;
      for (int caller = 0; caller < kCallers; ++caller) {
        callers.emplace_back([&, caller] {
          while (Clock::now() - begin < kTime) Reserve(caller);
        });
      }
    }
    return static_cast<double>(given_.size() - before) / Seconds(begin);
  }

  // How long each of the callers waits, several times over, that all ask at once.
  std::vector<double> Bursts() {
    std::vector<double> waits(kCallers * kBursts);
    std::barrier together(kCallers);
    std::vector<std::jthread> callers;
    for (int caller = 0; caller < kCallers; ++caller) {
      callers.emplace_back([&, caller] {
        for (int burst = 0; burst < kBursts; ++burst) {
          together.arrive_and_wait();
          const auto begin = Clock::now();
          Reserve(caller);
          waits[static_cast<size_t>(caller * kBursts + burst)] = Seconds(begin);
        }
      });
    }
    callers.clear();
    std::sort(waits.begin(), waits.end());
    return waits;
  }

  // Every number up to the last is an entry: none was lost between.
  void CheckNoHole() {
    drafting::v1::ListNumberGapsRequest request;
    request.set_parent("numberSeries/qd");
    request.set_page_size(1);
    drafting::v1::ListNumberGapsResponse gaps;
    const auto status = stubs_.front()->ListNumberGaps(suite_.Admin().get(), request, &gaps);
    if (!status.ok()) GiveUp(status.error_message());
    const auto last = static_cast<int64_t>(given_.size());
    if (gaps.last_number() != last || gaps.reserved_count() != last)
      GiveUp("a number was not given, and nothing says why");
  }
  int refused() const { return refused_; }

 private:
  const support::Suite& suite_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  std::atomic<int> asked_ = 0;
  std::mutex mutex_;
  std::set<int64_t> given_;
  int refused_ = 0;
};

bool Measure(const char* where, const support::Suite& suite, const std::vector<std::shared_ptr<grpc::Channel>>& doors) {
  struct Round {
    double ratio = 0;
    double rate = 0;
    double p99 = 0;
  };
  HotSeries series(suite, doors);
  series.Bursts();  // Warms up.
  std::vector<Round> rounds(kRounds);
  for (Round& round : rounds) {
    round.rate = series.Rate();
    const std::vector<double> waits = series.Bursts();
    round.p99 = waits[waits.size() * 99 / 100];
    round.ratio = round.p99 / (kCallers / round.rate);
  }
  series.CheckNoHole();
  std::sort(rounds.begin(), rounds.end(), [](const Round& a, const Round& b) { return a.ratio < b.ratio; });
  const Round& median = rounds[kRounds / 2];
  std::printf(
      "%-24s %5.0f numbers/s; %d at once: p99 %4.0f ms, ratio %.2f, median of %d (at most %.1f); %d refused%s\n", where,
      median.rate, kCallers, median.p99 * 1000, median.ratio, kRounds, kBound, series.refused(),
      median.ratio <= kBound ? "" : ", above it");
  return series.refused() == 0;
}

}  // namespace
}  // namespace congress

int main() {
  using namespace congress;  // NOLINT(google-build-using-namespace)
  bool good = true;
  {
    const support::Suite suite({.shape = support::Shape::kOneProcess, .store = "", .log_level = "info"});
    good = Measure("one process on SQLite", suite, {suite.channel()}) && good;
  }
  const support::RedisServer redis;
  support::Suite suite({.shape = support::Shape::kSeparate, .store = redis.url(), .log_level = "info"});
  std::vector<std::shared_ptr<grpc::Channel>> doors = {suite.Channel("drafting")};
  for (int replica = 1; replica < 3; ++replica) doors.push_back(suite.Channel(suite.AddReplica("drafting")));
  good = Measure("three replicas on Redis", suite, doors) && good;
  return good ? 0 : 1;
}

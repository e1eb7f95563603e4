#include "platform/rpc/places.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/sync.h"

namespace congress::rpc {
namespace {

using ::testing::ElementsAre;

// Jobs that wait at a gate which the test opens, and a record of what became of each.
class Yard {
 public:
  explicit Yard(Places::Limits limits) : places_(std::make_unique<Places>(limits)) {}
  ~Yard() {
    Open();
    places_.reset();
  }

  // Hands in one job of `caller`, to be known as `name`.
  void Take(const std::string& caller, const std::string& name) {
    jobs_.push_back(std::make_unique<Waiting>(*this, name));
    places_->Take(caller, jobs_.back().get());
  }
  void Take(const std::string& caller, int count) {
    for (int i = 0; i < count; ++i) Take(caller, caller);
  }
  void Open() {
    const MutexLock lock(mutex_);
    open_ = true;
    change_.NotifyAll();
  }
  void AwaitRunning(int count) {
    const MutexLock lock(mutex_);
    while (running_ < count) change_.Wait(mutex_);
  }
  // Opens, and waits until all that were taken have ended.
  std::vector<std::string> RunToEnd() {
    Open();
    const MutexLock lock(mutex_);
    while (ran_.size() + refused_.size() + displaced_.size() < jobs_.size()) change_.Wait(mutex_);
    return ran_;
  }
  std::vector<std::string> refused() {
    const MutexLock lock(mutex_);
    return refused_;
  }
  // From now on jobs are such as only wait, and end when they are displaced.
  void GiveWay() {
    const MutexLock lock(mutex_);
    gives_way_ = true;
  }
  std::vector<std::string> displaced() {
    const MutexLock lock(mutex_);
    return displaced_;
  }

 private:
  struct Waiting : Job {
    Waiting(Yard& its_yard, std::string its_name) : yard(its_yard), name(std::move(its_name)) {}
    void Run(const std::atomic<bool>& displaced) override {
      const MutexLock lock(yard.mutex_);
      ++yard.running_;
      yard.change_.NotifyAll();
      while (!yard.open_ && !(displaced && yard.gives_way_)) {
        yard.change_.WaitUntil(yard.mutex_, std::chrono::steady_clock::now() + std::chrono::milliseconds(1));
      }
      (yard.open_ ? yard.ran_ : yard.displaced_).push_back(name);
      yard.change_.NotifyAll();
    }
    void Refuse() override {
      const MutexLock lock(yard.mutex_);
      yard.refused_.push_back(name);
      yard.change_.NotifyAll();
    }
    Yard& yard;
    std::string name;
  };

  Mutex mutex_;
  CondVar change_;
  bool open_ ABSL_GUARDED_BY(mutex_) = false;
  bool gives_way_ ABSL_GUARDED_BY(mutex_) = false;
  int running_ ABSL_GUARDED_BY(mutex_) = 0;
  std::vector<std::string> ran_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> refused_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> displaced_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::unique_ptr<Waiting>> jobs_;
  std::unique_ptr<Places> places_;
};

TEST(Places, OneCallerMayHaveAllWhileTheyAreFree) {
  Yard yard({.running = 2, .most = 8});
  yard.Take("a", 8);
  EXPECT_THAT(yard.refused(), ElementsAre());
  yard.Take("a", 1);
  EXPECT_THAT(yard.refused(), ElementsAre("a"));
  EXPECT_EQ(yard.RunToEnd().size(), 8u);
}

TEST(Places, ACallOfWhoHoldsMoreThanAQuarterMakesRoom) {
  Yard yard({.running = 2, .most = 8});
  yard.Take("greedy", 8);
  yard.AwaitRunning(2);
  for (int i = 0; i < 2; ++i) yard.Take("honest", "honest");
  EXPECT_THAT(yard.refused(), ElementsAre("greedy", "greedy"));
  // With a third they would hold more than a quarter themselves.
  yard.Take("honest", "third");
  EXPECT_THAT(yard.refused(), ElementsAre("greedy", "greedy", "third"));
  const auto ran = yard.RunToEnd();
  EXPECT_EQ(std::count(ran.begin(), ran.end(), "honest"), 2);
}

TEST(Places, WhatIsAtWorkIsNeverEnded) {
  Yard yard({.running = 8, .most = 8});
  yard.Take("greedy", 8);
  yard.AwaitRunning(8);
  yard.Take("honest", 1);
  EXPECT_THAT(yard.refused(), ElementsAre()) << "it waits for a thread";
  EXPECT_EQ(yard.RunToEnd().size(), 9u);
}

TEST(Places, OfWhoHoldsMoreThanAQuarterWhatOnlyWaitsMakesRoom) {
  Yard yard({.running = 8, .most = 8});
  yard.GiveWay();
  yard.Take("greedy", 8);
  yard.AwaitRunning(8);
  for (int i = 0; i < 2; ++i) yard.Take("honest", "honest");
  yard.AwaitRunning(10);
  EXPECT_THAT(yard.displaced(), ElementsAre("greedy", "greedy"));
  yard.Take("greedy", "again");
  yard.Take("honest", "third");
  EXPECT_THAT(yard.refused(), ElementsAre("again", "third"));
  EXPECT_EQ(yard.RunToEnd().size(), 8u);
}

TEST(Places, CallersTakeTurns) {
  Yard yard({.running = 1, .most = 16});
  yard.Take("a", "a1");
  yard.AwaitRunning(1);
  yard.Take("a", "a2");
  yard.Take("a", "a3");
  yard.Take("b", "b1");
  EXPECT_THAT(yard.RunToEnd(), ElementsAre("a1", "b1", "a2", "a3"));
}

TEST(Places, FourCallersShareAllAndAFifthIsRefused) {
  Yard yard({.running = 1, .most = 8});
  for (const char* caller : {"a", "b", "c", "d"}) yard.Take(caller, 2);
  yard.Take("e", 1);
  EXPECT_THAT(yard.refused(), ElementsAre("e"));
  EXPECT_EQ(yard.RunToEnd().size(), 8u);
}

// Whatever comes, each job is run or refused once, and places come back.
TEST(Places, LosesNoJobUnderLoad) {
  struct Counted : Job {
    void Run(const std::atomic<bool>&) override { ++ended; }
    void Refuse() override { ++ended; }
    std::atomic<int> ended = 0;
  };
  std::vector<Counted> jobs(4000);
  {
    Places places({.running = 4, .most = 32});
    std::vector<std::thread> threads;
    for (size_t thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        for (size_t i = thread; i < jobs.size(); i += 4) places.Take(std::to_string(i % 3), &jobs[i]);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  for (const Counted& job : jobs) EXPECT_EQ(job.ended, 1);
}

}  // namespace
}  // namespace congress::rpc

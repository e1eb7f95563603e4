// Work that many threads want at once and that is cheapest done together, such as commits that share one flush: whoever
// comes while nobody works does it for all who wait.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "platform/sync.h"
#include "platform/telemetry/metrics.h"

namespace congress::store {

// `Item` has a `bytes` that tells how much it weighs.
template <class Item>
class Groups {
 public:
  // Items of one group; more wait for the next.
  static constexpr size_t kMostItems = 128;
  static constexpr size_t kMostBytes = size_t{16} << 20;

  // `work` does a group of items on the thread of one of them; never on two threads at once.
  explicit Groups(std::function<void(std::span<Item* const>)> work) : work_(std::move(work)) {}

  // Returns once `item` is done.
  void Do(Item& item) {
    Waiter own{.item = item, .changed = {}};
    mutex_.Lock();
    waiting_.push_back(&own);
    if (waiting_.size() >= expected_) gathered_.NotifyOne();
    while (!own.done) {
      if (working_) {
        own.changed.Wait(mutex_);
      } else {
        Lead();
      }
    }
    mutex_.Unlock();
  }

 private:
  struct Waiter {
    Item& item;
    bool done = false;
    CondVar changed;
  };

  // Does the group that waits, then wakes its members and the one who leads next.
  void Lead() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    working_ = true;
    Gather();
    std::vector<Waiter*> group;
    std::vector<Item*> items;
    size_t bytes = 0;
    while (!waiting_.empty() && items.size() < kMostItems) {
      bytes += waiting_.front()->item.bytes;
      if (bytes > kMostBytes && !items.empty()) break;
      group.push_back(waiting_.front());
      items.push_back(&waiting_.front()->item);
      waiting_.pop_front();
    }
    mutex_.Unlock();
    const auto begin = Clock::now();
    work_(items);
    mutex_.Lock();
    took_ = Clock::now() - begin;
    working_ = false;
    expected_ = group.size() + waiting_.size();
    telemetry::CommitsGrouped(group.size(), waiting_.size());
    for (Waiter* waiter : group) {
      waiter->done = true;
      waiter->changed.NotifyOne();
    }
    if (!waiting_.empty()) waiting_.front()->changed.NotifyOne();
  }

  // Who was in the last group comes again about now. Without a moment for them two halves would take turns, each as
  // dear as the whole.
  void Gather() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto until = Clock::now() + took_ / kGathering;
    while (waiting_.size() < expected_ && gathered_.WaitUntil(mutex_, until)) {
    }
  }

  using Clock = std::chrono::steady_clock;
  // Part of the last group's time that the next one waits at most.
  static constexpr int kGathering = 8;

  const std::function<void(std::span<Item* const>)> work_;
  Mutex mutex_;
  CondVar gathered_;
  // How many want their work done, as of the last group, and how long that took.
  size_t expected_ ABSL_GUARDED_BY(mutex_) = 1;
  Clock::duration took_ ABSL_GUARDED_BY(mutex_) = {};
  std::deque<Waiter*> waiting_ ABSL_GUARDED_BY(mutex_);
  bool working_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace congress::store

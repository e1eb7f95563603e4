#include "platform/rpc/places.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace congress::rpc {
namespace {

// As many threads as there are cores work without asking. Others join only when those do not get on, as while they wait
// for a disk: to wake a thread for each call costs more than most calls do.
const int kCores = std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
// So long may calls wait while none of those before them ends.
constexpr std::chrono::milliseconds kStuck(1);

}  // namespace

Places::Places(Limits limits) : limits_(limits), watcher_([this] { Watch(); }) {}

Places::~Places() {
  std::vector<Job*> refused;
  {
    const MutexLock lock(mutex_);
    closing_ = true;
    for (auto& [caller, share] : shares_) {
      refused.insert(refused.end(), share.waiting.begin(), share.waiting.end());
      share.waiting.clear();
    }
    waiting_ = 0;
  }
  woken_.NotifyAll();
  queued_.NotifyAll();
  for (Job* job : refused) job->Refuse();
  watcher_.join();
  std::vector<std::thread> threads;
  {
    const MutexLock lock(mutex_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) thread.join();
}

void Places::Take(const std::string& caller, Job* job) {
  Job* refused = nullptr;
  {
    const MutexLock lock(mutex_);
    Share& share = shares_[caller];
    if (closing_) {
      refused = job;
    } else if (taken_ >= limits_.most) {
      // A quarter counts with the place that is asked for.
      const bool greedy = (share.held + 1) * 4 > limits_.most;
      if (greedy || !Evict(&refused)) refused = job;
    }
    if (refused != job) {
      ++share.held;
      ++taken_;
      ++waiting_;
      share.waiting.push_back(job);
      if (static_cast<int>(threads_.size()) - idle_ < kCores) {
        Rouse();
      } else if (!watching_) {
        watching_ = true;
        queued_.NotifyOne();
      }
    } else if (share.held == 0 && share.running == 0) {
      shares_.erase(caller);
    }
  }
  if (refused != nullptr) refused->Refuse();
}

void Places::Rouse() {
  if (idle_ > 0) {
    // Counted as at work from now on, so that the next call does not wake another one for it.
    --idle_;
    ++roused_;
    woken_.NotifyOne();
  } else if (static_cast<int>(threads_.size()) < limits_.running) {
    threads_.emplace_back([this] { Work(); });
  }
}

void Places::Watch() {
  mutex_.Lock();
  while (!closing_) {
    if (waiting_ == 0) {
      watching_ = false;
      queued_.Wait(mutex_);
      continue;
    }
    const int64_t turns = turns_;
    queued_.WaitUntil(mutex_, std::chrono::steady_clock::now() + kStuck);
    if (waiting_ == 0 || turns_ != turns) continue;
    // Half as many again, so that many who wait for one slow store come to wait for it together.
    const int at_work = static_cast<int>(threads_.size()) - idle_;
    for (int i = std::min(waiting_, at_work / 2 + 1); i > 0; --i) Rouse();
  }
  mutex_.Unlock();
}

bool Places::Evict(Job** refused) {
  for (const bool at_work : {false, true}) {
    for (auto& [caller, share] : shares_) {
      if (!IsGreedy(share) || (at_work ? share.at_work.empty() : share.waiting.empty())) continue;
      // The newest has waited least.
      if (at_work) {
        *share.at_work.back() = true;
        share.at_work.pop_back();
      } else {
        *refused = share.waiting.back();
        share.waiting.pop_back();
        --waiting_;
      }
      --share.held;
      --taken_;
      return true;
    }
  }
  return false;
}

std::map<std::string, Places::Share>::iterator Places::Next() {
  auto next = shares_.end();
  for (auto it = shares_.begin(); it != shares_.end(); ++it) {
    if (it->second.waiting.empty()) continue;
    const auto rank = [](const Share& share) { return std::pair(share.running, share.last_turn); };
    if (next == shares_.end() || rank(it->second) < rank(next->second)) next = it;
  }
  return next;
}

void Places::Work() {
  mutex_.Lock();
  while (true) {
    if (waiting_ == 0) {
      ++idle_;
      while (roused_ == 0 && !closing_) woken_.Wait(mutex_);
      if (roused_ > 0) {
        --roused_;
      } else {
        --idle_;
      }
      // Another thread may have taken it meanwhile.
      if (waiting_ == 0) {
        if (closing_) break;
        continue;
      }
    }
    const auto next = Next();
    Job* job = next->second.waiting.front();
    next->second.waiting.pop_front();
    --waiting_;
    ++next->second.running;
    next->second.last_turn = ++turns_;
    std::atomic<bool> displaced = false;
    next->second.at_work.push_back(&displaced);
    mutex_.Unlock();
    job->Run(displaced);
    mutex_.Lock();
    Share& share = next->second;
    --share.running;
    // A place that was taken from it is another's.
    if (std::erase(share.at_work, &displaced) > 0) {
      --share.held;
      --taken_;
    }
    if (share.held == 0 && share.running == 0) shares_.erase(next);
  }
  mutex_.Unlock();
}

}  // namespace congress::rpc

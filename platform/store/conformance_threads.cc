// Conformance: many threads at once, and several objects on the same records.
#include <algorithm>
#include <atomic>
#include <barrier>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "platform/store/store_conformance.h"

namespace congress::store {
namespace {

using support::IsOk;

constexpr int kManyThreads = 8;

void InThreads(int count, const std::function<void(int)>& work) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
}

// Commits appends from every thread through `stores` in turn; the numbers must be 1 to n, each its own append's.
void ExpectGaplessNumbers(const std::vector<Store*>& stores) {
  constexpr int kCommits = 40;
  std::vector<std::vector<Revision>> numbers(kManyThreads);
  InThreads(kManyThreads, [&](int thread) {
    Store& store = *stores[static_cast<size_t>(thread) % stores.size()];
    for (int i = 0; i < kCommits; ++i) {
      const auto committed = store.Commit({.appends = {{"log", absl::StrCat(thread, "/", i)}}});
      ASSERT_THAT(committed, IsOk());
      numbers[static_cast<size_t>(thread)].push_back(committed->sequence);
    }
  });
  std::set<Revision> all;
  for (int thread = 0; thread < kManyThreads; ++thread) {
    const auto& own = numbers[static_cast<size_t>(thread)];
    EXPECT_TRUE(std::is_sorted(own.begin(), own.end()));
    for (size_t i = 0; i < own.size(); ++i) {
      EXPECT_TRUE(all.insert(own[i]).second) << own[i];
      const auto record = stores[0]->Get(AppendKey("log", own[i]));
      ASSERT_THAT(record, IsOk());
      EXPECT_EQ(record->value, absl::StrCat(thread, "/", i));
    }
  }
  ASSERT_EQ(all.size(), size_t{kManyThreads} * kCommits);
  EXPECT_EQ(*all.begin(), 1);
  EXPECT_EQ(*all.rbegin(), kManyThreads * kCommits);
  EXPECT_EQ(stores[0]->LastSequence().value_or(-1), kManyThreads * kCommits);
}

// Adds 1 to a record until every thread has done so `times`, each time on the revision it has read.
void ExpectNoLostUpdate(const std::vector<Store*>& stores) {
  constexpr int kTimes = 12;
  InThreads(kManyThreads, [&](int thread) {
    Store& store = *stores[static_cast<size_t>(thread) % stores.size()];
    for (int done = 0; done < kTimes;) {
      const auto record = store.Get("count");
      const int count = record.ok() ? std::stoi(record->value) : 0;
      const Revision seen = record.ok() ? record->revision : kAbsent;
      const auto committed = store.Commit({.writes = {{"count", std::to_string(count + 1), seen}}});
      if (committed.ok()) ++done;
      ASSERT_TRUE(committed.ok() || ConflictingKey(committed.status()) == "count") << committed.status();
    }
  });
  EXPECT_EQ(stores[0]->Get("count")->value, std::to_string(kManyThreads * kTimes));
}

TEST_P(StoreConformance, NumbersCommitsWithoutGapUnderManyThreads) { ExpectGaplessNumbers({&store()}); }

TEST_P(StoreConformance, LosesNoUpdateUnderManyThreads) { ExpectNoLostUpdate({&store()}); }

TEST_P(StoreConformance, LetsExactlyOneOfManyWritersWin) {
  constexpr int kRounds = 15;
  std::barrier start(kManyThreads);
  std::vector<std::atomic<int>> wins(kRounds);
  std::vector<std::atomic<int>> losses(kRounds);
  InThreads(kManyThreads, [&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      start.arrive_and_wait();
      const auto committed =
          store().Commit({.writes = {{absl::StrCat("seat/", round), std::to_string(thread), kAbsent}}});
      ++(committed.ok() ? wins : losses)[static_cast<size_t>(round)];
      EXPECT_TRUE(committed.ok() || absl::IsAborted(committed.status())) << committed.status();
    }
  });
  for (size_t round = 0; round < kRounds; ++round) {
    EXPECT_EQ(wins[round], 1);
    EXPECT_EQ(losses[round], kManyThreads - 1);
  }
  EXPECT_EQ(LastSequence(), kRounds);
}

TEST_P(StoreConformance, LetsNoTwoCommitsPassEachOthersChecks) {
  constexpr int kRounds = 30;
  std::barrier start(2);
  std::vector<std::atomic<int>> wins(kRounds);
  InThreads(2, [&](int thread) {
    for (int round = 0; round < kRounds; ++round) {
      const std::string mine = absl::StrCat(round, thread == 0 ? "/left" : "/right");
      const std::string other = absl::StrCat(round, thread == 0 ? "/right" : "/left");
      start.arrive_and_wait();
      if (store().Commit({.writes = {{mine, "x", kAbsent}}, .checks = {{other, kAbsent}}}).ok()) {
        ++wins[static_cast<size_t>(round)];
      }
    }
  });
  for (const auto& won : wins) EXPECT_EQ(won, 1);
}

TEST_P(StoreConformance, ScansOneMomentWhileWritersMoveAmounts) {
  constexpr int kAccounts = 10;
  constexpr int kTotal = 1000;
  Batch opening;
  for (int i = 0; i < kAccounts; ++i) opening.writes.push_back({absl::StrCat("account/", i), "100", kAbsent});
  ASSERT_THAT(store().Commit(opening), IsOk());
  std::atomic<int> writing = 2;
  std::atomic<int> scans = 0;
  InThreads(4, [&](int thread) {
    if (thread < 2) {
      for (int i = 0; i < 60; ++i) {
        const std::string from = absl::StrCat("account/", (i * 7 + thread) % kAccounts);
        const std::string to = absl::StrCat("account/", (i * 3 + 5 + thread) % kAccounts);
        if (from == to) continue;
        const auto source = store().Get(from);
        const auto target = store().Get(to);
        ASSERT_TRUE(source.ok() && target.ok());
        const auto moved =
            store().Commit({.writes = {{from, std::to_string(std::stoi(source->value) - 1), source->revision},
                                       {to, std::to_string(std::stoi(target->value) + 1), target->revision}}});
        ASSERT_TRUE(moved.ok() || absl::IsAborted(moved.status())) << moved.status();
      }
      --writing;
      return;
    }
    do {
      const auto page = store().Scan(Range::Prefix("account/"), 100);
      ASSERT_THAT(page, IsOk());
      int sum = 0;
      for (const Record& record : *page) sum += std::stoi(record.value);
      ASSERT_EQ(page->size(), static_cast<size_t>(kAccounts));
      ASSERT_EQ(sum, kTotal);
      ++scans;
    } while (writing > 0);
  });
  EXPECT_GE(scans, 2);
  EXPECT_GT(LastSequence(), 1);
}

TEST_P(SharedStore, ShowsOneObjectWhatTheOtherCommitted) {
  ASSERT_OK_AND_ASSIGN(const auto other, place().Open());
  const Revision first = Put("a", "one");
  EXPECT_EQ(ValueAt(*other, "a"), "one");
  EXPECT_EQ(Put(*other, "b", "two"), first + 1);
  EXPECT_EQ(ValueAt("b"), "two");
  EXPECT_EQ(ConflictingKey(other->Commit({.writes = {{"a", "x", kAbsent}}}).status()), "a");
}

TEST_P(SharedStore, NumbersCommitsOfSeveralObjectsWithoutGap) {
  ASSERT_OK_AND_ASSIGN(const auto other, place().Open());
  ExpectGaplessNumbers({&store(), other.get()});
}

TEST_P(SharedStore, LosesNoUpdateOfSeveralObjects) {
  ASSERT_OK_AND_ASSIGN(const auto other, place().Open());
  ExpectNoLostUpdate({&store(), other.get()});
}

}  // namespace
}  // namespace congress::store

#include "platform/store/groups.h"

#include <atomic>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::store {
namespace {

using testing::ElementsAre;

struct Item {
  int id = 0;
  size_t bytes = 1;
  bool done = false;
};

// Groups whose first work waits until `Open`, so that a test may say who waits meanwhile.
class GroupsTest : public testing::Test {
 protected:
  // Begins the work of an item on a thread of its own; returns once it works or waits.
  void Begin(Item& item) {
    threads_.emplace_back([this, &item] {
      ++begun_;
      groups_.Do(item);
      EXPECT_TRUE(item.done);
    });
    while (begun_ < static_cast<int>(threads_.size())) std::this_thread::yield();
    // A moment to get from there into the queue, without which the test would still be right, but see less.
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  void Open() {
    open_ = true;
    threads_.clear();
  }

  std::vector<std::vector<int>> seen_;
  std::atomic<bool> open_ = false;
  std::atomic<int> begun_ = 0;
  Groups<Item> groups_{[this](std::span<Item* const> group) {
    std::vector<int> ids;
    for (Item* item : group) {
      ids.push_back(item->id);
      item->done = true;
    }
    seen_.push_back(ids);
    while (!open_) std::this_thread::yield();
  }};
  std::vector<std::jthread> threads_;
};

TEST_F(GroupsTest, AllWhoWaitAreDoneTogetherInTheirOrder) {
  std::vector<Item> items = {{1}, {2}, {3}, {4}};
  for (Item& item : items) Begin(item);
  Open();
  EXPECT_THAT(seen_, ElementsAre(ElementsAre(1), ElementsAre(2, 3, 4)));
}

TEST_F(GroupsTest, AHeavyOneIsDoneAlone) {
  std::vector<Item> items = {{1}, {2}, {3, Groups<Item>::kMostBytes}, {4}};
  for (Item& item : items) Begin(item);
  Open();
  EXPECT_THAT(seen_, ElementsAre(ElementsAre(1), ElementsAre(2), ElementsAre(3), ElementsAre(4)));
}

TEST_F(GroupsTest, EveryOneOfManyIsDoneOnce) {
  open_ = true;
  std::vector<Item> items(400);
  for (int i = 0; i < 400; ++i) items[static_cast<size_t>(i)].id = i;
  std::vector<std::jthread> threads;
  for (size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = t; i < items.size(); i += 8) groups_.Do(items[i]);
    });
  }
  threads.clear();
  std::vector<int> all;
  for (const auto& group : seen_) all.insert(all.end(), group.begin(), group.end());
  std::sort(all.begin(), all.end());
  ASSERT_EQ(all.size(), 400U);
  for (int i = 0; i < 400; ++i) EXPECT_EQ(all[static_cast<size_t>(i)], i);
}

}  // namespace
}  // namespace congress::store

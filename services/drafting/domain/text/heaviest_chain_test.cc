#include "services/drafting/domain/text/heaviest_chain.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace congress::drafting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(HeaviestChain, IsNotTheLongest) {
  EXPECT_THAT(HeaviestChain({}), IsEmpty());
  EXPECT_THAT(HeaviestChain(std::vector<Link>{{1, 5}, {2, 5}, {0, 9}}), ElementsAre(0, 1));
  EXPECT_THAT(HeaviestChain(std::vector<Link>{{1, 4}, {2, 4}, {0, 9}}), ElementsAre(2));
}

TEST(HeaviestChain, NoChainIsHeavier) {
  std::mt19937 random(3);
  for (int round = 0; round < 3'000; ++round) {
    std::vector<Link> links(random() % 11);
    for (Link& link : links) link = {random() % 12, static_cast<int64_t>(1 + random() % 9)};
    int64_t heaviest = 0;
    for (size_t chosen = 0; chosen < (size_t{1} << links.size()); ++chosen) {
      int64_t weight = 0;
      const Link* last = nullptr;
      for (size_t i = 0; i < links.size() && weight >= 0; ++i) {
        if ((chosen >> i & 1) == 0) continue;
        weight = last != nullptr && last->target >= links[i].target ? -1 : weight + links[i].weight;
        last = &links[i];
      }
      heaviest = std::max(heaviest, weight);
    }
    int64_t weight = 0;
    size_t next = 0;
    for (const size_t link : HeaviestChain(links)) {
      ASSERT_GE(link, next);
      ASSERT_TRUE(next == 0 || links[link].target > links[next - 1].target);
      next = link + 1;
      weight += links[link].weight;
    }
    EXPECT_EQ(weight, heaviest);
  }
}

}  // namespace
}  // namespace congress::drafting

#include "services/drafting/domain/text/heaviest_chain.h"

#include <algorithm>

namespace congress::drafting {

std::vector<size_t> HeaviestChain(std::span<const Link> links) {
  constexpr size_t kNone = SIZE_MAX;
  struct Best {
    int64_t weight = 0;
    size_t last = kNone;
  };
  std::vector<size_t> targets;
  for (const Link& link : links) targets.push_back(link.target);
  std::sort(targets.begin(), targets.end());
  // A tree of prefixes (Fenwick): the heaviest chain that ends at or before a target.
  std::vector<Best> best(targets.size() + 1);
  std::vector<size_t> before(links.size(), kNone);
  for (size_t i = 0; i < links.size(); ++i) {
    const auto rank = std::lower_bound(targets.begin(), targets.end(), links[i].target) - targets.begin();
    Best chain;
    for (auto at = static_cast<size_t>(rank); at > 0; at &= at - 1) {
      if (best[at].weight > chain.weight) chain = best[at];
    }
    before[i] = chain.last;
    chain = {chain.weight + links[i].weight, i};
    for (size_t at = static_cast<size_t>(rank) + 1; at < best.size(); at += at & (~at + 1)) {
      if (chain.weight > best[at].weight) best[at] = chain;
    }
  }
  Best heaviest;
  for (size_t at = targets.size(); at > 0; at &= at - 1) {
    if (best[at].weight > heaviest.weight) heaviest = best[at];
  }
  std::vector<size_t> chain;
  for (size_t link = heaviest.last; link != kNone; link = before[link]) chain.push_back(link);
  std::reverse(chain.begin(), chain.end());
  return chain;
}

}  // namespace congress::drafting

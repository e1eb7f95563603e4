// Clusters of opinions that say the same in nearly the same words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace congress::drafting {

struct OpinionText {
  // Of one opinion alone.
  std::string id;
  // As it is kept: cleaned, in normal form C.
  std::string text;
};

struct ClusterMember {
  std::string id;
  // Words of the representative that this opinion does not say; 0: it says the same.
  int left_out = 0;
  friend bool operator==(const ClusterMember&, const ClusterMember&) = default;
};

struct Cluster {
  // The opinion that says all that any of the cluster says.
  std::string representative;
  // By id, the representative among them.
  std::vector<ClusterMember> members;
  friend bool operator==(const Cluster&, const Cluster&) = default;
};

struct Clusters {
  // Each opinion is in one; by id of the representative.
  std::vector<Cluster> clusters;
  // Pairs of opinions that were compared word by word, for tests and benchmarks of the growth.
  int64_t comparisons = 0;
};

// A member says, in the same order, at least this share of the words of its representative and no other word.
inline constexpr int64_t kSaidOf = 9;
inline constexpr int64_t kSaidIn = 10;

// Depends on the opinions alone, not on their order. What counts as a word of an opinion is said in opinion_words.h. An
// opinion with another figure, numeral, negation or direction, or one of these more or less, is in another cluster. No
// chains: a member is compared with its representative, and of several with the shortest.
Clusters ClusterNearDuplicates(const std::vector<OpinionText>& opinions);

}  // namespace congress::drafting

#include "services/drafting/domain/near_duplicates.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <span>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "services/drafting/domain/opinion_words.h"

namespace congress::drafting {
namespace {

// Opinions that say the very same words, as one.
struct SaidOnce {
  SaidWords said;
  // A bit for each word, several for one: a word whose bit is missing is not said.
  uint64_t signature = 0;
  std::vector<std::string> ids;
};

// Longest first, then by the words: an order that the order of the opinions has no part in.
bool GoesBefore(const SaidWords& a, const SaidWords& b) {
  if (a.all.size() != b.all.size()) return a.all.size() > b.all.size();
  return std::tie(a.all, a.decisive) < std::tie(b.all, b.decisive);
}

// Numbers of words in the order of their spellings instead of that in which they were read.
std::vector<uint32_t> RanksOf(const std::vector<std::string>& words) {
  std::vector<uint32_t> order(words.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&words](uint32_t a, uint32_t b) { return words[a] < words[b]; });
  std::vector<uint32_t> ranks(words.size());
  for (size_t i = 0; i < order.size(); ++i) ranks[order[i]] = static_cast<uint32_t>(i);
  return ranks;
}

std::vector<SaidOnce> ReadOpinions(const std::vector<OpinionText>& opinions) {
  OpinionWords reader;
  std::vector<SaidWords> said;
  said.reserve(opinions.size());
  for (const OpinionText& opinion : opinions) said.push_back(reader.Read(opinion.text));
  const std::vector<uint32_t> ranks = RanksOf(reader.words());
  for (SaidWords& words : said) {
    for (uint32_t& word : words.all) word = ranks[word];
    for (uint32_t& word : words.decisive) word = ranks[word];
  }
  std::vector<size_t> order(opinions.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    if (GoesBefore(said[a], said[b])) return true;
    return !GoesBefore(said[b], said[a]) && opinions[a].id < opinions[b].id;
  });
  std::vector<SaidOnce> once;
  for (const size_t i : order) {
    if (once.empty() || GoesBefore(once.back().said, said[i])) {
      once.push_back({std::move(said[i]), 0, {}});
      for (const uint32_t word : once.back().said.all) once.back().signature |= uint64_t{1} << word % 64;
    }
    once.back().ids.push_back(opinions[i].id);
  }
  return once;
}

// Whether `part` is `whole` with some words left out.
bool IsSaidIn(std::span<const uint32_t> part, std::span<const uint32_t> whole) {
  size_t next = 0;
  for (const uint32_t word : whole) {
    if (next < part.size() && part[next] == word) ++next;
  }
  return next == part.size();
}

// Clusters those of one sequence of decisive words.
class Leaders {
 public:
  explicit Leaders(std::vector<const SaidOnce*> all) : all_(std::move(all)) {
    for (const SaidOnce* one : all_) {
      for (const uint32_t word : Distinct(*one)) ++frequency_[word];
    }
  }

  // Longest first, so that a representative is there before any of its members.
  void Lead(Clusters* result) {
    for (const SaidOnce* one : all_) {
      if (!waiting_.empty() && waiting_.front()->said.all.size() > one->said.all.size()) AdmitWaiting();
      const auto leader = LeaderOf(*one, &result->comparisons);
      if (leader == nullptr) waiting_.push_back(one);
      const SaidOnce& of = leader == nullptr ? *one : *leader;
      auto& cluster = clusters_[&of];
      cluster.representative = of.ids.front();
      for (const std::string& id : one->ids) {
        cluster.members.push_back({id, static_cast<int>(of.said.all.size() - one->said.all.size())});
      }
    }
    for (auto& [leader, cluster] : clusters_) result->clusters.push_back(std::move(cluster));
  }

 private:
  static std::vector<uint32_t> Distinct(const SaidOnce& one) {
    std::vector<uint32_t> words = one.said.all;
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
  }

  // Two of one length are not in each other, so those of the length at hand need not be looked through.
  void AdmitWaiting() {
    for (const SaidOnce* one : waiting_) {
      for (const uint32_t word : Distinct(*one)) having_[word].push_back(one);
    }
    waiting_.clear();
  }

  // The shortest representative that says all of it and little more; null when there is none.
  const SaidOnce* LeaderOf(const SaidOnce& one, int64_t* comparisons) const {
    const auto size = static_cast<int64_t>(one.said.all.size());
    if (size == 0) return nullptr;
    // It must say the rarest of the words.
    const uint32_t rarest = *std::min_element(one.said.all.begin(), one.said.all.end(), [this](uint32_t a, uint32_t b) {
      return std::pair(frequency_.at(a), a) < std::pair(frequency_.at(b), b);
    });
    const auto having = having_.find(rarest);
    if (having == having_.end()) return nullptr;
    for (auto leader = having->second.rbegin(); leader != having->second.rend(); ++leader) {
      const std::vector<uint32_t>& words = (*leader)->said.all;
      if (size * kSaidIn < static_cast<int64_t>(words.size()) * kSaidOf) break;
      if ((one.signature & ~(*leader)->signature) != 0) continue;
      ++*comparisons;
      if (IsSaidIn(one.said.all, words)) return *leader;
    }
    return nullptr;
  }

  const std::vector<const SaidOnce*> all_;
  absl::flat_hash_map<uint32_t, int64_t> frequency_;
  // Representatives of the length at hand, and the longer ones by each word, shortest last.
  std::vector<const SaidOnce*> waiting_;
  absl::flat_hash_map<uint32_t, std::vector<const SaidOnce*>> having_;
  std::map<const SaidOnce*, Cluster> clusters_;
};

}  // namespace

Clusters ClusterNearDuplicates(const std::vector<OpinionText>& opinions) {
  const std::vector<SaidOnce> once = ReadOpinions(opinions);
  std::map<std::span<const uint32_t>, std::vector<const SaidOnce*>,
           bool (*)(std::span<const uint32_t>, std::span<const uint32_t>)>
      by_decisive([](std::span<const uint32_t> a, std::span<const uint32_t> b) {
        return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end());
      });
  for (const SaidOnce& one : once) by_decisive[one.said.decisive].push_back(&one);
  Clusters result;
  for (auto& [decisive, all] : by_decisive) Leaders(std::move(all)).Lead(&result);
  for (Cluster& cluster : result.clusters) {
    std::sort(cluster.members.begin(), cluster.members.end(),
              [](const ClusterMember& a, const ClusterMember& b) { return a.id < b.id; });
  }
  std::sort(result.clusters.begin(), result.clusters.end(),
            [](const Cluster& a, const Cluster& b) { return a.representative < b.representative; });
  return result;
}

}  // namespace congress::drafting

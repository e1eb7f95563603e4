// Clustering a round of 10,000 opinions, of which most repeat others with another frame, a unit's name or a word less.
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "services/drafting/domain/near_duplicates.h"
#include "services/drafting/testing/prose.h"

namespace congress::drafting {
namespace {

constexpr size_t kOpinions = 10'000;
// Of the 5 seconds that the whole call may take, RPC and store included.
constexpr double kMostSeconds = 1;

std::vector<OpinionText> Round(size_t originals) {
  sample::Prose prose(2025);
  std::vector<sample::Sentence> said;
  for (size_t i = 0; i < originals; ++i) {
    said.push_back(prose.NewSentence());
    const sample::Sentence more = prose.NewSentence();
    said.back().insert(said.back().end(), more.begin(), more.end());
  }
  std::vector<OpinionText> opinions;
  for (size_t i = 0; i < kOpinions; ++i) {
    sample::Sentence sentence = said[prose.Number(said.size())];
    if (prose.IsOneIn(4)) sentence.erase(sentence.begin() + static_cast<std::ptrdiff_t>(prose.Number(sentence.size())));
    const char* const frames[] = {"", "Nhất trí với dự thảo, đề nghị ", "Đảng uỷ xã Nghi Lộc kính đề nghị "};
    opinions.push_back({"opinions/" + std::to_string(i), frames[prose.Number(3)] + sample::TextOf(sentence)});
  }
  return opinions;
}

bool Measure(size_t originals) {
  const std::vector<OpinionText> opinions = Round(originals);
  const auto begun = std::chrono::steady_clock::now();
  const Clusters result = ClusterNearDuplicates(opinions);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  std::printf("%zu opinions of %zu: %zu clusters, %lld pairs compared, %.2f s (at most %.1f)%s\n", kOpinions, originals,
              result.clusters.size(), static_cast<long long>(result.comparisons), seconds, kMostSeconds,
              seconds > kMostSeconds ? ", above it" : "");
  return seconds <= kMostSeconds;
}

int Run() {
  bool kept = true;
  for (const size_t originals : {size_t{1}, size_t{100}, size_t{2'000}, kOpinions}) kept = Measure(originals) && kept;
  return kept ? 0 : 1;
}

}  // namespace
}  // namespace congress::drafting

int main() { return congress::drafting::Run(); }

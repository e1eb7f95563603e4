#include "services/drafting/domain/text/piece_matching.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/drafting/domain/text/edit_script.h"
#include "services/drafting/domain/text/heaviest_chain.h"
#include "services/drafting/domain/text/split_paragraphs.h"
#include "services/drafting/domain/text/word_overlap.h"

namespace congress::drafting {
namespace {

constexpr size_t kWordsOfShingle = 3;
constexpr int64_t kWordsOfLongPiece = 40;

// Gaps of more pairs are cut in half.
constexpr size_t kMostPairsOfGap = 400;

// A piece's place: lane and index.
using Place = std::pair<size_t, size_t>;

bool IsAtLeast(int64_t part, int64_t of, int64_t numerator, int64_t denominator) {
  return part * denominator >= of * numerator;
}

class Matching {
 public:
  Matching(const std::vector<Lane>& lanes, Lexicon& lexicon) : lexicon_(lexicon), lanes_(lanes.size()) {
    absl::flat_hash_map<std::pair<std::string_view, std::string_view>, uint32_t> identities;
    const auto add = [&](const std::vector<const Piece*>& pieces, std::vector<MatchedPiece>& matched) {
      for (const Piece* piece : pieces) {
        const auto next = static_cast<uint32_t>(identities.size());
        const auto found =
            identities.try_emplace(std::pair<std::string_view, std::string_view>(piece->text, piece->block), next);
        matched.push_back({piece, found.first->second});
      }
    };
    for (size_t i = 0; i < lanes.size(); ++i) {
      add(lanes[i].base, lanes_[i].base);
      add(lanes[i].target, lanes_[i].target);
    }
    identity_count_ = identities.size();
  }

  std::vector<MatchedLane> Match() {
    for (size_t lane = 0; lane < lanes_.size(); ++lane) MatchEqualInOrder(lane);
    ReadWords();
    MatchEqualElsewhere();
    for (size_t lane = 0; lane < lanes_.size(); ++lane)
      ForGaps(lane, [this](const auto&... gap) { MatchInStep(gap...); });
    MatchSimilar();
    for (size_t lane = 0; lane < lanes_.size(); ++lane) ForGaps(lane, [this](const auto&... gap) { MatchGap(gap...); });
    for (MatchedLane& lane : lanes_) ListInPlace(lane, overlap_);
    return std::move(lanes_);
  }

 private:
  MatchedPiece& Base(const Place& place) { return lanes_[place.first].base[place.second]; }
  MatchedPiece& Target(const Place& place) { return lanes_[place.first].target[place.second]; }

  void Join(const Place& base, const Place& target, bool moved) {
    Base(base).partner = Partner{target.first, target.second, moved};
    Target(target).partner = Partner{base.first, base.second, moved};
  }

  void MatchEqualInOrder(size_t lane) {
    const auto identities = [](const std::vector<MatchedPiece>& pieces) {
      std::vector<uint32_t> list;
      for (const MatchedPiece& piece : pieces) list.push_back(piece.identity);
      return list;
    };
    for (const auto& match : Diff(identities(lanes_[lane].base), identities(lanes_[lane].target)).matches) {
      for (size_t i = 0; i < match.length; ++i) Join({lane, match.base + i}, {lane, match.target + i}, false);
    }
  }

  void ReadWords() {
    for (MatchedLane& lane : lanes_) {
      for (auto* pieces : {&lane.base, &lane.target}) {
        for (MatchedPiece& piece : *pieces) {
          if (!piece.partner.has_value()) piece.words = lexicon_.Read(piece.piece->text);
        }
      }
    }
  }

  template <class Visit>
  void ForFree(const Visit& visit) {
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      for (size_t i = 0; i < lanes_[lane].base.size(); ++i) {
        if (!lanes_[lane].base[i].partner.has_value()) visit(Place(lane, i), lanes_[lane].base[i], false);
      }
      for (size_t i = 0; i < lanes_[lane].target.size(); ++i) {
        if (!lanes_[lane].target[i].partner.has_value()) visit(Place(lane, i), lanes_[lane].target[i], true);
      }
    }
  }

  void MatchEqualElsewhere() {
    struct Found {
      int count = 0;
      Place place;
    };
    std::vector<Found> bases(identity_count_);
    std::vector<Found> targets(identity_count_);
    ForFree([&](const Place& place, const MatchedPiece& piece, bool of_target) {
      Found& found = (of_target ? targets : bases)[piece.identity];
      ++found.count;
      found.place = place;
    });
    for (size_t i = 0; i < identity_count_; ++i) {
      if (bases[i].count != 1 || targets[i].count != 1) continue;
      Place base = bases[i].place;
      Place target = targets[i].place;
      if (Base(base).partner.has_value() || Base(base).words->words < kLeastMovedWords) continue;
      Join(base, target, true);
      TakeAlong(base, target, 1);
      TakeAlong(base, target, SIZE_MAX);
    }
  }

  // Joins the equal pieces beside two that were joined, in the direction of `step`: a short heading or a repeated
  // sentence moves with the block that it stands in.
  void TakeAlong(Place base, Place target, size_t step) {
    const auto free = [](const std::vector<MatchedPiece>& pieces, size_t at) {
      return at < pieces.size() && !pieces[at].partner.has_value();
    };
    while (true) {
      base.second += step;
      target.second += step;
      if (!free(lanes_[base.first].base, base.second) || !free(lanes_[target.first].target, target.second)) return;
      if (Base(base).identity != Target(target).identity) return;
      Join(base, target, true);
    }
  }

  // The sequences of kWordsOfShingle words of a paragraph, as hashes. Of a long one a quarter is enough to find it
  // again; which quarter hangs on the words alone, so that both sides take the same.
  template <class Visit>
  void ForShingles(const TokenText& text, const Visit& visit) const {
    const bool is_long = text.words > kWordsOfLongPiece;
    uint64_t window[kWordsOfShingle] = {};
    size_t words = 0;
    for (size_t i = 0; i < text.tokens.size(); ++i) {
      if (text.tokens[i].kind != TokenKind::kWord) continue;
      window[words++ % kWordsOfShingle] = lexicon_.HashOf(text.symbols[i]);
      if (words < kWordsOfShingle) continue;
      uint64_t hash = 0;
      for (size_t j = 0; j < kWordsOfShingle; ++j) {
        hash = (hash ^ window[(words + j) % kWordsOfShingle]) * 0x9E3779B97F4A7C15;
        hash ^= hash >> 29;
      }
      if (!is_long || hash % 4 == 0) visit(hash);
    }
  }

  // The pairs of free paragraphs that share sequences of words that each side has once, those with most of them first.
  std::vector<std::pair<Place, Place>> Candidates() {
    constexpr uint32_t kNone = UINT32_MAX;
    constexpr uint32_t kSeveral = kNone - 1;
    struct Owners {
      uint32_t base = kNone;
      uint32_t target = kNone;
    };
    std::vector<Place> places;
    absl::flat_hash_map<uint64_t, Owners> shingles;
    ForFree([&](const Place& place, const MatchedPiece& piece, bool of_target) {
      if (piece.piece->is_block()) return;
      const auto number = static_cast<uint32_t>(places.size());
      places.push_back(place);
      ForShingles(*piece.words, [&](uint64_t shingle) {
        Owners& owners = shingles[shingle];
        uint32_t& owner = of_target ? owners.target : owners.base;
        owner = owner == kNone ? number : kSeveral;
      });
    });
    absl::flat_hash_map<std::pair<uint32_t, uint32_t>, int64_t> votes;
    for (const auto& [shingle, owners] : shingles) {
      if (std::max(owners.base, owners.target) < kSeveral) ++votes[{owners.base, owners.target}];
    }
    std::vector<std::tuple<int64_t, uint32_t, uint32_t>> ballots;
    for (const auto& [pair, count] : votes) ballots.emplace_back(-count, pair.first, pair.second);
    std::sort(ballots.begin(), ballots.end());
    std::vector<bool> taken(places.size());
    std::vector<std::pair<Place, Place>> pairs;
    for (const auto& [count, base, target] : ballots) {
      if (taken[base] || taken[target]) continue;
      taken[base] = taken[target] = true;
      pairs.emplace_back(places[base], places[target]);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }

  // Paragraphs that were changed and can be found again anywhere. Those that stay in order with their lane's equal
  // pieces are in place, the others have moved.
  void MatchSimilar() {
    struct Similar {
      Place base;
      Place target;
      int64_t shared;
      int64_t most;
    };
    std::vector<std::vector<Similar>> in_lane(lanes_.size());
    std::vector<Similar> elsewhere;
    for (const auto& [base, target] : Candidates()) {
      const TokenText& from = *Base(base).words;
      const TokenText& to = *Target(target).words;
      const Similar similar{base, target, overlap_.Of(from, to), std::max(from.words, to.words)};
      if (!IsAtLeast(similar.shared, similar.most, 1, 2)) continue;
      (base.first == target.first ? in_lane[base.first] : elsewhere).push_back(similar);
    }
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      if (in_lane[lane].empty()) continue;
      const std::vector<size_t> gaps_of_base = Gaps(lanes_[lane].base);
      const std::vector<size_t> gaps_of_target = Gaps(lanes_[lane].target);
      std::vector<Link> links;
      std::vector<Similar> in_gap;
      for (const Similar& similar : in_lane[lane]) {
        if (gaps_of_base[similar.base.second] != gaps_of_target[similar.target.second]) {
          elsewhere.push_back(similar);
        } else {
          links.push_back({similar.target.second, similar.shared});
          in_gap.push_back(similar);
        }
      }
      std::vector<bool> stays(in_gap.size());
      for (const size_t link : HeaviestChain(links)) stays[link] = true;
      for (size_t i = 0; i < in_gap.size(); ++i) {
        if (stays[i]) {
          Join(in_gap[i].base, in_gap[i].target, false);
        } else {
          elsewhere.push_back(in_gap[i]);
        }
      }
    }
    for (const Similar& similar : elsewhere) {
      if (similar.most < kLeastMovedChangedWords || !IsAtLeast(similar.shared, similar.most, 2, 3)) continue;
      Join(similar.base, similar.target, true);
    }
  }

  // For each piece the number of pieces in place before it: equal on both sides where nothing in place lies between.
  static std::vector<size_t> Gaps(const std::vector<MatchedPiece>& pieces) {
    std::vector<size_t> gaps;
    size_t gap = 0;
    for (const MatchedPiece& piece : pieces) {
      gaps.push_back(gap);
      if (piece.partner.has_value() && !piece.partner->moved) ++gap;
    }
    return gaps;
  }

  // Calls `visit` with the free paragraphs of both sides for each gap between pieces in place.
  template <class Visit>
  void ForGaps(size_t lane, const Visit& visit) {
    const auto in_place = [](const MatchedPiece& piece) { return piece.partner.has_value() && !piece.partner->moved; };
    const auto paragraphs = [&](bool of_target, size_t first, size_t end) {
      std::vector<Place> places;
      for (size_t i = first; i < end; ++i) {
        const MatchedPiece& piece = of_target ? lanes_[lane].target[i] : lanes_[lane].base[i];
        if (!piece.partner.has_value() && !piece.piece->is_block()) places.emplace_back(lane, i);
      }
      return places;
    };
    size_t base = 0;
    size_t target = 0;
    for (size_t i = 0; i <= lanes_[lane].base.size(); ++i) {
      const bool at_end = i == lanes_[lane].base.size();
      if (!at_end && !in_place(lanes_[lane].base[i])) continue;
      const size_t until = at_end ? lanes_[lane].target.size() : lanes_[lane].base[i].partner->piece;
      visit(paragraphs(false, base, i), paragraphs(true, target, until));
      base = i + 1;
      target = until + 1;
    }
  }

  // Where as many paragraphs were as there are now, those that still share two thirds of their words with the one in
  // their place were changed there. That is most of them in most documents, and needs no search.
  void MatchInStep(const std::vector<Place>& bases, const std::vector<Place>& targets) {
    if (bases.size() != targets.size()) return;
    for (size_t i = 0; i < bases.size(); ++i) {
      const TokenText& from = *Base(bases[i]).words;
      const TokenText& to = *Target(targets[i]).words;
      const int64_t most = std::max(from.words, to.words);
      if (most > 0 && IsAtLeast(overlap_.Of(from, to), most, 2, 3)) Join(bases[i], targets[i], false);
    }
  }

  // The pairs in order that share the most words in all (Needleman-Wunsch).
  void MatchGap(const std::vector<Place>& bases, const std::vector<Place>& targets) {
    if (bases.empty() || targets.empty()) return;
    if (bases.size() * targets.size() > kMostPairsOfGap && bases.size() + targets.size() > 2) {
      const auto part = [](const std::vector<Place>& places, bool later) {
        const auto middle = places.begin() + static_cast<ptrdiff_t>(places.size() / 2);
        return later ? std::vector<Place>(middle, places.end()) : std::vector<Place>(places.begin(), middle);
      };
      MatchGap(part(bases, false), part(targets, false));
      MatchGap(part(bases, true), part(targets, true));
      return;
    }
    const size_t width = targets.size() + 1;
    std::vector<int64_t> shared((bases.size() + 1) * width);
    std::vector<int64_t> most(shared.size());
    for (size_t i = bases.size(); i-- > 0;) {
      const TokenText& from = *Base(bases[i]).words;
      for (size_t j = targets.size(); j-- > 0;) {
        const TokenText& to = *Target(targets[j]).words;
        const size_t cell = i * width + j;
        const int64_t words = overlap_.Of(from, to);
        if (words > 0 && IsAtLeast(words, std::max(from.words, to.words), 1, 4)) shared[cell] = words;
        most[cell] = std::max({most[cell + width], most[cell + 1], most[cell + width + 1] + shared[cell]});
      }
    }
    for (size_t i = 0, j = 0; i < bases.size() && j < targets.size();) {
      const size_t cell = i * width + j;
      if (shared[cell] > 0 && most[cell] == most[cell + width + 1] + shared[cell]) {
        Join(bases[i++], targets[j++], false);
      } else if (most[cell] == most[cell + width]) {
        ++i;
      } else {
        ++j;
      }
    }
  }

  Lexicon& lexicon_;
  std::vector<MatchedLane> lanes_;
  size_t identity_count_ = 0;
  WordOverlap overlap_;
};

}  // namespace

std::vector<MatchedLane> MatchPieces(const std::vector<Lane>& lanes, Lexicon& lexicon) {
  return Matching(lanes, lexicon).Match();
}

}  // namespace congress::drafting

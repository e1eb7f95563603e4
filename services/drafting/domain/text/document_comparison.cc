#include "services/drafting/domain/text/document_comparison.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "services/drafting/domain/text/heaviest_chain.h"
#include "services/drafting/domain/text/piece_matching.h"
#include "services/drafting/domain/text/split_paragraphs.h"

namespace congress::drafting {
namespace {

// Lane and index of a piece.
using Place = std::pair<size_t, size_t>;

// Two paragraphs that differ in words.
struct ChangedPair {
  const TokenText* base;
  const TokenText* target;
  std::vector<Match> matches;
};

// The strongest cleaning that keeps the marks of all pairs within the bound.
void CleanWithinBound(std::vector<ChangedPair>& pairs) {
  int64_t fewest = 0;
  for (const ChangedPair& pair : pairs) fewest += MarkedWords(*pair.base, *pair.target, pair.matches);
  for (int cleaning = kMostCleaning; cleaning >= 0; --cleaning) {
    int64_t marked = 0;
    std::vector<std::vector<Match>> cleaned;
    for (const ChangedPair& pair : pairs) {
      cleaned.push_back(CleanUp(*pair.base, *pair.target, pair.matches, cleaning));
      marked += MarkedWords(*pair.base, *pair.target, cleaned.back());
    }
    if (20 * marked > 23 * fewest) continue;
    for (size_t i = 0; i < pairs.size(); ++i) pairs[i].matches = std::move(cleaned[i]);
    return;
  }
}

std::vector<Run> Whole(Fate fate, std::string_view text) {
  if (text.empty()) return {};
  return {{fate, text}};
}

class Comparison {
 public:
  Comparison(const DocumentText& base, const DocumentText& target) : base_(base), target_(target) {}

  DocumentComparison Compare() {
    OrderSections();
    std::vector<Lane> lanes;
    for (const ComparedSection& section : sections_)
      lanes.push_back({PiecesOf(base_, section.base), PiecesOf(target_, section.target)});
    lanes_ = MatchPieces(lanes, lexicon_);
    CompareWords();
    for (size_t lane = 0; lane < lanes_.size(); ++lane) AddPieces(lane);
    for (ComparedSection& section : sections_) CompareTitle(section);
    return {std::move(sections_), std::move(joined_texts_)};
  }

 private:
  static std::vector<const Piece*> PiecesOf(const DocumentText& document, std::optional<size_t> section) {
    std::vector<const Piece*> pieces;
    if (!section.has_value()) return pieces;
    for (const Piece& piece : document.sections[*section].pieces) pieces.push_back(&piece);
    return pieces;
  }

  // Makes sections_, without their contents.
  void OrderSections() {
    absl::flat_hash_map<std::string_view, size_t> places;
    for (size_t i = 0; i < base_.sections.size(); ++i) places.try_emplace(base_.sections[i].id, i);
    std::vector<std::optional<size_t>> target_of(base_.sections.size());
    std::vector<std::optional<size_t>> base_of(target_.sections.size());
    for (size_t i = 0; i < target_.sections.size(); ++i) {
      const auto found = places.find(target_.sections[i].id);
      if (found == places.end() || target_of[found->second].has_value()) continue;
      base_of[i] = found->second;
      target_of[found->second] = i;
    }
    std::vector<size_t> common;
    std::vector<Link> links;
    for (size_t i = 0; i < base_.sections.size(); ++i) {
      if (!target_of[i].has_value()) continue;
      common.push_back(i);
      links.push_back({*target_of[i], static_cast<int64_t>(base_.sections[i].pieces.size()) + 1});
    }
    std::set<size_t> stay;
    for (const size_t link : HeaviestChain(links)) stay.insert(common[link]);
    const auto add_removed_behind = [&](size_t place) {
      for (size_t i = place; i < base_.sections.size() && !target_of[i].has_value(); ++i) {
        sections_.push_back({base_.sections[i].id, i, std::nullopt, false, {}, {}});
      }
    };
    add_removed_behind(0);
    for (size_t i = 0; i < target_.sections.size(); ++i) {
      const std::optional<size_t> place = base_of[i];
      sections_.push_back({target_.sections[i].id, place, i, place.has_value() && !stay.contains(*place), {}, {}});
      if (place.has_value()) add_removed_behind(*place + 1);
    }
  }

  // Matches the words of every changed pair.
  void CompareWords() {
    for (size_t lane = 0; lane < lanes_.size(); ++lane) {
      const MatchedLane& pieces = lanes_[lane];
      for (const InPlace& pair : pieces.in_place) {
        if (!pair.equal)
          AddPair({lane, pair.target.begin}, Words(pieces.base, pair.base), Words(pieces.target, pair.target));
      }
      for (size_t i = 0; i < pieces.target.size(); ++i) {
        const std::optional<Partner>& partner = pieces.target[i].partner;
        if (!partner.has_value() || !partner->moved) continue;
        const MatchedPiece& from = lanes_[partner->lane].base[partner->piece];
        if (from.identity != pieces.target[i].identity) AddPair({lane, i}, *from.words, *pieces.target[i].words);
      }
    }
    CleanWithinBound(pairs_);
  }

  void AddPair(const Place& target, const TokenText& from, const TokenText& to) {
    pair_at_.emplace(target, pairs_.size());
    pairs_.push_back({&from, &to, MatchTokens(from, to)});
  }

  const TokenText& Words(const std::vector<MatchedPiece>& pieces, const Range& range) {
    if (range.size() == 1) return *pieces[range.begin].words;
    return joined_.emplace_back(JoinedWords(pieces, range, joined_texts_->emplace_back()));
  }

  // What was removed before a piece in place stands before what was added.
  void AddPieces(size_t lane) {
    const MatchedLane& pieces = lanes_[lane];
    size_t base = 0;
    size_t target = 0;
    const auto add_until = [&](size_t base_end, size_t target_end) {
      for (; base < base_end; ++base) AddBase(lane, base);
      for (; target < target_end; ++target) AddTarget(lane, target);
    };
    for (const InPlace& pair : pieces.in_place) {
      add_until(pair.base.begin, pair.target.begin);
      sections_[lane].pieces.push_back({pair.equal ? PieceFate::kKept : PieceFate::kChanged, pair.base, pair.target, 0,
                                        RunsAt({lane, pair.target.begin})});
      base = pair.base.end;
      target = pair.target.end;
    }
    add_until(pieces.base.size(), pieces.target.size());
  }

  void AddBase(size_t lane, size_t place) {
    const MatchedPiece& piece = lanes_[lane].base[place];
    const bool moved = piece.partner.has_value();
    const int move = moved ? MoveOf({piece.partner->lane, piece.partner->piece}) : 0;
    sections_[lane].pieces.push_back({moved ? PieceFate::kMovedFrom : PieceFate::kRemoved,
                                      {place, place + 1},
                                      {},
                                      move,
                                      Whole(moved ? Fate::kKept : Fate::kRemoved, piece.piece->text)});
  }

  void AddTarget(size_t lane, size_t place) {
    const MatchedPiece& piece = lanes_[lane].target[place];
    const bool moved = piece.partner.has_value();
    const int move = moved ? MoveOf({lane, place}) : 0;
    sections_[lane].pieces.push_back({moved ? PieceFate::kMovedTo : PieceFate::kAdded,
                                      {},
                                      {place, place + 1},
                                      move,
                                      moved ? RunsAt({lane, place}) : Whole(Fate::kAdded, piece.piece->text)});
  }

  // Of a piece of the target that has a partner.
  std::vector<Run> RunsAt(const Place& target) const {
    const auto found = pair_at_.find(target);
    if (found == pair_at_.end()) return Whole(Fate::kKept, lanes_[target.first].target[target.second].piece->text);
    const ChangedPair& pair = pairs_[found->second];
    return RunsOf(*pair.base, *pair.target, pair.matches);
  }

  // Moves are numbered in the order in which either of their ends is met.
  int MoveOf(const Place& target) {
    return moves_.try_emplace(target, static_cast<int>(moves_.size()) + 1).first->second;
  }

  void CompareTitle(ComparedSection& section) {
    const std::string_view from = section.base.has_value() ? base_.sections[*section.base].title : std::string_view();
    const std::string_view to =
        section.target.has_value() ? target_.sections[*section.target].title : std::string_view();
    if (from == to) {
      section.title = Whole(Fate::kKept, to);
      return;
    }
    const TokenText base = lexicon_.Read(from);
    const TokenText target = lexicon_.Read(to);
    section.title = RunsOf(base, target, CleanUp(base, target, MatchTokens(base, target), 0));
  }

  const DocumentText& base_;
  const DocumentText& target_;
  Lexicon lexicon_;
  std::vector<ComparedSection> sections_;
  // As sections_.
  std::vector<MatchedLane> lanes_;
  std::vector<ChangedPair> pairs_;
  // By their first piece in the target.
  absl::flat_hash_map<Place, size_t> pair_at_;
  std::deque<TokenText> joined_;
  std::shared_ptr<std::deque<std::string>> joined_texts_ = std::make_shared<std::deque<std::string>>();
  absl::flat_hash_map<Place, int> moves_;
};

}  // namespace

DocumentComparison CompareDocuments(const DocumentText& base, const DocumentText& target) {
  return Comparison(base, target).Compare();
}

int64_t CountMarkedWords(const DocumentComparison& comparison) {
  int64_t words = 0;
  const auto count = [&](const std::vector<Run>& runs) {
    for (const Run& run : runs) words += run.fate == Fate::kKept ? 0 : CountWords(run.text);
  };
  for (const ComparedSection& section : comparison.sections) {
    count(section.title);
    for (const ComparedPiece& piece : section.pieces) count(piece.runs);
  }
  return words;
}

}  // namespace congress::drafting

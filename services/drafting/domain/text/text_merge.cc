#include "services/drafting/domain/text/text_merge.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "services/drafting/domain/text/lexicon.h"
#include "services/drafting/domain/text/merge_regions.h"
#include "services/drafting/domain/text/word_diff.h"

namespace congress::drafting {
namespace {

std::vector<Hunk> HunksBetween(const std::vector<Stretch>& kept, size_t base_size, size_t side_size) {
  std::vector<Hunk> hunks;
  size_t base = 0;
  size_t side = 0;
  const auto add = [&](size_t base_end, size_t side_end) {
    if (base < base_end || side < side_end) hunks.push_back({{base, base_end}, {side, side_end}});
  };
  for (const Stretch& stretch : kept) {
    add(stretch.base, stretch.target);
    base = stretch.base + stretch.length;
    side = stretch.target + stretch.length;
  }
  add(base_size, side_size);
  return hunks;
}

class TextMerge {
 public:
  TextMerge(std::string base, std::string ours, std::string theirs)
      : base_text_(std::move(base)), ours_(std::move(ours)), theirs_(std::move(theirs)) {
    base_ = lexicon_.Read(base_text_);
    next_.resize(base_.tokens.size());
    size_t next = next_.size();
    for (size_t i = next_.size(); i-- > 0;) {
      next_[i] = next;
      if (base_.tokens[i].kind == TokenKind::kWord || base_.tokens[i].begins_sentence) next = i;
    }
  }

  MergedText Merge() {
    MergedText merged;
    const std::vector<Hunk> our_hunks = HunksOf(ours_);
    const std::vector<Hunk> their_hunks = HunksOf(theirs_);
    size_t done = 0;
    const auto touch = [&](const Hunk& first, const Hunk& second) { return Touches(first, second); };
    for (const Region& region : RegionsOf(our_hunks, their_hunks, touch)) {
      const std::string_view of_base = Part(base_text_, region.base);
      const std::string_view of_ours = Part(ours_, region.ours);
      const std::string_view of_theirs = Part(theirs_, region.theirs);
      merged.text += Part(base_text_, {done, region.base.begin});
      done = region.base.end;
      if (!region.by_theirs || of_ours == of_theirs) {
        merged.text += of_ours;
      } else if (!region.by_ours) {
        merged.text += of_theirs;
      } else {
        merged.text += of_base;
        merged.clashes.push_back({std::string(of_base), std::string(of_ours), std::string(of_theirs)});
      }
    }
    merged.text += Part(base_text_, {done, base_text_.size()});
    return merged;
  }

 private:
  static std::string_view Part(std::string_view text, const Range& range) {
    return text.substr(range.begin, range.size());
  }

  std::vector<Hunk> HunksOf(std::string_view side) {
    const TokenText text = lexicon_.Read(side);
    std::vector<Hunk> hunks =
        HunksBetween(KeptStretches(base_, text, MatchTokens(base_, text)), base_.text.size(), side.size());
    const auto begins_sentence = [&](size_t offset) {
      const auto token = std::lower_bound(text.tokens.begin(), text.tokens.end(), offset,
                                          [](const Token& at, size_t place) { return at.begin < place; });
      return token == text.tokens.end() || token->begins_sentence;
    };
    for (Hunk& hunk : hunks) {
      hunk.begins_apart = begins_sentence(hunk.side.begin);
      hunk.ends_apart = begins_sentence(hunk.side.end);
    }
    return hunks;
  }

  // They do not if the base has a word between them, or a sentence begins there that both sides begin too.
  bool Touches(const Hunk& first, const Hunk& second) const {
    const size_t end = first.base.end;
    const size_t begin = second.base.begin;
    if (Overlaps(first.base, second.base)) return true;
    const std::vector<Token>& tokens = base_.tokens;
    const auto behind = std::upper_bound(tokens.begin(), tokens.end(), end,
                                         [](size_t place, const Token& token) { return place < token.end; });
    for (auto i = static_cast<size_t>(behind - tokens.begin()); base_.SpaceBefore(i) <= begin; i = next_[i]) {
      const bool at_end = i == tokens.size();
      const size_t token = at_end ? base_.text.size() : tokens[i].begin;
      // Where a change reaches up to the sentence, its own side says whether one still begins there.
      if ((at_end || tokens[i].begins_sentence) && (base_.SpaceBefore(i) > end || first.ends_apart) &&
          (token < begin || second.begins_apart)) {
        return false;
      }
      if (at_end) break;
      if (tokens[i].kind == TokenKind::kWord && token >= end && tokens[i].end <= begin) return false;
    }
    return true;
  }

  Lexicon lexicon_;
  const std::string base_text_;
  const std::string ours_;
  const std::string theirs_;
  TokenText base_;
  // Of each token of the base the next one that is a word or begins a sentence, so that no look walks far.
  std::vector<size_t> next_;
};

}  // namespace

MergedText MergeTexts(std::string base, std::string ours, std::string theirs) {
  return TextMerge(std::move(base), std::move(ours), std::move(theirs)).Merge();
}

}  // namespace congress::drafting

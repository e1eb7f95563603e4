// How many words two texts share.
#pragma once

#include <cstdint>
#include <vector>

#include "services/drafting/domain/text/lexicon.h"

namespace congress::drafting {

class WordOverlap {
 public:
  // Words that both have, each as often as both have it, in whatever order. Both come from one lexicon. `base` stays
  // where it is while it is asked for again.
  int64_t Of(const TokenText& base, const TokenText& target);

 private:
  void Count(const TokenText& text);

  const TokenText* counted_ = nullptr;
  // Of each word of counted_, how often it is there.
  std::vector<int32_t> left_;
  std::vector<uint32_t> taken_;
};

}  // namespace congress::drafting

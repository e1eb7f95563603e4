// Which of some pairs stay in order in both sequences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace congress::drafting {

// A pair of the sequences' elements; pairs are given in the order of the first sequence.
struct Link {
  // Place in the second sequence.
  size_t target;
  int64_t weight;
};

// Indices of the links whose targets increase and whose weights, all above 0, have the greatest sum; of several such
// chains always the same one. What is not in it has moved.
std::vector<size_t> HeaviestChain(std::span<const Link> links);

}  // namespace congress::drafting

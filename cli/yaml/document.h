// YAML text as a tree of bounded size, each node with its place.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/yaml/source.h"

namespace congress::cli::yaml {

// A value as it is written: nothing is guessed from its look. `no`, `010` and `1:30` are texts here; what they are
// meant for decides whether they are taken.
struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  Place place;
  // Of a scalar.
  std::string text;
  // Empty unless the file writes one, such as `!!binary`.
  std::string tag;
  std::vector<const Node*> items;
  std::vector<std::pair<const Node*, const Node*>> entries;
  // Nodes, and levels of nesting, of this one and all below it. What an alias stands for counts wherever it stands.
  int size = 1;
  int depth = 1;
};

// One document. Nodes live as long as it does; aliases share theirs.
struct Document {
  std::deque<Node> nodes;
  // Null when there are faults.
  const Node* root = nullptr;
  std::vector<Fault> faults;
};

// What a request may weigh on the wire bounds the text; the rest bounds what a small text can unfold to.
inline constexpr size_t kMostBytes = 4 << 20;
inline constexpr int kMostNodes = 200'000;
inline constexpr int kMostDepth = 64;

// Faults: text that is no UTF-8, holds control characters or is no YAML, several documents, aliases within what they
// name, and more nodes or levels than the bounds above.
Document Parse(std::string_view text);

}  // namespace congress::cli::yaml

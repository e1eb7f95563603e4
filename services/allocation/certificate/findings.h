// What a check has found so far.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace congress::allocation {

class Findings {
 public:
  static constexpr size_t kMost = 32;

  void Add(std::string finding) {
    if (list_.size() < kMost) list_.push_back(std::move(finding));
  }
  bool empty() const { return list_.empty(); }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

}  // namespace congress::allocation

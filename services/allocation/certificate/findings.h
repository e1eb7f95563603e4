// What a check has found so far.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"
#include "platform/status/strings.h"

namespace congress::allocation {

class Findings {
 public:
  static constexpr size_t kMost = 32;

  void Add(std::string finding) {
    if (list_.size() < kMost) list_.push_back(std::move(finding));
  }
  // Of one unit.
  void Add(const v1::CertifiedUnit& unit, std::string_view what) { Add(StrCat("'", unit.key(), "' ", what)); }
  bool empty() const { return list_.empty(); }
  std::vector<std::string> Take() { return std::move(list_); }

 private:
  std::vector<std::string> list_;
};

}  // namespace congress::allocation

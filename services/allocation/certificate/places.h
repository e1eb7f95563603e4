// Where each key of a certificate stands. A table of 32-bit places: a hundred thousand keys stay within a processor's
// cache, which a map of strings does not.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"

namespace congress::allocation {

class Places {
 public:
  explicit Places(const v1::Certificate& certificate)
      : certificate_(certificate), table_(std::bit_ceil(2 * static_cast<size_t>(certificate.units_size()) + 1)) {}

  // False when the key of unit `place` stands there already.
  bool Add(int place) {
    uint32_t& slot = table_[IndexOf(certificate_.units(place).key())];
    if (slot != 0) return false;
    slot = static_cast<uint32_t>(place) + 1;
    return true;
  }

  std::optional<size_t> Find(std::string_view key) const {
    const uint32_t slot = table_[IndexOf(key)];
    if (slot == 0) return std::nullopt;
    return slot - 1;
  }

 private:
  // The slot that is the key's own, or the free one where it would go.
  size_t IndexOf(std::string_view key) const {
    for (size_t hash = std::hash<std::string_view>()(key);; ++hash) {
      const size_t index = hash & (table_.size() - 1);
      const uint32_t slot = table_[index];
      if (slot == 0 || certificate_.units(static_cast<int>(slot) - 1).key() == key) return index;
    }
  }

  const v1::Certificate& certificate_;
  std::vector<uint32_t> table_;
};

}  // namespace congress::allocation

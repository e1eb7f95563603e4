// Where each key of a certificate stands: a table of places that stays small enough for a processor's cache, which a
// map of strings does not. Its hash differs from process to process, so that nobody can choose keys that collide.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/hash/hash.h"
#include "congress/allocation/v1/certificate.pb.h"

namespace congress::allocation {

class Places {
 public:
  explicit Places(const v1::Certificate& certificate)
      : certificate_(certificate), table_(std::bit_ceil(2 * static_cast<size_t>(certificate.units_size()) + 1)) {
    for (int place = 0; place < kAhead; ++place) Expect(place);
  }

  // Adds the key of the next unit. False when it stands there already.
  bool AddNext() {
    const int place = next_++;
    const size_t hash = expected_[static_cast<size_t>(place % kAhead)];
    Expect(place + kAhead);
    Slot& slot = table_[IndexOf(certificate_.units(place).key(), hash)];
    if (slot.place != 0) return false;
    slot = {static_cast<uint32_t>(place) + 1, Tag(hash)};
    return true;
  }

  std::optional<size_t> Find(std::string_view key) const {
    const uint32_t place = table_[IndexOf(key, absl::Hash<std::string_view>()(key))].place;
    if (place == 0) return std::nullopt;
    return place - 1;
  }

 private:
  struct Slot {
    uint32_t place = 0;  // From 1; 0 is free.
    // Further bits of the hash, so that other keys are seldom read.
    uint32_t tag = 0;
  };

  // Units looked ahead: waiting for memory is most of the time otherwise.
  static constexpr int kAhead = 16;

  void Expect(int place) {
    if (place >= certificate_.units_size()) return;
    const size_t hash = absl::Hash<std::string_view>()(certificate_.units(place).key());
    expected_[static_cast<size_t>(place % kAhead)] = hash;
    __builtin_prefetch(&table_[hash & (table_.size() - 1)]);
  }

  static uint32_t Tag(size_t hash) { return static_cast<uint32_t>(hash >> 32); }

  // The slot that is the key's own, or the free one where it would go.
  size_t IndexOf(std::string_view key, size_t hash) const {
    for (size_t i = hash;; ++i) {
      const size_t index = i & (table_.size() - 1);
      const Slot& slot = table_[index];
      if (slot.place == 0 ||
          (slot.tag == Tag(hash) && certificate_.units(static_cast<int>(slot.place) - 1).key() == key)) {
        return index;
      }
    }
  }

  const v1::Certificate& certificate_;
  std::vector<Slot> table_;
  int next_ = 0;
  // Hashes of the next ones.
  std::array<size_t, kAhead> expected_{};
};

}  // namespace congress::allocation

// What an audit log says that the records of the store are, held against them. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "congress/audit/v1/audit.pb.h"

namespace congress::audit {

// What the records begin with that acts tell of.
inline constexpr std::string_view kRecords = "r/";

// The acts are shown first, in their order, and then the records; of each, hashes are kept. Records that no act tells
// of and that are older than the first act which tells of all that it wrote, are not judged.
class Ledger {
 public:
  enum class Fault {
    kEdited,   // Other bytes lie there than the last act on it left.
    kSetBack,  // It has another revision than the last act on it gave it.
    kAdded,    // No act has left it.
  };

  void Act(const v1::AuditRecord& act, int64_t sequence);
  // What an act tells of that came after the records had been looked at: nothing is known of it.
  void Forget(const v1::AuditRecord& act);
  // There is a record at `key`, and its bytes as they lie in the store hash so. Of a key without kRecords: nothing.
  std::optional<Fault> Met(std::string_view key, int64_t revision, std::string_view value_sha256);
  // The numbers of the last acts on records that have not been met though those acts left them: on such as have a name
  // or on others.
  std::vector<int64_t> Missed(bool named) const;

 private:
  // The first half of a hash: enough to tell records from each other, and half the memory.
  using Half = std::array<char, 16>;
  struct HashOfHalf {
    size_t operator()(const Half& half) const;
  };
  struct Left {
    int64_t sequence = 0;
    Half value = {};
    bool there = false;  // Not deleted.
    bool named = false;
    bool met = false;
  };
  static Half HalfOf(std::string_view sha256);

  // By the key's hash.
  std::unordered_map<Half, Left, HashOfHalf> left_;
  // The first act that tells of all that it wrote; 0: none.
  int64_t covered_from_ = 0;
  // Acts behind it that do not, as of an older version that runs beside.
  std::unordered_set<int64_t> uncovered_;
};

}  // namespace congress::audit

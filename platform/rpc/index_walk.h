// How a list goes through the entries of an index: which index answers the filter with the fewest entries, and from
// there on in order, entry by entry, without a look at resources that the caller may not read.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/rpc/call.h"
#include "platform/rpc/filter.h"
#include "platform/rpc/index.h"
#include "platform/store/store.h"

namespace congress::rpc {

// What a walk is asked for, without the type of the resources.
struct IndexQuestion {
  std::string type;
  std::string parent;
  std::string read_permission;
  // Fields that have an index, and how each is filed.
  std::vector<std::pair<std::string, IndexKind>> fields = {};
  Filter filter = {};
  std::string order_by = {};
  // Key of the entry behind which the walk goes on; empty: from the beginning.
  std::string after = {};
};

// A resource that the walk has come to.
struct IndexHit {
  // Its entry's key, from which another walk may go on.
  std::string entry;
  // Absent when it was deleted since its entry was read.
  store::Record record;
};

class IndexWalk {
 public:
  // INVALID_ARGUMENT `FILTER_INVALID` for a field or an order without index.
  static absl::StatusOr<IndexWalk> Begin(Call& call, IndexQuestion question);

  // The next hits, at most `most`; fewer, or none, when some were passed over.
  absl::StatusOr<std::vector<IndexHit>> Next(Call& call, int most);
  // Whether there is nothing left.
  bool done() const { return ranges_.empty(); }
  // Whether so much was passed over that the caller should get what there is.
  bool tired() const { return examined_ > kMostExamined; }
  // Key of the last entry that was looked at.
  const std::string& position() const { return position_; }

 private:
  // Entries read at once, and examined for one page at most.
  static constexpr int kBatch = 256;
  static constexpr int kMostExamined = 20'000;

  explicit IndexWalk(IndexQuestion question) : question_(std::move(question)) {}

  absl::Status CheckFields() const;
  absl::Status Choose(Call& call);
  // Where the entries lie that a term asks for; none when no index serves it.
  std::vector<store::Range> RangesOf(const Term& term) const;
  store::Range All(std::string_view field) const;
  bool IsIndexed(std::string_view field, IndexKind kind) const;
  // Whether the entry may be one that is asked for, as far as it tells by itself.
  bool Concerns(Call& call, const store::Record& entry);

  IndexQuestion question_;
  std::vector<store::Range> ranges_;  // In order; the first is being walked.
  std::vector<std::string> words_;    // What every entry must have, where the walk is by words.
  std::map<std::string, bool, std::less<>> readable_;
  std::string position_;
  int examined_ = 0;
};

}  // namespace congress::rpc

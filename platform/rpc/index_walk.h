// How a list goes through the entries of an index: from the index that answers the filter with the fewest of them, in
// the order of the list, without a look at resources that the caller may not read.
#pragma once

#include <deque>
#include <map>
#include <optional>
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
  // Whether more may be read than what lies where the caller holds it: each resource tells.
  bool read_elsewhere = false;
  // Fields that have an index, and how each is filed.
  std::vector<std::pair<std::string, IndexKind>> fields = {};
  Filter filter = {};
  // A field whose values sort the list; empty: the order that the type declares.
  std::string order_by = {};
  // Where an earlier walk was (`IndexHit::place`) when this one goes on; empty: from the beginning.
  std::string after = {};
};

// A resource that the walk has come to.
struct IndexHit {
  // Where it stands in the list.
  std::string place;
  // Absent when it was deleted since its entry was read.
  store::Record record = {};
};

class IndexWalk {
 public:
  // INVALID_ARGUMENT `FILTER_INVALID` for a field or an order without index.
  static absl::StatusOr<IndexWalk> Begin(Call& call, IndexQuestion question);

  // The next hits, at most `most`; fewer, or none, when some were passed over.
  absl::StatusOr<std::vector<IndexHit>> Next(Call& call, int most);
  // Whether there is nothing left.
  bool done() const { return sources_.empty(); }
  // Whether so much was passed over that the caller should get what there is.
  bool tired() const { return examined_ > kMostExamined; }
  // Place of the last entry that was looked at.
  const std::string& place() const { return place_; }

 private:
  // Entries read at once; examined for one page at most; brought into another order in memory at most.
  static constexpr int kBatch = 256;
  static constexpr int kMostExamined = 20'000;
  static constexpr int kMostSorted = 2'000;
  // Organisations each of whose entries are gone through by themselves; of more, the list itself is.
  static constexpr size_t kMostOrganisations = 64;

  struct Entry {
    std::string place;
    std::string organisation;
    std::string words;
  };
  // Entries whose keys begin alike and go on with their places, or, sorted already, all there are.
  struct Source {
    size_t prefix = 0;
    std::optional<store::Range> range;
    std::deque<Entry> ready;
  };

  explicit IndexWalk(IndexQuestion question) : question_(std::move(question)) {}

  absl::Status CheckFields() const;
  absl::Status Choose(Call& call);
  // Goes through everything under `prefix`, or through what is in `range`, brought into the order of the list.
  void AddSource(const std::string& prefix);
  void AddSorted(const std::vector<store::Record>& entries);
  absl::Status Fill(Call& call, Source* source);
  // Takes the entry that comes first of all sources; none at the end.
  absl::StatusOr<std::optional<Entry>> Take(Call& call);

  std::string Prefix(std::string_view field, std::string_view value, bool exact) const {
    return IndexPrefix(question_.type, field, question_.parent, value, exact);
  }
  // Ranges of entries, of which it is enough to go through one group; none when no index serves the term.
  using Group = std::vector<store::Range>;
  std::vector<Group> GroupsOf(const Term& term) const;
  bool IsIndexed(std::string_view field, IndexKind kind) const;
  bool IsAsked(std::string_view field) const;
  // Whether the entry may be one that is asked for, as far as it tells by itself.
  bool Concerns(Call& call, const Entry& entry);

  IndexQuestion question_;
  std::vector<Source> sources_;
  std::vector<std::string> words_;  // That every entry must have.
  std::map<std::string, bool, std::less<>> readable_;
  std::string place_;
  int examined_ = 0;
};

}  // namespace congress::rpc

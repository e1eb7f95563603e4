// The tree over an audit log, kept beside it: full tiles of hashes lie in the store, what is not full in memory.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "platform/digest/sha256.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::audit {

// Hashes of a full tile: 8 levels of the tree, as C2SP tlog-tiles divides it.
inline constexpr int kTileHeight = 8;
inline constexpr int64_t kTileWidth = int64_t{1} << kTileHeight;

// Where tile `index` of a level of tiles lies.
std::string TileKey(int level, int64_t index);

// One leaf of the tree.
struct Leaf {
  int64_t index = 0;
  // Number of the record.
  store::Revision sequence = 0;
  std::string sha256 = {};
};

// A tile is written once it is full, by a commit of its own that is nobody's act, and never again; another replica
// writes the same. A call reads O(log n) tiles, and the log only from where the last one ended. Safe for many threads.
// Each function answers what the store does, and DATA_LOSS `RECORD_DAMAGED` for tiles that are not there.
class LogTree {
 public:
  // Whether full tiles are written: not by who only looks at a store.
  enum class Keeps { kTiles, kNothing };

  // `log`: its name in the store.
  LogTree(store::Store& store, std::string log, Keeps keeps = Keeps::kTiles)
      : store_(store), log_(std::move(log)), keeps_(keeps) {}

  // Takes on what the log has since. Where tiles cannot be written, they are with the next call.
  absl::Status Follow();
  // Of what was taken on.
  int64_t size() const;
  // Number of the last record; 0: none.
  store::Revision last() const;
  const std::string& log() const { return log_; }

  // Each `size` is at most that of what was taken on.
  absl::StatusOr<std::string> RootAt(int64_t size);
  absl::StatusOr<std::vector<std::string>> Inclusion(int64_t index, int64_t size);
  absl::StatusOr<std::vector<std::string>> Consistency(int64_t first, int64_t second);
  // Up to `limit` leaves of records behind `sequence`.
  absl::StatusOr<std::vector<Leaf>> LeavesBehind(store::Revision sequence, int limit);

 private:
  struct Tile {
    std::string hashes = {};  // One behind the other.
    // Of the leaves; none at higher levels.
    std::vector<store::Revision> sequences = {};

    int64_t size() const { return static_cast<int64_t>(hashes.size() / digest::kSha256Bytes); }
    std::string_view At(int64_t i) const {
      return std::string_view(hashes).substr(static_cast<size_t>(i) * digest::kSha256Bytes, digest::kSha256Bytes);
    }
    bool operator==(const Tile&) const = default;
    // Of the 2^`height` hashes from `begin` on.
    std::string Subtree(int height, int64_t begin) const;
  };
  using Place = std::pair<int, int64_t>;  // Level and index of a tile.

  // Finds the tiles that are stored.
  absl::Status Begin() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Add(store::Revision sequence, std::string_view leaf) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AddHash(size_t level, std::string_view hash) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Writes what is full, once the epoch has an act: its first commits are counted.
  absl::Status WriteTiles() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::shared_ptr<const Tile>> TileAt(const Place& place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::shared_ptr<const Tile>> ReadTile(const Place& place) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<std::string> NodeAt(int level, int64_t index) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::StatusOr<int64_t> IndexBehind(store::Revision sequence) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  store::Store& store_;
  const std::string log_;
  const Keeps keeps_;
  mutable Mutex mutex_;
  bool begun_ ABSL_GUARDED_BY(mutex_) = false;
  int64_t size_ ABSL_GUARDED_BY(mutex_) = 0;
  store::Revision last_ ABSL_GUARDED_BY(mutex_) = 0;
  // Of each level the tile that is not full.
  std::vector<Tile> open_ ABSL_GUARDED_BY(mutex_);
  // Full and not yet written.
  std::map<Place, std::shared_ptr<const Tile>> full_ ABSL_GUARDED_BY(mutex_);
  // Of those that were read last.
  std::map<Place, std::shared_ptr<const Tile>> read_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::audit

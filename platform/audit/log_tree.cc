#include "platform/audit/log_tree.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"
#include "platform/audit/merkle.h"
#include "platform/audit/proof.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"

namespace congress::audit {
namespace {

constexpr size_t kHashBytes = digest::kSha256Bytes;
constexpr size_t kNumberBytes = sizeof(store::Revision);
// Tiles that are kept once read, and that are written in one commit.
constexpr size_t kMostTiles = 64;
constexpr int kPage = 1000;

}  // namespace

std::string TileKey(int level, int64_t index) { return absl::StrFormat("t/%d/%016x", level, index); }

std::string LogTree::Tile::Subtree(int height, int64_t begin) const {
  if (height == 0) return std::string(At(begin));
  std::vector<std::string> row;
  for (int64_t i = begin; i < begin + (int64_t{1} << height); i += 2) row.push_back(NodeHash(At(i), At(i + 1)));
  for (; row.size() > 1; row.resize(row.size() / 2)) {
    for (size_t i = 0; i < row.size(); i += 2) row[i / 2] = NodeHash(row[i], row[i + 1]);
  }
  return row.front();
}

int64_t LogTree::size() const {
  const MutexLock lock(mutex_);
  return size_;
}

store::Revision LogTree::last() const {
  const MutexLock lock(mutex_);
  return last_;
}

absl::Status LogTree::Begin() {
  // How many tiles of leaves there are: the first that is not there, by doubling and halving.
  int64_t there = 0;
  int64_t step = 1;
  for (bool halving = false; step > 0; step = halving ? step / 2 : step * 2) {
    const auto tile = store_.Get(TileKey(0, there + step - 1));
    if (!tile.ok() && !absl::IsNotFound(tile.status())) return tile.status();
    if (tile.ok()) {
      there += step;
    } else {
      halving = true;
    }
  }
  open_.assign(1, Tile{});
  full_.clear();
  size_ = there * kTileWidth;
  last_ = 0;
  if (there > 0) {
    ASSIGN_OR_RETURN(const auto tile, TileAt({0, there - 1}));
    last_ = tile->sequences.back();
  }
  // Of each level above, the tile that is not full has the roots of the full ones below it.
  for (int level = 0; there > 0; ++level, there /= kTileWidth) {
    Tile& open = open_.emplace_back();
    for (int64_t index = there / kTileWidth * kTileWidth; index < there; ++index) {
      ASSIGN_OR_RETURN(const auto tile, TileAt({level, index}));
      open.hashes += tile->Subtree(kTileHeight, 0);
    }
  }
  begun_ = true;
  return absl::OkStatus();
}

absl::Status LogTree::Follow() {
  const MutexLock lock(mutex_);
  if (!begun_) RETURN_IF_ERROR(Begin());
  store::Range range = store::Range::Prefix(StrCat(log_, "/"));
  if (last_ != 0) range = range.After(store::AppendKey(log_, last_));
  while (true) {
    ASSIGN_OR_RETURN(const auto records, store_.Scan(range, kPage));
    for (const store::Record& record : records) Add(record.revision, LeafHash(record.revision, record.value));
    if (!full_.empty()) RETURN_IF_ERROR(WriteTiles());
    // A short page is no last one where its records are long; the next call sees what is left.
    if (records.empty()) return absl::OkStatus();
    range = range.After(records.back().key);
  }
}

void LogTree::Add(store::Revision sequence, std::string_view leaf) {
  open_.front().sequences.push_back(sequence);
  ++size_;
  last_ = sequence;
  AddHash(0, leaf);
}

void LogTree::AddHash(size_t level, std::string_view hash) {
  if (level == open_.size()) open_.emplace_back();
  open_[level].hashes += hash;
  if (open_[level].size() < kTileWidth) return;
  const auto full = std::make_shared<const Tile>(std::exchange(open_[level], Tile{}));
  const int64_t index = (size_ >> (kTileHeight * static_cast<int>(level + 1))) - 1;
  full_[{static_cast<int>(level), index}] = full;
  AddHash(level + 1, full->Subtree(kTileHeight, 0));
}

absl::Status LogTree::WriteTiles() {
  if (keeps_ == Keeps::kNothing || store::EpochOf(last_) != store_.Epoch()) return absl::OkStatus();
  while (!full_.empty()) {
    store::Batch batch;
    auto tile = full_.begin();
    for (; tile != full_.end() && batch.writes.size() < kMostTiles; ++tile) {
      std::string value = tile->second->hashes;
      for (const store::Revision sequence : tile->second->sequences) {
        for (int shift = 56; shift >= 0; shift -= 8) value.push_back(static_cast<char>(sequence >> shift & 0xff));
      }
      batch.writes.push_back({.key = TileKey(tile->first.first, tile->first.second),
                              .value = std::move(value),
                              .expected = store::kAbsent});
    }
    const auto committed = store_.Commit(batch);
    // Another replica was faster: what it has not written is written with the next call.
    const std::string there = store::ConflictingKey(committed.status());
    if (!there.empty()) {
      const auto known = std::find_if(full_.begin(), full_.end(), [&](const auto& one) {
        return TileKey(one.first.first, one.first.second) == there;
      });
      if (known == full_.end()) return absl::OkStatus();
      ASSIGN_OR_RETURN(const auto stored, ReadTile(known->first));
      if (*stored != *known->second) return store::DamagedRecord(there, "it is not of the audit log");
      full_.erase(known);
      continue;
    }
    // A commit of which nobody knows whether it was done is done again.
    if (!committed.ok()) return absl::IsUnavailable(committed.status()) ? absl::OkStatus() : committed.status();
    full_.erase(full_.begin(), tile);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const LogTree::Tile>> LogTree::ReadTile(const Place& place) {
  const std::string key = TileKey(place.first, place.second);
  const auto record = store_.Get(key);
  if (absl::IsNotFound(record.status())) {
    if (place.first == 0) return store::DamagedRecord(key, "a tile of the audit log's tree is gone");
    // The process was killed between writing those below it and this one.
    Tile made;
    for (int64_t i = 0; i < kTileWidth; ++i) {
      ASSIGN_OR_RETURN(const auto below, TileAt({place.first - 1, place.second * kTileWidth + i}));
      made.hashes += below->Subtree(kTileHeight, 0);
    }
    return full_[place] = std::make_shared<const Tile>(std::move(made));
  }
  RETURN_IF_ERROR(record.status());
  const size_t bytes = kTileWidth * (kHashBytes + (place.first == 0 ? kNumberBytes : 0));
  if (record->value.size() != bytes) return store::DamagedRecord(key, "no tile of the audit log's tree");
  Tile tile{.hashes = record->value.substr(0, kTileWidth * kHashBytes)};
  for (size_t at = tile.hashes.size(); at < bytes; at += kNumberBytes) {
    store::Revision sequence = 0;
    for (size_t i = 0; i < kNumberBytes; ++i) {
      sequence = sequence << 8 | static_cast<unsigned char>(record->value[at + i]);
    }
    tile.sequences.push_back(sequence);
  }
  return std::make_shared<const Tile>(std::move(tile));
}

absl::StatusOr<std::shared_ptr<const LogTree::Tile>> LogTree::TileAt(const Place& place) {
  for (const auto* known : {&full_, &read_}) {
    if (const auto found = known->find(place); found != known->end()) return found->second;
  }
  if (read_.size() >= kMostTiles) read_.clear();
  ASSIGN_OR_RETURN(auto tile, ReadTile(place));
  read_[place] = tile;
  return tile;
}

absl::StatusOr<std::string> LogTree::NodeAt(int level, int64_t index) {
  const int tile_level = level / kTileHeight;
  const int height = level % kTileHeight;
  const int64_t first = index << height;
  const int64_t place = first / kTileWidth;
  if (place == size_ >> (kTileHeight * (tile_level + 1))) {
    return open_[static_cast<size_t>(tile_level)].Subtree(height, first % kTileWidth);
  }
  ASSIGN_OR_RETURN(const auto tile, TileAt({tile_level, place}));
  return tile->Subtree(height, first % kTileWidth);
}

absl::StatusOr<std::string> LogTree::RootAt(int64_t size) {
  const MutexLock lock(mutex_);
  return RootOf(size, [this](int level, int64_t index) ABSL_NO_THREAD_SAFETY_ANALYSIS { return NodeAt(level, index); });
}

absl::StatusOr<std::vector<std::string>> LogTree::Inclusion(int64_t index, int64_t size) {
  const MutexLock lock(mutex_);
  return ProveInclusion(index, size,
                        [this](int level, int64_t at) ABSL_NO_THREAD_SAFETY_ANALYSIS { return NodeAt(level, at); });
}

absl::StatusOr<std::vector<std::string>> LogTree::Consistency(int64_t first, int64_t second) {
  const MutexLock lock(mutex_);
  return ProveConsistency(first, second,
                          [this](int level, int64_t at) ABSL_NO_THREAD_SAFETY_ANALYSIS { return NodeAt(level, at); });
}

absl::StatusOr<int64_t> LogTree::IndexBehind(store::Revision sequence) {
  // Among the full tiles, the first that ends behind it.
  int64_t low = 0;
  int64_t high = size_ / kTileWidth;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    ASSIGN_OR_RETURN(const auto tile, TileAt({0, middle}));
    if (tile->sequences.back() > sequence) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  const auto behind = [sequence](const Tile& tile) {
    return std::upper_bound(tile.sequences.begin(), tile.sequences.end(), sequence) - tile.sequences.begin();
  };
  if (low == size_ / kTileWidth) return low * kTileWidth + behind(open_.front());
  ASSIGN_OR_RETURN(const auto tile, TileAt({0, low}));
  return low * kTileWidth + behind(*tile);
}

absl::StatusOr<std::vector<Leaf>> LogTree::LeavesBehind(store::Revision sequence, int limit) {
  const MutexLock lock(mutex_);
  std::vector<Leaf> leaves;
  if (!begun_) return leaves;
  ASSIGN_OR_RETURN(int64_t index, IndexBehind(sequence));
  while (index < size_ && leaves.size() < static_cast<size_t>(limit)) {
    std::shared_ptr<const Tile> tile;
    const Tile* from = &open_.front();
    if (index / kTileWidth < size_ / kTileWidth) {
      ASSIGN_OR_RETURN(tile, TileAt({0, index / kTileWidth}));
      from = tile.get();
    }
    for (int64_t i = index % kTileWidth; i < from->size() && leaves.size() < static_cast<size_t>(limit); ++i, ++index) {
      leaves.push_back(
          {.index = index, .sequence = from->sequences[static_cast<size_t>(i)], .sha256 = std::string(from->At(i))});
    }
  }
  return leaves;
}

}  // namespace congress::audit

#include "services/allocation/domain/targets/spread_sectors.h"

#include <algorithm>

#include "absl/status/statusor.h"
#include "platform/status/macros.h"
#include "services/allocation/domain/targets/table_rounding.h"
#include "services/allocation/domain/targets/target_part.h"

namespace congress::allocation {
namespace {

class SectorTable {
 public:
  SectorTable(const std::vector<const Aim*>& columns, const Aims& aims, Held held)
      : columns_(columns), aims_(aims), held_(held), seats_(aims.PartsOf(*columns[0], held).size()) {
    for (const Aim* aim : columns_) {
      const std::vector<Part>& parts = parts_.emplace_back(aims.PartsOf(*aim, held));
      rooms_.push_back(RoomFor(*aim, parts));
      ideals_.push_back(IdealsOf(parts, Wanted(parts_.size() - 1)));
      // A target without those ex officio has none of them in its parts.
      for (size_t row = 0; row < parts.size(); ++row) seats_[row] = std::max(seats_[row], parts[row].seats);
    }
    for (int line = 0; line < aims.plan().lines_size(); ++line) {
      seats_[static_cast<size_t>(line)] -= aims.KeptFromOthers(columns, line, held);
    }
  }

  // Which columns do not fit, even by themselves.
  std::vector<size_t> Misfits() const {
    std::vector<size_t> misfits;
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!rooms_[c].Fits()) misfits.push_back(c);
    }
    return misfits;
  }
  Conflict MisfitOf(size_t c) const { return ConflictOf(*columns_[c], aims_, parts_[c], held_); }

  // `rounded`: each cell is its ideal up or down; else it only keeps its bounds, and ABOUT may use its tolerance.
  RoundedTable Round(bool rounded) const {
    RoundingTable table{.rows = seats_, .columns = {}, .cells = {}};
    for (size_t c = 0; c < columns_.size(); ++c) {
      const int64_t wanted = Wanted(c);
      table.columns.push_back({rounded ? wanted : std::min(wanted, columns_[c]->allowed.least), wanted});
    }
    for (size_t row = 0; row < seats_.size(); ++row) {
      for (size_t c = 0; c < columns_.size(); ++c) {
        const Ratio& ideal = ideals_[c][row];
        const Part& part = parts_[c][row];
        table.cells.push_back({rounded ? ideal.Floor() : part.low, rounded ? ideal.Ceiling() : part.high, ideal});
      }
    }
    return RoundTable(table);
  }

  // Names the targets and lines of a shortage.
  Conflict Named(const Shortage& shortage) const;

  void Set(const RoundedTable& table, Aims* aims) const {
    for (size_t c = 0; c < columns_.size(); ++c) {
      std::vector<int64_t> counts;
      for (size_t row = 0; row < seats_.size(); ++row) counts.push_back(table.counts[row * columns_.size() + c]);
      SetParts(*columns_[c], counts, ideals_[c], aims);
    }
    for (const ColumnTie& tie : table.ties) AddTie(*columns_[tie.column], tie.rows, aims);
  }

 private:
  int64_t Wanted(size_t c) const { return rooms_[c].Nearest(columns_[c]->wanted); }

  const std::vector<const Aim*>& columns_;
  const Aims& aims_;
  const Held held_;
  // Of each row, less what is kept for other sectors.
  std::vector<int64_t> seats_;
  std::vector<std::vector<Part>> parts_;
  std::vector<Room> rooms_;
  std::vector<std::vector<Ratio>> ideals_;
};

Conflict SectorTable::Named(const Shortage& shortage) const {
  Conflict conflict{v1::TargetGap::SECTORS, shortage.needed, shortage.available, {}, {}};
  for (const size_t c : shortage.columns) conflict.aims.push_back(columns_[c]);
  for (int line = 0; line < aims_.plan().lines_size(); ++line) {
    if (std::binary_search(shortage.rows.begin(), shortage.rows.end(), static_cast<size_t>(line))) {
      conflict.lines.push_back(line);
      const auto own = aims_.SectorAimsOf(line, held_);
      conflict.aims.insert(conflict.aims.end(), own.begin(), own.end());
      continue;
    }
    for (const size_t c : shortage.columns) {
      const Aims::Bounds bounds = aims_.BoundsOf(*columns_[c], line, held_);
      conflict.aims.insert(conflict.aims.end(), bounds.high_from.begin(), bounds.high_from.end());
    }
  }
  return conflict;
}

// Whether it is done; not when targets of organisations have to give way first.
absl::StatusOr<bool> SpreadHolding(Held held, const std::vector<const Aim*>& columns, Aims* aims) {
  const SectorTable table(columns, *aims, held);
  const std::vector<size_t> misfits = table.Misfits();
  if (held == Held::kAll && !misfits.empty()) return false;
  for (const size_t c : misfits) RETURN_IF_ERROR(aims->Resolve(table.MisfitOf(c), *columns[c]));
  RoundedTable rounded = table.Round(true);
  if (!rounded.shortages.empty()) rounded = table.Round(false);
  if (held == Held::kAll && !rounded.shortages.empty()) return false;
  for (const Shortage& shortage : rounded.shortages) {
    RETURN_IF_ERROR(aims->Resolve(table.Named(shortage), *columns[shortage.column]));
  }
  table.Set(rounded, aims);
  return true;
}

}  // namespace

absl::Status SpreadSectors(std::vector<const Aim*> columns, Aims* aims) {
  std::stable_partition(columns.begin(), columns.end(), [](const Aim* aim) { return aim->target->binding(); });
  ASSIGN_OR_RETURN(const bool done, SpreadHolding(Held::kAll, columns, aims));
  return done ? absl::OkStatus() : SpreadHolding(Held::kBinding, columns, aims).status();
}

}  // namespace congress::allocation

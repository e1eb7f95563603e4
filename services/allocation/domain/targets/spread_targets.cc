#include "services/allocation/domain/targets/spread_targets.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "platform/status/macros.h"
#include "services/allocation/domain/targets/spread_sectors.h"
#include "services/allocation/domain/targets/target_aims.h"
#include "services/allocation/domain/targets/target_part.h"

namespace congress::allocation {
namespace {

// A target of the whole congress that shares its delegates with no other.
absl::Status SpreadAlone(const Aim& aim, Aims* aims) {
  Held held = Held::kAll;
  std::vector<Part> parts = aims->PartsOf(aim, held);
  if (!RoomFor(aim, parts).Fits()) {
    held = Held::kBinding;
    parts = aims->PartsOf(aim, held);
  }
  const Room room = RoomFor(aim, parts);
  if (!room.Fits()) RETURN_IF_ERROR(aims->Resolve(ConflictOf(aim, *aims, parts, held), aim));
  const int64_t total = room.Nearest(aim.wanted);
  const std::vector<Ratio> ideals = IdealsOf(parts, total);
  const Spread spread = RoundIdeals(parts, ideals, total);
  SetParts(aim, spread.counts, ideals, aims);
  AddTie(aim, spread.tie, aims);
  return absl::OkStatus();
}

void SetOfLine(const Aim& aim, Aims* aims) {
  const v1::AllocationLine& line = aims->plan().lines(aim.line);
  const int64_t total = std::min(aim.wanted, aim.base);
  const Spread split = SplitOverLine(line, total, aim.base);
  v1::TargetSpread& spread = *aims->SpreadOf(aim);
  spread.set_spread(total);
  spread.set_ex_officio(split.counts[1]);
  v1::TargetPart& part = *spread.add_parts();
  part.set_organisation(line.organisation());
  part.set_seats(line.seats());
  const std::vector<Part> whole = {{line.seats(), 0, line.seats()},
                                   {aim.base - line.seats(), 0, aim.base - line.seats()}};
  SetIdeal(IdealsOf(whole, total)[0], &part);
  part.set_count(split.counts[0]);
}

// Guiding targets of organisations to which what is spread over the whole congress does not keep.
absl::Status NoteMissed(const Aim& own, Aims* aims) {
  for (const Aim& whole : aims->all()) {
    if (whole.line >= 0 || !Within(*whole.target, *own.target) || !Within(*own.target, *whole.target)) continue;
    const int64_t count = aims->SpreadOf(whole)->parts(own.line).count();
    Conflict conflict{v1::TargetGap::OTHER_TARGET, own.of_line.least, count, {&whole}, {own.line}};
    if (count > own.of_line.most) {
      conflict.needed = count;
      conflict.available = own.of_line.most;
    } else if (count >= own.of_line.least) {
      continue;
    }
    RETURN_IF_ERROR(aims->Resolve(conflict, own));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status SpreadTargets(v1::AllocationPlan* plan) {
  plan->clear_target_spreads();
  if (plan->targets().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(CheckTargets(*plan));
  Aims aims(plan);
  RETURN_IF_ERROR(aims.Compare());
  std::vector<const Aim*> columns;
  for (const Aim& aim : aims.all()) {
    v1::TargetSpread& spread = *aims.SpreadOf(aim);
    spread.set_base(aim.base);
    spread.set_wanted(aim.wanted);
    if (aim.line >= 0) {
      SetOfLine(aim, &aims);
    } else if (IsSectorColumn(*aim.target)) {
      columns.push_back(&aim);
    } else {
      RETURN_IF_ERROR(SpreadAlone(aim, &aims));
    }
  }
  if (!columns.empty()) RETURN_IF_ERROR(SpreadSectors(std::move(columns), &aims));
  for (const Aim& aim : aims.all()) {
    if (aim.line >= 0 && aim.stands && !aim.target->binding()) RETURN_IF_ERROR(NoteMissed(aim, &aims));
  }
  return absl::OkStatus();
}

}  // namespace congress::allocation

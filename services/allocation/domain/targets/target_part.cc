#include "services/allocation/domain/targets/target_part.h"

#include <algorithm>
#include <numeric>

namespace congress::allocation {
namespace {

// Lines by what their own targets take away, the most first.
std::vector<int> LinesBy(const std::vector<int64_t>& taken) {
  std::vector<int> order(taken.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return taken[static_cast<size_t>(a)] > taken[static_cast<size_t>(b)]; });
  return order;
}

}  // namespace

Room RoomFor(const Aim& aim, const std::vector<Part>& parts) {
  Room room{0, 0, aim.allowed};
  for (const Part& part : parts) {
    room.low += part.low;
    room.high += part.high;
  }
  return room;
}

Conflict ConflictOf(const Aim& aim, const Aims& aims, const std::vector<Part>& parts, Held held) {
  const Room room = RoomFor(aim, parts);
  const bool too_many = room.low > aim.allowed.most;
  Conflict conflict;
  conflict.cause = too_many ? v1::TargetGap::UNITS_EXCEED : v1::TargetGap::UNITS_FALL_SHORT;
  conflict.aims = {&aim};
  std::vector<int64_t> taken;
  for (int line = 0; line < aims.plan().lines_size(); ++line) {
    const Part& part = parts[static_cast<size_t>(line)];
    taken.push_back(too_many ? part.low : part.seats - part.high);
  }
  // Delegates of whom the lines' targets dispose, and how many of them the target leaves.
  const int64_t limit = too_many ? aim.allowed.most : aim.base - aim.allowed.least;
  int64_t sum = 0;
  for (const int line : LinesBy(taken)) {
    if (sum > limit) break;
    sum += taken[static_cast<size_t>(line)];
    conflict.lines.push_back(line);
    const Aims::Bounds bounds = aims.BoundsOf(aim, line, held);
    if (too_many) {
      conflict.aims.push_back(bounds.low_from);
    } else {
      conflict.aims.insert(conflict.aims.end(), bounds.high_from.begin(), bounds.high_from.end());
    }
  }
  std::sort(conflict.lines.begin(), conflict.lines.end());
  conflict.needed = too_many ? sum : aim.allowed.least;
  conflict.available = too_many ? aim.allowed.most : aim.base - sum;
  return conflict;
}

void SetIdeal(const Ratio& ideal, v1::TargetPart* part) {
  part->set_ideal_numerator(ideal.numerator);
  part->set_ideal_denominator(ideal.denominator);
}

void SetParts(const Aim& aim, const std::vector<int64_t>& counts, const std::vector<Ratio>& ideals, Aims* aims) {
  v1::TargetSpread& spread = *aims->SpreadOf(aim);
  const size_t lines = static_cast<size_t>(aims->plan().lines_size());
  for (size_t line = 0; line < lines; ++line) {
    const v1::AllocationLine& of = aims->plan().lines(static_cast<int>(line));
    v1::TargetPart& part = *spread.add_parts();
    part.set_organisation(of.organisation());
    part.set_seats(of.seats());
    SetIdeal(ideals[line], &part);
    part.set_count(counts[line]);
  }
  spread.set_ex_officio(counts[lines]);
  spread.set_appointed(counts[lines + 1]);
  spread.set_spread(std::accumulate(counts.begin(), counts.end(), int64_t{0}));
}

void AddTie(const Aim& aim, const EqualRemainders& tie, Aims* aims) {
  const v1::AllocationPlan& plan = aims->plan();
  const auto name = [&](const std::vector<size_t>& rows, auto add) {
    for (const size_t row : rows) {
      if (row < static_cast<size_t>(plan.lines_size())) add(plan.lines(static_cast<int>(row)).organisation());
    }
  };
  if (tie.parts.empty()) return;
  v1::TargetTie& told = *aims->SpreadOf(aim)->add_ties();
  name(tie.parts, [&](const std::string& organisation) { told.add_organisations(organisation); });
  name(tie.winners, [&](const std::string& organisation) { told.add_winners(organisation); });
}

}  // namespace congress::allocation

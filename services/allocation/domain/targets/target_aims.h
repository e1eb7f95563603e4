// The targets of a plan in numbers, which of them stand beside each other, and what organisations' own targets leave to
// those of the whole congress.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "services/allocation/domain/targets/spread.h"
#include "services/allocation/domain/targets/targets.h"

namespace congress::allocation {

// A target of a plan.
struct Aim {
  const v1::Target* target = nullptr;
  // Place of its organisation's line; -1: the whole congress.
  int line = -1;
  int64_t base = 0;
  int64_t wanted = 0;
  Allowed allowed;
  // For an organisation: what of `allowed` falls to its seats, the rest to those ex officio.
  Allowed of_line;
  // Stands against no other target that goes before it.
  bool stands = true;
};

// Why targets cannot be met together.
struct Conflict {
  v1::TargetGap::Cause cause = v1::TargetGap::CAUSE_UNSPECIFIED;
  int64_t needed = 0;
  int64_t available = 0;
  std::vector<const Aim*> aims;
  // Places of lines.
  std::vector<int> lines;
};

// Which targets of organisations are held to.
enum class Held { kAll, kBinding };

class Aims {
 public:
  // `plan` holds the targets and outlives this; its `target_spreads` get the gaps.
  explicit Aims(v1::AllocationPlan* plan);

  // Holds the targets for the same delegates against each other, binding ones first. A guiding one that stands against
  // one before it gets a gap and is spread nevertheless. FAILED_PRECONDITION `TARGETS_CONTRADICT` when both are
  // binding.
  absl::Status Compare();

  const v1::AllocationPlan& plan() const { return plan_; }
  const std::vector<Aim>& all() const { return all_; }

  // What one line may have of a target of the whole congress, and the targets of organisations that say so.
  struct Bounds {
    int64_t low = 0;
    int64_t high = 0;
    const Aim* low_from = nullptr;
    std::vector<const Aim*> high_from;
  };
  Bounds BoundsOf(const Aim& aim, int line, Held held) const;

  // The parts over which a target of the whole congress is spread: the lines, then the delegates ex officio, then those
  // appointed beside the organisations.
  std::vector<Part> PartsOf(const Aim& aim, Held held) const;

  // Seats of a line that its own targets keep for sectors other than those of `columns`.
  int64_t KeptFromOthers(const std::vector<const Aim*>& columns, int line, Held held) const;
  // The targets of the line that keep seats for sectors.
  std::vector<const Aim*> SectorAimsOf(int line, Held held) const;

  // Refuses a binding target, and gives a guiding one a gap.
  absl::Status Resolve(const Conflict& conflict, const Aim& yields);
  v1::TargetSpread* SpreadOf(const Aim& aim);

 private:
  absl::Status CompareOne(Aim* aim, const std::vector<Aim*>& before);
  static void Tighten(Aim* about, const std::vector<Aim*>& standing);
  bool Holds(const Aim& aim, Held held) const;

  v1::AllocationPlan& plan_;
  std::vector<Aim> all_;
  // By line, the targets of organisations that stand.
  std::vector<std::vector<const Aim*>> of_lines_;
};

// The number of each part's seats that falls to the organisation and to its delegates ex officio.
Spread SplitOverLine(const v1::AllocationLine& line, int64_t count, int64_t base);

}  // namespace congress::allocation

#include "services/allocation/domain/targets/target_aims.h"

#include <algorithm>
#include <map>
#include <string>

#include "absl/strings/str_join.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan_line.h"

namespace congress::allocation {
namespace {

using v1::Target;
using v1::TargetGap;

// An error has to fit into gRPC's headers.
constexpr size_t kMostInError = 30;
constexpr size_t kMostInGap = 100;

// For each sector the most that the targets keep for it.
std::map<std::string, int64_t> KeptBySector(const std::vector<const Aim*>& aims) {
  std::map<std::string, int64_t> kept;
  for (const Aim* aim : aims) {
    int64_t& most = kept[aim->target->sector()];
    most = std::max(most, aim->of_line.least);
  }
  return kept;
}

int64_t SumOf(const std::map<std::string, int64_t>& kept) {
  int64_t sum = 0;
  for (const auto& [sector, seats] : kept) sum += seats;
  return sum;
}

template <class Names>
std::string FirstNames(const Names& names) {
  const auto end = names.begin() + std::min<std::ptrdiff_t>(kMostInError, std::ssize(names));
  return absl::StrJoin(names.begin(), end, ", ");
}

absl::Status Refusal(const TargetGap& gap) {
  return status::FailedPrecondition(v1::TARGETS_CONTRADICT, {{"cause", TargetGap::Cause_Name(gap.cause())},
                                                             {"needed", StrCat(gap.needed())},
                                                             {"available", StrCat(gap.available())},
                                                             {"targets", FirstNames(gap.targets())},
                                                             {"organisations", FirstNames(gap.organisations())}});
}

// Whether what `narrow` needs at least is more than `wide` allows at most.
bool Against(const Aim& narrow, const Aim& wide, Conflict* conflict) {
  if (!Within(*narrow.target, *wide.target)) return false;
  // Those ex officio may belong to the group beside all that `wide` counts.
  const int64_t beside = std::max<int64_t>(0, narrow.base - wide.base);
  if (narrow.allowed.least <= wide.allowed.most + beside) return false;
  conflict->cause = TargetGap::OTHER_TARGET;
  conflict->needed = narrow.allowed.least;
  conflict->available = wide.allowed.most + beside;
  conflict->aims = {&narrow, &wide};
  return true;
}

}  // namespace

Spread SplitOverLine(const v1::AllocationLine& line, int64_t count, int64_t base) {
  const int64_t ex_officio = base - line.seats();
  const std::vector<Part> parts = {{line.seats(), 0, line.seats()}, {ex_officio, 0, ex_officio}};
  const int64_t there = std::min(count, base);
  return RoundIdeals(parts, IdealsOf(parts, there), there);
}

Aims::Aims(v1::AllocationPlan* plan) : plan_(*plan), of_lines_(static_cast<size_t>(plan->lines_size())) {
  for (const Target& target : plan_.targets()) {
    Aim& aim = all_.emplace_back();
    aim.target = &target;
    if (!target.organisation().empty()) aim.line = PlaceOf(plan_, target.organisation());
    const v1::AllocationLine* line = aim.line < 0 ? nullptr : &plan_.lines(aim.line);
    aim.base = CountedBy(target, plan_, line);
    aim.wanted = WantedOf(target, aim.base);
    aim.allowed = AllowedBy(target, aim.base);
    if (line != nullptr) {
      aim.of_line = {SplitOverLine(*line, aim.allowed.least, aim.base).counts[0],
                     SplitOverLine(*line, aim.allowed.most, aim.base).counts[0]};
    }
    plan_.add_target_spreads()->set_target(target.id());
  }
}

v1::TargetSpread* Aims::SpreadOf(const Aim& aim) {
  return plan_.mutable_target_spreads(static_cast<int>(&aim - all_.data()));
}

absl::Status Aims::Compare() {
  std::vector<Aim*> order;
  for (const bool binding : {true, false}) {
    for (Aim& aim : all_) {
      if (aim.target->binding() == binding) order.push_back(&aim);
    }
  }
  std::vector<Aim*> before;
  for (Aim* aim : order) {
    RETURN_IF_ERROR(CompareOne(aim, before));
    if (!aim->stands) continue;
    before.push_back(aim);
    if (aim->line >= 0) of_lines_[static_cast<size_t>(aim->line)].push_back(aim);
  }
  for (Aim* aim : before) {
    if (aim->line < 0 && aim->target->sense() == Target::ABOUT) Tighten(aim, before);
  }
  return absl::OkStatus();
}

// Within its tolerance ABOUT heeds the other targets of the whole congress, a binding one only those that bind.
void Aims::Tighten(Aim* about, const std::vector<Aim*>& standing) {
  for (const Aim* other : standing) {
    if (other->line >= 0 || (about->target->binding() && !other->target->binding())) continue;
    if (Within(*other->target, *about->target)) {
      const int64_t beside = std::max<int64_t>(0, other->base - about->base);
      about->allowed.least = std::max(about->allowed.least, other->allowed.least - beside);
    }
    if (Within(*about->target, *other->target)) {
      const int64_t beside = std::max<int64_t>(0, about->base - other->base);
      about->allowed.most = std::min(about->allowed.most, other->allowed.most + beside);
    }
  }
}

absl::Status Aims::CompareOne(Aim* aim, const std::vector<Aim*>& before) {
  Conflict conflict;
  const auto gives_way = [&] {
    if (aim->line >= 0) conflict.lines = {aim->line};
    aim->stands = false;
    return Resolve(conflict, *aim);
  };
  if (aim->allowed.least > aim->base) {
    conflict = {TargetGap::EXCEEDS_BASE, aim->allowed.least, aim->base, {aim}, {}};
    aim->allowed = {aim->base, aim->base};
    return gives_way();
  }
  for (const Aim* other : before) {
    if (other->line != aim->line) continue;
    if (Against(*aim, *other, &conflict) || Against(*other, *aim, &conflict)) return gives_way();
  }
  if (aim->line < 0 || aim->target->group() != Target::SECTOR) return absl::OkStatus();
  std::vector<const Aim*> sectors = SectorAimsOf(aim->line, Held::kAll);
  sectors.push_back(aim);
  const int64_t kept = SumOf(KeptBySector(sectors));
  const int64_t seats = plan_.lines(aim->line).seats();
  if (kept <= seats) return absl::OkStatus();
  conflict = {TargetGap::SECTORS, kept, seats, sectors, {}};
  return gives_way();
}

bool Aims::Holds(const Aim& aim, Held held) const { return held == Held::kAll || aim.target->binding(); }

std::vector<const Aim*> Aims::SectorAimsOf(int line, Held held) const {
  std::vector<const Aim*> sectors;
  for (const Aim* aim : of_lines_[static_cast<size_t>(line)]) {
    if (Holds(*aim, held) && aim->target->group() == Target::SECTOR && aim->of_line.least > 0) sectors.push_back(aim);
  }
  return sectors;
}

int64_t Aims::KeptFromOthers(const std::vector<const Aim*>& columns, int line, Held held) const {
  std::map<std::string, int64_t> kept = KeptBySector(SectorAimsOf(line, held));
  for (const Aim* column : columns) kept.erase(column->target->sector());
  return SumOf(kept);
}

Aims::Bounds Aims::BoundsOf(const Aim& aim, int line, Held held) const {
  Bounds bounds{.low = 0, .high = plan_.lines(line).seats(), .low_from = nullptr, .high_from = {}};
  for (const Aim* own : of_lines_[static_cast<size_t>(line)]) {
    if (!Holds(*own, held)) continue;
    if (Within(*own->target, *aim.target) && own->of_line.least > bounds.low) {
      bounds.low = own->of_line.least;
      bounds.low_from = own;
    }
    if (Within(*aim.target, *own->target) && own->of_line.most < bounds.high) {
      bounds.high = own->of_line.most;
      bounds.high_from = {own};
    }
  }
  if (aim.target->group() == Target::SECTOR) {
    const int64_t left = plan_.lines(line).seats() - KeptFromOthers({&aim}, line, held);
    if (left < bounds.high) {
      bounds.high = left;
      bounds.high_from = SectorAimsOf(line, held);
    }
  }
  // Two targets with different bases, one of them with those ex officio, may split unevenly; these can make it good.
  bounds.low = std::min(bounds.low, bounds.high);
  return bounds;
}

std::vector<Part> Aims::PartsOf(const Aim& aim, Held held) const {
  std::vector<Part> parts;
  for (int line = 0; line < plan_.lines_size(); ++line) {
    const Bounds bounds = BoundsOf(aim, line, held);
    parts.push_back({plan_.lines(line).seats(), bounds.low, bounds.high});
  }
  const bool all = aim.target->base() == Target::ALL_DELEGATES;
  const int64_t ex_officio = all ? plan_.totals().ex_officio() : 0;
  const int64_t beside = AppointedBeside(plan_);
  parts.push_back({ex_officio, 0, ex_officio});
  parts.push_back({beside, 0, beside});
  return parts;
}

absl::Status Aims::Resolve(const Conflict& conflict, const Aim& yields) {
  TargetGap gap;
  gap.set_cause(conflict.cause);
  gap.set_needed(conflict.needed);
  gap.set_available(conflict.available);
  for (const Aim* aim : conflict.aims) {
    const std::string& id = aim->target->id();
    const bool known = std::find(gap.targets().begin(), gap.targets().end(), id) != gap.targets().end();
    const bool own = !yields.target->binding() && aim == &yields;
    if (!known && !own && gap.targets_size() < static_cast<int>(kMostInGap)) gap.add_targets(id);
  }
  for (size_t i = 0; i < std::min(conflict.lines.size(), kMostInGap); ++i) {
    gap.add_organisations(plan_.lines(conflict.lines[i]).organisation());
  }
  if (yields.target->binding()) return Refusal(gap);
  *SpreadOf(yields)->add_gaps() = std::move(gap);
  return absl::OkStatus();
}

}  // namespace congress::allocation

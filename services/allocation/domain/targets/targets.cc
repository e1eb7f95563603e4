#include "services/allocation/domain/targets/targets.h"

#include <algorithm>
#include <set>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/allocation/domain/plan_line.h"

namespace congress::allocation {
namespace {

using v1::Target;

void CheckOne(const Target& target, const std::string& field, status::Violations* faults) {
  const bool by_age = target.group() == Target::UNDER_AGE;
  if (by_age && target.age() <= 0) faults->Add(field + ".age", status::PlatformFault::REQUIRED);
  if (!by_age && target.age() > 0) faults->Add(field + ".age", v1::AGE_NOT_COUNTED);
  const bool by_sector = target.group() == Target::SECTOR;
  if (by_sector && target.sector().empty()) faults->Add(field + ".sector", status::PlatformFault::REQUIRED);
  if (!by_sector && !target.sector().empty()) faults->Add(field + ".sector", v1::SECTOR_NOT_COUNTED);
  if (target.tolerance() != 0 && target.sense() != Target::ABOUT) {
    faults->Add(field + ".tolerance", v1::TOLERANCE_NOT_ABOUT);
  }
  if (target.amount_case() == Target::AMOUNT_NOT_SET) {
    faults->Add(field, v1::ONE_OF_REQUIRED, {{"fields", "count, share"}});
  }
  const v1::TargetShare& share = target.share();
  if (!target.has_share()) return;
  if (share.denominator() < 1) {
    faults->Add(field + ".share.denominator", status::PlatformFault::BELOW_MINIMUM, {{"minimum", "1"}});
  } else if (share.numerator() > share.denominator()) {
    faults->Add(field + ".share", v1::MORE_THAN_WHOLE);
  }
}

void CheckSize(const v1::AllocationPlan& plan, int64_t columns, status::Violations* faults) {
  const int64_t total = plan.totals().total();
  if (total > kMostTargetedDelegates) {
    faults->Add("targets", v1::TOO_MANY_TARGETED_DELEGATES,
                {{"delegates", StrCat(total)}, {"most", StrCat(kMostTargetedDelegates)}});
  }
  // Delegates ex officio and those appointed beside the organisations are rows as well.
  const int64_t cells = columns * (plan.lines_size() + 2);
  if (columns > 0 && (cells > kMostSectorCells || total > kMostSectorCells)) {
    faults->Add("targets", v1::SECTOR_TABLE_TOO_LARGE,
                {{"cells", StrCat(cells)}, {"delegates", StrCat(total)}, {"most", StrCat(kMostSectorCells)}});
  }
}

}  // namespace

void CheckEach(const google::protobuf::RepeatedPtrField<Target>& targets, status::Violations* faults) {
  std::set<std::string> ids;
  for (int i = 0; i < targets.size(); ++i) {
    const std::string field = StrCat("targets[", i, "]");
    CheckOne(targets[i], field, faults);
    if (!ids.insert(targets[i].id()).second) {
      faults->Add(field + ".id", status::PlatformFault::REPEATED, {{"value", targets[i].id()}});
    }
  }
}

absl::Status CheckTargets(const v1::AllocationPlan& plan) {
  status::Violations faults;
  CheckEach(plan.targets(), &faults);
  std::set<std::string> sectors;
  for (int i = 0; i < plan.targets_size(); ++i) {
    const Target& target = plan.targets(i);
    if (IsSectorColumn(target) && !sectors.insert(target.sector()).second) {
      faults.Add(StrCat("targets[", i, "].sector"), v1::SECTOR_TARGETED_TWICE, {{"sector", target.sector()}});
    }
  }
  CheckSize(plan, static_cast<int64_t>(sectors.size()), &faults);
  if (!faults.empty()) return faults.ToStatus(v1::TARGETS_INVALID);
  for (const Target& target : plan.targets()) {
    if (target.organisation().empty() || FindLine(plan, target.organisation()) != nullptr) continue;
    return NotInPlan(plan, target.organisation());
  }
  return absl::OkStatus();
}

bool Within(const Target& narrow, const Target& wide) {
  if (narrow.group() != wide.group()) return false;
  return narrow.age() <= wide.age() && narrow.sector() == wide.sector();
}

bool IsSectorColumn(const Target& target) {
  return target.group() == Target::SECTOR && target.organisation().empty() && target.sense() != Target::AT_MOST;
}

int64_t WantedOf(const Target& target, int64_t base) {
  if (!target.has_share()) return target.count();
  const int64_t product = target.share().numerator() * base;
  const int64_t denominator = target.share().denominator();
  switch (target.sense()) {
    case Target::AT_LEAST:
      return product / denominator + (product % denominator == 0 ? 0 : 1);
    case Target::AT_MOST:
      return product / denominator;
    default:
      return (2 * product + denominator) / (2 * denominator);
  }
}

Allowed AllowedBy(const Target& target, int64_t base) {
  const int64_t wanted = WantedOf(target, base);
  switch (target.sense()) {
    case Target::AT_LEAST:
      return {wanted, std::max(base, wanted)};
    case Target::AT_MOST:
      return {0, std::min(base, wanted)};
    default: {
      const int64_t least = std::max<int64_t>(0, wanted - target.tolerance());
      return {least, std::max(least, std::min(base, wanted + target.tolerance()))};
    }
  }
}

int64_t AppointedBeside(const v1::AllocationPlan& plan) {
  int64_t beside = plan.totals().total() - plan.totals().ex_officio();
  for (const v1::AllocationLine& line : plan.lines()) beside -= line.seats();
  return beside;
}

int64_t CountedBy(const Target& target, const v1::AllocationPlan& plan, const v1::AllocationLine* line) {
  const bool all = target.base() == Target::ALL_DELEGATES;
  if (line != nullptr) return line->seats() + (all ? line->ex_officio_seats() : 0);
  return plan.totals().total() - (all ? 0 : plan.totals().ex_officio());
}

}  // namespace congress::allocation

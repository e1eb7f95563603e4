#include "services/dossiers/domain/arrangement_sums.h"

#include "services/dossiers/domain/stages.h"

namespace congress::dossiers {
namespace {

using Sums = v1::ArrangementSums;

void CountInto(const v1::StageEntry& entry, Sums::Row* row) {
  const v1::Arrangement& arrangement = entry.arrangement();
  row->set_entered_count(row->entered_count() + 1);
  if (!arrangement.to_organisation().empty()) {
    row->set_placed_count(row->placed_count() + 1);
    if (arrangement.surplus()) row->set_surplus_count(row->surplus_count() + 1);
  } else if (!arrangement.leave_policy().empty()) {
    row->set_leaving_count(row->leaving_count() + 1);
  } else {
    row->set_unplaced_count(row->unplaced_count() + 1);
  }
  if (!IsOpen(entry)) row->set_decided_count(row->decided_count() + 1);
}

}  // namespace

ArrangementCount::ArrangementCount(const v1::GetArrangementSumsRequest& request) {
  sums_.set_organisation(request.organisation());
  for (const auto& given : request.head_counts()) {
    Sums::Row& row = rows_[given.organisation()];
    row.set_head_count(given.count());
    row.set_source(given.source());
  }
}

void ArrangementCount::Add(const v1::StageEntry& entry) {
  if (!IsArrangement(entry) || !Stands(entry)) return;
  const v1::Arrangement& arrangement = entry.arrangement();
  CountInto(entry, sums_.mutable_whole());
  CountInto(entry, &rows_[arrangement.from_organisation()]);
  if (!arrangement.to_organisation().empty()) {
    Sums::Arrival& arrival = arrivals_[arrangement.to_organisation()];
    arrival.set_count(arrival.count() + 1);
    if (arrangement.surplus()) arrival.set_surplus_count(arrival.surplus_count() + 1);
    ++cells_[{arrangement.from_organisation(), arrangement.to_organisation()}];
  } else if (!arrangement.leave_policy().empty()) {
    ++leaves_[arrangement.leave_policy()];
  }
}

v1::ArrangementSums ArrangementCount::Sums() const {
  v1::ArrangementSums sums = sums_;
  int64_t heads = 0;
  bool of_all = !rows_.empty();
  for (const auto& [organisation, counted] : rows_) {
    auto& row = *sums.add_rows();
    row = counted;
    row.set_organisation(organisation);
    of_all = of_all && row.has_head_count();
    heads += row.head_count();
    if (row.has_head_count()) row.set_missing_count(row.head_count() - row.entered_count());
  }
  // Of the whole it is known only where it is of every unit.
  if (of_all) {
    sums.mutable_whole()->set_head_count(static_cast<int32_t>(heads));
    sums.mutable_whole()->set_missing_count(static_cast<int32_t>(heads) - sums.whole().entered_count());
  }
  for (const auto& [organisation, counted] : arrivals_) {
    auto& arrival = *sums.add_arrivals();
    arrival = counted;
    arrival.set_organisation(organisation);
  }
  for (const auto& [units, count] : cells_) {
    auto& cell = *sums.add_cells();
    cell.set_from_organisation(units.first);
    cell.set_to_organisation(units.second);
    cell.set_count(count);
  }
  for (const auto& [policy, count] : leaves_) {
    auto& leave = *sums.add_leaves();
    leave.set_leave_policy(policy);
    leave.set_count(count);
  }
  return sums;
}

}  // namespace congress::dossiers

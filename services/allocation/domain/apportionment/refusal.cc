#include "services/allocation/domain/apportionment/refusal.h"

#include <algorithm>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::allocation {
namespace {

// An error has to fit into gRPC's headers.
constexpr size_t kMostNamed = 100;
constexpr size_t kMostBytes = 1500;

std::string Named(const std::vector<size_t>& places, const std::vector<std::string>& keys) {
  std::string names;
  for (size_t i = 0; i < std::min(places.size(), kMostNamed); ++i) {
    if (names.size() + keys[places[i]].size() > kMostBytes) return names + ", …";
    names += StrCat(i == 0 ? "" : ", ", keys[places[i]]);
  }
  return places.size() > kMostNamed ? names + ", …" : names;
}

absl::Status Infeasible(std::string_view cause, status::Metadata metadata) {
  metadata.emplace_back("cause", cause);
  return status::InvalidArgument(v1::APPORTIONMENT_INFEASIBLE, metadata);
}

absl::Status TooLarge() {
  return status::InvalidArgument(
      v1::APPORTIONMENT_TOO_LARGE,
      {{"cause", "size"}, {"limit", StrCat(apportion::kMostUnits)}, {"most_seats", StrCat(apportion::kMostSeats)}});
}

}  // namespace

absl::Status ToStatus(const apportion::Refusal& refusal, const std::vector<std::string>& keys, int64_t seats) {
  using Kind = apportion::Refusal::Kind;
  const std::string units = Named(refusal.units, keys);
  const std::string alone = StrCat(refusal.seats);
  const std::string total = StrCat(seats);
  switch (refusal.kind) {
    case Kind::kMinimaExceedHouse:
      return Infeasible("MINIMA", {{"needed", alone}, {"available", total}, {"units", units}});
    case Kind::kNoWeight:
      return Infeasible("NO_WEIGHT", {{"needed", total}, {"available", alone}});
    case Kind::kMaximaBelowHouse:
      return Infeasible("MAXIMA", {{"needed", total}, {"available", alone}});
    case Kind::kTooFewSeats:
      return Infeasible("FIRST_SEATS", {{"needed", alone}, {"available", total}, {"units", units}});
    case Kind::kFloorsExceedHouse:
      return Infeasible("FLOORS", {{"needed", alone}, {"available", total}, {"units", units}});
    case Kind::kTooManyWholeQuotas:
      return Infeasible("WHOLE_QUOTAS", {{"needed", alone}, {"available", total}});
    case Kind::kTooFewWholeQuotas:
      return Infeasible("WHOLE_QUOTAS_SHORT", {{"needed", total}, {"available", alone}});
    case Kind::kBoundsUnsupported: {
      status::Violations violations;
      for (const size_t unit : refusal.units) violations.Add(StrCat("units[", unit, "]"), v1::METHOD_WITHOUT_BOUNDS);
      return violations.ToStatus();
    }
    case Kind::kOutOfRange:
      break;
  }
  return TooLarge();
}

absl::Status ToStatus(const apportion::TableRefusal& refusal, const std::vector<std::string>& rows,
                      const std::vector<std::string>& columns) {
  using Kind = apportion::TableRefusal::Kind;
  const status::Metadata metadata = {{"needed", StrCat(refusal.needed)},
                                     {"available", StrCat(refusal.available)},
                                     {"rows", Named(refusal.rows, rows)},
                                     {"columns", Named(refusal.columns, columns)}};
  switch (refusal.kind) {
    case Kind::kTotalsDiffer:
      return Infeasible("TOTALS", metadata);
    case Kind::kRowsBlocked:
      return Infeasible(refusal.columns.empty() ? "ROWS_WITHOUT_WEIGHT" : "ROWS_BLOCKED", metadata);
    case Kind::kColumnsBlocked:
      return Infeasible(refusal.rows.empty() ? "COLUMNS_WITHOUT_WEIGHT" : "COLUMNS_BLOCKED", metadata);
    case Kind::kMinimaExceedRow:
      return Infeasible("ROW_MINIMA", metadata);
    case Kind::kMinimaExceedColumn:
      return Infeasible("COLUMN_MINIMA", metadata);
    case Kind::kTooMuchWork:
      return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE, {{"cause", "work"}});
    case Kind::kOutOfRange:
      break;
  }
  return TooLarge();
}

absl::Status NoTotalGives(const std::string& unit, int64_t minimum) {
  return Infeasible("ENLARGE",
                    {{"needed", StrCat(minimum)}, {"available", StrCat(apportion::kMostSeats)}, {"units", unit}});
}

}  // namespace congress::allocation

#include "services/allocation/domain/apportionment/refusal.h"

#include <algorithm>

#include "absl/strings/str_join.h"
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

absl::Status Infeasible(std::string_view cause, std::string_view message, status::Metadata metadata) {
  metadata.emplace_back("cause", cause);
  return status::InvalidArgument(v1::APPORTIONMENT_INFEASIBLE, message, metadata);
}

absl::Status TooLarge() {
  return status::InvalidArgument(
      v1::APPORTIONMENT_TOO_LARGE,
      StrCat("At most ", apportion::kMostUnits, " units or cells and ", apportion::kMostSeats,
             " seats can be apportioned, and fewer where a method has to go seat by seat."),
      {{"limit", StrCat(apportion::kMostUnits)}});
}

std::string Seats(int64_t count) { return StrCat(count, count == 1 ? " seat" : " seats"); }

// A side of a table as an error names it.
struct Side {
  std::string_view cause;
  std::string_view name;
  // Where its seats lie on the other side.
  std::string_view way;
};
constexpr Side kRows = {"ROWS_BLOCKED", "rows", "can go only to"};
constexpr Side kColumns = {"COLUMNS_BLOCKED", "columns", "can come only from"};

// `keys` of the side's lines that cannot have their seats, `others` of those across that they depend on.
absl::Status Blocked(const Side& side, const std::string& keys, const std::string& others,
                     const apportion::TableRefusal& refusal, const status::Metadata& metadata) {
  if (others.empty()) {
    return Infeasible(side.cause,
                      StrCat(keys, " has ", Seats(refusal.needed), ", but no cell with a weight to give them to."),
                      metadata);
  }
  return Infeasible(side.cause,
                    StrCat("The seats of ", keys, " ", side.way, " ", others, ": with the minima of other ", side.name,
                           " ", refusal.needed, " are needed there, and ", refusal.available, " are available."),
                    metadata);
}

}  // namespace

absl::Status ToStatus(const apportion::Refusal& refusal, const std::vector<std::string>& keys, int64_t seats) {
  using Kind = apportion::Refusal::Kind;
  const std::string units = Named(refusal.units, keys);
  const std::string needed = StrCat(refusal.seats);
  const std::string available = StrCat(seats);
  switch (refusal.kind) {
    case Kind::kMinimaExceedHouse:
      return Infeasible(
          "MINIMA",
          StrCat("The minima of ", units, " alone are ", Seats(refusal.seats), "; there are ", available, "."),
          {{"needed", needed}, {"available", available}, {"units", units}});
    case Kind::kNoWeight:
      return Infeasible("MAXIMA",
                        StrCat("Nobody who takes part has a weight: all units together may hold only ", needed, " of ",
                               Seats(seats), "."),
                        {{"needed", available}, {"available", needed}});
    case Kind::kMaximaBelowHouse:
      return Infeasible("MAXIMA", StrCat("All units together may hold only ", needed, " of ", Seats(seats), "."),
                        {{"needed", available}, {"available", needed}});
    case Kind::kTooFewSeats:
      return Infeasible("FIRST_SEATS",
                        StrCat("With their minima and the seat that the method gives each weight first, ", units,
                               " alone need ", needed, " seats; there are ", available, "."),
                        {{"needed", needed}, {"available", available}, {"units", units}});
    case Kind::kFloorsExceedHouse:
      return Infeasible("FLOORS",
                        StrCat("The whole quotas of ", units, ", or their minima where these are more, alone make ",
                               Seats(refusal.seats), "; there are ", available, "."),
                        {{"needed", needed}, {"available", available}, {"units", units}});
    case Kind::kTooManyWholeQuotas:
      return Infeasible(
          "WHOLE_QUOTAS",
          StrCat("The whole quotas make ", Seats(refusal.seats), ", ", refusal.seats - seats, " more than there are."),
          {{"needed", needed}, {"available", available}});
    case Kind::kTooFewWholeQuotas:
      return Infeasible("WHOLE_QUOTAS",
                        StrCat("The whole quotas make only ", needed, " of the ", available,
                               " seats, so that one remainder each does not do."),
                        {{"needed", available}, {"available", needed}});
    case Kind::kBoundsUnsupported: {
      status::Violations violations;
      for (const size_t unit : refusal.units) {
        violations.Add(StrCat("units[", unit, "]"), "has a minimum or maximum that the method does not know");
      }
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
  const std::string row_keys = Named(refusal.rows, rows);
  const std::string column_keys = Named(refusal.columns, columns);
  const status::Metadata metadata = {{"needed", StrCat(refusal.needed)},
                                     {"available", StrCat(refusal.available)},
                                     {"rows", row_keys},
                                     {"columns", column_keys}};
  switch (refusal.kind) {
    case Kind::kTotalsDiffer:
      return Infeasible(
          "TOTALS", StrCat("The rows have ", Seats(refusal.needed), " in all, the columns ", refusal.available, "."),
          metadata);
    case Kind::kRowsBlocked:
      return Blocked(kRows, row_keys, column_keys, refusal, metadata);
    case Kind::kColumnsBlocked:
      return Blocked(kColumns, column_keys, row_keys, refusal, metadata);
    case Kind::kMinimaExceedRow:
      return Infeasible("ROW_MINIMA",
                        StrCat("The minima in ", row_keys, ", with the first seats that the method itself gives, are ",
                               Seats(refusal.needed), "; there are ", refusal.available, "."),
                        metadata);
    case Kind::kMinimaExceedColumn:
      return Infeasible(
          "COLUMN_MINIMA",
          StrCat("The minima of ", column_keys, ", with the first seats that the method itself gives, are ",
                 Seats(refusal.needed), "; there are ", refusal.available, "."),
          metadata);
    case Kind::kTooMuchWork:
      return status::InvalidArgument(
          v1::APPORTIONMENT_TOO_LARGE,
          "Rows and columns are too far from each other: too many seats would have to be moved one by one.",
          {{"limit", "work"}});
    case Kind::kOutOfRange:
      break;
  }
  return TooLarge();
}

}  // namespace congress::allocation

#include "services/allocation/domain/apportionment/apportionment_task.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/certificate/inputs_text.h"
#include "services/allocation/exact/integers.h"

namespace congress::allocation {
namespace {

constexpr std::string_view kDefaultTableMethod = "sainte-lague";

std::string Item(std::string_view list, int index, std::string_view field) {
  return StrCat(list, "[", index, "].", field);
}

std::optional<NamedMethod> ReadDivisorMethod(std::string_view field, const std::string& name,
                                             const std::string& first_divisor, status::Violations* violations) {
  const auto method = ReadMethod(field, name, first_divisor, violations);
  if (!method.has_value() || std::holds_alternative<apportion::Signposts>(method->method)) return method;
  violations->Add(field, v1::NOT_A_DIVISOR_METHOD, {{"value", name}});
  return std::nullopt;
}

std::optional<Decimal> ReadWeight(const std::string& text, std::string_view list, int index,
                                  status::Violations* violations) {
  const auto weight = ParseDecimal(text);
  if (!weight.has_value()) {
    violations->Add(Item(list, index, "weight"), v1::NOT_A_DECIMAL, {{"value", text}});
  }
  return weight;
}

// Where each key of a list is; a key that comes again, or that a text of lines could not hold, is a fault.
template <class Items>
absl::flat_hash_map<std::string, size_t> PlacesByKey(const Items& items, std::string_view list,
                                                     status::Violations* violations) {
  absl::flat_hash_map<std::string, size_t> places;
  places.reserve(static_cast<size_t>(items.size()));
  for (int i = 0; i < items.size(); ++i) {
    const std::string& key = items[i].key();
    if (!IsOneLine(key)) violations->Add(Item(list, i, "key"), v1::CONTROL_CHARACTER);
    if (!places.emplace(key, static_cast<size_t>(i)).second) {
      violations->Add(Item(list, i, "key"), status::PlatformFault::REPEATED, {{"value", key}});
    }
  }
  return places;
}

// Alliances are shared by a divisor method, so that more seats never cost a member one.
void CheckAlliances(const v1::ComputeApportionmentRequest& request, const std::optional<NamedMethod>& method,
                    const absl::flat_hash_map<std::string, size_t>& places, status::Violations* violations) {
  bool any = false;
  for (int i = 0; i < request.units_size(); ++i) {
    const v1::ApportionmentUnit& unit = request.units(i);
    if (unit.alliance().empty()) continue;
    any = true;
    if (!IsOneLine(unit.alliance())) violations->Add(Item("units", i, "alliance"), v1::CONTROL_CHARACTER);
    if (places.contains(unit.alliance())) {
      violations->Add(Item("units", i, "alliance"), v1::ALLIANCE_NAMED_AS_UNIT, {{"value", unit.alliance()}});
    }
  }
  if (!any) {
    if (!request.alliance_method().empty()) {
      violations->Add("alliance_method", v1::GOES_ONLY_WITH, {{"other", "units.alliance"}});
    }
    return;
  }
  if (request.growth() != v1::GROWTH_UNSPECIFIED) {
    violations->Add("growth", v1::EXCLUDED_BY, {{"other", "units.alliance"}});
  }
  // Those of an alliance are its members' together.
  const bool maxima = method.has_value() && std::holds_alternative<apportion::Signposts>(method->method);
  const bool minima = method.has_value() && apportion::KnowsMinima(method->method);
  for (int i = 0; i < request.units_size() && method.has_value(); ++i) {
    if (!minima && request.units(i).minimum() > 0) {
      violations->Add(Item("units", i, "minimum"), v1::METHOD_WITHOUT_MINIMUM);
    }
    if (!maxima && request.units(i).has_maximum()) {
      violations->Add(Item("units", i, "maximum"), v1::METHOD_WITHOUT_MAXIMUM);
    }
  }
  if (!request.alliance_method().empty()) {
    ReadDivisorMethod("alliance_method", request.alliance_method(), "", violations);
  } else if (method.has_value() && !std::holds_alternative<apportion::Signposts>(method->method)) {
    violations->Add("alliance_method", v1::DIVISOR_METHOD_REQUIRED);
  }
}

void CheckGrowth(const v1::ComputeApportionmentRequest& request, const std::optional<NamedMethod>& method,
                 status::Violations* violations) {
  const bool divisor = method.has_value() && std::holds_alternative<apportion::Signposts>(method->method);
  if (request.growth() == v1::ENLARGE && method.has_value() && !divisor) {
    violations->Add("growth", v1::ENLARGE_NEEDS_DIVISOR_METHOD);
  }
  for (int i = 0; i < request.units_size(); ++i) {
    if (request.growth() != v1::GROWTH_UNSPECIFIED && request.units(i).has_maximum()) {
      violations->Add(Item("units", i, "maximum"), v1::EXCLUDED_BY, {{"other", "growth"}});
    }
  }
  if (request.threshold().numerator() > request.threshold().denominator()) {
    violations->Add("threshold", v1::MORE_THAN_WHOLE);
  }
}

void CheckSeed(const v1::TieDecision& ties, status::Violations* violations) {
  if (!IsOneLine(ties.lot_seed())) violations->Add("ties.lot_seed", v1::CONTROL_CHARACTER);
}

// In place of one that could not be read.
NamedMethod AnyMethod() { return {apportion::Signposts::SainteLague(), "", ""}; }

// Seats of the lines: all that take part have some said, or, where `optional`, none. Whether they are said.
bool ReadSeats(const google::protobuf::RepeatedPtrField<v1::TableLine>& lines, std::string_view list, bool optional,
               status::Violations* violations, std::vector<int64_t>* seats) {
  const auto said = [](const v1::TableLine& line) { return line.excluded() || line.has_seats(); };
  const bool none =
      std::none_of(lines.begin(), lines.end(), [](const v1::TableLine& line) { return line.has_seats(); });
  for (int i = 0; i < lines.size(); ++i) {
    if (lines[i].excluded() && lines[i].seats() > 0) {
      violations->Add(Item(list, i, "seats"), v1::EXCLUDED_HAS_SEATS);
    }
    if (!said(lines[i]) && !optional) violations->Add(Item(list, i, "seats"), status::PlatformFault::REQUIRED);
    if (!said(lines[i]) && optional && !none) violations->Add(Item(list, i, "seats"), v1::SEATS_FOR_SOME_ONLY);
    seats->push_back(lines[i].seats());
  }
  return !none;
}

}  // namespace

std::optional<NamedMethod> ReadMethod(std::string_view field, const std::string& name, const std::string& first_divisor,
                                      status::Violations* violations) {
  std::optional<apportion::Fraction> first;
  if (!first_divisor.empty()) {
    first = apportion::ParseFraction(first_divisor);
    if (!first.has_value() || first->numerator == 0) {
      violations->Add("first_divisor", v1::NOT_A_FIRST_DIVISOR, {{"value", first_divisor}});
      return std::nullopt;
    }
    if (name != "modified-sainte-lague") {
      violations->Add("first_divisor", v1::GOES_ONLY_WITH, {{"other", "method: modified-sainte-lague"}});
      return std::nullopt;
    }
  }
  const auto method = apportion::MethodNamed(name, first);
  if (!method.has_value()) {
    violations->Add(field, name.starts_with("stationary") ? v1::NOT_A_STATIONARY_METHOD : v1::NOT_A_METHOD,
                    {{"value", name}});
    return std::nullopt;
  }
  return NamedMethod{*method, std::string(apportion::WithoutAlias(name)), first_divisor};
}

void ApportionmentTask::Add(Claimant claimant, absl::uint128 weight) {
  units.push_back(
      {.weight = weight, .minimum = claimant.minimum, .maximum = claimant.maximum.value_or(apportion::kMostSeats)});
  weights.push_back(DecimalOf(weight, scale).ToString());
  claimants.push_back(std::move(claimant));
}

std::vector<std::string> KeysOf(const ApportionmentTask& task) {
  std::vector<std::string> keys;
  keys.reserve(task.claimants.size());
  for (const Claimant& claimant : task.claimants) keys.push_back(claimant.key);
  return keys;
}

void ApplyThreshold(const v1::Part& threshold, ApportionmentTask* task) {
  using exact::ToMpz;
  mpz_class sum = 0;
  for (const apportion::Unit& unit : task->units) sum += ToMpz(unit.weight);
  // Who has at least this much is in.
  mpz_class least;
  mpz_cdiv_q(least.get_mpz_t(), mpz_class(sum * ToMpz(static_cast<uint64_t>(threshold.numerator()))).get_mpz_t(),
             ToMpz(static_cast<uint64_t>(threshold.denominator())).get_mpz_t());
  for (size_t i = 0; i < task->units.size(); ++i) {
    if (ToMpz(task->units[i].weight) >= least) continue;
    // Without a weight a unit gets no more than its minimum; a maximum is not known to every method.
    task->units[i] = apportion::Unit();
    task->below_threshold.push_back(i);
  }
}

absl::StatusOr<ApportionmentTask> ReadTask(const v1::ComputeApportionmentRequest& request) {
  status::Violations violations;
  const auto method = ReadMethod("method", request.method(), request.first_divisor(), &violations);
  CheckSeed(request.ties(), &violations);
  const auto places = PlacesByKey(request.units(), "units", &violations);
  CheckAlliances(request, method, places, &violations);
  CheckGrowth(request, method, &violations);
  ApportionmentTask task{.method = method.value_or(AnyMethod()),
                         .seats = request.seats(),
                         .ties = request.ties(),
                         .threshold = request.threshold(),
                         .growth = request.growth()};
  std::vector<Decimal> weights;
  bool any = false;
  for (int i = 0; i < request.units_size(); ++i) {
    const v1::ApportionmentUnit& unit = request.units(i);
    weights.push_back(ReadWeight(unit.weight(), "units", i, &violations).value_or(Decimal()));
    any = any || weights.back().whole > 0 || weights.back().fraction > 0;
    task.scale = std::max(task.scale, weights.back().decimals);
    if (unit.has_maximum() && unit.minimum() > unit.maximum()) {
      violations.Add(Item("units", i, "maximum"), v1::MAXIMUM_BELOW_MINIMUM);
    }
  }
  if (!any) violations.Add("units", v1::WEIGHTS_ALL_ZERO);
  RETURN_IF_ERROR(violations.ToStatus());
  if (!request.alliance_method().empty()) {
    // Both methods may be the one that has a first divisor.
    const bool modified = request.alliance_method() == task.method.name;
    task.alliance_method =
        ReadMethod("alliance_method", request.alliance_method(), modified ? request.first_divisor() : "", &violations);
  }
  for (int i = 0; i < request.units_size(); ++i) {
    const v1::ApportionmentUnit& unit = request.units(i);
    Claimant claimant{.key = unit.key(), .minimum = unit.minimum(), .alliance = unit.alliance()};
    if (unit.has_maximum()) claimant.maximum = unit.maximum();
    task.Add(std::move(claimant), weights[static_cast<size_t>(i)].Scaled(task.scale));
  }
  if (request.has_threshold()) ApplyThreshold(request.threshold(), &task);
  return task;
}

absl::StatusOr<TableTask> ReadTableTask(const v1::ComputeBiproportionalApportionmentRequest& request) {
  status::Violations violations;
  const std::string method = request.method().empty() ? std::string(kDefaultTableMethod) : request.method();
  const auto named = ReadDivisorMethod("method", method, request.first_divisor(), &violations);
  CheckSeed(request.ties(), &violations);
  const auto rows = PlacesByKey(request.rows(), "rows", &violations);
  const auto columns = PlacesByKey(request.columns(), "columns", &violations);
  TableTask task{.method = named.value_or(AnyMethod()), .upper = {}, .table = {}, .places = {}, .weights = {}};
  ReadSeats(request.rows(), "rows", false, &violations, &task.table.rows);
  const bool given = ReadSeats(request.columns(), "columns", true, &violations, &task.table.columns);
  if (given && !request.upper_method().empty()) {
    violations.Add("upper_method", v1::EXCLUDED_BY, {{"other", "columns.seats"}});
  }
  if (!given && request.upper_method().empty()) {
    violations.Add("upper_method", v1::REQUIRED_WITHOUT, {{"other", "columns.seats"}});
  }
  if (!request.upper_method().empty()) {
    task.upper = ReadDivisorMethod("upper_method", request.upper_method(), "", &violations);
  }
  if (const size_t cells = task.table.rows.size() * task.table.columns.size(); cells > apportion::kMostCells) {
    violations.Add("rows", v1::TOO_MANY_CELLS, {{"cells", StrCat(cells)}, {"most", StrCat(apportion::kMostCells)}});
    return violations.ToStatus();
  }
  const size_t width = task.table.columns.size();
  task.table.cells.resize(task.table.rows.size() * width);
  std::vector<Decimal> weights;
  std::vector<bool> met(task.table.cells.size());
  for (int i = 0; i < request.cells_size(); ++i) {
    const v1::TableCell& cell = request.cells(i);
    const auto row = rows.find(cell.row());
    const auto column = columns.find(cell.column());
    if (row == rows.end()) violations.Add(Item("cells", i, "row"), v1::NOT_A_ROW, {{"value", cell.row()}});
    if (column == columns.end()) {
      violations.Add(Item("cells", i, "column"), v1::NOT_A_COLUMN, {{"value", cell.column()}});
    }
    weights.push_back(ReadWeight(cell.weight(), "cells", i, &violations).value_or(Decimal()));
    task.weights.push_back(weights.back().ToString());
    task.scale = std::max(task.scale, weights.back().decimals);
    if (cell.minimum() > 0 && weights.back().whole == 0 && weights.back().fraction == 0) {
      violations.Add(Item("cells", i, "minimum"), v1::CELL_WITHOUT_WEIGHT);
    }
    if (row == rows.end() || column == columns.end()) {
      task.places.push_back(0);
      continue;
    }
    const size_t place = row->second * width + column->second;
    if (met[place]) {
      violations.Add(Item("cells", i, "column"), v1::CELL_REPEATED, {{"row", cell.row()}, {"column", cell.column()}});
    }
    met[place] = true;
    task.places.push_back(place);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  for (int i = 0; i < request.cells_size(); ++i) {
    const size_t place = task.places[static_cast<size_t>(i)];
    if (request.rows(static_cast<int>(place / width)).excluded() ||
        request.columns(static_cast<int>(place % width)).excluded()) {
      continue;
    }
    task.table.cells[place].weight = weights[static_cast<size_t>(i)].Scaled(task.scale);
    task.table.cells[place].minimum = request.cells(i).minimum();
  }
  return task;
}

}  // namespace congress::allocation

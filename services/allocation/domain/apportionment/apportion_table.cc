#include "services/allocation/domain/apportionment/apportion_table.h"

#include <algorithm>
#include <utility>

#include "congress/allocation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/allocation/apportion/claims.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/domain/apportionment/apportion_units.h"
#include "services/allocation/domain/apportionment/certify_table.h"
#include "services/allocation/domain/apportionment/refusal.h"
#include "services/allocation/domain/apportionment/round_divisor.h"

namespace congress::allocation {
namespace {

using TableRequest = v1::ComputeBiproportionalApportionmentRequest;
using TableResponse = v1::ComputeBiproportionalApportionmentResponse;

// Each is a search among all.
constexpr size_t kMostTied = 2'000;
// With more cells the answer would be longer than messages are.
constexpr int kMostCertified = 100'000;

std::vector<std::string> KeysOf(const google::protobuf::RepeatedPtrField<v1::TableLine>& lines) {
  std::vector<std::string> keys;
  for (const v1::TableLine& line : lines) keys.push_back(line.key());
  return keys;
}

absl::Status ClaimsTooLong() {
  // As many digits as a certificate writes.
  return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE, {{"cause", "claims"}, {"limit", "27"}});
}

// Whether the seats of rounded claims are those of the exact ones. A refusal is the same for both.
bool HoldsExactly(const std::vector<mpz_class>& claims, const ApportionmentTask& columns) {
  const apportion::Outcome outcome =
      apportion::Apportion(columns.method.method, columns.units, columns.seats, PowerOfTen(columns.scale));
  const auto* result = std::get_if<apportion::Apportionment>(&outcome);
  return result == nullptr || HoldsFor(claims, std::get<apportion::Signposts>(columns.method.method), *result);
}

// Seats of the columns by what they claim in all rows. Whether they are decided.
absl::StatusOr<bool> ApportionColumns(const TableRequest& request, const LotDrawer& drawer, TableTask* task,
                                      TableResponse* answer, v1::TableCertificate* certificate) {
  const auto exact = apportion::ColumnClaims(task->table);
  if (!exact.has_value()) return ClaimsTooLong();
  const apportion::ClaimedWeights claims = apportion::WeightsOf(*exact);
  // They are integers; such as have more digits than weights have before the point are written as billionths.
  const uint64_t billion = PowerOfTen(kMostDecimals);
  const bool large = std::any_of(claims.weights.begin(), claims.weights.end(),
                                 [&](absl::uint128 claim) { return claim >= absl::uint128(billion) * billion; });
  ApportionmentTask columns{.method = *task->upper,
                            .seats = apportion::Total(task->table.rows),
                            .ties = request.ties(),
                            .scale = large ? kMostDecimals : 0};
  for (size_t j = 0; j < claims.weights.size(); ++j) {
    columns.Add({.key = request.columns(static_cast<int>(j)).key()}, claims.weights[j]);
  }
  if (!claims.exact && !HoldsExactly(*exact, columns)) return ClaimsTooLong();
  ASSIGN_OR_RETURN(v1::ComputeApportionmentResponse given, ApportionOnce(columns, drawer, Detail::kAll));
  for (size_t j = 0; j < claims.weights.size(); ++j) task->table.columns[j] = given.units(static_cast<int>(j)).seats();
  if (given.has_tie()) *answer->mutable_column_tie() = std::move(*given.mutable_tie());
  // Of rounded claims nothing is proved that way.
  if (claims.exact) *certificate->mutable_upper() = std::move(*given.mutable_certificate());
  return given.decided();
}

absl::StatusOr<bool> ApportionCells(const TableRequest& request, const std::vector<std::string>& rows,
                                    const std::vector<std::string>& columns, const TableTask& task,
                                    TableResponse* answer) {
  apportion::TableOutcome outcome = Biproportional(task.signposts(), task.table);
  if (const auto* refusal = std::get_if<apportion::TableRefusal>(&outcome)) return ToStatus(*refusal, rows, columns);
  auto& result = std::get<apportion::TableApportionment>(outcome);
  const RoundDivisors divisors = result.tie.has_value()
                                     ? ExactTableDivisors(task.signposts(), task.scale, result)
                                     : RoundTableDivisors(task.signposts(), task.table, task.scale, result);
  if (const auto tie = result.tie) {
    // As they come in the request; cells without weight, which are not sent, are never tied.
    std::vector<size_t> tied;
    for (const size_t place : task.places) {
      if (std::binary_search(tie->units.begin(), tie->units.end(), place)) tied.push_back(place);
    }
    if (Decides(request.ties()) && tied.size() > kMostTied) {
      return status::InvalidArgument(v1::APPORTIONMENT_TOO_LARGE,
                                     {{"cause", "ties"}, {"tied", StrCat(tied.size())}, {"limit", StrCat(kMostTied)}});
    }
    *answer->mutable_tie() = Settle(
        request.ties(), tied,
        [&](size_t place) { return StrCat(rows[place / columns.size()], " / ", columns[place % columns.size()]); },
        result, [&](const std::vector<size_t>& order) { Decide(task.table, order, &result); });
  }
  for (int i = 0; i < request.cells_size(); ++i) {
    v1::ApportionedCell& cell = *answer->add_cells();
    cell.set_row(request.cells(i).row());
    cell.set_column(request.cells(i).column());
    cell.set_seats(result.seats[task.places[static_cast<size_t>(i)]]);
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    v1::ApportionedLine& line = *answer->mutable_rows(static_cast<int>(i));
    if (!request.rows(static_cast<int>(i)).excluded()) line.set_divisor(divisors.rows[i]);
  }
  for (size_t j = 0; j < columns.size(); ++j) {
    v1::ApportionedLine& line = *answer->mutable_columns(static_cast<int>(j));
    if (!request.columns(static_cast<int>(j)).excluded()) line.set_divisor(divisors.columns[j]);
  }
  return !result.tie.has_value();
}

void AddLines(const std::vector<std::string>& keys, const std::vector<int64_t>& seats,
              google::protobuf::RepeatedPtrField<v1::ApportionedLine>* lines) {
  for (size_t i = 0; i < keys.size(); ++i) {
    v1::ApportionedLine& line = *lines->Add();
    line.set_key(keys[i]);
    line.set_seats(seats[i]);
  }
}

// One lot for the ties of columns and of cells.
v1::Lot LotFor(const TableRequest& request, const TableResponse& answer, const std::string& inputs_sha256,
               const LotDrawer& drawer) {
  v1::ApportionmentTie both = answer.column_tie();
  both.MergeFrom(answer.tie());
  return LotOf(request.ties(), both, inputs_sha256, drawer);
}

}  // namespace

absl::StatusOr<TableResponse> ApportionTable(const TableRequest& request, const LotDrawer& drawer) {
  ASSIGN_OR_RETURN(TableTask task, ReadTableTask(request));
  const std::vector<std::string> rows = KeysOf(request.rows());
  const std::vector<std::string> columns = KeysOf(request.columns());
  v1::TableCertificate certificate = Inputs(request, task);
  TableResponse answer;
  bool decided = true;
  if (task.upper.has_value()) {
    ASSIGN_OR_RETURN(decided, ApportionColumns(request, drawer, &task, &answer, &certificate));
  }
  AddLines(rows, task.table.rows, answer.mutable_rows());
  AddLines(columns, task.table.columns, answer.mutable_columns());
  if (decided) {
    if (request.seat_for_strongest()) {
      for (const size_t row : SeatForStrongest(&task.table)) answer.add_skipped_rows(rows[row]);
    }
    ASSIGN_OR_RETURN(decided, ApportionCells(request, rows, columns, task, &answer));
  }
  answer.set_decided(decided);
  const bool drawn = answer.has_tie() || answer.has_column_tie();
  if (decided && drawn && request.ties().by_case() == v1::TieDecision::kLotSeed) {
    *answer.mutable_lot() = LotFor(request, answer, certificate.inputs_sha256(), drawer);
  }
  const bool proved = !task.upper.has_value() || certificate.has_upper();
  if (decided && proved && request.cells_size() <= kMostCertified && Certify(task, answer, &certificate)) {
    *answer.mutable_certificate() = std::move(certificate);
  }
  return answer;
}

}  // namespace congress::allocation

// Requests for apportionments, read: names, weights and bounds, each fault with its field.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "platform/status/status.h"
#include "services/allocation/apportion/biproportional.h"
#include "services/allocation/apportion/method.h"

namespace congress::allocation {

struct NamedMethod {
  apportion::Method method;
  std::string name;  // Without alias.
  std::string first_divisor;
};

// The method of that name, with the first signpost `first_divisor` unless it is empty. None, and a fault of `field` or
// of `first_divisor`, where there is none.
std::optional<NamedMethod> ReadMethod(std::string_view field, const std::string& name, const std::string& first_divisor,
                                      status::Violations* violations);

// Who claims seats, as it was asked for.
struct Claimant {
  std::string key;
  int64_t minimum = 0;
  std::optional<int64_t> maximum = {};
  // With whom it gets its seats together, or empty.
  std::string alliance = {};
};

// What is to be apportioned.
struct ApportionmentTask {
  NamedMethod method;
  int64_t seats = 0;
  v1::TieDecision ties = {};
  v1::Part threshold = {};
  v1::Growth growth = v1::GROWTH_UNSPECIFIED;
  // By which the members of an alliance share; `method` where it is missing.
  std::optional<NamedMethod> alliance_method = {};
  // Weights are integers times 10^-scale.
  int scale = 0;
  std::vector<Claimant> claimants = {};
  // In the order of the claimants: their weights without needless zeros, and what the method gets to see of them.
  std::vector<std::string> weights = {};
  std::vector<apportion::Unit> units = {};
  // Those whom the threshold keeps out. The method sees no weight and no bounds of theirs.
  std::vector<size_t> below_threshold = {};

  // Adds one, of a weight times 10^scale.
  void Add(Claimant claimant, absl::uint128 weight);
};

// Takes weight and bounds of those who have less than the threshold's part of all: they get nothing.
void ApplyThreshold(const v1::Part& threshold, ApportionmentTask* task);

std::vector<std::string> KeysOf(const ApportionmentTask& task);

// INVALID_ARGUMENT `FIELDS_INVALID` naming every fault.
absl::StatusOr<ApportionmentTask> ReadTask(const v1::ComputeApportionmentRequest& request);

// A table to fill. What is excluded has no weights and no seats.
struct TableTask {
  // A divisor method.
  NamedMethod method;
  // That by which columns are apportioned first; none when they have their seats.
  std::optional<NamedMethod> upper;
  apportion::Table table;
  // Where each cell of the request is in the table.
  std::vector<size_t> places;
  // Their weights, without needless zeros.
  std::vector<std::string> weights;
  int scale = 0;

  const apportion::Signposts& signposts() const { return std::get<apportion::Signposts>(method.method); }
};

// INVALID_ARGUMENT `FIELDS_INVALID` naming every fault.
absl::StatusOr<TableTask> ReadTableTask(const v1::ComputeBiproportionalApportionmentRequest& request);

}  // namespace congress::allocation

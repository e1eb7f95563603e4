// Requests for apportionments, read: names, weights and bounds, each fault with its field.
#pragma once

#include <string>
#include <vector>

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

// What is to be apportioned. Weights are integers times 10^-scale.
struct ApportionmentTask {
  NamedMethod method;
  std::vector<apportion::Unit> units;
  std::vector<std::string> weights;  // Without needless zeros.
  int scale = 0;
  // Units that the threshold keeps out; their weight above is 0.
  std::vector<size_t> below_threshold;
};

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

// Why there is no apportionment, as an error with its details.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/allocation/apportion/biproportional.h"

namespace congress::allocation {

// `keys` of the units in their order.
absl::Status ToStatus(const apportion::Refusal& refusal, const std::vector<std::string>& keys, int64_t seats);

// `rows` and `columns`: their keys.
absl::Status ToStatus(const apportion::TableRefusal& refusal, const std::vector<std::string>& rows,
                      const std::vector<std::string>& columns);

// A total that grows never gives `unit` its `minimum`, however large.
absl::Status NoTotalGives(const std::string& unit, int64_t minimum);

}  // namespace congress::allocation

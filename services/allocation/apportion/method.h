// The methods by the names that officials and programs use.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "services/allocation/apportion/divisor.h"
#include "services/allocation/apportion/quota.h"

namespace congress::apportion {

enum class SpecialRule { kHamiltonWithMinima, kSwiss, kQuotaMethod };

using Method = std::variant<Signposts, Quota, SpecialRule>;

// `adams`, `dean`, `huntington-hill` (`hill`), `sainte-lague` (`webster`), `modified-sainte-lague`, `danish`,
// `imperiali-divisor`, `dhondt` (`jefferson`), `stationary:P/Q`; `hare` (`hamilton`), `droop`, `hagenbach-bischoff`,
// `imperiali`; `hamilton-min`, `swiss`, `quota-method`. `first` replaces the 7/10 of `modified-sainte-lague`. None when
// the name is unknown or the fraction of no use.
std::optional<Method> MethodNamed(std::string_view name, std::optional<Fraction> first = std::nullopt);

// The name without alias: `dhondt` for `jefferson`.
std::string_view WithoutAlias(std::string_view name);

// `P/Q` with 0 <= P <= Q <= 10^9, for signposts.
std::optional<Fraction> ParseFraction(std::string_view text);

// Whether units may have minima; maxima go with divisor methods only.
bool KnowsMinima(const Method& method);

// Every name that MethodNamed knows but for aliases and stationary methods, for help texts.
const std::vector<std::string>& MethodNames();

// `seats` seats. `scale`: the weights are integers times 1 / scale.
Outcome Apportion(const Method& method, const std::vector<Unit>& units, int64_t seats, absl::uint128 scale = 1);

// Settles the tie of its result by the order of the units, as Decide does; the quota method so decides each tie on its
// way.
void DecideBy(const Method& method, const std::vector<Unit>& units, int64_t seats, const std::vector<size_t>& order,
              Apportionment* result);

}  // namespace congress::apportion

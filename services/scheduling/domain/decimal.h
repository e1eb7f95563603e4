// Decimals as reports print them, exact: sums, differences and shares of them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"
#include "congress/scheduling/v1/figure.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// In millionths, so that figures with different digits after the point add up. 128 bits hold the sum of any 1,000
// values and its hundredfold.
using Decimal = absl::int128;

// `1234`, `-3`, `68.45`: at most 12 digits before the point and 6 after it. Nothing for any other text.
std::optional<Decimal> ParseDecimal(std::string_view text);

// Digits after the point of such a text.
int DecimalsOf(std::string_view text);

// With at least `decimals` digits after the point, more where they say something.
std::string DecimalText(Decimal value, int decimals);

// `part` / `whole`, which is not 0, reduced, and in percent with two digits after the point. Half a hundredth is
// rounded away from zero, so that a rise and a fall of one size bear the same digits.
v1::Ratio RatioOf(Decimal part, Decimal whole, status::Language language);

}  // namespace congress::scheduling

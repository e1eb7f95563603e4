// A printed number beside the series of the register.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/drafting/v1/number_register.pb.h"
#include "services/drafting/domain/printed_number.h"

namespace congress::drafting {

// `127` or `127-QĐ/TU` for a number of this series; the number alone has no symbol of a type. INVALID_ARGUMENT
// `NUMBER_UNREADABLE`, `NUMBER_OF_ANOTHER_ISSUER`, `FIELDS_INVALID` (more than a series can have).
absl::StatusOr<PrintedNumber> ReadNumber(const v1::NumberSeries& series, std::string_view typed);

// Whether the series may have the number: it is of that issuer, and of that type or of all.
bool MayHave(const v1::NumberSeries& series, const PrintedNumber& typed);

// Whether the entry is of the type that was typed; of a lost one of a common series nobody knows.
bool IsOfType(const v1::NumberEntry& entry, const PrintedNumber& typed);

// Equal for two spellings of a printed number; of what cannot be read for two that look the same.
std::string PrintedKey(std::string_view printed);

}  // namespace congress::drafting

// Words that stand in no proto: numbers and dates as officials write them in Vietnamese, and names of what is no
// enumeration.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/pool.pb.h"
#include "platform/status/sentence.h"

namespace congress::allocation {

// `12.345`.
std::string Grouped(int64_t number);

// `-1.651,25` of `-1651.25`.
std::string DecimalInWords(std::string_view decimal);

// `ngày 01 tháng 10 năm 2025`.
std::string InWords(absl::CivilDay day);

// `Số 12-QĐ/TU, ngày 01 tháng 7 năm 2025`, or the mark of a plan that is not issued.
std::string Standing(const v1::AllocationPlan& plan);

// How members are known that were not counted: `ước tính`; as it stands behind their number: ` (ước tính)`. Empty for
// those that were.
std::string BasisName(const std::string& members_basis, status::Language language);
std::string BasisInWords(const std::string& members_basis, status::Language language);

// A kind of organisations as people call it: `xã` of `commune`, `xã cũ` of `former-commune`. A kind that is not known
// stands as the import wrote it.
std::string KindName(const std::string& kind, status::Language language);

// The kind of that list as it is written there, where `kind` is one of them but for case; else empty.
std::string KnownKind(std::string_view kind);

// All of them but the former ones, for people: `agency, army, …`.
std::string KnownKinds();

// How a pool gives its seats, as in `chia theo phương pháp Sainte-Laguë`.
std::string InWords(const v1::Pool& pool, const status::Teller& tell);

// What a remainder is worth.
std::string InWords(const v1::OpenTotal& open, const status::Teller& tell);

// A method as people call it: `Sainte-Laguë`.
std::string MethodName(const std::string& method, status::Language language);

// Seats of open ties, which nobody has yet.
int64_t SeatsAtStake(const v1::AllocationPlan& plan);

}  // namespace congress::allocation

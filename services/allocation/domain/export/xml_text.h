// Texts of plans in XML, for XLSX and SVG.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "congress/allocation/v1/allocation_plan.pb.h"

namespace congress::allocation {

// UTF-8 as it may stand in an element or in an attribute between double quotes.
std::string EscapeXml(std::string_view text);

// FAILED_PRECONDITION `CHARACTER_NOT_IN_XML` when some text of the plan holds a character that no XML file can hold,
// not even escaped: a control character other than tab and line break, U+FFFE or U+FFFF.
absl::Status CheckFitForXml(const v1::AllocationPlan& plan);

}  // namespace congress::allocation

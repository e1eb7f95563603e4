// What changed between two texts, line by line.
#pragma once

#include <string_view>

#include "congress/drafting/v1/comparison.pb.h"

namespace congress::drafting {

using LineRuns = google::protobuf::RepeatedPtrField<v1::LineRun>;

// The runs of lines that turn `base` into `target`, with the fewest removed and added lines (Myers); beyond 1,000 of
// those the whole stretch between the first and the last difference is given as removed and added. Removed lines
// stand before added ones. Lines are separated by LF; an empty text has none.
LineRuns CompareLines(std::string_view base, std::string_view target);

}  // namespace congress::drafting

// What no text may do: make comparing or merging take more than time in proportion to it.
#pragma once

namespace congress::drafting {

// Prints how much longer four times the text takes at worst, of texts made to be slow. False above the bound.
bool GrowsInProportion();

}  // namespace congress::drafting

// Which error reasons of which RPCs a test program has produced, for the walk over the protos' comments.
#pragma once

#include <string_view>

namespace congress::support {

// Keeps the pair. When the program ends and ran all its tests, its pairs replace those of its last run, one
// `method reason` a line in `<build>/reasons/<program>.txt`.
void KeepReason(std::string_view method, std::string_view reason);

}  // namespace congress::support

// `congressctl bundle …`, what a receiver does with a bundle without a server, and `congressctl hand-overs download`
// and `packages download`.
#pragma once

#include <string_view>

namespace congress::cli {

// `verb` is `verify`, `receipt` or `download`.
int RunBundle(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

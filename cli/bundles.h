// `congressctl bundle …`: what a receiver does with a bundle, without a server.
#pragma once

#include <string_view>

namespace congress::cli {

// `verb` is `verify` or `receipt`.
int RunBundle(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

// `congressctl token`: tokens of people, for a network where no identity provider makes them.
#pragma once

#include <string_view>

namespace congress::cli {

// `keygen`, `issue` and `show`. The exit status.
int RunToken(std::string_view verb, int argc, char** argv);

}  // namespace congress::cli

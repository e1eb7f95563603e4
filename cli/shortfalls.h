// `congressctl shortfalls`: which organisations lack women, young people or minorities among their delegates.
#pragma once

namespace congress::cli {

// The exit status.
int RunShortfalls(int argc, char** argv);

}  // namespace congress::cli

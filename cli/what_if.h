// `congressctl what-if`: who would gain and who would lose seats by another total.
#pragma once

namespace congress::cli {

// The exit status.
int RunWhatIf(int argc, char** argv);

}  // namespace congress::cli

// `congressctl status` and `congressctl doctor`: how the services are, and what is wrong with what they keep.
#pragma once

namespace congress::cli {

// A row for each service; one that does not answer is a row with the reason. The exit status: 0, also then.
int RunStatus(int argc, char** argv);

// Has the services examined one after the other and tells each finding. The exit status: 0 without faults, 1 with some
// or where a service could not be examined.
int RunDoctor(int argc, char** argv);

}  // namespace congress::cli

// One RPC as a command.
#pragma once

#include "cli/commands.h"

namespace congress::cli {

// Reads the request from names, flags and files, calls, and prints the answer. The exit status.
int RunCall(const Command& command, int argc, char** argv);

}  // namespace congress::cli

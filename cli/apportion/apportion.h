// `congressctl apportion`: seats for a file of weights.
#pragma once

namespace congress::cli {

// Exit status 0 when every seat is given, 1 when a tie is open or the server refuses, 2 for usage and faulty input.
int Apportion(int argc, char** argv);

}  // namespace congress::cli

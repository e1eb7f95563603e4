// `congressctl apportion`: seats for a file of weights; and the check of its certificates, offline.
#pragma once

namespace congress::cli {

// Exit status 0 when every seat is given, 1 when a tie is open or the server refuses, 2 for usage and faulty input.
int Apportion(int argc, char** argv);

// Exit status 0 when the certificate holds, 1 with a line for each thing that does not, 2 for usage.
int ApportionVerify(int argc, char** argv);

}  // namespace congress::cli

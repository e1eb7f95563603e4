// `congressctl apportion verify`: the check of certificates, of units and of tables, offline.
#pragma once

namespace congress::cli {

// Exit status 0 when the certificate holds, 1 with a line for each thing that does not, 2 for usage.
int ApportionVerify(int argc, char** argv);

}  // namespace congress::cli

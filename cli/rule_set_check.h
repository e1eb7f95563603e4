// `congressctl rule-sets check`: a file with a rule set, without a server.
#pragma once

namespace congress::cli {

// Tells every fault of the file by line; the exit status is 1 for rules that contradict each other or their limits, 2
// for text that is no rule set.
int CheckRuleSet(int argc, char** argv);

}  // namespace congress::cli

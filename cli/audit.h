// `congressctl audit`: the log of acts taken home, and what is done with it there.
#pragma once

#include <string_view>

namespace congress::cli {

// `archive`, `export`, `tail`, `prove` and `witness` ask the server; `verify` needs none (audit_verify.cc).
int RunAudit(std::string_view verb, int argc, char** argv);
int AuditVerify(int argc, char** argv);

}  // namespace congress::cli

// No bytes are a checkpoint unless they are one that the trusted key has signed, and no file of an audit log is read
// beyond its end.
#include <cstdlib>
#include <sstream>
#include <string>

#include "platform/audit/checkpoint.h"
#include "platform/audit/export.h"
#include "platform/audit/verify.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace congress::audit;  // NOLINT(google-build-using-namespace)
  static const VerifierKey& key =
      *new VerifierKey(*ParseVerifierKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (OpenNote(text, {&key, 1}).ok()) std::abort();
  size_t bytes = 0;
  for (const std::string& note : SplitNotes(text)) bytes += note.size();
  if (bytes > size) std::abort();
  if (const auto parsed = ParseVerifierKey(text); parsed.ok() && !parsed->name.empty()) {
    if (!ParseVerifierKey(ToString(*parsed)).ok()) std::abort();
  }
  std::istringstream file(text);
  Verifier verifier({{.origin = "x/y", .size = 1}});
  ReadExport(file, [&verifier](const Entry& entry) { verifier.Add(entry); }).IgnoreError();
  if (verifier.End().finding_count == 0) std::abort();
  return 0;
}

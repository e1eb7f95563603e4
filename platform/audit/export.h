// The file of an exported audit log: text, one line a leaf, that any program reads. Pure.
//   congress-audit-export 1 <service>
//   <the signed checkpoint, as it came; nothing where the server signed none>
//   leaves
//   <index> <sequence> <leaf hash in base64, or -> <record in base64, or -, or withheld>
//   …
//   end <number of lines between>
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/audit/verify.h"

namespace congress::audit {

// What stands before the leaves.
std::string ExportHeader(std::string_view service, std::string_view note);
std::string ExportLine(const Entry& entry);
std::string ExportEnd(int64_t count);

// What an export begins with.
struct Export {
  std::string service = {};
  // Empty: none was signed.
  std::string note = {};
};
// Reads up to the first leaf. INVALID_ARGUMENT when it is no export.
absl::StatusOr<Export> ReadExportHeader(std::istream& file);
// Shows `visit` the leaves that follow. INVALID_ARGUMENT when the file is not complete or a line cannot be read.
absl::Status ReadExport(std::istream& file, absl::FunctionRef<void(const Entry&)> visit);

}  // namespace congress::audit

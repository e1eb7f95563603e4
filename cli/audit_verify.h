// Exported audit logs held against signed checkpoints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/audit/checkpoint.h"

namespace congress::cli {

// What was found, one sentence a line, and whether all holds.
struct Told {
  std::string text;
  bool good = true;

  void Say(std::string_view sentence);
  void Find(std::string_view sentence);
};

// Exports that go on from each other, from the first record on, as one log. INVALID_ARGUMENT that names the file.
absl::StatusOr<Told> VerifyExports(const std::vector<std::string>& files,
                                   const std::vector<std::string>& checkpoint_files,
                                   const std::vector<audit::VerifierKey>& keys);

}  // namespace congress::cli

// The checkpoints of a log that are kept outside its store, `<service>.checkpoints`: the newest one, and one a minute
// for ever, so that they tell between which two an alteration lies.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "platform/audit/checkpoint.h"

namespace congress::audit {

// Several processes may share it, and each sees what another has written. Not flushed: a crash of the machine leaves it
// behind the log, which is no finding. Used by one thread at a time.
class CheckpointFile {
 public:
  explicit CheckpointFile(std::string path) : path_(std::move(path)) {}

  // The newest one, whoever signed it; nothing where there is none. UNAVAILABLE when the file cannot be read.
  absl::StatusOr<std::optional<TreeHead>> Newest() const;
  // Adds one, unless there is a newer one of the same epoch. It takes the place of the last one where that is less than
  // a minute behind the one before. UNAVAILABLE when it cannot be written.
  absl::Status Add(std::string_view note, const TreeHead& head) const;

  const std::string& path() const { return path_; }

 private:
  const std::string path_;
};

}  // namespace congress::audit

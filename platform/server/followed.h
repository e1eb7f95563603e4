// Files that are read again when they have changed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace congress::server {

// For one thread.
class Followed {
 public:
  // `what` is what the log calls it; `paths` are files, or folders whose files count. `take` reads them anew, and keeps
  // what was there before when it answers an error. Made before they are read for the first time, so that no change is
  // missed.
  Followed(std::string what, std::vector<std::string> paths, std::function<absl::Status()> take);

  // Calls `take` when a byte differs from the last look, and tells the log what came of it. Looks at content, not at
  // times: Kubernetes swaps the symlink of a whole folder.
  void Look();

 private:
  std::string Content() const;

  std::string what_;
  std::vector<std::string> paths_;
  std::function<absl::Status()> take_;
  std::string seen_;
};

}  // namespace congress::server

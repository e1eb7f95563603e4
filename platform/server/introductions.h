// Applications that show a certificate at the door, introduced to the services by tokens of the door.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "platform/auth/token.h"
#include "platform/front/stream.h"
#include "platform/sync.h"

namespace congress::server {

// One token for many calls, which services then know again. Safe for many threads.
class Introductions {
 public:
  // `signer` outlives it.
  explicit Introductions(const auth::Signer& signer) : signer_(signer) {}

  // What stands in `authorization`.
  std::string Of(const front::Client& client, absl::Time now);

 private:
  // Applications of one suite; of more, all are introduced anew.
  static constexpr size_t kMost = 1024;

  struct Given {
    std::string authorization;
    absl::Time made;
  };

  const auth::Signer& signer_;
  Mutex mutex_;
  std::map<std::string, Given> given_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::server

// Refusals of authenticated callers, counted until the audit is told of them: one record a minute at most, however
// often somebody tries.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "congress/audit/v1/audit.pb.h"
#include "platform/auth/principal.h"
#include "platform/rpc/methods.h"
#include "platform/sync.h"

namespace congress::rpc {

// How the audit names the record of them.
inline constexpr std::string_view kRefusalsMethod = "congress.audit.v1.Refusals/record";

// Safe for many threads.
class Refusals {
 public:
  // Those of more callers and methods than this are counted without a method.
  static constexpr size_t kMost = 1000;

  // Counts the status of a call when it is PERMISSION_DENIED.
  void Note(const auth::Principal& principal, const Method& method, const absl::Status& status, absl::Time now);
  // Takes out what was counted in minutes that ended by `now`. Without refusals: none was.
  audit::v1::AuditRecord Take(absl::Time now);
  // Gives back what could not be recorded.
  void PutBack(const audit::v1::AuditRecord& taken);

 private:
  // Minute, principal, on behalf of whom, method, reason.
  using Key = std::tuple<absl::Time, std::string, std::string, std::string, std::string>;
  struct Count {
    int64_t count = 0;
    annotations::v1::Grade grade = annotations::v1::GRADE_UNSPECIFIED;
  };

  Mutex mutex_;
  std::map<Key, Count> counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::rpc

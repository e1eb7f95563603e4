// What calls read in place of records that are stored, while a large change is in effect but not yet in its place.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "platform/store/store.h"
#include "platform/sync.h"

namespace congress::rpc {

// By key; without a value there is no record.
using Covers = std::map<std::string, std::optional<store::Record>, std::less<>>;

// The covers of one keyspace that were made last, so that they are not made again for each call. Safe for many threads.
class KeptCovers {
 public:
  using Make = absl::FunctionRef<absl::StatusOr<Covers>()>;

  // The covers that `name` names. Those of another name are forgotten. Whoever needs them while they are made waits.
  absl::StatusOr<std::shared_ptr<const Covers>> Get(std::string_view name, Make make);
  void Forget();

 private:
  Mutex mutex_;
  std::string name_ ABSL_GUARDED_BY(mutex_);
  // Null while there are none.
  std::shared_ptr<const Covers> covers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::rpc

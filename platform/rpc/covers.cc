#include "platform/rpc/covers.h"

#include <utility>

#include "platform/status/macros.h"

namespace congress::rpc {

absl::StatusOr<std::shared_ptr<const Covers>> KeptCovers::Get(std::string_view name, Make make) {
  const MutexLock lock(mutex_);
  if (covers_ == nullptr || name_ != name) {
    covers_ = nullptr;
    ASSIGN_OR_RETURN(Covers made, make());
    covers_ = std::make_shared<const Covers>(std::move(made));
    name_ = std::string(name);
  }
  return covers_;
}

void KeptCovers::Forget() {
  const MutexLock lock(mutex_);
  covers_ = nullptr;
}

}  // namespace congress::rpc

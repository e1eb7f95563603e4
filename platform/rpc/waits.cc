// What a Gate tells those who wait: for the store to be read, for a commit, until the process stops.
#include <utility>

#include "platform/rpc/client.h"
#include "platform/rpc/gate.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::rpc {
namespace {

// How soon a call that waits for a commit notices that its caller is gone.
constexpr absl::Duration kAwaitLook = absl::Milliseconds(100);

}  // namespace

void Gate::Hold(absl::Status why) {
  const MutexLock lock(hold_mutex_);
  held_ = !why.ok();
  hold_ = std::move(why);
}

absl::StatusOr<store::Revision> Gate::AwaitCommit(const Call& call, store::Revision after) {
  RETURN_IF_ERROR(call.Check());
  RETURN_IF_ERROR(Standing(call.principal()));
  if (pulse_.closed()) return Stopping();
  if (call.displaced()) return Overloaded(name());
  return pulse_.Await(after, kAwaitLook);
}

absl::Status Gate::Stopping() const {
  return status::Unavailable(status::PlatformReason::SERVER_STOPPING, {{"service", name()}});
}

}  // namespace congress::rpc

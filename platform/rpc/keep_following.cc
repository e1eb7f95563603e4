#include "platform/rpc/keep_following.h"

#include <string>
#include <utility>

#include "platform/pause.h"
#include "platform/telemetry/log.h"

namespace congress::rpc {

void KeepFollowing(const std::stop_token& stop, absl::Duration pause, std::string_view trouble,
                   std::string_view service, absl::FunctionRef<absl::Status(bool* answered)> once) {
  Pause between;
  bool told = false;
  while (!stop.stop_requested()) {
    bool answered = false;
    const absl::Status ended = once(&answered);
    if (stop.stop_requested()) return;
    // The outage before was over when something came.
    if (answered) told = false;
    // Streams end with the token that they were begun with; that is no trouble.
    if (answered && absl::IsUnauthenticated(ended)) continue;
    if (!std::exchange(told, true)) {
      telemetry::Log(telemetry::Level::kWarning, trouble,
                     {{"service", std::string(service)}, {"cause", ended.ToString()}});
    }
    between.Wait(stop, pause);
  }
}

}  // namespace congress::rpc

#include "platform/maintenance/observation.h"

#include <utility>

#include "platform/backup/verified.h"
#include "platform/civil/civil.h"
#include "platform/maintenance/last_act.h"
#include "platform/pause.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::maintenance {
namespace {

constexpr absl::Duration kInterval = absl::Minutes(1);

void LookAtBackup(const Subject& subject) {
  const auto known = backup::LatestVerified(subject.store, subject.service);
  if (!known.ok() || !known->has_value()) return;
  telemetry::BackupVerified(subject.service, civil::FromTimestamp((*known)->snapshot_time()));
}

// `told`: the log has it already.
void LookAtClock(const Subject& subject, absl::Time now, bool* told) {
  absl::Duration behind = LastAct(subject.store).value_or(absl::InfinitePast()) - now;
  if (behind <= kClockTolerance) behind = absl::ZeroDuration();
  telemetry::ClockBehind(subject.service, behind);
  const bool is_behind = behind > absl::ZeroDuration();
  if (is_behind && !*told) {
    telemetry::Log(telemetry::Level::kWarning, "the clock is behind what was done last",
                   {{"service", subject.service}, {"by", absl::FormatDuration(behind)}});
  }
  *told = is_behind;
}

}  // namespace

void Observe(const Subject& subject, const rpc::Clock& clock, const std::stop_token& stop) {
  Pause pause;
  bool told = false;
  do {
    LookAtBackup(subject);
    LookAtClock(subject, clock(), &told);
    pause.Wait(stop, kInterval);
  } while (!stop.stop_requested());
}

}  // namespace congress::maintenance

// What every Gate deletes by itself.
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/status/macros.h"

namespace congress::rpc {
namespace {

// How the audit names the deletion of outlived answers, and of events.
constexpr std::string_view kSweepMethod = "congress.store.v1.StoredAnswer/sweep";
constexpr std::string_view kSweepEventsMethod = "congress.events.v1.EventRecord/sweep";

}  // namespace

absl::StatusOr<int> Gate::SweepAnswers(const std::stop_token& stop) {
  const auth::Principal self = parts_.signer->Self();
  int swept = 0;
  absl::Status damage;
  store::Range range = AnswersRange();
  while (!stop.stop_requested()) {
    Outlived outlived;
    RETURN_IF_ERROR(Perform(self, kSweepMethod, [&](Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(outlived, StageOutlived(call, range));
      return absl::OkStatus();
    }));
    if (outlived.last_key.empty()) break;
    range = range.After(outlived.last_key);
    swept += outlived.staged;
    damage.Update(outlived.damage);
  }
  RETURN_IF_ERROR(damage);
  return swept;
}

absl::Status Gate::SweepEvents(const std::stop_token& stop) {
  const auth::Principal self = parts_.signer->Self();
  bool more = true;
  while (more && !stop.stop_requested()) {
    RETURN_IF_ERROR(Perform(self, kSweepEventsMethod, [&](Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(more, StageOutlivedEvents(call));
      return absl::OkStatus();
    }));
  }
  return absl::OkStatus();
}

}  // namespace congress::rpc

// What every Gate deletes by itself.
#include "congress/audit/v1/audit.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/gate.h"
#include "platform/status/macros.h"
#include "platform/store/maintained.h"

namespace congress::rpc {
namespace {

// How the audit names the deletion of outlived answers, of what they say of who was erased, and of events.
constexpr std::string_view kSweepMethod = "congress.store.v1.StoredAnswer/sweep";
constexpr std::string_view kEraseMethod = "congress.store.v1.StoredAnswer/erase";
constexpr std::string_view kSweepEventsMethod = "congress.events.v1.EventRecord/sweep";

}  // namespace

absl::StatusOr<int> Gate::ChangeAnswers(const std::stop_token& stop, std::string_view method,
                                        absl::FunctionRef<absl::StatusOr<Outlived>(Call&, const store::Range&)> stage) {
  const auth::Principal self = parts_.signer->Self();
  int swept = 0;
  absl::Status damage;
  store::Range range = AnswersRange();
  while (!stop.stop_requested()) {
    Outlived outlived;
    RETURN_IF_ERROR(Perform(self, method, [&](Call& call) -> absl::Status {
      ASSIGN_OR_RETURN(outlived, stage(call, range));
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

absl::StatusOr<int> Gate::SweepAnswers(const std::stop_token& stop) {
  return ChangeAnswers(stop, kSweepMethod, StageOutlived);
}

absl::Status Gate::EraseTraces(std::span<const std::string> subjects, const std::stop_token& stop) {
  RETURN_IF_ERROR(ChangeAnswers(stop, kEraseMethod, [subjects](Call& call, const store::Range& range) {
                    return StageErased(call, range, subjects);
                  }).status());
  ASSIGN_OR_RETURN(store::Maintained * backend, parts_.store.Maintenance());
  return backend->Purge();
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

absl::Status Gate::RecordRefusals(absl::Time now) {
  audit::v1::AuditRecord act = refusals_.Take(now);
  if (act.refusals().empty()) return absl::OkStatus();
  *act.mutable_time() = civil::ToTimestamp(parts_.clock());
  act.set_principal(parts_.signer->issuer());
  act.set_method(std::string(kRefusalsMethod));
  act.set_covers(true);
  const absl::Status committed = Commit({.appends = {{std::string(kAuditLog), act.SerializeAsString()}}}).status();
  if (!committed.ok()) refusals_.PutBack(act);
  return committed;
}

}  // namespace congress::rpc

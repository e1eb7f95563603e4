#include "services/preparation/worker.h"

#include "platform/civil/civil.h"
#include "platform/failpoint/failpoint.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/telemetry/log.h"
#include "services/preparation/domain/steps.h"
#include "services/preparation/step_requests.h"

namespace congress::preparation {
namespace {

constexpr absl::Duration kRound = absl::Seconds(1);
constexpr absl::Duration kStepDeadline = absl::Seconds(8);
// How the audit names what the worker does by itself.
constexpr std::string_view kMethod = "congress.preparation.v1.PreparationService/steps";

}  // namespace

void Worker::Run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (const absl::Status status = DoRunning(stop); !status.ok()) {
      telemetry::Log(telemetry::Level::kWarning, "a preparation waits", {{"cause", status.ToString()}});
    }
    pause_.Wait(stop, kRound);
  }
}

absl::Status Worker::DoRunning(const std::stop_token& stop) {
  std::vector<std::string> running;
  RETURN_IF_ERROR(gate_.Perform(signer_.Self(), kMethod, [&](rpc::Call& call) -> absl::Status {
    running.clear();
    ASSIGN_OR_RETURN(const auto all, preparations_.LoadAll(call, "congresses/"));
    for (const auto& preparation : all) {
      if (preparation.state() == v1::Preparation::RUNNING) running.push_back(preparation.name());
    }
    return absl::OkStatus();
  }));
  absl::Status first;
  for (const std::string& name : running) {
    absl::StatusOr<bool> more = true;
    while (more.ok() && *more && !stop.stop_requested()) more = DoNextStep(name);
    first.Update(more.status());
  }
  return first;
}

absl::StatusOr<bool> Worker::DoNextStep(const std::string& name) {
  v1::Preparation preparation;
  auth::Principal self = signer_.Self();
  RETURN_IF_ERROR(gate_.Perform(self, kMethod, [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(preparation, preparations_.Load(call, name));
    return absl::OkStatus();
  }));
  const v1::Step* step = NextStep(preparation);
  if (preparation.state() != v1::Preparation::RUNNING || step == nullptr) return false;
  if (Fails("preparation.step")) return store::Unanswered("a failpoint");
  const absl::StatusOr<std::string> made = MakeStep(peers_, preparation, *step, HeaderOf(preparation));
  if (!made.ok() && status::IsPassing(made.status())) return made.status();
  if (Fails("preparation.done")) return store::Unanswered("a failpoint");
  self.on_behalf_of = preparation.started_by();
  self.person = preparation.started_by_person();
  RETURN_IF_ERROR(gate_.Perform(self, kMethod, [&](rpc::Call& call) -> absl::Status {
    ASSIGN_OR_RETURN(v1::Preparation current, preparations_.Load(call, name));
    const v1::Step* next = NextStep(current);
    // Another replica did the same step meanwhile; its request_id was the same, so nothing was made twice.
    if (next == nullptr || next->id() != step->id() || current.state() != v1::Preparation::RUNNING) {
      return absl::OkStatus();
    }
    preparations_.Put(call, made.ok() ? Done(std::move(current), step->id(), *made, call.now())
                                      : Blocked(std::move(current), step->id(), made.status(), call.now()));
    return absl::OkStatus();
  }));
  if (Fails("preparation.recorded")) return store::Unanswered("a failpoint");
  return made.ok();
}

rpc::Header Worker::HeaderOf(const v1::Preparation& preparation) const {
  // Good where the starter's permissions were checked, and nowhere else.
  const std::string token =
      signer_.SignForProcess({.account = preparation.started_by(), .person = preparation.started_by_person()},
                             preparation.organisation(), clock_());
  return {.method = "",
          .authorization = StrCat("Bearer ", token),
          // The same for every attempt of a preparation, so that the services' logs can be put together.
          .call_id = preparation.uid(),
          // Of a refusal both languages are recorded; its message is English whatever is asked for.
          .language = "vi",
          .deadline = absl::Now() + kStepDeadline};
}

}  // namespace congress::preparation

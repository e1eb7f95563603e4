#include "platform/rpc/ended.h"

#include <utility>

#include "absl/time/clock.h"
#include "platform/status/driver_text.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/sync.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::rpc {
namespace {

using status::PlatformReason;

constexpr absl::Duration kStrangersApart = absl::Seconds(10);

// Whoever calls without a good token must not be able to fill the log; the metrics count each.
void TellStranger(const Header& header, const absl::Status& status) {
  static Mutex& mutex = *new Mutex;
  static absl::Time next = absl::InfinitePast();
  static int64_t untold = 0;
  int64_t count = 0;
  {
    const MutexLock lock(mutex);
    ++untold;
    const absl::Time now = absl::Now();
    // A clock that was set back keeps nothing from the log.
    if (now < next && next - now <= kStrangersApart) return;
    next = now + kStrangersApart;
    count = std::exchange(untold, 0);
  }
  telemetry::Log(telemetry::Level::kWarning, "callers without a good token were refused",
                 {{"count", StrCat(count)},
                  {"last_method", header.method},
                  {"last_call_id", header.call_id},
                  {"last_cause", status::SentenceOf(status)}});
}

// Faults keep their cause to themselves: the caller gets one sentence and the id under which the log has it.
absl::Status Masked(absl::Status status, const std::string& call_id, std::string* cause) {
  *cause = store::DriverText(status);
  status.ErasePayload(store::kDriverTextPayload);
  const bool said = !status::ReasonOf(status).empty();
  const bool fault = absl::IsInternal(status) || absl::IsUnknown(status);
  if (!fault && (said || absl::IsCancelled(status) || absl::IsDeadlineExceeded(status))) {
    return status;
  }
  absl::StrAppend(cause, cause->empty() ? "" : "; ", status.ToString());
  const bool corrupt = absl::IsDataLoss(status);
  return status::Error(corrupt ? absl::StatusCode::kDataLoss : absl::StatusCode::kInternal,
                       corrupt ? PlatformReason::RECORD_CORRUPT : PlatformReason::INTERNAL_FAULT,
                       {{"call_id", call_id}});
}

}  // namespace

absl::Status Ended(const Header& header, const auth::Principal* principal, absl::Status status) {
  std::string cause;
  if (principal == nullptr && absl::IsUnauthenticated(status)) TellStranger(header, status);
  if (!status.ok()) {
    status = status::InLanguage(Masked(std::move(status), header.call_id, &cause), status::LanguageOf(header.language));
  }
  telemetry::Observe({.method = header.method,
                      .code = status.ok() ? "OK" : absl::StatusCodeToString(status.code()),
                      .reason = status::ReasonOf(status),
                      .call_id = header.call_id,
                      .principal = principal == nullptr ? std::string_view() : principal->subject,
                      .cause = cause,
                      .duration = absl::Now() - header.start});
  return status;
}

}  // namespace congress::rpc

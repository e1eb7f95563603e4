#include "platform/audit/notary.h"

#include <utility>

#include "congress/store/v1/stored.pb.h"
#include "platform/pause.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"
#include "platform/store/identified_store.h"
#include "platform/telemetry/log.h"

namespace congress::audit {
namespace {

constexpr absl::Duration kEvery = absl::Seconds(1);
constexpr std::string_view kLog = "log/audit";

}  // namespace

Notary::Notary(store::Store& store, const auth::Signer& signer, std::string service, const std::string& file)
    : store_(store),
      signer_(signer),
      service_(std::move(service)),
      tree_(store, std::string(kLog)),
      file_(file.empty() ? std::nullopt : std::make_optional<CheckpointFile>(file)) {}

absl::StatusOr<std::string> Notary::Origin() {
  if (!origin_.empty()) return origin_;
  const auto record = store_.Get(store::kFormatKey);
  store::v1::StoreFormat format;
  if (record.ok() && !format.ParseFromString(record->value)) {
    return store::DamagedRecord(store::kFormatKey, "it cannot be read");
  }
  if (!record.ok() && !absl::IsNotFound(record.status())) return record.status();
  return origin_ = OriginOf(format.suite_id(), service_);
}

absl::StatusOr<bool> Notary::GoesOnFrom(const TreeHead& known, const TreeHead& head) {
  // What was lost when a new epoch began was given up by who began it.
  if (known.epoch < head.epoch) return true;
  if (known.origin != head.origin || known.size > head.size) return false;
  ASSIGN_OR_RETURN(const std::string root, tree_.RootAt(known.size));
  return root == known.root;
}

absl::StatusOr<Notary::Signed> Notary::Sign(absl::Time now) {
  const MutexLock lock(mutex_);
  // Before the log is read: another replica may add to both.
  std::optional<TreeHead> kept;
  if (file_) {
    ASSIGN_OR_RETURN(kept, file_->Newest());
  }
  RETURN_IF_ERROR(tree_.Follow());
  Signed done;
  TreeHead& head = done.head;
  ASSIGN_OR_RETURN(head.origin, Origin());
  head.size = tree_.size();
  head.sequence = tree_.last();
  head.epoch = store_.Epoch();
  head.time = now;
  ASSIGN_OR_RETURN(head.root, tree_.RootAt(head.size));
  ASSIGN_OR_RETURN(done.key, ParseVerifierKey(signer_.public_pem()));
  done.key.name = head.origin;
  if (file_ && !kept && !signed_ && head.size > 0) {
    telemetry::Log(telemetry::Level::kWarning,
                   "no checkpoint of the audit log is kept from before: what was done to it until now is not seen",
                   {{"service", service_}, {"checkpoints", file_->path()}, {"records", StrCat(head.size)}});
  }
  bool goes_on = true;
  for (const auto* known : {&kept, &signed_}) {
    if (!known->has_value()) continue;
    ASSIGN_OR_RETURN(const bool fits, GoesOnFrom(**known, head));
    goes_on = goes_on && fits;
  }
  if (!goes_on && !std::exchange(altered_, true)) {
    telemetry::Log(telemetry::Level::kError,
                   "the audit log is not what its newest checkpoint says: it was altered, and nothing is signed",
                   {{"service", service_}, {"checkpoints", file_ ? file_->path() : ""}});
  }
  altered_ = !goes_on;
  if (!goes_on) return done;
  done.note = NoteOf(head, done.key, [this](std::string_view text) { return signer_.SignText(text); });
  signed_ = head;
  return done;
}

absl::Status Notary::Look(absl::Time now) {
  RETURN_IF_ERROR(tree_.Follow());
  {
    const MutexLock lock(mutex_);
    if (kept_ == tree_.size()) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Signed done, Sign(now));
  if (file_ && !done.note.empty() && done.head.size > 0) RETURN_IF_ERROR(file_->Add(done.note, done.head));
  const MutexLock lock(mutex_);
  kept_ = done.head.size;
  return absl::OkStatus();
}

void Notary::Run(const std::stop_token& stop, const std::function<absl::Time()>& clock) {
  Pause pause;
  std::string told;
  for (bool more = true; more;) {
    more = !stop.stop_requested();
    const absl::Status looked = Look(clock());
    std::string said = looked.ok() ? "" : StrCat(store::DriverText(looked), looked.ToString());
    if (said != told && !looked.ok()) {
      telemetry::Log(telemetry::Level::kWarning, "the audit log is not signed",
                     {{"service", service_}, {"cause", said}});
    }
    told = std::move(said);
    if (more) pause.Wait(stop, kEvery);
  }
}

}  // namespace congress::audit

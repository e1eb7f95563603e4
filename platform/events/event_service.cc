#include "platform/events/event_service.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "congress/events/v1/event.pb.h"
#include "platform/auth/token.h"
#include "platform/events/resume_token.h"
#include "platform/rpc/event_log.h"
#include "platform/rpc/repository.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::events {
namespace {

constexpr absl::Duration kHeartbeat = absl::Seconds(15);
constexpr absl::Duration kLeastHeartbeat = absl::Seconds(1);
constexpr absl::Duration kMostHeartbeat = absl::Minutes(5);
// Records read at once.
constexpr int kBatch = 100;

absl::Duration HeartbeatOf(const v1::WatchRequest& request) {
  if (!request.has_heartbeat()) return kHeartbeat;
  return std::clamp(absl::Seconds(request.heartbeat().seconds()) + absl::Nanoseconds(request.heartbeat().nanos()),
                    kLeastHeartbeat, kMostHeartbeat);
}

// Nothing would ever be told of a kind that is misspelt.
absl::Status CheckKinds(const v1::WatchRequest& request, const std::set<std::string, std::less<>>& known) {
  status::Violations violations;
  for (const std::string& kind : request.kinds()) {
    if (known.contains(kind)) continue;
    violations.Add("kinds", status::PlatformFault::NOT_A_KIND, {{"kind", kind}, {"kinds", absl::StrJoin(known, ", ")}});
  }
  return violations.ToStatus();
}

// One stream on its way along the log.
class Stream {
 public:
  Stream(const std::string& service, rpc::Gate& gate, const rpc::Concerns& concerns, rpc::Call& call,
         const v1::WatchRequest& request, rpc::Writer<v1::WatchResponse>& writer)
      : service_(service),
        gate_(gate),
        concerns_(concerns),
        call_(call),
        writer_(writer),
        kinds_(request.kinds().begin(), request.kinds().end()),
        organisation_(request.organisation()),
        heartbeat_(HeartbeatOf(request)) {}

  absl::Status Run(const std::string& resume_token) {
    ASSIGN_OR_RETURN(at_, call_.store().LastSequence());
    if (!resume_token.empty()) {
      ASSIGN_OR_RETURN(at_, SequenceOf(service_, resume_token, at_));
      RETURN_IF_ERROR(RequireKept());
    }
    RETURN_IF_ERROR(Send({}));
    while (true) {
      RETURN_IF_ERROR(CheckToken());
      ASSIGN_OR_RETURN(const store::Revision newest, gate_.AwaitCommit(call_, at_));
      if (newest > at_) RETURN_IF_ERROR(TellUntil(newest));
      if (absl::Now() - sent_ >= heartbeat_) RETURN_IF_ERROR(Send({}));
    }
  }

 private:
  // Tells of everything up to the commit `newest`.
  absl::Status TellUntil(store::Revision newest) {
    ASSIGN_OR_RETURN(auto tree, gate_.TreeFor(call_.principal(), call_.deadline()));
    call_.Renew(gate_.now(), std::move(tree));
    store::Range range{store::AppendKey(rpc::kEventLog, at_ + 1), store::AppendKey(rpc::kEventLog, newest + 1)};
    while (true) {
      RETURN_IF_ERROR(call_.Check());
      ASSIGN_OR_RETURN(const auto records, call_.store().Scan(range, kBatch));
      if (records.empty()) break;
      for (const store::Record& record : records) RETURN_IF_ERROR(Tell(record));
      range = range.After(records.back().key);
    }
    // Entries may have been deleted while this stream was behind.
    RETURN_IF_ERROR(RequireKept());
    at_ = newest;
    return absl::OkStatus();
  }

  absl::Status Tell(const store::Record& record) {
    v1::EventRecord entries;
    store::Revision sequence = 0;
    if (!entries.ParseFromString(record.value) ||
        !absl::SimpleAtoi(ToAbsl(record.key).substr(rpc::kEventLog.size() + 1), &sequence)) {
      return rpc::Corrupt(record.key);
    }
    v1::WatchResponse response;
    for (const auto& entry : entries.entries()) {
      const std::string kind = KindOf(entry.name());
      if (!kinds_.empty() && !kinds_.contains(kind)) continue;
      if (!MayKnow(entry) || !Concerns(entry)) continue;
      ASSIGN_OR_RETURN(const bool own, IsKeptFromThemselves(entry));
      if (own) continue;
      v1::Event& event = *response.add_events();
      event.set_name(entry.name());
      event.set_kind(kind);
      event.set_change(entry.change());
      event.set_revision(sequence);
      event.set_organisation(entry.organisation());
      event.set_previous_organisation(entry.previous_organisation());
    }
    at_ = sequence;
    return response.events().empty() ? absl::OkStatus() : Send(std::move(response));
  }

  bool MayKnow(const v1::EventRecord::Entry& entry) const {
    const std::string& permission = entry.read_permission();
    // Records of older versions do not say who may know of them.
    if (permission.empty()) return false;
    if (IsProcess()) return IsHeldWith(call_.permission(), entry);
    return entry.grade() <= call_.principal().clearance && IsHeldWith(permission, entry);
  }

  // A process of the suite that acts for nobody is told of what is graded too, for what is followed across services:
  // names and revisions are all that an event has, and no clearance lets it read the rest.
  bool IsProcess() const {
    return call_.principal().on_behalf_of.empty() && call_.principal().subject.starts_with(auth::kProcessPrefix);
  }

  bool IsHeldWith(const std::string& permission, const v1::EventRecord::Entry& entry) const {
    return (!entry.organisation().empty() && call_.Holds(permission, entry.organisation())) ||
           (!entry.previous_organisation().empty() && call_.Holds(permission, entry.previous_organisation()));
  }

  // Whether it tells the caller what lists keep from whom it is about.
  absl::StatusOr<bool> IsKeptFromThemselves(const v1::EventRecord::Entry& entry) {
    if (concerns_ == nullptr || call_.principal().person.empty()) return false;
    return concerns_(call_, entry.name(), entry.grade());
  }

  bool Concerns(const v1::EventRecord::Entry& entry) const {
    return organisation_.empty() || call_.IsWithin(entry.organisation(), organisation_) ||
           call_.IsWithin(entry.previous_organisation(), organisation_);
  }

  absl::Status Send(v1::WatchResponse response) {
    response.set_resume_token(ResumeTokenAt(service_, at_));
    sent_ = absl::Now();
    return writer_.Write(std::move(response));
  }

  // What is behind the token must all be there.
  absl::Status RequireKept() {
    ASSIGN_OR_RETURN(const store::Revision deleted, rpc::EventsDeletedThrough(call_.store()));
    if (at_ >= deleted) return absl::OkStatus();
    return status::Error(absl::StatusCode::kOutOfRange, status::PlatformReason::RESUME_TOKEN_OUTLIVED);
  }

  // A process's too: it begins a stream anew with another.
  absl::Status CheckToken() const {
    return gate_.now() < call_.principal().expires ? absl::OkStatus() : auth::TokenInvalid("expired");
  }

  const std::string& service_;
  rpc::Gate& gate_;
  const rpc::Concerns& concerns_;
  rpc::Call& call_;
  rpc::Writer<v1::WatchResponse>& writer_;
  const std::set<std::string> kinds_;
  const std::string organisation_;
  const absl::Duration heartbeat_;
  // All commits up to this one have been told of.
  store::Revision at_ = 0;
  absl::Time sent_;
};

}  // namespace

std::string KindOf(std::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  // Of what there is only one, the name has no id: `congresses/x/preparation`.
  return parts[parts.size() % 2 == 0 ? parts.size() - 2 : parts.size() - 1];
}

absl::Status EventService::Watch(rpc::Call& call, const v1::WatchRequest& request,
                                 rpc::Writer<v1::WatchResponse>& writer) const {
  // Each event is judged by itself.
  call.Filtered();
  RETURN_IF_ERROR(rpc::RequireService(request.parent(), service_));
  RETURN_IF_ERROR(CheckKinds(request, served_.kinds()));
  if (!request.organisation().empty()) RETURN_IF_ERROR(served_.gate().RequireKnown(call, request.organisation()));
  return Stream(service_, served_.gate(), concerns_, call, request, writer).Run(request.resume_token());
}

rpc::Bind<EventService> EventMethods(const std::string& service, rpc::Service& served, rpc::Concerns concerns) {
  return rpc::Bind("congress.events.v1.EventService",
                   std::make_shared<EventService>(service, served, std::move(concerns)))
      .On("Watch", &EventService::Watch);
}

}  // namespace congress::events

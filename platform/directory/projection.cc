#include "platform/directory/projection.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/rpc/metadata.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::directory {
namespace {

constexpr std::string_view kWatch = "congress.events.v1.EventService/Watch";
constexpr std::string_view kList = "congress.allocation.v1.OrganisationService/ListOrganisations";
constexpr std::string_view kGet = "congress.allocation.v1.OrganisationService/GetOrganisation";
constexpr std::string_view kKind = "organisations";
// A source that is down is asked again after so long.
constexpr auto kPause = std::chrono::milliseconds(300);
constexpr absl::Duration kCallDeadline = absl::Seconds(10);
// What a call waits for the first reading of the tree.
constexpr absl::Duration kPatience = absl::Seconds(3);
// Changes of more than so many organisations are had by reading all of them.
constexpr size_t kMostSingly = 20;

}  // namespace

absl::StatusOr<std::shared_ptr<const Tree>> Projection::Snapshot(absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + kPatience);
  const MutexLock lock(mutex_);
  while (tree_ == nullptr) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return status::Unavailable(status::PlatformReason::DIRECTORY_UNREAD);
    filled_.WaitUntil(mutex_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(left));
  }
  return tree_;
}

absl::StatusOr<std::shared_ptr<const Tree>> Projection::Ask(std::string_view organisation, absl::Time deadline) {
  allocation::v1::GetOrganisationRequest request;
  request.set_name(std::string(organisation));
  const auto found = parts_.source().Invoke<allocation::v1::Organisation>(kGet, HeaderUntil(deadline), request);
  if (absl::IsNotFound(found.status())) return Unknown(organisation);
  RETURN_IF_ERROR(found.status());
  {
    const MutexLock lock(writing_);
    RETURN_IF_ERROR(Load());
    // The stream tells of it too, now or later.
    RETURN_IF_ERROR(Write({.kept = {EntryOf(*found)}, .gone = {}}, stored_.resume_token));
  }
  return Snapshot(deadline);
}

void Projection::Reload() {
  const MutexLock lock(writing_);
  loaded_ = false;
  if (const absl::Status loaded = Load(); !loaded.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "the directory cannot be read", {{"cause", loaded.ToString()}});
  }
}

void Projection::Run(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  bool told = false;
  while (!stop.stop_requested()) {
    bool answered = false;
    const absl::Status ended = FollowOnce(stop, &answered);
    if (stop.stop_requested()) return;
    // Streams end with the token that they were begun with; that is no trouble.
    const bool usual = answered && absl::IsUnauthenticated(ended);
    if (!usual && !std::exchange(told, true)) {
      telemetry::Log(telemetry::Level::kWarning, "the tree of organisations is not followed",
                     {{"service", parts_.service}, {"cause", ended.ToString()}});
    }
    if (usual) {
      told = false;
      continue;
    }
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); });
  }
}

absl::Status Projection::FollowOnce(const std::stop_token& stop, bool* answered) {
  events::v1::WatchRequest request;
  request.set_parent("services/allocation");
  request.add_kinds(std::string(kKind));
  request.mutable_heartbeat()->set_seconds(1);
  {
    const MutexLock lock(writing_);
    RETURN_IF_ERROR(Load());
    request.set_resume_token(resume_token_);
  }
  absl::Status ended = parts_.source().Follow<events::v1::WatchResponse>(
      kWatch, HeaderUntil(absl::InfiniteFuture()), request, stop, [&](events::v1::WatchResponse& response) {
        *answered = true;
        return Take(response);
      });
  const std::string reason = status::ReasonOf(ended);
  if (reason == "RESUME_TOKEN_OUTLIVED" || reason == "RESUME_TOKEN_INVALID") {
    const MutexLock lock(writing_);
    resume_token_.clear();
  }
  return ended;
}

absl::Status Projection::Take(const events::v1::WatchResponse& response) {
  std::vector<std::string> names;
  for (const auto& event : response.events()) names.push_back(event.name());
  const MutexLock lock(writing_);
  if (resume_token_.empty() || names.size() > kMostSingly) {
    RETURN_IF_ERROR(ReadAll(response.resume_token()));
  } else if (!names.empty()) {
    RETURN_IF_ERROR(ReadChanged(names, response.resume_token()));
  }
  resume_token_ = response.resume_token();
  telemetry::DirectoryIsCurrent(parts_.service);
  return absl::OkStatus();
}

absl::Status Projection::ReadAll(const std::string& resume_token) {
  Difference difference;
  allocation::v1::ListOrganisationsRequest request;
  request.set_page_size(1000);
  std::map<std::string, bool> found;
  while (true) {
    ASSIGN_OR_RETURN(const auto page, parts_.source().Invoke<allocation::v1::ListOrganisationsResponse>(
                                          kList, HeaderUntil(absl::Now() + kCallDeadline), request));
    for (const auto& organisation : page.organisations()) {
      difference.kept.push_back(EntryOf(organisation));
      found[organisation.name()] = true;
    }
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  for (const auto& [name, entry] : stored_.entries) {
    if (!found.contains(name)) difference.gone.push_back(name);
  }
  return Write(difference, resume_token);
}

absl::Status Projection::ReadChanged(const std::vector<std::string>& names, const std::string& resume_token) {
  Difference difference;
  for (const std::string& name : names) {
    allocation::v1::GetOrganisationRequest request;
    request.set_name(name);
    const auto found =
        parts_.source().Invoke<allocation::v1::Organisation>(kGet, HeaderUntil(absl::Now() + kCallDeadline), request);
    if (absl::IsNotFound(found.status())) {
      if (stored_.entries.contains(name)) difference.gone.push_back(name);
      continue;
    }
    RETURN_IF_ERROR(found.status());
    difference.kept.push_back(EntryOf(*found));
  }
  return Write(difference, resume_token);
}

absl::Status Projection::Write(const Difference& difference, const std::string& resume_token) {
  const absl::Status written = WriteDifference(parts_.store, difference, resume_token, &stored_);
  if (store::ConflictingKey(written).empty()) {
    if (written.ok()) Publish();
    return written;
  }
  loaded_ = false;
  return Load();
}

absl::Status Projection::Load() {
  if (loaded_) return absl::OkStatus();
  ASSIGN_OR_RETURN(stored_, LoadStored(parts_.store));
  resume_token_ = stored_.resume_token;
  loaded_ = true;
  Publish();
  return absl::OkStatus();
}

void Projection::Publish() {
  // A tree of which only a part was read is none.
  if (stored_.resume_token.empty()) return;
  auto tree = TreeOf(stored_);
  const MutexLock lock(mutex_);
  tree_ = std::move(tree);
  filled_.NotifyAll();
}

rpc::Header Projection::HeaderUntil(absl::Time deadline) const {
  const std::string token = parts_.signer.SignForProcess({}, auth::kProvince, parts_.clock());
  return {.method = "",
          .authorization = StrCat("Bearer ", token),
          .call_id = rpc::NewCallId(),
          .language = "",
          .deadline = deadline};
}

}  // namespace congress::directory

#include "platform/directory/projection.h"

#include <algorithm>
#include <utility>

#include "congress/access/v1/access_service.pb.h"
#include "congress/access/v1/token_revocation_service.pb.h"
#include "congress/allocation/v1/organisation_service.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/rpc/keep_following.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::directory {
namespace {

constexpr std::string_view kWatch = "congress.events.v1.EventService/Watch";
constexpr std::string_view kList = "congress.allocation.v1.OrganisationService/ListOrganisations";
constexpr std::string_view kListBindings = "congress.access.v1.AccessService/ListRoleBindings";
constexpr std::string_view kListRevocations = "congress.access.v1.TokenRevocationService/ListTokenRevocations";
constexpr char kGet[] = "congress.allocation.v1.OrganisationService/GetOrganisation";
constexpr char kGetBinding[] = "congress.access.v1.AccessService/GetRoleBinding";
constexpr char kGetRevocation[] = "congress.access.v1.TokenRevocationService/GetTokenRevocation";
constexpr std::string_view kBindings = "roleBindings/";
constexpr std::string_view kRevocations = "tokenRevocations/";
constexpr const char* kKinds[] = {"organisations", "roleBindings", "tokenRevocations"};
// As errors name it.
constexpr std::string_view kSource = "allocation";
constexpr absl::Duration kCallDeadline = absl::Seconds(10);
// Changes of more than so many organisations are had by reading all of them.
constexpr size_t kMostSingly = 20;

bool IsOfRights(const std::string& name) { return name.starts_with(kBindings) || name.starts_with(kRevocations); }

// Whether it counts at all.
bool Counts(const access::v1::RoleBinding& binding) { return binding.state() != access::v1::RoleBinding::REVOKED; }
template <class Resource>
bool Counts(const Resource&) {
  return true;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const Tree>> Projection::Snapshot(absl::Time deadline) {
  const absl::Time until = std::min(deadline, absl::Now() + parts_.patience);
  const MutexLock lock(mutex_);
  while (tree_ == nullptr) {
    if (!WaitUntil(until)) return status::Unavailable(status::PlatformReason::DIRECTORY_UNREAD);
  }
  return tree_;
}

bool Projection::WaitUntil(absl::Time until) {
  const absl::Duration left = until - absl::Now();
  if (left <= absl::ZeroDuration()) return false;
  filled_.WaitUntil(mutex_, std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(left));
  return true;
}

absl::StatusOr<std::shared_ptr<const Tree>> Projection::Ask(std::string_view organisation, absl::Time deadline) {
  // Others rely on the answer, so it is waited for as long as any of them would.
  const absl::Time latest = absl::Now() + parts_.patience;
  ASSIGN_OR_RETURN(const bool joined, AskOnce(std::string(organisation), deadline, latest));
  ASSIGN_OR_RETURN(auto tree, Snapshot(deadline));
  if (joined && tree->Find(organisation) == nullptr) {
    // That question may be older than the organisation.
    RETURN_IF_ERROR(AskOnce(std::string(organisation), deadline, latest).status());
    ASSIGN_OR_RETURN(tree, Snapshot(deadline));
  }
  if (tree->Find(organisation) == nullptr) return Unknown(organisation);
  return tree;
}

absl::StatusOr<bool> Projection::AskOnce(const std::string& organisation, absl::Time deadline, absl::Time latest) {
  std::shared_ptr<Question> question;
  {
    const MutexLock lock(mutex_);
    const auto [asked, first] = questions_.try_emplace(organisation);
    if (first) asked->second = std::make_shared<Question>();
    question = asked->second;
    while (!first && !question->answer.has_value()) {
      if (!WaitUntil(std::min(deadline, latest))) return rpc::PeerUnavailable(kSource);
    }
    if (!first) {
      RETURN_IF_ERROR(*question->answer);
      return true;
    }
  }
  // The stream tells of it too, now or later.
  absl::Status answer = Read({.names = {organisation}}, /*resume_token=*/"", latest);
  const MutexLock lock(mutex_);
  question->answer = answer;
  questions_.erase(organisation);
  filled_.NotifyAll();
  RETURN_IF_ERROR(answer);
  return false;
}

std::shared_ptr<const Rights> Projection::KnownRights() {
  const MutexLock lock(mutex_);
  return rights_;
}

void Projection::Reload() {
  const MutexLock lock(writing_);
  loaded_ = false;
  if (const absl::Status loaded = Load(); !loaded.ok()) {
    telemetry::Log(telemetry::Level::kWarning, "the directory cannot be read", {{"cause", loaded.ToString()}});
  }
}

void Projection::Run(const std::stop_token& stop) {
  rpc::KeepFollowing(stop, parts_.pause, "the tree of organisations is not followed", parts_.service,
                     [&](bool* answered) { return FollowOnce(stop, answered); });
}

absl::Status Projection::FollowOnce(const std::stop_token& stop, bool* answered) {
  events::v1::WatchRequest request;
  request.set_parent("services/allocation");
  for (const char* kind : kKinds) request.add_kinds(kind);
  request.mutable_heartbeat()->set_seconds(1);
  {
    const MutexLock lock(writing_);
    RETURN_IF_ERROR(Load());
    request.set_resume_token(resume_token_);
  }
  bool whole = request.resume_token().empty();
  rpc::Header header = HeaderUntil(absl::InfiniteFuture());
  header.silence = parts_.silence;
  absl::Status ended = parts_.source().Follow<events::v1::WatchResponse>(
      kWatch, std::move(header), request, stop, [&](events::v1::WatchResponse& response) {
        *answered = true;
        return Take(response, std::exchange(whole, false));
      });
  const std::string reason = status::ReasonOf(ended);
  if (reason == "RESUME_TOKEN_OUTLIVED" || reason == "RESUME_TOKEN_INVALID") {
    const MutexLock lock(writing_);
    resume_token_.clear();
  }
  return ended;
}

absl::Status Projection::Take(const events::v1::WatchResponse& response, bool whole) {
  std::vector<std::string> names;
  for (const auto& event : response.events()) names.push_back(event.name());
  if (whole || names.size() > kMostSingly) {
    // A large import is told of while it is put in place, in many parts that change nothing more.
    const bool rights = std::any_of(names.begin(), names.end(), IsOfRights);
    RETURN_IF_ERROR(
        Read({.names = {}, .if_changed = !whole && !rights}, response.resume_token(), absl::InfiniteFuture()));
  } else if (!names.empty()) {
    RETURN_IF_ERROR(Read({.names = std::move(names)}, response.resume_token(), absl::InfiniteFuture()));
  }
  const MutexLock lock(writing_);
  resume_token_ = response.resume_token();
  compared_ = compared_ || whole;
  current_nanos_ = absl::ToUnixNanos(parts_.clock());
  telemetry::DirectoryIsCurrent(parts_.service);
  return absl::OkStatus();
}

bool Projection::TakenByAnother(const std::string& resume_token) {
  if (!compared_ || resume_token.empty() || stored_.state.resume_token() != resume_token) return false;
  // An older version has, without the rights.
  if (!stored_.state.has_rights()) return false;
  Publish();
  return true;
}

absl::Status Projection::Read(const Wanted& wanted, const std::string& resume_token, absl::Time deadline) {
  while (true) {
    store::Revision before = store::kAbsent;
    std::string known;
    {
      const MutexLock lock(writing_);
      RETURN_IF_ERROR(Load());
      if (TakenByAnother(resume_token)) return absl::OkStatus();
      before = stored_.state_revision;
      if (wanted.if_changed) known = stored_.state.tree_revision();
    }
    std::optional<Reading> reading;
    if (wanted.names.empty()) {
      ASSIGN_OR_RETURN(reading, AskForAll(known, deadline));
    } else {
      ASSIGN_OR_RETURN(reading, AskFor(wanted.names, deadline));
    }
    const MutexLock lock(writing_);
    RETURN_IF_ERROR(Load());
    if (stored_.state_revision != before) continue;
    if (!reading.has_value()) return absl::OkStatus();
    const absl::Status written =
        WriteReading(parts_.store, *reading, resume_token.empty() ? stored_.state.resume_token() : resume_token,
                     civil::Today(parts_.clock()), &stored_);
    if (written.ok()) Publish();
    if (store::ConflictingKey(written).empty()) return written;
    loaded_ = false;
  }
}

absl::StatusOr<std::optional<Reading>> Projection::AskForAll(const std::string& known, absl::Time deadline) {
  Reading reading{.whole = true, .tree_revision = "", .found = {}, .missing = {}};
  allocation::v1::ListOrganisationsRequest request;
  request.set_order_by("name");
  // One is enough to know.
  request.set_page_size(known.empty() ? rpc::kMaxPageSize : 1);
  while (true) {
    ASSIGN_OR_RETURN(const auto page,
                     parts_.source().Invoke<allocation::v1::ListOrganisationsResponse>(
                         kList, HeaderUntil(std::min(deadline, absl::Now() + kCallDeadline)), request));
    if (!known.empty() && page.tree_revision() == known) return std::nullopt;
    request.set_page_size(rpc::kMaxPageSize);
    if (request.page_token().empty()) reading.tree_revision = page.tree_revision();
    if (page.tree_revision() != reading.tree_revision) {
      // A part of each would be neither.
      reading.found.clear();
      request.clear_page_token();
      continue;
    }
    for (const auto& organisation : page.organisations()) reading.found.push_back(EntryOf(organisation));
    if (page.next_page_token().empty()) break;
    request.set_page_token(page.next_page_token());
  }
  RETURN_IF_ERROR(AskForRights(&reading, deadline));
  return reading;
}

template <class Response, class Request>
absl::Status Projection::AskForPages(std::string_view method, Request request, absl::Time deadline,
                                     absl::FunctionRef<void(const Response&)> take) {
  request.set_page_size(rpc::kMaxPageSize);
  do {
    const rpc::Header header = HeaderUntil(std::min(deadline, absl::Now() + kCallDeadline));
    ASSIGN_OR_RETURN(const Response page, parts_.source().template Invoke<Response>(method, header, request));
    take(page);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return absl::OkStatus();
}

absl::Status Projection::AskForRights(Reading* reading, absl::Time deadline) {
  RETURN_IF_ERROR(AskForPages<access::v1::ListRoleBindingsResponse>(
      kListBindings, access::v1::ListRoleBindingsRequest(), deadline, [&](const auto& page) {
        for (const auto& binding : page.role_bindings()) reading->found.push_back(EntryOf(binding));
      }));
  return AskForPages<access::v1::ListTokenRevocationsResponse>(
      kListRevocations, access::v1::ListTokenRevocationsRequest(), deadline, [&](const auto& page) {
        for (const auto& one : page.token_revocations()) reading->found.push_back(EntryOf(one));
      });
}

template <class Resource, class Request>
absl::Status Projection::AskForOne(const char* method, const std::string& name, absl::Time deadline, Reading* reading) {
  Request request;
  request.set_name(name);
  const auto found = parts_.source().template Invoke<Resource>(
      method, HeaderUntil(std::min(deadline, absl::Now() + kCallDeadline)), request);
  if (!found.ok() && !absl::IsNotFound(found.status())) return found.status();
  if (found.ok() && Counts(*found)) {
    reading->found.push_back(EntryOf(*found));
  } else {
    reading->missing.push_back(name);
  }
  return absl::OkStatus();
}

absl::StatusOr<Reading> Projection::AskFor(const std::vector<std::string>& names, absl::Time deadline) {
  Reading reading;
  for (const std::string& name : names) {
    absl::Status asked;
    if (name.starts_with(kBindings)) {
      asked =
          AskForOne<access::v1::RoleBinding, access::v1::GetRoleBindingRequest>(kGetBinding, name, deadline, &reading);
    } else if (name.starts_with(kRevocations)) {
      asked = AskForOne<access::v1::TokenRevocation, access::v1::GetTokenRevocationRequest>(kGetRevocation, name,
                                                                                            deadline, &reading);
    } else {
      asked = AskForOne<allocation::v1::Organisation, allocation::v1::GetOrganisationRequest>(kGet, name, deadline,
                                                                                              &reading);
    }
    RETURN_IF_ERROR(asked);
  }
  return reading;
}

absl::Status Projection::Load() {
  if (loaded_) return absl::OkStatus();
  ASSIGN_OR_RETURN(stored_, LoadStored(parts_.store));
  // One that was followed without the rights begins anew.
  resume_token_ = compared_ && stored_.state.has_rights() ? stored_.state.resume_token() : "";
  loaded_ = true;
  Publish();
  return absl::OkStatus();
}

void Projection::Publish() {
  // A tree of which only a part was read is none.
  if (stored_.state.resume_token().empty()) return;
  auto tree = TreeOf(stored_);
  auto rights = stored_.state.has_rights() ? RightsOf(stored_) : nullptr;
  const MutexLock lock(mutex_);
  tree_ = std::move(tree);
  rights_ = std::move(rights);
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

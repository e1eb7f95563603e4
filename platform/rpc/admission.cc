// Whom a Gate lets in, for how long, and what is read of their call before that.
#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "congress/annotations/v1/open.pb.h"
#include "platform/auth/uncleared.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/message_size.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using status::PlatformReason;

// Who calls a method that is open (annotations/v1/open.proto): an account without a name and without any right.
std::shared_ptr<const auth::Principal> Nobody() {
  static const auto& nobody = *new std::shared_ptr<const auth::Principal>(std::make_shared<auth::Principal>());
  return nobody;
}

bool IsOpen(const Method& method) { return method.descriptor->options().GetExtension(annotations::v1::open); }

// The credentials of the scheme `Bearer`, which has no case (RFC 9110).
std::optional<std::string_view> BearerIn(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (!absl::StartsWithIgnoreCase(ToAbsl(authorization), ToAbsl(kScheme))) return std::nullopt;
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' ', kScheme.size()), authorization.size()));
  return authorization.empty() ? std::nullopt : std::optional(authorization);
}

}  // namespace

absl::StatusOr<std::shared_ptr<const auth::Principal>> Gate::Authenticate(const Header& header) {
  const std::optional<std::string_view> token = BearerIn(header.authorization);
  if (!token.has_value()) return auth::TokenInvalid("missing");
  ASSIGN_OR_RETURN(auto principal, tokens_.Verify(*token, parts_.clock()));
  return WithRights(std::move(principal));
}

absl::Status Gate::Unpack(IncomingCall& call, bool open) {
  if (!call.packed()) return absl::OkStatus();
  absl::Status status = open ? absl::OkStatus() : Authenticate(call.header()).status();
  if (status.ok()) status = CheckSize(call.message_size());
  if (status.ok()) status = call.Unpack();
  return status.ok() ? status : Refuse(call.header(), nullptr, std::move(status));
}

absl::StatusOr<std::shared_ptr<const auth::Principal>> Gate::Admit(const Method& method, const Header& header) {
  if (held_ && !method.early) {
    const MutexLock lock(hold_mutex_);
    if (!hold_.ok()) return hold_;
  }
  if (IsOpen(method)) return Nobody();
  ASSIGN_OR_RETURN(auto principal, Authenticate(header));
  if (!parts_.roles.HoldsAnywhere(*principal, method.permission)) {
    if (parts_.roles.LacksClearance(*principal, method.permission)) return auth::ClearanceMissing(method.permission);
    return status::Error(absl::StatusCode::kPermissionDenied, PlatformReason::PERMISSION_MISSING,
                         {{"permission", method.permission}});
  }
  RETURN_IF_ERROR(RequireRate(method, *principal, parts_.clock()));
  return header.ungraded ? auth::Uncleared(*principal) : principal;
}

absl::StatusOr<std::shared_ptr<const auth::Principal>> Gate::WithRights(
    std::shared_ptr<const auth::Principal> principal) const {
  const auto rights = parts_.directory == nullptr ? nullptr : parts_.directory->KnownRights();
  if (rights == nullptr) return principal;
  if (rights->IsRevoked(*principal)) return auth::TokenInvalid("revoked");
  return rights->Join(std::move(principal), civil::Today(parts_.clock()));
}

absl::Status Gate::RequireRate(const Method& method, const auth::Principal& principal, absl::Time now) {
  // What a process does was let in when somebody asked for it.
  if (principal.IsProcess()) return absl::OkStatus();
  const absl::Duration wait = rates_.Take(principal.subject, method.name, method.permission, now);
  if (wait == absl::ZeroDuration()) return absl::OkStatus();
  absl::Status status =
      status::Error(absl::StatusCode::kResourceExhausted, PlatformReason::RATE_EXCEEDED, {{"method", method.name}});
  status::AttachRetry(status, wait);
  return status;
}

absl::Status Gate::Standing(const auth::Principal& principal) const {
  // Of a method that is open nobody's token was looked at.
  if (principal.subject.empty()) return absl::OkStatus();
  const absl::Time now = parts_.clock();
  if (!principal.IsProcess() && now >= principal.expires) return auth::TokenInvalid("expired");
  const auto rights = parts_.directory == nullptr ? nullptr : parts_.directory->KnownRights();
  if (rights == nullptr) return absl::OkStatus();
  if (rights->IsRevoked(principal)) return auth::TokenInvalid("revoked");
  return rights->StillHeld(principal, civil::Today(now)) ? absl::OkStatus() : auth::TokenInvalid("rights");
}

}  // namespace congress::rpc

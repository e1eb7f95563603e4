// Who is let through the Gate, and what is read of their call before that.
#include <utility>

#include "congress/annotations/v1/open.pb.h"
#include "platform/auth/uncleared.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/incoming_call.h"
#include "platform/rpc/message_size.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"

namespace congress::rpc {
namespace {

using status::PlatformReason;

// Who calls a method that is open (annotations/v1/open.proto): an account without a name and without any right.
std::shared_ptr<const auth::Principal> Nobody() {
  static const auto& nobody = *new std::shared_ptr<const auth::Principal>(std::make_shared<auth::Principal>());
  return nobody;
}

bool IsOpen(const Method& method) { return method.descriptor->options().GetExtension(annotations::v1::open); }

}  // namespace

absl::StatusOr<std::shared_ptr<const auth::Principal>> Gate::Authenticate(const Header& header) {
  constexpr std::string_view kBearer = "Bearer ";
  if (!header.authorization.starts_with(kBearer)) {
    return status::Error(absl::StatusCode::kUnauthenticated, PlatformReason::TOKEN_INVALID, {{"cause", "missing"}});
  }
  return tokens_.Verify(std::string_view(header.authorization).substr(kBearer.size()), parts_.clock());
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
  return header.ungraded ? auth::Uncleared(*principal) : principal;
}

}  // namespace congress::rpc

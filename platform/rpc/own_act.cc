#include "platform/rpc/own_act.h"

#include "absl/time/clock.h"
#include "congress/audit/v1/audit.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/gate.h"

namespace congress::rpc {

store::Append OwnAct(const std::string& principal, std::string_view method) {
  audit::v1::AuditRecord act;
  *act.mutable_time() = civil::ToTimestamp(absl::Now());
  act.set_principal(principal);
  act.set_method(std::string(method));
  return {std::string(kAuditLog), act.SerializeAsString()};
}

}  // namespace congress::rpc

#include "platform/rpc/own_act.h"

#include "absl/time/clock.h"
#include "congress/audit/v1/audit.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/audit_record.h"
#include "platform/rpc/gate.h"

namespace congress::rpc {

void AddOwnAct(const std::string& principal, std::string_view method, store::Batch* batch) {
  audit::v1::AuditRecord act;
  *act.mutable_time() = civil::ToTimestamp(absl::Now());
  act.set_principal(principal);
  act.set_method(std::string(method));
  AddTraces(*batch, &act);
  batch->appends.push_back({std::string(kAuditLog), act.SerializeAsString()});
}

}  // namespace congress::rpc

#include "services/gateway/audit_door.h"

#include "platform/rpc/client.h"
#include "platform/rpc/metadata.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::gateway {
namespace {

using Stubs = std::map<std::string, std::unique_ptr<audit::v1::AuditService::Stub>, std::less<>>;

constexpr char kOwn[] = "gateway";

// A call without a deadline must not hold a thread for as long as a service is paused.
constexpr std::chrono::seconds kPatience(30);

// Asks the chosen service with the caller's own token, deadline and cancellation.
template <class Request, class Response>
grpc::Status Forward(const Stubs& stubs, const std::string& chosen, const grpc::ServerContext& context,
                     grpc::Status (audit::v1::AuditService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                           Response*),
                     const Request& request, Response* response) {
  const auto stub = stubs.find(chosen);
  if (stub == stubs.end()) {
    return rpc::ToGrpc(status::Error(absl::StatusCode::kUnimplemented, status::PlatformReason::METHOD_UNKNOWN,
                                     StrCat("The suite has no service '", chosen, "'."), {{"service", chosen}}));
  }
  const auto client = grpc::ClientContext::FromServerContext(context);
  client->set_deadline(std::min(context.deadline(), std::chrono::system_clock::now() + kPatience));
  for (const char* key : {"authorization", rpc::kCallIdKey}) {
    if (const std::string value = rpc::MetadataOf(context, key); !value.empty()) client->AddMetadata(key, value);
  }
  return rpc::ToGrpc(rpc::FromPeer((stub->second.get()->*method)(client.get(), request, response), chosen));
}

}  // namespace

AuditDoor::AuditDoor(rpc::Gate& gate, const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels)
    : AuditService(gate, kOwn) {
  for (const auto& [name, channel] : channels) stubs_[name] = audit::v1::AuditService::NewStub(channel);
}

grpc::Status AuditDoor::ListAuditRecords(grpc::ServerContext* context,
                                         const audit::v1::ListAuditRecordsRequest* request,
                                         audit::v1::ListAuditRecordsResponse* response) {
  const std::string chosen = rpc::MetadataOf(*context, "congress-service");
  if (chosen.empty() || chosen == kOwn) return AuditService::ListAuditRecords(context, request, response);
  return Forward(stubs_, chosen, *context, &audit::v1::AuditService::Stub::ListAuditRecords, *request, response);
}

grpc::Status AuditDoor::ListAuditLeaves(grpc::ServerContext* context, const audit::v1::ListAuditLeavesRequest* request,
                                        audit::v1::ListAuditLeavesResponse* response) {
  const std::string chosen = rpc::MetadataOf(*context, "congress-service");
  if (chosen.empty() || chosen == kOwn) return AuditService::ListAuditLeaves(context, request, response);
  return Forward(stubs_, chosen, *context, &audit::v1::AuditService::Stub::ListAuditLeaves, *request, response);
}

grpc::Status AuditDoor::GetAuditCheckpoint(grpc::ServerContext* context,
                                           const audit::v1::GetAuditCheckpointRequest* request,
                                           audit::v1::Checkpoint* response) {
  const std::string chosen = rpc::MetadataOf(*context, "congress-service");
  if (chosen.empty() || chosen == kOwn) return AuditService::GetAuditCheckpoint(context, request, response);
  return Forward(stubs_, chosen, *context, &audit::v1::AuditService::Stub::GetAuditCheckpoint, *request, response);
}

}  // namespace congress::gateway

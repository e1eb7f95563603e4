#include "platform/rpc/client.h"

#include <map>

#include "absl/strings/match.h"
#include "google/rpc/status.pb.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

// gRPC percent-encodes the message into the same 8 KiB of headers that hold the details.
constexpr size_t kMostMessageBytes = 600;

// What gRPC says when every thread of a server works.
constexpr char kNoThreads[] = "Server Threadpool Exhausted";

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(status::Shorten(std::string(status.message()), kMostMessageBytes)));
  // absl visits payloads in an order that changes from run to run; the same error is the same bytes.
  std::map<std::string, std::string> details;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    // What a status keeps for the process alone is no google.rpc detail.
    if (absl::StartsWith(url, "type.googleapis.com/")) details.emplace(std::string(url), std::string(payload));
  });
  for (auto& [url, payload] : details) {
    auto* detail = wire.add_details();
    detail->set_type_url(url);
    detail->set_value(std::move(payload));
  }
  return {static_cast<grpc::StatusCode>(status.code()), wire.message(), wire.SerializeAsString()};
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status wire;
  if (wire.ParseFromString(status.error_details())) {
    for (const auto& detail : wire.details()) result.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return result;
}

absl::Status FromPeer(const grpc::Status& status, std::string_view service) {
  if (status.error_details().empty() && status.error_message() == kNoThreads) return Overloaded(service);
  // A service whose last calls are cut short ends them so. Whoever cancelled a call by themselves asks for no cause.
  const bool cut = status.error_code() == grpc::StatusCode::CANCELLED;
  return OfPeer(cut ? absl::UnavailableError(status.error_message()) : FromGrpc(status), service);
}

absl::Status OfPeer(absl::Status result, std::string_view service) {
  const bool silent = absl::IsUnavailable(result) || absl::IsDeadlineExceeded(result);
  if (!silent || !status::ReasonOf(result).empty()) return result;
  return PeerUnavailable(service);
}

absl::Status PeerUnavailable(std::string_view service) {
  return status::Unavailable(status::PlatformReason::PEER_UNAVAILABLE, {{"service", std::string(service)}});
}

absl::Status MethodUnknown(std::string_view method) {
  return status::Error(absl::StatusCode::kUnimplemented, status::PlatformReason::METHOD_UNKNOWN,
                       {{"method", std::string(method)}});
}

absl::Status Overloaded(std::string_view service) {
  absl::Status status = status::Error(absl::StatusCode::kResourceExhausted, status::PlatformReason::OVERLOADED,
                                      {{"service", std::string(service)}});
  status::AttachRetry(status, absl::Seconds(1));
  return status;
}

}  // namespace congress::rpc

// Calling another service of the suite: one function that turns gRPC's status back into absl's, details intact.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"

namespace congress::rpc {

// The only conversions between the two status types.
grpc::Status ToGrpc(const absl::Status& status);
absl::Status FromGrpc(const grpc::Status& status);
// FromGrpc for the answer of another service: one that does not answer, or cancels the call by itself, is UNAVAILABLE
// `PEER_UNAVAILABLE`, and one of which every thread works, which gRPC tells without a reason, RESOURCE_EXHAUSTED
// `OVERLOADED`.
absl::Status FromPeer(const grpc::Status& status, std::string_view service);
// The same for an answer that is absl's already.
absl::Status OfPeer(absl::Status status, std::string_view service);
// UNAVAILABLE `PEER_UNAVAILABLE`: the service does not answer.
absl::Status PeerUnavailable(std::string_view service);
// UNIMPLEMENTED `METHOD_UNKNOWN`.
absl::Status MethodUnknown(std::string_view method);
// RESOURCE_EXHAUSTED `OVERLOADED` with RetryInfo: the service is busy.
absl::Status Overloaded(std::string_view service);

// A unary method of a generated stub interface.
template <class Stub, class Request, class Response>
using UnaryMethod = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

// Calls `method` of `stub`, a service of the suite named `Base::service_full_name()`:
// `rpc::Invoke(*stub, &v1::DocumentService::StubInterface::GetDocument, call.ForwardContext(), request)`.
template <class Stub, class Base, class Request, class Response>
absl::StatusOr<Response> Invoke(Stub& stub, UnaryMethod<Base, Request, Response> method,
                                std::unique_ptr<grpc::ClientContext> context, const Request& request) {
  Response response;
  if (const grpc::Status status = (stub.*method)(context.get(), request, &response); !status.ok()) {
    // The stub's request type tells which service was called: `congress.drafting.v1.X` is `drafting`.
    const std::string& package = Request::descriptor()->file()->package();
    const size_t first = package.find('.') + 1;
    return FromPeer(status, std::string_view(package).substr(first, package.rfind('.') - first));
  }
  return response;
}

}  // namespace congress::rpc

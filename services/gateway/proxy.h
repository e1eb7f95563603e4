// Carries every call of the suite to the service it belongs to, byte for byte.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"

namespace congress::gateway {

// One reactor serves unary and streaming methods alike. Deadline, cancellation, metadata and error details pass
// through in both directions; nothing is kept.
class Proxy final : public grpc::CallbackGenericService {
 public:
  // Channels by service name; they outlive the proxy's calls.
  explicit Proxy(const std::map<std::string, std::shared_ptr<grpc::Channel>>& channels);

  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

 private:
  std::map<std::string, std::unique_ptr<grpc::GenericStub>, std::less<>> stubs_;
};

}  // namespace congress::gateway

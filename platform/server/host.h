// What a service is given when it is installed in a process, alone or beside others.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "grpcpp/channel.h"
#include "grpcpp/impl/codegen/service_type.h"
#include "platform/auth/token.h"
#include "platform/rpc/gate.h"
#include "platform/store/store.h"

namespace grpc {
class CallbackGenericService;
}

namespace congress::server {

class Host {
 public:
  virtual ~Host() = default;

  // The Gate and keyspace of this service.
  virtual rpc::Gate& gate() = 0;
  virtual store::Store& store() = 0;
  virtual const rpc::Clock& clock() const = 0;
  // Signs what the process does by itself.
  virtual const auth::Signer& signer() const = 0;
  // A channel to another service of the suite, such as `drafting`; it lives as long as the process and may be used
  // before that service is up.
  virtual std::shared_ptr<grpc::Channel> Peer(std::string_view service) = 0;

  // Takes an RPC service and registers its methods with the Gate; the process ends with one line when the proto
  // declares no permission.
  virtual void Serve(std::unique_ptr<grpc::Service> service, const google::protobuf::ServiceDescriptor& descriptor) = 0;
  // Takes a service that asks nobody who they are: reflection. It does not pass the Gate.
  virtual void ServeOpen(std::unique_ptr<grpc::Service> service) = 0;
  // Whether the process was told to answer reflection.
  virtual bool reflection() const = 0;
  // Takes the service that answers every method that nobody else serves (the gateway's proxy).
  virtual void ServeRest(std::unique_ptr<grpc::CallbackGenericService> service) = 0;
  // Runs `work` on a thread of its own from when the server is up until it drains.
  virtual void Background(std::function<void(std::stop_token)> work) = 0;
};

// A service as `Main` sees it.
struct Service {
  // `allocation`, and the name of its keyspace, peer and health service.
  std::string name;
  std::function<void(Host&)> install;
};

}  // namespace congress::server

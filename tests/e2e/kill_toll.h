// A toll between a process and a service that it calls: carries every call on, until it is told to keep one back,
// before the service hears of it or after the service has answered. Whoever waits for it can be killed at leisure.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "grpcpp/channel.h"
#include "grpcpp/generic/async_generic_service.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/server.h"

namespace congress::e2e {

// Shared by the tolls of all services.
class TollGate {
 public:
  enum class Side { kBeforeTheService, kAfterTheService };

  // Keeps the next call back that is `nth` (from 0) of those that change something.
  void Arm(int nth, Side side);
  bool Caught() const;

  // For the tolls: whether this call is to be kept back here. Reads pass and are not counted.
  bool Keeps(const std::string& method, Side side);

 private:
  mutable std::mutex mutex_;
  int nth_ = -1;
  int seen_ = 0;
  Side side_ = Side::kBeforeTheService;
  bool caught_ = false;
};

class Toll final : public grpc::CallbackGenericService {
 public:
  Toll(std::shared_ptr<grpc::Channel> service, TollGate& gate);
  ~Toll() override;

  // HOST:PORT.
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext* context) override;

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  grpc::GenericStub stub_;
  TollGate& gate_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace congress::e2e

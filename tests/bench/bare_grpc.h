// The cheapest way in which gRPC answers, to compare with: a call that does nothing, on its own threads.
#pragma once

#include <iostream>

#include "congress/allocation/v1/rule_set_service.grpc.pb.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"

namespace congress {

// The method that is answered, with nothing.
inline constexpr char kMethod[] = "congress.allocation.v1.RuleSetService/ListRuleSets";

class BareGrpc final : public allocation::v1::RuleSetService::CallbackService {
  grpc::ServerUnaryReactor* ListRuleSets(grpc::CallbackServerContext* context,
                                         const allocation::v1::ListRuleSetsRequest*,
                                         allocation::v1::ListRuleSetsResponse*) override {
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

// Prints the port and serves until the process ends.
inline int ServeBareGrpc() {
  BareGrpc service;
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  std::cout << port << std::endl;
  server->Wait();
  return 0;
}

}  // namespace congress

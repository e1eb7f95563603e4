// Many calls of one unary method, as bytes and with a fixed number in flight: for benchmarks and tests of memory.
#pragma once

#include <memory>
#include <string>

#include "grpcpp/channel.h"

namespace congress::support {

struct Load {
  std::string method;   // `congress.x.v1.XService/Method`.
  std::string request;  // Its bytes.
  std::string token;
  int calls = 0;
  int in_flight = 256;
};

// Makes all the calls and returns how many ended with OK.
int Run(const std::shared_ptr<grpc::Channel>& channel, const Load& load);

// Anonymous memory of a process, in bytes, as the kernel tells it.
long AnonymousBytes(int pid);
// Processor time that a process has used so far.
double CpuSeconds(int pid);

}  // namespace congress::support

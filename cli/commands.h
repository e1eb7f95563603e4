// The commands of congressctl, made from the descriptors: every RPC of the suite is `congressctl <noun> <verb>`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace congress::cli {

struct Command {
  std::string noun;  // `allocation-plans`
  std::string verb;  // `create`
  const google::protobuf::MethodDescriptor* method = nullptr;
};

// All commands in the order of noun and verb. `CreateAllocationPlan` is `allocation-plans create`,
// `ListOrganisations` is `organisations list`.
const std::vector<Command>& Commands();

// `CreateAllocationPlan` → {`allocation-plans`, `create`}.
Command CommandOf(const google::protobuf::MethodDescriptor& method);

// First sentence of a descriptor's comment, on one line; empty without one.
template <class Descriptor>
std::string Summary(const Descriptor& descriptor);
extern template std::string Summary(const google::protobuf::MethodDescriptor&);
extern template std::string Summary(const google::protobuf::FieldDescriptor&);

// The whole comment, as written.
std::string Comment(const google::protobuf::MethodDescriptor& method);

}  // namespace congress::cli

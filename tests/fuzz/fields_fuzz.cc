// Checking a request never fails the process, and what passed once passes again unchanged.
#include <cstdlib>

#include "congress/preparation/v1/preparation_service.pb.h"
#include "platform/rpc/fields.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  congress::preparation::v1::StartPreparationRequest request;
  if (!request.ParseFromArray(data, static_cast<int>(size))) return 0;
  if (!congress::rpc::CheckFields(&request).ok()) return 0;
  const std::string once = request.SerializeAsString();
  if (!congress::rpc::CheckFields(&request).ok() || request.SerializeAsString() != once) std::abort();
  return 0;
}

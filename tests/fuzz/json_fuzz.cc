// JSON of messages with lists, maps, types within each other and any content: what is taken are the bytes of a message,
// and means the same when it is written and read again.
#include <cstdlib>
#include <string>

#include "google/protobuf/struct.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/rpc/json.h"

namespace {

void Demand(bool holds) {
  if (!holds) std::abort();
}

template <class T>
void Try(std::string_view json) {
  const auto bytes = congress::rpc::BytesOfJson(*T::descriptor(), json);
  if (!bytes.ok()) return;
  T message;
  Demand(message.ParseFromString(*bytes));
  const auto written = congress::rpc::JsonOfBytes(*T::descriptor(), message.SerializeAsString());
  if (!written.ok()) return;
  const auto again = congress::rpc::BytesOfJson(*T::descriptor(), *written);
  T same;
  Demand(again.ok() && same.ParseFromString(*again) && same.DebugString() == message.DebugString());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view json(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      Try<google::rpc::BadRequest>(json);
      break;
    case 1:
      Try<google::rpc::ErrorInfo>(json);
      break;
    case 2:
      Try<google::rpc::RetryInfo>(json);
      break;
    default:
      Try<google::protobuf::Struct>(json);
  }
  return 0;
}

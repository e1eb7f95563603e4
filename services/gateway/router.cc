#include "services/gateway/router.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "grpcpp/support/proto_buffer_reader.h"
#include "services/gateway/routes/routes.h"

namespace congress::gateway {
namespace {

// Longest name of a resource that is looked at.
constexpr int kMostNameBytes = 1000;

// What field 1 of the request says, which in these packages is the name of the service or of a resource of it. Nothing
// else of the request is looked at. Empty when the bytes are no message; the service that answers says so.
std::string AddressIn(grpc::ByteBuffer& request) {
  using google::protobuf::internal::WireFormatLite;
  grpc::ProtoBufferReader reader(&request);
  google::protobuf::io::CodedInputStream input(&reader);
  std::string address;
  while (const uint32_t tag = input.ReadTag()) {
    uint32_t length = 0;
    const bool wanted = WireFormatLite::GetTagFieldNumber(tag) == 1 &&
                        WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    // The last one counts, as for any field.
    const bool read = wanted ? input.ReadVarint32(&length) && length <= uint32_t{kMostNameBytes} &&
                                   input.ReadString(&address, static_cast<int>(length))
                             : WireFormatLite::SkipField(&input, tag);
    if (!read) return "";
  }
  return address;
}

}  // namespace

std::unique_ptr<rpc::Answerer> Router::operator()(rpc::IncomingCall& call) const {
  const std::string& method = call.header().method;
  std::string service = ServiceOf(method);
  const bool everywhere = IsEverywhere(service);
  if (!everywhere && !peers_.contains(service)) return nullptr;
  // One that is unknown here may be known to a newer service.
  const auto known = methods_.find(method);
  const Manner manner = known == methods_.end() ? Manner() : known->second;
  if (absl::Status status = gate_->Unpack(call, manner.open); !status.ok()) {
    return rpc::RefuseWith(call, std::move(status));
  }
  if (everywhere) service = call.has_message() ? ServiceIn(AddressIn(call.message())) : "";
  const auto peer = peers_.find(service);
  if (peer == peers_.end()) return nullptr;
  return peer->second->Answer(
      call, {.waits_at = manner.waits ? gate_ : nullptr, .early = manner.early, .times = manner.times});
}

}  // namespace congress::gateway

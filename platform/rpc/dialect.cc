#include "platform/rpc/dialect.h"

#include <utility>

#include "platform/rpc/wire.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

class Grpc : public Dialect {
 public:
  std::optional<absl::Duration> TimeoutOf(const front::Request& request) const override {
    return ParseTimeout(request.Find("grpc-timeout"));
  }
  void Begin(front::Stream& stream, front::Fields told) const override { BeginAs(stream, "application/grpc", told); }

 protected:
  static void BeginAs(front::Stream& stream, std::string_view type, front::Fields& told) {
    told.insert(told.begin(), {{"content-type", std::string(type)}, {"grpc-accept-encoding", "identity"}});
    stream.Respond("200", told);
  }

 private:
  void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const override {
    stream.Finish(Trailers(status, std::move(last)));
  }
};

// The same, but for the trailers, which browsers do not hand on: they come as a message.
class GrpcWeb final : public Grpc {
 public:
  void Begin(front::Stream& stream, front::Fields told) const override {
    BeginAs(stream, "application/grpc-web+proto", told);
  }

 private:
  static constexpr uint8_t kTrailers = 0x80;

  void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const override {
    std::string lines;
    for (const front::Field& field : Trailers(status, std::move(last))) {
      absl::StrAppend(&lines, field.name, ": ", field.value, "\r\n");
    }
    stream.Send(Enveloped(kTrailers, lines));
    stream.Finish({});
  }
};

}  // namespace

grpc::Status Dialect::Flagged(uint8_t) const {
  return {grpc::StatusCode::INTERNAL, "The request has a compressed message and does not say how."};
}

absl::Status Dialect::Unpack(grpc::ByteBuffer*) const { return absl::OkStatus(); }

absl::StatusOr<std::string> Dialect::Pack(const grpc::ByteBuffer& message) const { return Enveloped(message); }

void Dialect::End(front::Stream& stream, bool begun, Outcome outcome) const {
  if (!begun) Begin(stream, std::move(outcome.told));
  if (outcome.message.has_value()) stream.Send(*std::move(outcome.message));
  SayEnd(stream, outcome.status, std::move(outcome.last));
}

std::unique_ptr<Dialect> GrpcDialect() { return std::make_unique<Grpc>(); }
std::unique_ptr<Dialect> GrpcWebDialect() { return std::make_unique<GrpcWeb>(); }

}  // namespace congress::rpc

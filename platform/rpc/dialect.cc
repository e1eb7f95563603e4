#include "platform/rpc/dialect.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
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
class GrpcWeb : public Grpc {
 public:
  void Begin(front::Stream& stream, front::Fields told) const override {
    BeginAs(stream, "application/grpc-web+proto", told);
  }

 protected:
  static constexpr uint8_t kTrailers = 0x80;
  static std::string EndOf(const grpc::Status& status, front::Fields last) {
    std::string lines;
    for (const front::Field& field : Trailers(status, std::move(last))) {
      absl::StrAppend(&lines, field.name, ": ", field.value, "\r\n");
    }
    return Enveloped(kTrailers, lines);
  }

 private:
  void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const override {
    stream.Send(EndOf(status, std::move(last)));
    stream.Finish({});
  }
};

// The same in base64, which browsers hand on while it comes. Each piece may end with padding.
class GrpcWebText final : public GrpcWeb {
 public:
  std::optional<size_t> Take(std::string_view text, std::string* body) override {
    rest_ += text;
    const size_t before = body->size();
    size_t used = 0;
    while (true) {
      // A piece ends with its padding.
      const size_t padding = rest_.find('=', used);
      const size_t groups =
          padding == std::string::npos ? (rest_.size() - used) / kGroup : (padding - used) / kGroup + 1;
      const size_t end = used + groups * kGroup;
      if (groups == 0 || end > rest_.size()) break;
      std::string piece;
      if (!absl::Base64Unescape(ToAbsl(std::string_view(rest_).substr(used, end - used)), &piece)) return std::nullopt;
      *body += piece;
      used = end;
    }
    rest_.erase(0, used);
    return used - (body->size() - before);
  }
  absl::StatusOr<std::string> Pack(const grpc::ByteBuffer& message) const override {
    return absl::Base64Escape(Enveloped(message));
  }
  void Begin(front::Stream& stream, front::Fields told) const override {
    BeginAs(stream, "application/grpc-web-text+proto", told);
  }

 private:
  static constexpr size_t kGroup = 4;

  void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const override {
    stream.Send(absl::Base64Escape(EndOf(status, std::move(last))));
    stream.Finish({});
  }

  std::string rest_;  // Less than a group.
};

}  // namespace

std::optional<size_t> Dialect::Take(std::string_view bytes, std::string* body) {
  *body += bytes;
  return 0;
}

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
std::unique_ptr<Dialect> GrpcWebTextDialect() { return std::make_unique<GrpcWebText>(); }

}  // namespace congress::rpc

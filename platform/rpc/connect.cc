// The Connect protocol, version 1 (connectrpc.com/docs/protocol).
#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/dynamic_message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "nlohmann/json.hpp"
#include "platform/digest/sha256.h"
#include "platform/rpc/dialect.h"
#include "platform/rpc/json.h"
#include "platform/rpc/wire.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using Json = nlohmann::ordered_json;
using grpc::StatusCode;

struct Code {
  const char* name;
  const char* http;
};

Code CodeOf(StatusCode code) {
  switch (code) {
    case StatusCode::CANCELLED:
      return {"canceled", "499"};
    case StatusCode::INVALID_ARGUMENT:
      return {"invalid_argument", "400"};
    case StatusCode::DEADLINE_EXCEEDED:
      return {"deadline_exceeded", "504"};
    case StatusCode::NOT_FOUND:
      return {"not_found", "404"};
    case StatusCode::ALREADY_EXISTS:
      return {"already_exists", "409"};
    case StatusCode::PERMISSION_DENIED:
      return {"permission_denied", "403"};
    case StatusCode::RESOURCE_EXHAUSTED:
      return {"resource_exhausted", "429"};
    case StatusCode::FAILED_PRECONDITION:
      return {"failed_precondition", "400"};
    case StatusCode::ABORTED:
      return {"aborted", "409"};
    case StatusCode::OUT_OF_RANGE:
      return {"out_of_range", "400"};
    case StatusCode::UNIMPLEMENTED:
      return {"unimplemented", "501"};
    case StatusCode::INTERNAL:
      return {"internal", "500"};
    case StatusCode::UNAVAILABLE:
      return {"unavailable", "503"};
    case StatusCode::DATA_LOSS:
      return {"data_loss", "500"};
    case StatusCode::UNAUTHENTICATED:
      return {"unauthenticated", "401"};
    default:
      return {"unknown", "500"};
  }
}

// What a person reads of a detail whose type is known here.
Json DebugOf(const google::protobuf::Any& detail, std::string_view type) {
  const auto* known = google::rpc::ErrorInfo::descriptor()->file()->pool()->FindMessageTypeByName(std::string(type));
  if (known == nullptr) return nullptr;
  const auto json = JsonOfBytes(*known, detail.value());
  return json.ok() ? Json::parse(*json, nullptr, /*allow_exceptions=*/false) : Json();
}

Json ErrorOf(const grpc::Status& status) {
  Json error = {{"code", CodeOf(status.error_code()).name}};
  if (!status.error_message().empty()) error["message"] = status.error_message();
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return error;
  for (const google::protobuf::Any& detail : details.details()) {
    const std::string type = detail.type_url().substr(detail.type_url().rfind('/') + 1);
    Json& told = error["details"].emplace_back(Json{{"type", type}, {"value", Base64(detail.value())}});
    if (Json debug = DebugOf(detail, type); !debug.is_null() && !debug.is_discarded()) told["debug"] = std::move(debug);
  }
  return error;
}

// Whatever a text holds that is no UTF-8 is told as U+FFFD.
std::string Text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

class Connect : public Dialect {
 public:
  explicit Connect(std::optional<JsonMessages> json) : json_(json) {}

  std::optional<absl::Duration> TimeoutOf(const front::Request& request) const override {
    int64_t milliseconds = 0;
    const std::string_view text = request.Find("connect-timeout-ms");
    // The protocol has at most ten digits.
    const bool digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (text.empty() || text.size() > 10 || !digits || !absl::SimpleAtoi(ToAbsl(text), &milliseconds))
      return std::nullopt;
    return absl::Milliseconds(milliseconds);
  }
  size_t most_bytes() const override { return json_ ? kMaxJsonBytes : size_t{kMaxMessageBytes}; }
  bool packs() const override { return json_.has_value(); }
  absl::Status Unpack(grpc::ByteBuffer* message) const override {
    if (!json_ || json_->request == nullptr) return absl::OkStatus();
    ASSIGN_OR_RETURN(std::string bytes, BytesOfJson(*json_->request, BytesOf(*message)));
    *message = BufferOf(std::move(bytes));
    return absl::OkStatus();
  }

 protected:
  absl::StatusOr<std::string> Written(const grpc::ByteBuffer& message) const {
    if (!json_) return BytesOf(message);
    if (json_->response == nullptr) return absl::InternalError("an answer of nobody's");
    return JsonOfBytes(*json_->response, BytesOf(message));
  }
  std::string Type(std::string_view prefix) const { return StrCat(prefix, json_ ? "json" : "proto"); }

 private:
  const std::optional<JsonMessages> json_;
};

class Streamed final : public Connect {
 public:
  using Connect::Connect;

  grpc::Status Flagged(uint8_t flags) const override {
    if (flags == kEnd) return {StatusCode::INVALID_ARGUMENT, "A request has no envelope of the end."};
    return Dialect::Flagged(flags);
  }
  absl::StatusOr<std::string> Pack(const grpc::ByteBuffer& message) const override {
    ASSIGN_OR_RETURN(const std::string written, Written(message));
    return Enveloped(0, written);
  }
  void Begin(front::Stream& stream, front::Fields told) const override {
    told.insert(told.begin(),
                {{"content-type", Type("application/connect+")}, {"connect-accept-encoding", "identity"}});
    stream.Respond("200", told);
  }

 private:
  static constexpr uint8_t kEnd = 2;

  void SayEnd(front::Stream& stream, const grpc::Status& status, front::Fields last) const override {
    Json end = Json::object();
    if (!status.ok()) end["error"] = ErrorOf(status);
    for (const front::Field& field : last) end["metadata"][field.name].push_back(field.value);
    stream.Send(Enveloped(kEnd, Text(end)));
    stream.Finish({});
  }
};

class Unary final : public Connect {
 public:
  using Connect::Connect;

  bool enveloped() const override { return false; }
  absl::StatusOr<std::string> Pack(const grpc::ByteBuffer& message) const override { return Written(message); }
  // Nothing is told before the end.
  void Begin(front::Stream&, front::Fields) const override {}
  void End(front::Stream& stream, bool, Outcome outcome) const override {
    const grpc::Status& status = outcome.status;
    const std::string body = status.ok() ? outcome.message.value_or("") : Text(ErrorOf(status));
    front::Fields fields = std::move(outcome.told);
    fields.push_back({"content-type", status.ok() ? Type("application/") : "application/json"});
    fields.push_back({"accept-encoding", "identity"});
    fields.push_back({"content-length", StrCat(body.size())});
    // What a caller must send to be known (RFC 9110, 11.6.1).
    if (status.error_code() == StatusCode::UNAUTHENTICATED) fields.push_back({"www-authenticate", "Bearer"});
    for (const front::Field& field : outcome.last) fields.push_back({StrCat("trailer-", field.name), field.value});
    stream.Respond(status.ok() ? "200" : CodeOf(status.error_code()).http, fields);
    stream.Send(body);
    stream.Finish({});
  }

 private:
  void SayEnd(front::Stream&, const grpc::Status&, front::Fields) const override {}
};

// The value of a text or bytes of a message; empty when it has none of that name.
std::string TextOf(const google::protobuf::Message& message, const char* name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  const bool text = field != nullptr && !field->is_repeated() &&
                    field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING;
  return text ? message.GetReflection()->GetString(message, field) : "";
}

// What may stand in a field of HTTP, and within quotes there.
std::string Plain(std::string text) {
  std::erase_if(text, [](unsigned char c) { return c < ' ' || c == 0x7f || c == '"' || c == '\\'; });
  return text;
}

// Whether one of the tags of an If-None-Match is this one, whoever on the way has made it a weak one.
bool Names(std::string_view tags, const std::string& tag) {
  for (absl::string_view one : absl::StrSplit(ToAbsl(tags), ',')) {
    one = absl::StripAsciiWhitespace(one);
    if (one == "*" || absl::StripPrefix(one, "W/") == tag) return true;
  }
  return false;
}

// An answer that is a file, as it is: its type, its name and its bytes.
class File final : public Connect {
 public:
  explicit File(const JsonMessages& json) : Connect(json), answer_(json.response) {}

  bool enveloped() const override { return false; }
  absl::StatusOr<std::string> Pack(const grpc::ByteBuffer& message) const override {
    google::protobuf::DynamicMessageFactory factory;
    const std::unique_ptr<google::protobuf::Message> answer(factory.GetPrototype(answer_)->New());
    if (!answer->ParseFromString(BytesOf(message))) return absl::InternalError("an answer that cannot be read");
    return StrCat(Plain(TextOf(*answer, "content_type")), "\n", Plain(TextOf(*answer, "file_name")), "\n",
                  TextOf(*answer, "content"));
  }
  void Begin(front::Stream&, front::Fields) const override {}
  void End(front::Stream& stream, bool begun, Outcome outcome) const override {
    if (!outcome.status.ok()) return ConnectUnaryDialect(JsonMessages())->End(stream, begun, std::move(outcome));
    const std::string packed = outcome.message.value_or("\n\n");
    const size_t type = packed.find('\n');
    const size_t name = packed.find('\n', type + 1);
    const std::string content = packed.substr(name + 1);
    const std::string tag = StrCat("\"", digest::Sha256Hex(content).substr(0, 32), "\"");
    front::Fields fields = std::move(outcome.told);
    fields.push_back({"etag", tag});
    if (Names(stream.request().Find("if-none-match"), tag)) return stream.Refuse("304", fields);
    fields.push_back({"content-type", packed.substr(0, type)});
    fields.push_back({"x-content-type-options", "nosniff"});
    if (name > type + 1) {
      fields.push_back(
          {"content-disposition", StrCat("attachment; filename=\"", packed.substr(type + 1, name - type - 1), "\"")});
    }
    fields.push_back({"content-length", StrCat(content.size())});
    stream.Respond("200", fields);
    stream.Send(content);
    stream.Finish({});
  }

 private:
  void SayEnd(front::Stream&, const grpc::Status&, front::Fields) const override {}

  const google::protobuf::Descriptor* const answer_;
};

}  // namespace

std::unique_ptr<Dialect> RestDialect(const JsonMessages& json) {
  const bool file =
      json.response->FindFieldByName("content_type") != nullptr && json.response->FindFieldByName("content") != nullptr;
  if (file) return std::make_unique<File>(json);
  return std::make_unique<Unary>(json);
}
std::unique_ptr<Dialect> ConnectStreamDialect(std::optional<JsonMessages> json) {
  return std::make_unique<Streamed>(json);
}
std::unique_ptr<Dialect> ConnectUnaryDialect(std::optional<JsonMessages> json) { return std::make_unique<Unary>(json); }

}  // namespace congress::rpc

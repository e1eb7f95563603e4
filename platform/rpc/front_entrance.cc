#include "platform/rpc/front_entrance.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "congress/annotations/v1/open.pb.h"
#include "google/api/annotations.pb.h"
#include "platform/rpc/client.h"
#include "platform/rpc/front_call.h"
#include "platform/rpc/known_options.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/rest.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using front::Fields;
using front::Request;
using front::Stream;
using google::protobuf::DescriptorPool;
using google::protobuf::MethodDescriptor;

// What a page may say, and what it may read of an answer beside its body.
constexpr char kSaid[] =
    "accept-language, authorization, congress-ungraded, connect-protocol-version, connect-timeout-ms, content-type, "
    "grpc-timeout, x-grpc-web, x-user-agent";
constexpr char kShown[] =
    "congress-replayed, congress-unreadable, grpc-message, grpc-status, grpc-status-details-bin, x-request-id";
constexpr char kTypes[] =
    "application/grpc, application/grpc+proto, application/grpc-web, application/grpc-web+proto, "
    "application/grpc-web-text, application/grpc-web-text+proto, application/json, application/proto, "
    "application/connect+json, application/connect+proto";

// `application/json` of `Application/JSON; charset=utf-8`.
std::string TypeOf(const Request& request) {
  const std::string_view type = request.Find("content-type");
  const std::string_view bare = type.substr(0, type.find(';'));
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(ToAbsl(bare)));
}

bool IsIdentity(std::string_view encoding) {
  return encoding.empty() || absl::EqualsIgnoreCase(ToAbsl(encoding), "identity");
}

// The pairs of a query; nothing when it is none, or has a key twice.
std::optional<std::map<std::string, std::string, std::less<>>> QueryOf(const Request& request) {
  const size_t mark = request.path.find('?');
  const auto said = PairsOf(mark == std::string::npos ? "" : std::string_view(request.path).substr(mark + 1));
  if (!said) return std::nullopt;
  std::map<std::string, std::string, std::less<>> pairs(said->begin(), said->end());
  return pairs.size() == said->size() ? std::make_optional(std::move(pairs)) : std::nullopt;
}

// With HEAD, as who answers GET answers it.
std::string AllowOf(std::set<std::string> verbs) {
  if (verbs.contains("GET")) verbs.insert("HEAD");
  return absl::StrJoin(verbs, ", ");
}

// Whether asking changes nothing: declared as AIP-131 has it, by the verb of its path, or as protobuf has it.
bool IsSafe(const MethodDescriptor& method) {
  using google::protobuf::MethodOptions;
  if (method.client_streaming() || method.server_streaming()) return false;
  const MethodOptions options = KnownOptions(method);
  return options.idempotency_level() == MethodOptions::NO_SIDE_EFFECTS ||
         !options.GetExtension(google::api::http).get().empty();
}

class Porter {
 public:
  Porter(Route route, bool door, Web web) : route_(std::move(route)), door_(door), web_(std::move(web)) {}

  void Take(Stream& stream) const {
    const Request& request = stream.request();
    if (!request.path.starts_with('/')) return stream.Refuse("404", {});
    if (web_.introduce != nullptr && IsIntroduced(request, web_.origins, std::chrono::system_clock::now())) {
      stream.Add({"authorization", web_.introduce(request.client)});
    }
    if (web_.rest != nullptr && request.path.starts_with("/v1/") && request.method != "OPTIONS")
      return TakeRest(stream);
    if (request.method == "POST") return TakePost(stream);
    if (request.method == "GET" || request.method == "HEAD") return TakeGet(stream);
    if (request.method == "OPTIONS") return TakeOptions(stream);
    stream.Refuse("405", {{"allow", "GET, POST, OPTIONS"}});
  }

 private:
  // What browsers are told with every answer.
  Fields SharingOf(const Request& request) const {
    if (web_.origins.empty()) return {};
    Fields fields = {{"vary", "origin"}};
    if (!Shares(request)) return fields;
    fields.push_back({"access-control-allow-origin", std::string(request.Find("origin"))});
    fields.push_back({"access-control-expose-headers", kShown});
    return fields;
  }
  bool Shares(const Request& request) const {
    return std::find(web_.origins.begin(), web_.origins.end(), request.Find("origin")) != web_.origins.end();
  }

  const MethodDescriptor* Find(std::string_view path) const {
    std::string name(path);
    std::replace(name.begin(), name.end(), '/', '.');
    const auto* own = DescriptorPool::generated_pool()->FindMethodByName(name);
    return own != nullptr || web_.descriptors == nullptr ? own : web_.descriptors->FindMethodByName(name);
  }

  void TakeOptions(Stream& stream) const {
    const Request& request = stream.request();
    Fields fields = SharingOf(request);
    if (request.Find("access-control-request-method").empty()) {
      std::set<std::string> allowed;
      if (web_.rest != nullptr) web_.rest->Find("", request.path.substr(0, request.path.find('?')), &allowed);
      if (allowed.empty()) allowed = {"GET", "POST"};
      allowed.insert("OPTIONS");
      fields.push_back({"allow", AllowOf(std::move(allowed))});
      return stream.Refuse("204", fields);
    }
    if (!Shares(request)) return stream.Refuse("403", fields);
    fields.push_back({"access-control-allow-methods", web_.rest == nullptr ? "GET, POST" : "GET, POST, PATCH, DELETE"});
    fields.push_back({"access-control-allow-headers", kSaid});
    fields.push_back({"access-control-max-age", "7200"});
    stream.Refuse("204", fields);
  }

  void TakePost(Stream& stream) const {
    const Request& request = stream.request();
    const std::string type = TypeOf(request);
    if (type == "application/grpc" || type == "application/grpc+proto") {
      // Without trailers there is no telling how a call ended.
      if (request.version < 2) return stream.Refuse("505", {});
      return TakeGrpc(stream, GrpcDialect());
    }
    if (type == "application/grpc-web" || type == "application/grpc-web+proto") {
      return TakeGrpc(stream, GrpcWebDialect());
    }
    if (type == "application/grpc-web-text" || type == "application/grpc-web-text+proto") {
      return TakeGrpc(stream, GrpcWebTextDialect());
    }
    const bool unary = type == "application/json" || type == "application/proto";
    const bool streamed = type == "application/connect+json" || type == "application/connect+proto";
    const MethodDescriptor* method = unary || streamed ? Find(MethodIn(request)) : nullptr;
    const bool streams = method != nullptr && (method->client_streaming() || method->server_streaming());
    if ((!unary && !streamed) || (method != nullptr && streams != streamed)) {
      Fields fields = SharingOf(request);
      fields.push_back({"accept-post", kTypes});
      return stream.Refuse("415", fields);
    }
    TakeConnect(stream, method, streamed, type.ends_with("json"),
                request.Find(streamed ? "connect-content-encoding" : "content-encoding"), std::nullopt);
  }

  void TakeGrpc(Stream& stream, std::unique_ptr<Dialect> dialect) const {
    Arrival arrival{.dialect = std::move(dialect), .fields = SharingOf(stream.request())};
    if (!IsIdentity(stream.request().Find("grpc-encoding"))) return RefuseCompressed(stream, arrival);
    if (!stream.request().Find("grpc-timeout").empty() && !arrival.dialect->TimeoutOf(stream.request())) {
      return Refuse(stream, arrival, grpc::StatusCode::INVALID_ARGUMENT, "The field grpc-timeout is not well-formed.");
    }
    TakeCall(stream, route_, door_, std::move(arrival));
  }
  // Little on the wire may be much in memory: nothing is unpacked here.
  static void RefuseCompressed(Stream& stream, Arrival& arrival) {
    Refuse(stream, arrival, grpc::StatusCode::UNIMPLEMENTED, "Messages are taken uncompressed only.");
  }
  static void Refuse(Stream& stream, Arrival& arrival, grpc::StatusCode code, const char* why) {
    arrival.dialect->End(stream, /*begun=*/false, {.status = {code, why}, .told = std::move(arrival.fields)});
  }

  void TakeConnect(Stream& stream, const MethodDescriptor* method, bool streamed, bool json, std::string_view encoding,
                   std::optional<std::string> message) const {
    const Request& request = stream.request();
    std::optional<JsonMessages> messages;
    if (json) messages.emplace();
    if (json && method != nullptr) messages = {method->input_type(), method->output_type()};
    Arrival arrival{.dialect = streamed ? ConnectStreamDialect(messages) : ConnectUnaryDialect(messages),
                    .fields = SharingOf(request)};
    const std::string_view version = request.Find("connect-protocol-version");
    if (!version.empty() && version != "1") {
      return Refuse(stream, arrival, grpc::StatusCode::INVALID_ARGUMENT,
                    "Of the Connect protocol version 1 alone is spoken.");
    }
    if (!request.Find("connect-timeout-ms").empty() && !arrival.dialect->TimeoutOf(request)) {
      return Refuse(stream, arrival, grpc::StatusCode::INVALID_ARGUMENT,
                    "Connect-Timeout-Ms is a number of at most ten digits.");
    }
    if (!IsIdentity(encoding)) return RefuseCompressed(stream, arrival);
    // No cache keeps what one caller may see.
    if (message.has_value()) arrival.fields.push_back({"cache-control", "no-store"});
    arrival.message = std::move(message);
    TakeCall(stream, route_, door_, std::move(arrival));
  }

  void TakeGet(Stream& stream) const {
    const Request& request = stream.request();
    if (request.path == "/healthz" && web_.ready != nullptr) {
      const bool ready = web_.ready();
      return Answer(stream, ready ? "200" : "503", "text/plain", ready ? "ok\n" : "not ready\n");
    }
    if (request.path == "/openapi.json" && web_.openapi != nullptr) {
      return Answer(stream, "200", "application/json", web_.openapi());
    }
    const MethodDescriptor* method = Find(MethodIn(request));
    if (method == nullptr) return stream.Refuse("404", SharingOf(request));
    if (request.method != "GET" || !IsSafe(*method)) {
      Fields fields = SharingOf(request);
      fields.push_back({"allow", IsSafe(*method) ? "GET, POST" : "POST"});
      return stream.Refuse("405", fields);
    }
    const auto query = QueryOf(request);
    const auto find = [&](std::string_view key) -> std::string_view {
      const auto found = query->find(key);
      return found == query->end() ? std::string_view() : found->second;
    };
    const bool json = query && find("encoding") == "json";
    std::string message(query ? find("message") : "");
    if (!query || (!json && find("encoding") != "proto") || !query->contains("message") ||
        (query->contains("connect") && find("connect") != "v1") ||
        (find("base64") == "1" && !absl::WebSafeBase64Unescape(std::string(message), &message))) {
      return Answer(stream, "400", "application/json",
                    R"({"code":"invalid_argument","message":"The query needs message=… and encoding=json or proto."})");
    }
    TakeConnect(stream, method, /*streamed=*/false, json, find("compression"), std::move(message));
  }

  // A path that a method declares by google.api.http.
  void TakeRest(Stream& stream) const {
    const Request& request = stream.request();
    const size_t mark = std::min(request.path.find('?'), request.path.size());
    const std::string_view path = std::string_view(request.path).substr(0, mark);
    std::set<std::string> allowed;
    const auto found = web_.rest->Find(request.method == "HEAD" ? "GET" : request.method, path, &allowed);
    const MethodDescriptor* method = found ? Find(found->method) : nullptr;
    Fields fields = SharingOf(request);
    if (method == nullptr) {
      if (allowed.empty()) return stream.Refuse("404", fields);
      fields.push_back({"allow", AllowOf(std::move(allowed))});
      return stream.Refuse("405", fields);
    }
    const auto message = MessageOf(
        *found, mark < request.path.size() ? std::string_view(request.path).substr(mark + 1) : std::string_view());
    const std::string type = TypeOf(request);
    if (!found->body.empty() && !type.empty() && type != "application/json") {
      fields.push_back({"accept-post", "application/json"});
      return stream.Refuse("415", fields);
    }
    const JsonMessages messages = {method->input_type(), method->output_type()};
    // No cache keeps what one caller may see; what anybody may, it asks for again.
    const bool open = KnownOptions(*method).GetExtension(annotations::v1::open);
    fields.push_back({"cache-control", open ? "private, no-cache" : "no-store"});
    Arrival arrival{.dialect = RestDialect(messages), .fields = std::move(fields), .method = found->method};
    if (!message) {
      return Refuse(stream, arrival, grpc::StatusCode::INVALID_ARGUMENT, "The query is not well-formed.");
    }
    if (!IsIdentity(request.Find("content-encoding"))) {
      return stream.Refuse("415", {{"accept-encoding", "identity"}});
    }
    if (found->body.empty()) {
      arrival.message = (*message)("");
    } else {
      arrival.compose = *message;
      // What a page may send anywhere says no type.
      if (type.empty())
        arrival.compose = [compose = *message](std::string_view body) {
          const bool nothing = body.find_first_not_of(" \t\r\n") == std::string_view::npos;
          return nothing ? compose(body) : std::string("a body that is not said to be JSON");
        };
    }
    TakeCall(stream, route_, door_, std::move(arrival));
  }

  void Answer(Stream& stream, std::string_view status, std::string_view type, std::string_view body) const {
    Fields fields = SharingOf(stream.request());
    fields.push_back({"content-type", std::string(type)});
    fields.push_back({"content-length", StrCat(body.size())});
    stream.Respond(status, fields);
    stream.Send(std::string(body));
    stream.Finish({});
  }

  const Route route_;
  const bool door_;
  const Web web_;
};

}  // namespace

bool IsIntroduced(const Request& request, const std::vector<std::string>& origins,
                  std::chrono::system_clock::time_point now) {
  if (request.client.name.empty() || now >= request.client.until) return false;
  if (!request.Find("authorization").empty()) return false;
  const std::string_view origin = request.Find("origin");
  if (!origin.empty()) return std::find(origins.begin(), origins.end(), origin) != origins.end();
  // Links and pictures of other pages name no origin.
  const std::string_view site = request.Find("sec-fetch-site");
  return site.empty() || site == "same-origin" || site == "none";
}

front::Accept FrontEntrance(Route route, bool door, Web web) {
  const auto porter = std::make_shared<const Porter>(std::move(route), door, std::move(web));
  return [porter](Stream& stream) { porter->Take(stream); };
}

}  // namespace congress::rpc

#include "cli/connection.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/synchronization/notification.h"
#include "cli/language.h"
#include "cli/request.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "platform/pause.h"
#include "platform/rpc/address.h"
#include "platform/rpc/client.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/peer.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

// Before a stream that was cut is resumed; twice as long each time that nothing came.
constexpr absl::Duration kFirstWait = absl::Milliseconds(200);
constexpr absl::Duration kLongestWait = absl::Seconds(10);
// A gateway that hangs is noticed after so long.
constexpr int kPingMs = 20 * 1000;

// As HTTP's Accept-Language has it.
std::string LanguageTag() { return LanguageOfUser() == status::Language::kVietnamese ? "vi" : "en"; }

// Says what of an answer could not be read.
void TellLacking(const grpc::ClientContext& context) {
  const auto& metadata = context.GetServerInitialMetadata();
  const auto said = metadata.find(rpc::kLackingKey);
  if (said == metadata.end()) return;
  const std::string names(said->second.data(), said->second.size());
  std::cerr << "congressctl: "
            << Say({.en = StrCat("the graded fields of these cannot be read and are left out (congressctl doctor): ",
                                 names),
                    .vi = StrCat("không đọc được các trường có mức bảo mật nên đã bỏ trống (xem congressctl doctor): ",
                                 names)})
            << "\n";
}

}  // namespace

absl::Status CheckServer(const std::string& server) {
  if (!server.starts_with("unix:") && rpc::PortOf(server).value_or(0) == 0) {
    return Wrong({.en = StrCat("--server: '", server, "' is no HOST:PORT with a port from 1 to 65535"),
                  .vi = StrCat("--server: '", server, "' không phải HOST:PORT với cổng từ 1 đến 65535")});
  }
  return absl::OkStatus();
}

absl::StatusOr<Connection> Connection::Open(const ConnectionOptions& options) {
  Connection connection;
  connection.options_ = options;
  if (options.server.empty()) {
    return Wrong(
        {.en = "which gateway? give --server HOST:PORT, set CONGRESS_SERVER or use a context",
         .vi = "chưa có địa chỉ cổng dịch vụ; cần --server HOST:PORT, biến CONGRESS_SERVER hoặc một ngữ cảnh"});
  }
  RETURN_IF_ERROR(CheckServer(options.server));
  if (!options.token_file.empty()) {
    ASSIGN_OR_RETURN(const std::string text, ReadInput(options.token_file));
    connection.token_ = std::string(absl::StripAsciiWhitespace(text));
  } else if (const char* token = std::getenv("CONGRESS_TOKEN")) {
    connection.token_ = token;
  }
  // Anything else would be no header, and gRPC prints what it refuses.
  const auto visible = [](char c) { return absl::ascii_isgraph(static_cast<unsigned char>(c)); };
  if (!std::all_of(connection.token_.begin(), connection.token_.end(), visible)) {
    return Wrong({.en = "the token is no line of visible ASCII; is it the right file?",
                  .vi = "mã xác thực không phải một dòng ký tự ASCII; cần kiểm tra lại tệp"});
  }
  if (options.tls_ca.empty() && !options.insecure && !connection.token_.empty() && !rpc::IsLoopback(options.server)) {
    return Wrong(
        {.en = StrCat("the token would go to ", options.server,
                      " unencrypted; give --tls-ca with the gateway's authority, or --insecure when the way there is "
                      "safe"),
         .vi = StrCat("mã xác thực sẽ được gửi đến ", options.server,
                      " không mã hóa; cần --tls-ca với chứng thư của cổng dịch vụ, hoặc --insecure khi đường truyền an "
                      "toàn")});
  }
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!options.tls_ca.empty()) {
    grpc::SslCredentialsOptions ssl;
    ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadInput(options.tls_ca));
    if (ssl.pem_root_certs.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
      return Wrong({.en = StrCat("--tls-ca: '", options.tls_ca, "' holds no certificate in PEM"),
                    .vi = StrCat("--tls-ca: '", options.tls_ca, "' không có chứng thư dạng PEM")});
    }
    credentials = grpc::SslCredentials(ssl);
  }
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
  arguments.SetMaxSendMessageSize(rpc::kMaxReadBytes);
  // As between services: what is cancelled just when a connection fails would never end.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, static_cast<int>(absl::ToInt64Milliseconds(kLongestWait)));
  connection.channel_ = grpc::CreateCustomChannel(options.server, credentials, arguments);
  return connection;
}

std::unique_ptr<grpc::ClientContext> Connection::Context() const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!token_.empty()) context->AddMetadata("authorization", StrCat("Bearer ", token_));
  context->AddMetadata(rpc::kLanguageKey, in_vietnamese_ ? "vi" : LanguageTag());
  if (ungraded_) context->AddMetadata(rpc::kUngradedKey, "true");
  context->set_deadline(absl::ToChronoTime(absl::Now() + options_.timeout));
  return context;
}

absl::Status Connection::Call(const google::protobuf::MethodDescriptor& method,
                              const google::protobuf::Message& request, google::protobuf::Message* response) const {
  grpc::GenericStub stub(channel_);
  const auto context = Context();
  const grpc::Slice slice(request.SerializeAsString());
  const grpc::ByteBuffer sent(&slice, 1);
  grpc::ByteBuffer received;
  grpc::Status status;
  absl::Notification done;
  stub.UnaryCall(context.get(), StrCat("/", method.service()->full_name(), "/", method.name()), {}, &sent, &received,
                 [&](grpc::Status result) {
                   status = std::move(result);
                   done.Notify();
                 });
  done.WaitForNotification();
  if (!status.ok()) return rpc::FromGrpc(status);
  TellLacking(*context);
  std::vector<grpc::Slice> slices;
  received.Dump(&slices);
  std::string bytes;
  for (const grpc::Slice& part : slices) bytes.append(reinterpret_cast<const char*>(part.begin()), part.size());
  return response->ParseFromString(bytes) ? absl::OkStatus() : absl::InternalError("the answer cannot be read");
}

absl::Status Connection::Follow(const google::protobuf::MethodDescriptor& method,
                                const google::protobuf::Message& request, google::protobuf::Message* response,
                                const Following& following,
                                absl::FunctionRef<absl::Status(google::protobuf::Message&)> take) const {
  const auto peer = rpc::ChannelPeer("gateway", channel_);
  const std::unique_ptr<google::protobuf::Message> asked(request.New());
  asked->CopyFrom(request);
  const auto* next = asked->GetDescriptor()->FindFieldByName("resume_token");
  const auto* told = response->GetDescriptor()->FindFieldByName("resume_token");
  const bool resumable = next != nullptr && told != nullptr;
  Pause pause;
  absl::Duration wait = kFirstWait;
  // A door that never opened is told at once.
  bool answered = false;
  while (true) {
    const absl::Status ended = peer->Follow(
        StrCat(method.service()->full_name(), "/", method.name()),
        {.method = "",
         .authorization = StrCat("Bearer ", token_),
         .call_id = rpc::NewCallId(),
         .language = LanguageTag(),
         .deadline = following.until},
        *asked, response, following.stop, [&](google::protobuf::Message& message) {
          answered = true;
          wait = kFirstWait;
          if (resumable) {
            asked->GetReflection()->SetString(asked.get(), next, message.GetReflection()->GetString(message, told));
          }
          return take(message);
        });
    if (following.stop.stop_requested()) return absl::CancelledError("The user has ended it.");
    if (absl::Now() >= following.until) {
      const status::Sentence over{.en = "The time that --timeout gives is over.",
                                  .vi = "Đã hết thời gian theo --timeout."};
      return absl::DeadlineExceededError(over.In(LanguageOfUser()));
    }
    if (!resumable || !answered || !status::IsPassing(ended)) return ended;
    following.again(ended);
    pause.Wait(following.stop, std::min(wait, following.until - absl::Now()));
    wait = std::min(wait * 2, kLongestWait);
  }
}

absl::Status Connection::Call(const google::protobuf::Message& request, google::protobuf::Message* response) const {
  const google::protobuf::Descriptor& type = *request.GetDescriptor();
  for (int s = 0; s < type.file()->service_count(); ++s) {
    const google::protobuf::ServiceDescriptor& service = *type.file()->service(s);
    for (int m = 0; m < service.method_count(); ++m) {
      if (service.method(m)->input_type() == &type) return Call(*service.method(m), request, response);
    }
  }
  return absl::InternalError(StrCat("no method takes ", type.full_name()));
}

}  // namespace congress::cli

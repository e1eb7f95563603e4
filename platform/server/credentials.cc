#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "grpc/grpc.h"
#include "grpc/grpc_security.h"
#include "grpcpp/support/channel_arguments.h"
#include "platform/rpc/message_size.h"
#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/store/failure.h"

namespace congress::server {
namespace {

// gRPC's C++ interface takes a certificate once, or watches files without looking at what is in them. Its C interface
// asks for the certificate whenever somebody connects.
class RenewedCredentials final : public grpc::ServerCredentials {
 public:
  RenewedCredentials(const ShownCertificate& certificate, bool anonymous)
      : certificate_(certificate),
        credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                anonymous ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE
                          : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY,
                Fetch, this))) {}
  ~RenewedCredentials() override { grpc_server_credentials_release(credentials_); }

  void SetAuthMetadataProcessor(const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  int AddPortToServer(const std::string& address, grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  static grpc_ssl_certificate_config_reload_status Fetch(void* self, grpc_ssl_server_certificate_config** config) {
    auto& credentials = *static_cast<RenewedCredentials*>(self);
    const auto now = credentials.certificate_.Get();
    const MutexLock lock(credentials.mutex_);
    if (std::exchange(credentials.given_, now) == now) return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    const grpc_ssl_pem_key_cert_pair pair = {now->key.c_str(), now->chain.c_str()};
    *config = grpc_ssl_server_certificate_config_create(now->authority.c_str(), &pair, 1);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  const ShownCertificate& certificate_;
  Mutex mutex_;
  std::shared_ptr<const Certificate> given_ ABSL_GUARDED_BY(mutex_);  // What gRPC has.
  grpc_server_credentials* const credentials_;
};

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // Not by operator<<, which takes an empty file for a failure.
  std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file.is_open() || file.bad()) {
    return absl::InvalidArgumentError(StrCat("cannot read the file '", path, "'"));
  }
  return content;
}

absl::Status WriteFile(const std::string& path, std::string_view content, int mode) {
  const std::string temporary = StrCat(path, ".", getpid());
  errno = 0;
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  const bool written = file >= 0 &&
                       write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                       fsync(file) == 0;
  int error = errno;
  if (file >= 0) close(file);
  if (written && rename(temporary.c_str(), path.c_str()) == 0) return absl::OkStatus();
  if (written) error = errno;
  unlink(temporary.c_str());
  const std::string what = StrCat("cannot write the file '", path, "': ", std::generic_category().message(error));
  return store::IsFullDisk(error) ? absl::UnavailableError(what) : absl::InvalidArgumentError(what);
}

std::shared_ptr<grpc::ServerCredentials> ServerCredentialsOf(const ShownCertificate* certificate, bool anonymous) {
  if (certificate == nullptr) return grpc::InsecureServerCredentials();
  return std::make_shared<RenewedCredentials>(*certificate, anonymous);
}

std::function<std::shared_ptr<const front::Tls>()> TlsOf(const ShownCertificate* certificate) {
  if (certificate == nullptr) return nullptr;
  // Called by the one thread that takes connections in.
  return
      [certificate, given = std::shared_ptr<const Certificate>(), tls = std::shared_ptr<const front::Tls>()]() mutable {
        const auto now = certificate->Get();
        if (std::exchange(given, now) != now) tls = front::Tls::Of(now->chain, now->key, now->applications);
        return tls;
      };
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(const std::string& authority,
                                                                               const Certificate* certificate) {
  if (certificate == nullptr) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(authority));
  RETURN_IF_ERROR(CheckAuthority(ssl.pem_root_certs, authority));
  ssl.pem_private_key = certificate->key;
  ssl.pem_cert_chain = certificate->chain;
  return grpc::SslCredentials(ssl);
}

grpc::ChannelArguments ChannelSettings(PeersAsked asked) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
  arguments.SetMaxSendMessageSize(rpc::kMaxReadBytes);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMostMetadataBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // gRPC 1.51 gives two channels to one address one connection, and crashes where one of them looks at the peer's
  // health and the other does not.
  if (asked != PeersAsked::kReady) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // With what gRPC 1.51 repeats by itself, a call that is cancelled just when its connection fails never ends. What a
  // server has not taken when it drains it refuses before its port closes, so nothing needs to be repeated.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // A peer that is there no more, though nothing closed the connection, ends what waits for it.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPeerPingMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPeerPingMs);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  // Without a call for so long it connects no more by itself.
  arguments.SetInt(GRPC_ARG_CLIENT_IDLE_TIMEOUT_MS, 10 * 60 * 1000);
  // Where one replica follows another, its address is asked for again soon; gRPC would wait for 30 s.
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, 1000);
  // A replica that says NOT_SERVING gets no further calls, before its port closes.
  arguments.SetServiceConfigJSON(
      asked == PeersAsked::kReady
          ? R"({"loadBalancingConfig": [{"round_robin": {}}], "healthCheckConfig": {"serviceName": ""}})"
          : R"({"loadBalancingConfig": [{"round_robin": {}}]})");
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kStreamWindowBytes);
  return arguments;
}

}  // namespace congress::server

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "grpcpp/support/channel_arguments.h"
#include "platform/rpc/message_size.h"
#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::server {

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
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  bool written = file >= 0 && write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
                 fsync(file) == 0;
  if (file >= 0) close(file);
  written = written && rename(temporary.c_str(), path.c_str()) == 0;
  return written ? absl::OkStatus() : absl::InvalidArgumentError(StrCat("cannot write the file '", path, "'"));
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ServerCredentialsOf(const Options& options) {
  if (!options.tls()) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions ssl;
  grpc::SslServerCredentialsOptions::PemKeyCertPair pair;
  ASSIGN_OR_RETURN(pair.private_key, ReadFile(options.tls_key));
  ASSIGN_OR_RETURN(pair.cert_chain, ReadFile(options.tls_cert));
  ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(options.tls_ca));
  ssl.pem_key_cert_pairs.push_back(std::move(pair));
  return grpc::SslServerCredentials(ssl);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> ChannelCredentialsOf(const Options& options) {
  if (!options.tls()) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions ssl;
  ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadFile(options.tls_ca));
  ASSIGN_OR_RETURN(ssl.pem_private_key, ReadFile(options.tls_key));
  ASSIGN_OR_RETURN(ssl.pem_cert_chain, ReadFile(options.tls_cert));
  return grpc::SslCredentials(ssl);
}

grpc::ChannelArguments ChannelSettings() {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(rpc::kMaxReadBytes);
  arguments.SetMaxSendMessageSize(rpc::kMaxReadBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // A replica that says NOT_SERVING gets no further calls, before its port closes.
  arguments.SetServiceConfigJSON(
      R"({"loadBalancingConfig": [{"round_robin": {}}], "healthCheckConfig": {"serviceName": ""}})");
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, kStreamWindowBytes);
  return arguments;
}

}  // namespace congress::server

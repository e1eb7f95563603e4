#include "platform/server/renewed.h"

#include <map>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

namespace congress::server {

absl::Status Renewed::Load(const Options& options) {
  if (!options.roles.empty()) {
    RETURN_IF_ERROR(Follow("roles", {options.roles}, [this, path = options.roles] { return ReadRoles(path); }));
  }
  tls_ = options.tls();
  const auto believe = [this, authority = options.tls_ca]() -> absl::Status {
    const auto own = tls_ ? certificate_.Get() : nullptr;
    ASSIGN_OR_RETURN(auto read, ChannelCredentialsOf(authority, own.get()));
    credentials_.Set(std::move(read));
    return absl::OkStatus();
  };
  if (!tls_) return believe();
  std::vector<std::string> own = {options.tls_cert, options.tls_key, options.tls_ca};
  if (!options.client_ca.empty()) own.push_back(options.client_ca);
  RETURN_IF_ERROR(Follow("certificate", own, [this] { return certificate_.Read(absl::Now()); }));
  if (!options.anonymous_peers && !options.peers.empty()) {
    RETURN_IF_ERROR(CheckShownToPeers(*certificate_.Get(), options.tls_cert));
  }
  // After the certificate, which goes along.
  return Follow("authority", {options.tls_ca, options.tls_cert, options.tls_key}, believe);
}

absl::Status Renewed::FollowKeys(const std::string& folder) {
  return Follow("trusted keys", {folder}, [this, folder] { return verifier_.TrustFolder(folder); });
}

absl::StatusOr<auth::Signer> Renewed::SignerOf(const Options& options, const std::string& service) {
  ASSIGN_OR_RETURN(auth::Key key, auth::GenerateKey());
  const auth::Signer signer(StrCat(auth::kProcessPrefix, service), std::move(key));
  const std::string& file = options.signing_key;
  if (file.empty()) return signer;
  RETURN_IF_ERROR(Follow("signing key", {file}, [signer, file]() -> absl::Status {
    ASSIGN_OR_RETURN(const std::string pem, ReadFile(file));
    auto read = auth::ParsePrivateKey(pem);
    if (!read.ok()) return absl::InvalidArgumentError(StrCat(file, ": ", read.status().message()));
    signer.Renew(*std::move(read));
    return absl::OkStatus();
  }));
  return signer;
}

absl::StatusOr<std::optional<content::KeyWrap>> Renewed::ContentKeysOf(const std::string& file) {
  if (file.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const content::KeyWrap keys, content::KeyWrap::Load(file));
  RETURN_IF_ERROR(Follow("content keys", {file}, [keys, file]() -> absl::Status {
    ASSIGN_OR_RETURN(const content::KeyWrap read, content::KeyWrap::Load(file));
    keys.Become(read);
    return absl::OkStatus();
  }));
  return keys;
}

std::function<std::shared_ptr<grpc::Channel>()> Renewed::ChannelTo(const std::string& target, PeersAsked asked) const {
  // All are kept: dropping the last reference to a channel within a callback would join its own thread. One that nobody
  // uses any more falls idle.
  struct Kept {
    Mutex mutex;
    std::map<std::shared_ptr<grpc::ChannelCredentials>, std::shared_ptr<grpc::Channel>> channels ABSL_GUARDED_BY(mutex);
  };
  return [this, target, asked, kept = std::make_shared<Kept>()] {
    const auto now = credentials_.Get();
    const MutexLock lock(kept->mutex);
    auto& channel = kept->channels[*now];
    if (channel == nullptr) channel = grpc::CreateCustomChannel(target, *now, ChannelSettings(asked));
    return channel;
  };
}

void Renewed::Look() {
  for (Followed& one : files_) one.Look();
  certificate_.Judge(absl::Now());
}

absl::Status Renewed::Follow(std::string what, std::vector<std::string> paths, std::function<absl::Status()> take) {
  files_.emplace_back(std::move(what), std::move(paths), take);
  return take();
}

absl::Status Renewed::ReadRoles(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string yaml, ReadFile(path));
  auto read = auth::Roles::Parse(yaml);
  if (!read.ok()) return absl::InvalidArgumentError(StrCat(path, ": ", read.status().message()));
  roles_.Become(*std::move(read));
  return absl::OkStatus();
}

}  // namespace congress::server

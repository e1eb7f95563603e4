// What a process reads from files at its start, and again when they have changed: whom it trusts, with what it signs,
// the certificate that it shows and the authority that it believes.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "grpcpp/security/credentials.h"
#include "platform/auth/roles.h"
#include "platform/auth/token.h"
#include "platform/content/key_wrap.h"
#include "platform/server/certificate.h"
#include "platform/server/followed.h"
#include "platform/server/options.h"
#include "platform/snapshot.h"

namespace congress::server {

enum class PeersAsked;

// Outlives whoever uses what it has read. INVALID_ARGUMENT of its functions names the file that is of no use; after the
// start such a file is not taken, and the log says so.
class Renewed {
 public:
  explicit Renewed(const Options& options)
      : verifier_(options.token_lifetimes),
        certificate_(options.tls_cert, options.tls_key, options.tls_ca, options.client_ca) {}

  // Roles, certificate and authority.
  absl::Status Load(const Options& options);
  absl::Status FollowKeys(const std::string& folder);
  // The process's own name and key, one of this run where the options name none.
  absl::StatusOr<auth::Signer> SignerOf(const Options& options, const std::string& service);
  // What wraps the keys of persons and files; none where no file is named.
  absl::StatusOr<std::optional<content::KeyWrap>> ContentKeysOf(const std::string& file);
  // A channel to `target`, made anew once the credentials have changed. What is under way on the one before goes on.
  std::function<std::shared_ptr<grpc::Channel>()> ChannelTo(const std::string& target, PeersAsked asked) const;
  // Reads what has changed. Called by one thread.
  void Look();

  auth::Verifier& verifier() { return verifier_; }
  const auth::Roles& roles() const { return roles_; }
  // Null in plaintext.
  const ShownCertificate* certificate() const { return tls_ ? &certificate_ : nullptr; }

 private:
  absl::Status Follow(std::string what, std::vector<std::string> paths, std::function<absl::Status()> take);
  absl::Status ReadRoles(const std::string& path);

  auth::Verifier verifier_;
  auth::Roles roles_ = auth::Roles::Shipped();
  bool tls_ = false;
  ShownCertificate certificate_;
  // Towards peers.
  Snapshot<std::shared_ptr<grpc::ChannelCredentials>> credentials_;
  std::vector<Followed> files_;
};

}  // namespace congress::server

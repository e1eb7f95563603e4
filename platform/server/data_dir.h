// The folder of a congressd: its lock, stores, keys and endpoint.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "platform/auth/token.h"
#include "platform/server/options.h"

namespace congress::server {

class DataDir {
 public:
  // Makes the folder when missing, locks it and removes the endpoint of a run before. With --dev it also makes a
  // signing key, kept over restarts, an administrator's token in `D/token` and a secretary's in
  // `D/approver-token` (mode 0600): who submits a plan may not approve it. Makes
  // `D/trusted-keys/`, whose issuers the caller trusts. FAILED_PRECONDITION when another congressd holds the lock,
  // or when the file of content keys is missing beside a store, unless --init may make a new one.
  static absl::StatusOr<std::unique_ptr<DataDir>> Open(const Options& options, auth::Verifier* verifier);
  ~DataDir();

  // The store's file of a service.
  std::string StorePath(const std::string& service) const;
  // The key of a service of this process, trusted by all of them. It is made once and kept in
  // `D/signing-keys/<service>.pem` (mode 0600); its public half lies in `D/public-keys/process-<service>.pem`, a folder
  // for `congressctl backup verify --trusted-keys`.
  absl::StatusOr<auth::Signer> SignerFor(const std::string& service, auth::Verifier* verifier) const;
  std::string endpoint_file() const;
  // The folder of people's issuers.
  std::string trusted_keys() const;
  // Where files are kept, as `--content` says it, and the file of their keys, unless the options name others.
  std::string content_url() const;
  std::string content_key_file() const;

 private:
  DataDir(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  absl::Status MakeDevToken(auth::Verifier* verifier, absl::Time now) const;
  // A file of content keys that is missing beside a store was lost, and a new one in its place would hide that.
  absl::Status RequireContentKeys(const Options& options) const;

  const std::string path_;
  const int lock_;
};

}  // namespace congress::server

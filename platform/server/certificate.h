// The certificate that the server shows, looked at before gRPC gets it, which tells nobody what is wrong with one.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "platform/snapshot.h"

namespace congress::server {

struct Certificate {
  std::string chain;  // PEM; the server's own first.
  std::string key;    // PEM.
  // PEM of who signs those that callers show, where any is asked for.
  std::string authority = {};
  // PEM of who signs those of applications that call at the door; empty: none is asked for there.
  std::string applications = {};
  // When all of the chain is valid.
  absl::Time begins = absl::InfinitePast();
  absl::Time ends = absl::InfiniteFuture();
};

// Reads the two files. INVALID_ARGUMENT that names the file: it cannot be read, holds no certificate or no private key
// in PEM, or the key is another certificate's.
absl::StatusOr<Certificate> ReadCertificate(const std::string& chain_file, const std::string& key_file);

// INVALID_ARGUMENT that names the file when it is not valid at `now`: expired, or not valid yet.
absl::Status CheckValidity(const Certificate& certificate, const std::string& chain_file, absl::Time now);

// The certificate that is shown to who connects from now on. Safe for many threads.
class ShownCertificate {
 public:
  // `authority_file`, `applications_file`: of who signs the certificates of processes and of applications, the latter
  // perhaps empty.
  ShownCertificate(std::string chain_file, std::string key_file, std::string authority_file,
                   std::string applications_file)
      : chain_file_(std::move(chain_file)),
        key_file_(std::move(key_file)),
        authority_file_(std::move(authority_file)),
        applications_file_(std::move(applications_file)) {}

  // Reads the files anew. One that is faulty or not valid at `now` is refused, and the last one stays.
  absl::Status Read(absl::Time now);
  // Tells the metrics how long the certificate is valid, and once a day the log from 14 days before its end. Called by
  // one thread.
  void Judge(absl::Time now);
  // Never null after the first Read that answered OK.
  std::shared_ptr<const Certificate> Get() const { return shown_.Get(); }

 private:
  const std::string chain_file_;
  const std::string key_file_;
  const std::string authority_file_;
  const std::string applications_file_;
  Snapshot<Certificate> shown_;
  absl::Time next_warning_ = absl::InfinitePast();
};

// INVALID_ARGUMENT that names the file when the certificate's use is limited and it may not be shown to other
// processes: they ask for one of who calls them.
absl::Status CheckShownToPeers(const Certificate& certificate, const std::string& chain_file);

// INVALID_ARGUMENT that names the file when `pem`, its content, holds no certificate.
absl::Status CheckAuthority(const std::string& pem, const std::string& file);

}  // namespace congress::server

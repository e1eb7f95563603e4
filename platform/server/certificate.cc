#include "platform/server/certificate.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "platform/server/listener.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"

namespace congress::server {
namespace {

// How long before its end a certificate is warned of.
constexpr absl::Duration kWarnBefore = absl::Hours(14 * 24);

struct Deleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
};
template <class T>
using Owned = std::unique_ptr<T, Deleter>;

Owned<BIO> Reader(const std::string& pem) {
  return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::vector<Owned<X509>> CertificatesIn(const std::string& pem) {
  std::vector<Owned<X509>> certificates;
  const Owned<BIO> bio = Reader(pem);
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  // The end of the text is an error to OpenSSL, and the next caller's otherwise.
  ERR_clear_error();
  return certificates;
}

absl::Time TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  ASN1_TIME_to_tm(time, &parts);
  return absl::FromTM(parts, absl::UTCTimeZone());
}

std::string InWords(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M UTC", time, absl::UTCTimeZone()); }

}  // namespace

absl::StatusOr<Certificate> ReadCertificate(const std::string& chain_file, const std::string& key_file) {
  Certificate read;
  ASSIGN_OR_RETURN(read.chain, ReadFile(chain_file));
  ASSIGN_OR_RETURN(read.key, ReadFile(key_file));
  const std::vector<Owned<X509>> chain = CertificatesIn(read.chain);
  if (chain.empty()) return absl::InvalidArgumentError(StrCat(chain_file, ": holds no certificate in PEM"));
  const auth::Key key(PEM_read_bio_PrivateKey(Reader(read.key).get(), nullptr, nullptr, nullptr));
  const bool fits = key != nullptr && X509_check_private_key(chain.front().get(), key.get()) == 1;
  ERR_clear_error();
  if (key == nullptr) return absl::InvalidArgumentError(StrCat(key_file, ": holds no private key in PEM"));
  if (!fits) {
    return absl::InvalidArgumentError(StrCat(key_file, ": is not the key of the certificate in ", chain_file));
  }
  for (const Owned<X509>& certificate : chain) {
    read.begins = std::max(read.begins, TimeOf(X509_get0_notBefore(certificate.get())));
    read.ends = std::min(read.ends, TimeOf(X509_get0_notAfter(certificate.get())));
  }
  return read;
}

absl::Status CheckValidity(const Certificate& certificate, const std::string& chain_file, absl::Time now) {
  if (now >= certificate.ends) {
    return absl::InvalidArgumentError(StrCat(chain_file, ": the certificate expired on ", InWords(certificate.ends)));
  }
  if (now < certificate.begins) {
    return absl::InvalidArgumentError(
        StrCat(chain_file, ": the certificate is not valid before ", InWords(certificate.begins)));
  }
  return absl::OkStatus();
}

absl::Status ShownCertificate::Read(absl::Time now) {
  ASSIGN_OR_RETURN(Certificate read, ReadCertificate(chain_file_, key_file_));
  RETURN_IF_ERROR(CheckValidity(read, chain_file_, now));
  ASSIGN_OR_RETURN(read.authority, ReadFile(authority_file_));
  RETURN_IF_ERROR(CheckAuthority(read.authority, authority_file_));
  if (!applications_file_.empty()) {
    ASSIGN_OR_RETURN(read.applications, ReadFile(applications_file_));
    RETURN_IF_ERROR(CheckAuthority(read.applications, applications_file_));
  }
  shown_.Set(std::move(read));
  return absl::OkStatus();
}

void ShownCertificate::Judge(absl::Time now) {
  const auto shown = Get();
  if (shown == nullptr) return;
  const absl::Duration left = shown->ends - now;
  telemetry::CertificateEndsIn(left);
  if (left > kWarnBefore || now < next_warning_) return;
  next_warning_ = now + absl::Hours(24);
  telemetry::Log(left > absl::ZeroDuration() ? telemetry::Level::kWarning : telemetry::Level::kError,
                 left > absl::ZeroDuration() ? "the certificate expires soon" : "the certificate has expired",
                 {{"file", chain_file_}, {"on", InWords(shown->ends)}});
}

absl::Status CheckShownToPeers(const Certificate& certificate, const std::string& chain_file) {
  const std::vector<Owned<X509>> chain = CertificatesIn(certificate.chain);
  const bool fits = !chain.empty() && X509_check_purpose(chain.front().get(), X509_PURPOSE_SSL_CLIENT, 0) == 1;
  ERR_clear_error();
  if (fits) return absl::OkStatus();
  return absl::InvalidArgumentError(
      StrCat(chain_file,
             ": its extended key usage lacks client authentication, by which processes know each other; "
             "issue it with both, or start all processes with --anonymous-peers"));
}

absl::Status CheckAuthority(const std::string& pem, const std::string& file) {
  return CertificatesIn(pem).empty() ? absl::InvalidArgumentError(StrCat(file, ": holds no certificate in PEM"))
                                     : absl::OkStatus();
}

}  // namespace congress::server

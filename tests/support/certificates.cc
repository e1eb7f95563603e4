#include "tests/support/certificates.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "platform/auth/token.h"

namespace congress::support {
namespace {

using BioPointer = std::unique_ptr<BIO, decltype(&BIO_free)>;
using X509Pointer = std::unique_ptr<X509, decltype(&X509_free)>;

constexpr long kLifetimeSeconds = 3600;

void Name(X509* certificate, const char* name) {
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
}

void Extend(X509* certificate, int kind, const char* value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

BioPointer Reader(const std::string& pem) {
  return BioPointer(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
}

std::string PemOf(X509* certificate) {
  const BioPointer memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(memory.get(), certificate);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &bytes);
  return std::string(bytes, static_cast<size_t>(size));
}

X509Pointer Blank(EVP_PKEY* key, const char* name, long serial) {
  X509Pointer certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kLifetimeSeconds);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kLifetimeSeconds);
  X509_set_pubkey(certificate.get(), key);
  Name(certificate.get(), name);
  return certificate;
}

auth::Key NewKey() { return auth::Key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); }

constexpr char kLoopback[] = "IP:127.0.0.1,DNS:localhost";

// `names`, `usage`: as OpenSSL writes subject alternative names and extended key usages; no usage: any.
Certificate Issue(const Certificate& authority, absl::Duration begins, absl::Duration ends, const std::string& names,
                  const char* usage) {
  const X509Pointer issuer(PEM_read_bio_X509(Reader(authority.chain).get(), nullptr, nullptr, nullptr), X509_free);
  const auth::Key signing(PEM_read_bio_PrivateKey(Reader(authority.key).get(), nullptr, nullptr, nullptr));
  const auth::Key key = NewKey();
  const X509Pointer certificate = Blank(key.get(), "Test server", 2);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer.get()));
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), absl::ToInt64Seconds(begins));
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), absl::ToInt64Seconds(ends));
  if (!names.empty()) Extend(certificate.get(), NID_subject_alt_name, names.c_str());
  if (*usage != '\0') Extend(certificate.get(), NID_ext_key_usage, usage);
  X509_sign(certificate.get(), signing.get(), EVP_sha256());
  return {PemOf(certificate.get()), auth::PrivatePem(key)};
}

}  // namespace

Certificate MakeAuthority() {
  const auth::Key key = NewKey();
  const X509Pointer certificate = Blank(key.get(), "Test authority", 1);
  X509_set_issuer_name(certificate.get(), X509_get_subject_name(certificate.get()));
  Extend(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  return {PemOf(certificate.get()), auth::PrivatePem(key)};
}

Certificate IssueForLoopback(const Certificate& authority, absl::Duration begins, absl::Duration ends) {
  return Issue(authority, begins, ends, kLoopback, "");
}

Certificate IssueForClient(const Certificate& authority, const std::string& names) {
  return Issue(authority, -absl::Hours(1), absl::Hours(1), names, "clientAuth");
}

Certificate IssueForServersAlone(const Certificate& authority) {
  return Issue(authority, -absl::Hours(1), absl::Hours(1), kLoopback, "serverAuth");
}

}  // namespace congress::support

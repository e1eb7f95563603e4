#include "platform/front/transport.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <ctime>
#include <utility>

#include "platform/broken_pipes.h"

namespace congress::front {
namespace {

// The first of these that the client speaks as well is spoken.
int ChooseProtocol(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in,
                   unsigned int in_size, void*) {
  static constexpr unsigned char kSpoken[] = {2, 'h', '2', 8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, out_size, kSpoken, sizeof kSpoken, in, in_size);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

bool Show(SSL_CTX* context, const std::string& chain, const std::string& key) {
  BIO* certificates = BIO_new_mem_buf(chain.data(), static_cast<int>(chain.size()));
  BIO* private_key = BIO_new_mem_buf(key.data(), static_cast<int>(key.size()));
  X509* own = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr);
  EVP_PKEY* read_key = PEM_read_bio_PrivateKey(private_key, nullptr, nullptr, nullptr);
  const bool good = own != nullptr && read_key != nullptr && SSL_CTX_use_certificate(context, own) == 1 &&
                    SSL_CTX_use_PrivateKey(context, read_key) == 1;
  while (good) {
    X509* next = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr);
    // The context takes it over.
    if (next == nullptr || SSL_CTX_add_extra_chain_cert(context, next) != 1) break;
  }
  X509_free(own);
  EVP_PKEY_free(read_key);
  BIO_free(certificates);
  BIO_free(private_key);
  ERR_clear_error();
  return good;
}

// Believes who they are. False when there is none.
bool Believe(SSL_CTX* context, const std::string& authorities) {
  BIO* certificates = BIO_new_mem_buf(authorities.data(), static_cast<int>(authorities.size()));
  int count = 0;
  while (X509* authority = PEM_read_bio_X509(certificates, nullptr, nullptr, nullptr)) {
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority);
    // By their names clients choose what to show.
    SSL_CTX_add_client_CA(context, authority);
    X509_free(authority);
    ++count;
  }
  BIO_free(certificates);
  ERR_clear_error();
  // No session goes on: in one that does nobody looks whether the certificate has ended.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return count > 0;
}

// The one name of that kind; empty when there are none or several.
std::string OneName(const GENERAL_NAMES* names, int kind) {
  std::string found;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type != kind) continue;
    if (!found.empty()) return "";
    const ASN1_IA5STRING* text = name->d.ia5;
    found.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
                 static_cast<size_t>(ASN1_STRING_length(text)));
  }
  return found;
}

std::chrono::sys_seconds SecondOf(const ASN1_TIME* time) {
  std::tm parts = {};
  ASN1_TIME_to_tm(time, &parts);
  return std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts)));
}

// None with what no name has, such as NUL or spaces.
bool IsPlain(std::string_view name) {
  return name.size() <= 200 && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

std::shared_ptr<const Tls> Tls::Of(const std::string& chain, const std::string& key, const std::string& authorities) {
  IgnoreBrokenPipes();
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  std::shared_ptr<const Tls> tls(new Tls(context));
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION);
  // HTTP/2 forbids other ciphers of TLS 1.2 (RFC 9113, 9.2.2).
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  // Connections that are idle keep no buffers; what is written need not lie where it lay.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_alpn_select_cb(context, ChooseProtocol, nullptr);
  if (!authorities.empty() && !Believe(context, authorities)) return nullptr;
  return Show(context, chain, key) ? tls : nullptr;
}

Tls::~Tls() { SSL_CTX_free(context_); }

Transport::Transport(int socket, std::shared_ptr<const Tls> tls) : socket_(socket), tls_(std::move(tls)) {
  if (tls_ == nullptr) return;
  ssl_ = SSL_new(tls_->context());
  SSL_set_fd(ssl_, socket_);
  SSL_set_accept_state(ssl_);
}

Transport::~Transport() {
  SSL_free(ssl_);
  close(socket_);
}

ssize_t Transport::Read(char* buffer, size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return Told(SSL_read(ssl_, buffer, static_cast<int>(std::min<size_t>(size, INT_MAX))), /*reading=*/true);
  }
  const ssize_t read = recv(socket_, buffer, size, 0);
  if (read >= 0) return read;
  return errno == EAGAIN || errno == EINTR ? kLater : kBroken;
}

ssize_t Transport::Write(const char* bytes, size_t size) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return Told(SSL_write(ssl_, bytes, static_cast<int>(std::min<size_t>(size, INT_MAX))), /*reading=*/false);
  }
  const ssize_t written = send(socket_, bytes, size, MSG_NOSIGNAL);
  if (written >= 0) return written;
  return errno == EAGAIN || errno == EINTR ? kLater : kBroken;
}

ssize_t Transport::Told(int result, bool reading) {
  const int error = result > 0 ? SSL_ERROR_NONE : SSL_get_error(ssl_, result);
  if (reading) {
    read_waits_for_write_ = error == SSL_ERROR_WANT_WRITE;
  } else {
    write_waits_for_read_ = error == SSL_ERROR_WANT_READ;
  }
  switch (error) {
    case SSL_ERROR_NONE:
      return result;
    case SSL_ERROR_WANT_WRITE:
    case SSL_ERROR_WANT_READ:
      return kLater;
    case SSL_ERROR_ZERO_RETURN:
      return reading ? 0 : kBroken;
    default:
      return kBroken;
  }
}

std::string_view Transport::protocol() const {
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_)) SSL_get0_alpn_selected(ssl_, &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

Client Transport::client() const {
  Client client;
  X509* shown = ssl_ == nullptr ? nullptr : SSL_get0_peer_certificate(ssl_);
  if (shown == nullptr || SSL_get_verify_result(ssl_) != X509_V_OK) return client;
  auto* names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(shown, NID_subject_alt_name, nullptr, nullptr));
  client.name = OneName(names, GEN_URI);
  if (client.name.empty()) client.name = OneName(names, GEN_DNS);
  GENERAL_NAMES_free(names);
  if (!IsPlain(client.name)) client.name.clear();
  client.since = SecondOf(X509_get0_notBefore(shown));
  client.until = SecondOf(X509_get0_notAfter(shown));
  return client;
}

bool Transport::has_more() const { return ssl_ != nullptr && SSL_pending(ssl_) > 0; }

void Transport::Close() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_)) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  shutdown(socket_, SHUT_WR);
}

}  // namespace congress::front

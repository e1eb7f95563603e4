#include "platform/front/transport.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
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

}  // namespace

std::shared_ptr<const Tls> Tls::Of(const std::string& chain, const std::string& key) {
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

bool Transport::has_more() const { return ssl_ != nullptr && SSL_pending(ssl_) > 0; }

void Transport::Close() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_)) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  shutdown(socket_, SHUT_WR);
}

}  // namespace congress::front

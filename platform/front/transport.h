// A socket, in plaintext or under TLS, that never waits.
#pragma once

#include <openssl/types.h>
#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>

#include "platform/front/stream.h"

namespace congress::front {

// The certificate that is shown to who connects, and its key.
class Tls {
 public:
  // PEM; the server's own certificate first. Null when they are of no use. `authorities`: PEM of who signs the
  // certificates of clients, which are asked for one then and need not have any; one that is of no use is refused.
  static std::shared_ptr<const Tls> Of(const std::string& chain, const std::string& key,
                                       const std::string& authorities = "");
  ~Tls();
  SSL_CTX* context() const { return context_; }

 private:
  explicit Tls(SSL_CTX* context) : context_(context) {}
  SSL_CTX* const context_;
};

class Transport {
 public:
  // Owns `socket`. `tls`: null for plaintext.
  Transport(int socket, std::shared_ptr<const Tls> tls);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  static constexpr ssize_t kLater = -1;
  static constexpr ssize_t kBroken = -2;
  // How many bytes; 0 when the other side has closed; kLater, kBroken.
  ssize_t Read(char* buffer, size_t size);
  ssize_t Write(const char* bytes, size_t size);
  // What was agreed on in the handshake, `h2` or `http/1.1`; empty before its end, and when nothing was.
  std::string_view protocol() const;
  // Whom the other side's certificate names, after the handshake.
  Client client() const;
  // Whether Read has bytes of which the socket knows nothing.
  bool has_more() const;
  // Whether the last Read waits for the socket to take something.
  bool read_waits_for_write() const { return read_waits_for_write_; }
  // Whether the last Write waits for something to come, as in a handshake.
  bool write_waits_for_read() const { return write_waits_for_read_; }
  // Says that nothing more will be sent.
  void Close();
  int socket() const { return socket_; }

 private:
  ssize_t Told(int result, bool reading);

  const int socket_;
  const std::shared_ptr<const Tls> tls_;
  SSL* ssl_ = nullptr;
  bool read_waits_for_write_ = false;
  bool write_waits_for_read_ = false;
};

}  // namespace congress::front

// TLS at a front: what is agreed on is spoken, with the certificate of now, and nobody waits for who does not.
#include "platform/front/transport.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <mutex>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "platform/front/front.h"
#include "tests/support/certificates.h"
#include "tests/support/http2_client.h"
#include "tests/support/status_matchers.h"

namespace congress::front {
namespace {

// A client of TLS that offers these protocols, as ALPN has them.
class Client {
 public:
  Client(int port, const std::string& protocols, const support::Certificate& own = {})
      : context_(SSL_CTX_new(TLS_client_method())) {
    if (!own.chain.empty()) {
      BIO* chain = BIO_new_mem_buf(own.chain.data(), static_cast<int>(own.chain.size()));
      BIO* key = BIO_new_mem_buf(own.key.data(), static_cast<int>(own.key.size()));
      X509* certificate = PEM_read_bio_X509(chain, nullptr, nullptr, nullptr);
      EVP_PKEY* signs = PEM_read_bio_PrivateKey(key, nullptr, nullptr, nullptr);
      SSL_CTX_use_certificate(context_, certificate);
      SSL_CTX_use_PrivateKey(context_, signs);
      EVP_PKEY_free(signs);
      X509_free(certificate);
      BIO_free(key);
      BIO_free(chain);
    }
    bio_ = BIO_new_ssl_connect(context_);
    BIO_get_ssl(bio_, &ssl_);
    if (!protocols.empty()) {
      SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(protocols.data()),
                          static_cast<unsigned>(protocols.size()));
    }
    BIO_set_conn_hostname(bio_, ("127.0.0.1:" + std::to_string(port)).c_str());
    connected_ = BIO_do_connect(bio_) == 1 && BIO_do_handshake(bio_) == 1;
  }
  ~Client() {
    BIO_free_all(bio_);
    SSL_CTX_free(context_);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  // Type of the first frame that comes: SETTINGS are 4.
  int FirstFrame() {
    unsigned char frame[9] = {};
    return BIO_read(bio_, frame, sizeof frame) == sizeof frame ? frame[3] : -1;
  }
  bool Send(const std::string& bytes) {
    return BIO_write(bio_, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
  }
  // How the answer to a request of HTTP/1.1 begins.
  std::string Get() {
    constexpr std::string_view kRequest = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    BIO_write(bio_, kRequest.data(), static_cast<int>(kRequest.size()));
    char answer[12] = {};
    const int size = BIO_read(bio_, answer, sizeof answer);
    return size > 0 ? std::string(answer, static_cast<size_t>(size)) : "";
  }
  // Whether a later connection could go on with this one's session; once something came.
  bool may_resume() const { return SSL_SESSION_is_resumable(SSL_get0_session(ssl_)) == 1; }
  bool IsShown(const support::Certificate& certificate) const {
    BIO* pem = BIO_new_mem_buf(certificate.chain.data(), static_cast<int>(certificate.chain.size()));
    X509* expected = PEM_read_bio_X509(pem, nullptr, nullptr, nullptr);
    X509* shown = SSL_get1_peer_certificate(ssl_);
    const bool same = X509_cmp(expected, shown) == 0;
    X509_free(shown);
    X509_free(expected);
    BIO_free(pem);
    return same;
  }

 private:
  SSL_CTX* const context_;
  BIO* bio_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

class FrontTls : public ::testing::Test {
 protected:
  FrontTls() { Show(first_); }

  void Start(const Limits& limits = {}) {
    auto front = Front::Listen({.address = "127.0.0.1:0",
                                .tls =
                                    [this] {
                                      const std::lock_guard lock(mutex_);
                                      return shown_;
                                    },
                                .limits = limits},
                               [this](Stream& stream) {
                                 const std::lock_guard lock(mutex_);
                                 names_.push_back(stream.request().client.name);
                               });
    ASSERT_THAT(front, support::IsOk());
    front_ = *std::move(front);
  }
  void Show(const support::Certificate& certificate) {
    const std::lock_guard lock(mutex_);
    shown_ = Tls::Of(certificate.chain, certificate.key);
    EXPECT_NE(shown_, nullptr);
  }

  const support::Certificate authority_ = support::MakeAuthority();
  const support::Certificate first_ = support::IssueForLoopback(authority_);
  std::mutex mutex_;
  std::shared_ptr<const Tls> shown_;
  std::vector<std::string> names_;
  std::unique_ptr<Front> front_;
};

TEST_F(FrontTls, SpeaksWhatIsAgreedOn) {
  Start();
  Client both(front_->port(), "\x08http/1.1\x02h2");
  ASSERT_TRUE(both.connected());
  EXPECT_EQ(both.FirstFrame(), 4) << "SETTINGS come before the client's preface";
  for (const char* agreed : {"\x08http/1.1", ""}) {
    Client client(front_->port(), agreed);
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(client.Get(), "HTTP/1.1 404") << agreed;
  }
  Client liar(front_->port(), "\x02h2");
  ASSERT_TRUE(liar.connected());
  EXPECT_NE(liar.Get(), "HTTP/1.1 404") << "what was agreed on holds";
  EXPECT_FALSE(Client(front_->port(), "\x08http/1.0").connected());
}

TEST_F(FrontTls, ShowsTheCertificateOfNow) {
  Start();
  const Client before(front_->port(), "\x02h2");
  ASSERT_TRUE(before.connected());
  EXPECT_TRUE(before.IsShown(first_));
  const support::Certificate second = support::IssueForLoopback(authority_);
  Show(second);
  const Client after(front_->port(), "\x02h2");
  ASSERT_TRUE(after.connected());
  EXPECT_TRUE(after.IsShown(second));
}

// OpenSSL writes as if nobody could be gone, which ends a process that has not said otherwise.
// Of a session that went on nobody would see that the certificate has ended meanwhile.
TEST_F(FrontTls, NoSessionGoesOnWhereCertificatesAreAskedFor) {
  Start();
  for (const bool asks : {false, true}) {
    if (asks) {
      const std::lock_guard lock(mutex_);
      shown_ = Tls::Of(first_.chain, first_.key, authority_.chain);
    }
    Client client(front_->port(), "\x02h2");
    ASSERT_TRUE(client.connected());
    EXPECT_EQ(client.FirstFrame(), 4);
    EXPECT_EQ(client.may_resume(), !asks);
  }
}

// Also who says nothing until hands are shaken.
TEST_F(FrontTls, KnowsWhoShowsACertificateByHttp2) {
  shown_ = Tls::Of(first_.chain, first_.key, authority_.chain);
  Start();
  Client client(front_->port(), "\x02h2", support::IssueForClient(authority_, "DNS:app.office"));
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.FirstFrame(), 4);
  const std::string block = support::Block("/x");
  const auto size = [&](size_t shift) { return static_cast<char>(block.size() >> shift); };
  ASSERT_TRUE(client.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + std::string(3, '\0') + "\x04" + std::string(5, '\0') +
                          std::string{'\0', size(8), size(0), '\x01', '\x05', '\0', '\0', '\0', '\x01'} + block));
  while (true) {
    const std::lock_guard lock(mutex_);
    if (names_.empty()) continue;
    EXPECT_EQ(names_, std::vector<std::string>{"app.office"});
    return;
  }
}

TEST_F(FrontTls, WhoIsGoneEndsNothingButTheirConnection) {
  std::signal(SIGPIPE, SIG_DFL);
  const auto tls = Tls::Of(first_.chain, first_.key);
  int ends[2] = {};
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
  SSL* const client = SSL_new(context);
  SSL_set_fd(client, ends[1]);
  EXPECT_EQ(SSL_connect(client), -1);  // It says hello and waits for the answer.
  SSL_free(client);
  SSL_CTX_free(context);
  close(ends[1]);
  Transport transport(ends[0], tls);
  char byte = 0;
  EXPECT_EQ(transport.Read(&byte, 1), Transport::kBroken);
}

TEST_F(FrontTls, WhoDoesNotShakeHandsIsNotKept) {
  Limits limits;
  limits.tick = std::chrono::milliseconds(5);
  limits.preface = std::chrono::milliseconds(100);
  Start(limits);
  // One that says nothing, one that speaks without TLS, one that shakes hands and says nothing then.
  support::Http2Client silent(front_->port(), /*greets=*/false);
  support::Http2Client plain(front_->port());
  Client shaken(front_->port(), "\x02h2");
  ASSERT_TRUE(shaken.connected());
  EXPECT_TRUE(plain.Ends());
  EXPECT_TRUE(silent.Ends());
  while (front_->connections() > 0) std::this_thread::yield();
}

TEST_F(FrontTls, WithoutACertificateNobodyIsTakenIn) {
  {
    const std::lock_guard lock(mutex_);
    shown_ = nullptr;
  }
  Start();
  EXPECT_TRUE(support::Http2Client(front_->port()).Ends());
  EXPECT_EQ(front_->connections(), 0);
}

TEST_F(FrontTls, AreMadeOfWhatFitsTogether) {
  EXPECT_EQ(Tls::Of("", ""), nullptr);
  EXPECT_EQ(Tls::Of(first_.chain, support::MakeAuthority().key), nullptr);
  EXPECT_EQ(Tls::Of(first_.chain, "no key"), nullptr);
}

}  // namespace
}  // namespace congress::front

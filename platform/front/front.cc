#include "platform/front/front.h"

#include <event2/event.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>
#include <vector>

#include "platform/front/http2_session.h"
#include "platform/status/strings.h"

namespace congress::front {
namespace {

// How long nobody is taken in when there is no descriptor for them.
constexpr timeval kRest = {0, 100'000};
// Connections that are taken in before others have their turn.
constexpr int kAccepts = 64;

// As many as the process may have beside those that it has and will have, such as of its stores.
size_t Descriptors() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  const size_t most = limit.rlim_cur == RLIM_INFINITY ? size_t{1} << 20 : limit.rlim_cur;
  std::error_code ignored;
  const auto own = std::distance(std::filesystem::directory_iterator("/proc/self/fd", ignored), {});
  // Some stores are opened later than the door.
  constexpr size_t kYetToCome = 64;
  return most - std::min(most, static_cast<size_t>(own) + std::min(kYetToCome, most / 4));
}

// What counts as one caller: an address, of IPv6 the network of 64 bits that one site has.
std::string KeyOf(const sockaddr_storage& peer) {
  if (peer.ss_family == AF_INET6) {
    const auto& address = reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr;
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&address);
    return {reinterpret_cast<const char*>(&address) + (mapped ? 12 : 0), mapped ? size_t{4} : size_t{8}};
  }
  const auto& address = reinterpret_cast<const sockaddr_in&>(peer).sin_addr;
  return {reinterpret_cast<const char*>(&address), sizeof address};
}

nghttp2_option* NewOption(const Limits& limits) {
  nghttp2_option* option = nullptr;
  nghttp2_option_new(&option);
  nghttp2_option_set_no_auto_window_update(option, 1);
  nghttp2_option_set_no_closed_streams(option, 1);
  nghttp2_option_set_max_continuations(option, limits.continuations);
  nghttp2_option_set_stream_reset_rate_limit(option, static_cast<uint64_t>(limits.idle_frames),
                                             static_cast<uint64_t>(limits.idle_frames_a_second));
  return option;
}

nghttp2_session_callbacks* NewCallbacks() {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  Http2Session::SetCallbacks(callbacks);
  return callbacks;
}

class Listening final : public Front {
 public:
  Listening(Options options, Accept accept)
      : options_(std::move(options)),
        accept_(std::move(accept)),
        quota_(options_.limits, Descriptors()),
        shared_{options_.limits, accept_, quota_, NewOption(options_.limits), NewCallbacks()} {}
  ~Listening() override {
    Shutdown(Clock::now());
    workers_.clear();
    nghttp2_session_callbacks_del(shared_.callbacks);
    nghttp2_option_del(shared_.option);
  }

  absl::Status Open() {
    const size_t colon = options_.address.rfind(':');
    std::string host = options_.address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    addrinfo wanted = {};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_PASSIVE;
    addrinfo* places = nullptr;
    const std::string what = StrCat("cannot listen on ", options_.address, ": ");
    if (const int error = getaddrinfo(host.c_str(), options_.address.c_str() + colon + 1, &wanted, &places);
        error != 0) {
      return absl::UnavailableError(StrCat(what, gai_strerror(error)));
    }
    int error = 0;
    for (const addrinfo* place = places; place != nullptr && socket_ < 0; place = place->ai_next) error = Bind(*place);
    freeaddrinfo(places);
    if (socket_ < 0) return absl::UnavailableError(StrCat(what, std::generic_category().message(error)));
    for (int i = 0; i < options_.threads; ++i) workers_.push_back(std::make_unique<Worker>(options_.limits.tick));
    Worker& first = *workers_.front();
    first.Run([this, &first] {
      acceptable_ = event_new(first.base(), socket_, EV_READ | EV_PERSIST, OnAcceptable, this);
      rested_ = event_new(first.base(), -1, 0, OnRested, this);
      event_add(acceptable_, nullptr);
    });
    return absl::OkStatus();
  }

  int port() const override { return port_; }
  int connections() const override { return quota_.connections(); }
  size_t bytes() const override { return quota_.bytes(); }
  Refusals refusals() const override { return quota_.refusals(); }

  void Shutdown(Clock::time_point deadline) override {
    if (workers_.empty() || std::exchange(shut_, true)) return;
    // The port closes before anything else, and for good when this is done.
    workers_.front()->Run([this] {
      event_free(acceptable_);
      event_free(rested_);
      close(socket_);
    });
    for (const auto& worker : workers_) worker->Drain();
    bool empty = true;
    for (const auto& worker : workers_) empty = worker->AwaitEmpty(deadline) && empty;
    if (empty) return;
    for (const auto& worker : workers_) worker->BreakOff();
    for (const auto& worker : workers_) worker->AwaitEmpty(Clock::time_point::max());
  }

 private:
  // 0, or why not.
  int Bind(const addrinfo& place) {
    const int made = socket(place.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (made < 0) return errno;
    const int on = 1;
    // Connections of a predecessor that are being closed are in nobody's way.
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_storage chosen = {};
    socklen_t size = sizeof chosen;
    if (bind(made, place.ai_addr, place.ai_addrlen) != 0 || listen(made, SOMAXCONN) != 0 ||
        getsockname(made, reinterpret_cast<sockaddr*>(&chosen), &size) != 0) {
      const int error = errno;
      close(made);
      return error;
    }
    port_ = ntohs(chosen.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(chosen).sin6_port
                                               : reinterpret_cast<const sockaddr_in&>(chosen).sin_port);
    socket_ = made;
    return 0;
  }

  static void OnAcceptable(int, short, void* self) { static_cast<Listening*>(self)->TakeIn(); }
  static void OnRested(int, short, void* self) { event_add(static_cast<Listening*>(self)->acceptable_, nullptr); }

  void TakeIn() {
    for (int i = 0; i < kAccepts; ++i) {
      sockaddr_storage peer = {};
      socklen_t size = sizeof peer;
      const int accepted = accept4(socket_, reinterpret_cast<sockaddr*>(&peer), &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
      if (accepted >= 0) {
        Welcome(accepted, KeyOf(peer));
        continue;
      }
      // Those who gave up meanwhile cost nothing; of all else (no descriptors, no memory) it is tried again soon.
      if (errno == ECONNABORTED || errno == EINTR) continue;
      if (errno != EAGAIN) {
        event_del(acceptable_);
        event_add(rested_, &kRest);
      }
      return;
    }
  }

  void Welcome(int socket, std::string address) {
    std::shared_ptr<const Tls> tls = options_.tls == nullptr ? nullptr : options_.tls();
    std::shared_ptr<Account> account = quota_.Enter(address);
    if (account == nullptr) {
      close(socket);
      return;
    }
    // Never in plaintext for want of a certificate.
    if (options_.tls != nullptr && tls == nullptr) {
      quota_.Leave(address);
      close(socket);
      return;
    }
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // HTTP/1.1 has no PING: the system asks.
    setsockopt(socket, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    const auto seconds = [](Limits::Duration time) { return std::max(static_cast<int>(time.count() / 1000), 1); };
    const int idle = seconds(options_.limits.ping);
    const int answer = seconds(options_.limits.ping_answer);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof idle);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPINTVL, &answer, sizeof answer);
    setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &on, sizeof on);
    Worker& worker = *workers_[next_++ % workers_.size()];
    auto connection = std::make_shared<std::unique_ptr<Connection>>(
        std::make_unique<Connection>(worker, shared_, socket, std::move(tls), std::move(address), std::move(account)));
    worker.Run([&worker, connection] { worker.Adopt(std::move(*connection)); });
  }

  const Options options_;
  const Accept accept_;
  Quota quota_;
  const Connection::Front shared_;
  int socket_ = -1;
  int port_ = 0;
  bool shut_ = false;
  event* acceptable_ = nullptr;
  event* rested_ = nullptr;
  size_t next_ = 0;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Front>> Front::Listen(Options options, Accept accept) {
  auto front = std::make_unique<Listening>(std::move(options), std::move(accept));
  if (absl::Status status = front->Open(); !status.ok()) return status;
  return front;
}

}  // namespace congress::front

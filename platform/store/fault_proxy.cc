#include "platform/store/fault_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace congress::store {
namespace {

void Close(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

bool WriteAll(int descriptor, const char* bytes, size_t size) {
  while (size > 0) {
    const ssize_t written = send(descriptor, bytes, size, MSG_NOSIGNAL);
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<size_t>(written);
  }
  return true;
}

int ConnectTo(const std::string& path) {
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  if (connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) return descriptor;
  close(descriptor);
  return -1;
}

}  // namespace

FaultProxy::FaultProxy(std::string upstream) : upstream_(std::move(upstream)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0 || pipe2(stop_, O_CLOEXEC) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Loop(); });
}

FaultProxy::~FaultProxy() {
  Close(stop_[1]);
  thread_.join();
  GoAway();
  Close(stop_[0]);
  Close(listener_);
  MutexLock lock(mutex_);
  Close(held_server_);
}

void FaultProxy::Arm(Fault fault, size_t bytes) {
  MutexLock lock(mutex_);
  fault_ = fault;
  bytes_ = bytes;
}

void FaultProxy::CutRequestAfter(size_t bytes) { Arm(Fault::kCutRequest, bytes); }
void FaultProxy::CutReplyAfter(size_t bytes) { Arm(Fault::kCutReply, bytes); }
void FaultProxy::HoldRequest() { Arm(Fault::kHold, 0); }

bool FaultProxy::armed() {
  MutexLock lock(mutex_);
  return fault_ != Fault::kNone;
}

void FaultProxy::StayAwayAfterCut() {
  MutexLock lock(mutex_);
  stay_away_ = true;
}

void FaultProxy::GoAway() {
  MutexLock lock(mutex_);
  away_ = true;
  // Only shut down: the loop may be waiting on these descriptors and closes them itself.
  for (const auto& link : links_) {
    shutdown(link->client, SHUT_RDWR);
    shutdown(link->server, SHUT_RDWR);
  }
}

void FaultProxy::ComeBack() {
  MutexLock lock(mutex_);
  away_ = false;
  stay_away_ = false;
}

std::string FaultProxy::Release() {
  MutexLock lock(mutex_);
  if (!WriteAll(held_server_, held_.data(), held_.size())) return "not sent";
  std::array<char, 4096> reply;
  const ssize_t size = read(held_server_, reply.data(), reply.size());
  Close(held_server_);
  return size <= 0 ? "no reply" : std::string(reply.data(), static_cast<size_t>(size));
}

bool FaultProxy::Strike() {
  if (stay_away_) away_ = true;
  return false;
}

void FaultProxy::Accept() {
  auto link = std::make_unique<Link>();
  link->client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  link->server = away_ ? -1 : ConnectTo(upstream_);
  if (link->server < 0) {
    Close(link->client);
    return;
  }
  links_.push_back(std::move(link));
}

bool FaultProxy::FromClient(Link& link) {
  std::array<char, 65536> bytes;
  const ssize_t got = read(link.client, bytes.data(), bytes.size());
  if (got <= 0 || away_) return false;
  size_t size = static_cast<size_t>(got);
  if (link.fault == Fault::kNone && fault_ != Fault::kNone) {
    link.fault = std::exchange(fault_, Fault::kNone);
    link.bytes_left = bytes_;
  }
  if (link.fault == Fault::kHold) {
    held_.assign(bytes.data(), size);
    held_server_ = std::exchange(link.server, -1);
    return Strike();
  }
  if (link.fault != Fault::kCutRequest) return WriteAll(link.server, bytes.data(), size);
  const bool cut = link.bytes_left <= size;
  size = std::min(size, link.bytes_left);
  link.bytes_left -= size;
  if (!WriteAll(link.server, bytes.data(), size)) return false;
  return cut ? Strike() : true;
}

bool FaultProxy::FromServer(Link& link) {
  std::array<char, 65536> bytes;
  const ssize_t got = read(link.server, bytes.data(), bytes.size());
  if (got <= 0 || away_) return false;
  const size_t size = static_cast<size_t>(got);
  if (link.fault != Fault::kCutReply) return WriteAll(link.client, bytes.data(), size);
  const bool cut = link.bytes_left <= size;
  const size_t passed = std::min(size, link.bytes_left);
  link.bytes_left -= passed;
  if (!WriteAll(link.client, bytes.data(), passed)) return false;
  return cut ? Strike() : true;
}

void FaultProxy::Loop() {
  while (true) {
    std::vector<pollfd> waits = {{stop_[0], POLLIN, 0}, {listener_, POLLIN, 0}};
    std::vector<Link*> links;
    {
      MutexLock lock(mutex_);
      for (const auto& link : links_) {
        links.push_back(link.get());
        waits.push_back({link->client, POLLIN, 0});
        waits.push_back({link->server, POLLIN, 0});
      }
    }
    poll(waits.data(), waits.size(), -1);
    if (waits[0].revents != 0) break;
    MutexLock lock(mutex_);
    for (size_t i = 0; i < links.size(); ++i) {
      bool lives = true;
      if (waits[2 + 2 * i].revents != 0) lives = FromClient(*links[i]);
      if (lives && waits[3 + 2 * i].revents != 0) lives = FromServer(*links[i]);
      if (lives) continue;
      Close(links[i]->client);
      Close(links[i]->server);
    }
    std::erase_if(links_, [](const auto& link) { return link->client < 0; });
    if (waits[1].revents != 0) Accept();
  }
  MutexLock lock(mutex_);
  for (const auto& link : links_) {
    Close(link->client);
    Close(link->server);
  }
  links_.clear();
}

}  // namespace congress::store

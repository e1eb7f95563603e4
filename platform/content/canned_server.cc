#include "platform/content/canned_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"

namespace congress::content {
namespace {

// Reads until `text` has `size` bytes; false when the other side ends before.
bool ReadTo(int connection, size_t size, std::string& text) {
  char buffer[4096];
  while (text.size() < size) {
    const ssize_t count = recv(connection, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    text.append(buffer, static_cast<size_t>(count));
  }
  return true;
}

AskedRequest ParseHead(const std::string& head) {
  AskedRequest asked;
  std::istringstream lines(head);
  std::string line;
  std::getline(lines, line);
  std::istringstream(line) >> asked.method >> asked.target;
  while (std::getline(lines, line)) {
    const size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::string value = line.substr(colon + 1);
    absl::StripAsciiWhitespace(&value);
    asked.headers[absl::AsciiStrToLower(line.substr(0, colon))] = value;
  }
  return asked;
}

}  // namespace

CannedServer::CannedServer(std::string answer) : answer_(std::move(answer)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in place = {};
  place.sin_family = AF_INET;
  place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof place;
  auto* const address = reinterpret_cast<sockaddr*>(&place);
  if (listener_ < 0 || bind(listener_, address, size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, address, &size) != 0) {
    std::abort();
  }
  endpoint_ = "http://127.0.0.1:" + std::to_string(ntohs(place.sin_port));
  thread_ = std::thread([this] { Serve(); });
}

CannedServer::~CannedServer() {
  shutdown(listener_, SHUT_RDWR);
  thread_.join();
  close(listener_);
  for (const int connection : held_) close(connection);
}

std::vector<AskedRequest> CannedServer::asked() {
  MutexLock lock(mutex_);
  return asked_;
}

void CannedServer::Serve() {
  while (true) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    Answer(connection);
    if (answer_.empty()) {
      held_.push_back(connection);
    } else {
      close(connection);
    }
  }
}

void CannedServer::Answer(int connection) {
  std::string text;
  size_t end = std::string::npos;
  while (end == std::string::npos) {
    if (!ReadTo(connection, text.size() + 1, text)) return;
    end = text.find("\r\n\r\n");
  }
  AskedRequest asked = ParseHead(text.substr(0, end));
  text.erase(0, end + 4);
  const auto length = asked.headers.find("content-length");
  const bool expects = asked.headers.contains("expect");
  if (length != asked.headers.end() && !expects && !ReadTo(connection, std::stoul(length->second), text)) return;
  asked.body = text;
  {
    MutexLock lock(mutex_);
    asked_.push_back(std::move(asked));
  }
  send(connection, answer_.data(), answer_.size(), MSG_NOSIGNAL);
}

}  // namespace congress::content

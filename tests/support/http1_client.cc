#include "tests/support/http1_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace congress::support {
namespace {

// Longer than anything that a test waits for.
constexpr timeval kMostPatience = {20, 0};

}  // namespace

Http1Client::Http1Client(int port, const std::string& from) : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, from.c_str(), &address.sin_addr);
  (void)bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kMostPatience, sizeof kMostPatience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kMostPatience, sizeof kMostPatience);
  // What cannot be connected fails when it sends.
  [[maybe_unused]] const int connected = connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Http1Client::~Http1Client() { close(socket_); }

bool Http1Client::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Http1Client::Ask(std::string_view method, std::string_view path, std::string_view body, std::string_view more) {
  std::string request(method);
  request.append(" ").append(path).append(" HTTP/1.1\r\nHost: x\r\n").append(more);
  if (method == "POST" || !body.empty()) {
    request.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  }
  return Send(request.append("\r\n").append(body));
}

bool Http1Client::Fill() {
  char buffer[16'384];
  const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
  late_ = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  if (got > 0) read_.append(buffer, static_cast<size_t>(got));
  return got > 0;
}

std::optional<std::string> Http1Client::Line() {
  size_t end = 0;
  while ((end = read_.find("\r\n")) == std::string::npos) {
    if (!Fill()) return std::nullopt;
  }
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 2);
  return line;
}

bool Http1Client::Take(size_t bytes, std::string* text) {
  while (read_.size() < bytes) {
    if (!Fill()) return false;
  }
  text->append(read_, 0, bytes);
  read_.erase(0, bytes);
  return true;
}

std::optional<HttpAnswer> Http1Client::Next(bool bare) {
  HttpAnswer answer;
  const auto start = Line();
  if (!start || !start->starts_with("HTTP/1.1 ")) return std::nullopt;
  answer.status = start->substr(9, 3);
  auto line = Line();
  for (; line && !line->empty(); line = Line()) {
    const size_t colon = line->find(": ");
    if (colon == std::string::npos) return std::nullopt;
    answer.fields[line->substr(0, colon)] = line->substr(colon + 2);
  }
  if (!line) return std::nullopt;
  if (bare || answer.status == "100") return answer;
  if (const auto length = answer.fields.find("content-length"); length != answer.fields.end()) {
    return Take(std::stoul(length->second), &answer.body) ? std::make_optional(answer) : std::nullopt;
  }
  if (!answer.fields.contains("transfer-encoding")) return answer;
  while (true) {
    const auto size = Line();
    if (!size) return std::nullopt;
    const size_t bytes = std::stoul(*size, nullptr, 16);
    if (bytes > 0) ++answer.chunks;
    std::string end;
    if (!Take(bytes, &answer.body) || !Take(2, &end) || end != "\r\n") return std::nullopt;
    if (bytes == 0) return answer;
  }
}

std::string Http1Client::Some() {
  if (read_.empty() && !Fill()) return "";
  return std::exchange(read_, {});
}

bool Http1Client::Ends() {
  while (Fill()) {
  }
  return !late_;
}

}  // namespace congress::support

#include "tests/support/http2_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <nghttp2/nghttp2.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace congress::support {
namespace {

// Longer than anything that a test waits for.
constexpr timeval kPatience = {20, 0};

std::string Number(size_t number) {
  // HPACK's, with a prefix of seven bits.
  if (number < 127) return {static_cast<char>(number)};
  std::string text(1, 127);
  for (number -= 127; number >= 128; number /= 128) text += static_cast<char>(number % 128 + 128);
  return text + static_cast<char>(number);
}

uint32_t ReadBig(std::string_view bytes) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4 && i < bytes.size(); ++i) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

}  // namespace

uint32_t Frame::number() const { return ReadBig(payload); }

std::string Big(uint32_t number) {
  return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
          static_cast<char>(number)};
}

std::string Literal(std::string_view name, std::string_view value) {
  return std::string(1, '\0') + Number(name.size()) + std::string(name) + Number(value.size()) + std::string(value);
}

std::string Block(std::string_view path, std::string_view more) {
  return Literal(":method", "POST") + Literal(":scheme", "http") + Literal(":path", path) + Literal(":authority", "x") +
         Literal("content-type", "application/grpc") + Literal("te", "trailers") + std::string(more);
}

std::string Message(std::string_view bytes) {
  return std::string(1, '\0') + Big(static_cast<uint32_t>(bytes.size())) + std::string(bytes);
}

Http2Client::Http2Client(int port, bool greets, const std::string& from)
    : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  inet_pton(AF_INET, from.c_str(), &address.sin_addr);
  bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  nghttp2_hd_inflate_new(&inflater_);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 && greets) Greet();
}

Http2Client::~Http2Client() {
  nghttp2_hd_inflate_del(inflater_);
  close(socket_);
}

bool Http2Client::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Http2Client::Send(FrameType type, uint8_t flags, uint32_t stream, std::string_view payload) {
  const auto size = static_cast<uint32_t>(payload.size());
  return Send(Big(size).substr(1) + static_cast<char>(type) + static_cast<char>(flags) + Big(stream) +
              std::string(payload));
}

bool Http2Client::Greet(std::string_view settings) {
  return Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") && Send(FrameType::kSettings, 0, 0, settings);
}

bool Http2Client::Ask(uint32_t stream, std::string_view path, std::string_view message, std::string_view more) {
  return Send(FrameType::kHeaders, kEndHeaders, stream, Block(path, more)) &&
         Send(FrameType::kData, kEndStream, stream, Message(message));
}

bool Http2Client::Fill(size_t bytes) {
  while (read_.size() < bytes) {
    char buffer[16'384];
    const ssize_t got = recv(socket_, buffer, sizeof buffer, 0);
    late_ = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (got <= 0) return false;
    read_.append(buffer, static_cast<size_t>(got));
  }
  return true;
}

std::optional<Frame> Http2Client::Next() {
  constexpr size_t kHeaderBytes = 9;
  while (Fill(kHeaderBytes)) {
    Frame frame;
    const size_t size = ReadBig(read_) >> 8;
    frame.type = static_cast<FrameType>(read_[3]);
    frame.flags = static_cast<uint8_t>(read_[4]);
    frame.stream = ReadBig(std::string_view(read_).substr(5)) & 0x7fffffff;
    if (!Fill(kHeaderBytes + size)) return std::nullopt;
    frame.payload = read_.substr(kHeaderBytes, size);
    read_.erase(0, kHeaderBytes + size);
    const bool told = frame.type == FrameType::kSettings || frame.type == FrameType::kPing;
    if (told) {
      if (polite_ && (frame.flags & kAck) == 0) {
        Send(frame.type, kAck, 0, frame.type == FrameType::kPing ? frame.payload : std::string());
      }
      continue;
    }
    if (frame.type == FrameType::kWindow) continue;
    if (frame.type == FrameType::kHeaders) {
      const auto* in = reinterpret_cast<const uint8_t*>(frame.payload.data());
      size_t left = frame.payload.size();
      int flags = 0;
      nghttp2_nv field;
      while (true) {
        const ssize_t taken = nghttp2_hd_inflate_hd2(inflater_, &field, &flags, in, left, 1);
        if (taken < 0) return std::nullopt;
        in += taken;
        left -= static_cast<size_t>(taken);
        if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
          frame.fields[std::string(reinterpret_cast<const char*>(field.name), field.namelen)] =
              std::string(reinterpret_cast<const char*>(field.value), field.valuelen);
        } else if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0) {
          break;
        }
      }
      nghttp2_hd_inflate_end_headers(inflater_);
    }
    return frame;
  }
  return std::nullopt;
}

std::optional<Frame> Http2Client::Await(FrameType type) {
  std::optional<Frame> frame = Next();
  while (frame && frame->type != type) frame = Next();
  return frame;
}

std::string Http2Client::StatusOf(uint32_t stream) {
  while (const std::optional<Frame> frame = Next()) {
    if (frame->stream != stream) continue;
    if (frame->type == FrameType::kReset) return "";
    const auto status = frame->fields.find("grpc-status");
    if (status != frame->fields.end()) return status->second;
  }
  return "";
}

bool Http2Client::Ends() {
  while (Next()) {
  }
  return !late_;
}

}  // namespace congress::support

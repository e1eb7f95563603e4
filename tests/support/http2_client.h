// A client that speaks HTTP/2 frame by frame, so that a test can say what no library would.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct nghttp2_hd_inflater;

namespace congress::support {

enum class FrameType : uint8_t {
  kData = 0,
  kHeaders = 1,
  kPriority = 2,
  kReset = 3,
  kSettings = 4,
  kPing = 6,
  kGoaway = 7,
  kWindow = 8,
  kContinuation = 9,
};
inline constexpr uint8_t kEndStream = 1;  // Of DATA and HEADERS.
inline constexpr uint8_t kAck = 1;        // Of SETTINGS and PING.
inline constexpr uint8_t kEndHeaders = 4;

struct Frame {
  FrameType type = FrameType::kData;
  uint8_t flags = 0;
  uint32_t stream = 0;
  std::string payload;
  // Of HEADERS.
  std::map<std::string, std::string> fields;
  // The number that RST_STREAM begins with.
  uint32_t number() const;
};

// A field as it stands in a header block, in the longest way.
std::string Literal(std::string_view name, std::string_view value);
// The block of a gRPC request.
std::string Block(std::string_view path, std::string_view more = "");
// Four bytes, as frames have numbers.
std::string Big(uint32_t number);
// A message of gRPC as it goes over the wire.
std::string Message(std::string_view bytes);

class Http2Client {
 public:
  // To a port of loopback, from this address of it. With `greets` it sends preface and SETTINGS at once.
  explicit Http2Client(int port, bool greets = true, const std::string& from = "127.0.0.1");
  ~Http2Client();
  Http2Client(const Http2Client&) = delete;
  Http2Client& operator=(const Http2Client&) = delete;

  // Without it, neither PING nor SETTINGS are acknowledged.
  void SetPolite(bool polite) { polite_ = polite; }
  // False once the other side takes nothing more.
  bool Send(std::string_view bytes);
  bool Send(FrameType type, uint8_t flags, uint32_t stream, std::string_view payload = "");
  bool Greet(std::string_view settings = "");
  // A whole request of gRPC with one message.
  bool Ask(uint32_t stream, std::string_view path, std::string_view message, std::string_view more = "");

  // The next frame that is not SETTINGS, PING, or WINDOW_UPDATE; nothing when the connection has ended.
  std::optional<Frame> Next();
  // The first frame of the type, whatever comes before; nothing when the connection has ended.
  std::optional<Frame> Await(FrameType type);
  // What gRPC's status of this stream is; empty when it was reset or the connection has ended.
  std::string StatusOf(uint32_t stream);
  // Reads to the end of the connection; false when it does not come.
  bool Ends();

 private:
  bool Fill(size_t bytes);

  const int socket_;
  bool polite_ = true;
  bool late_ = false;  // Nothing came for long.
  std::string read_;
  nghttp2_hd_inflater* inflater_ = nullptr;
};

}  // namespace congress::support

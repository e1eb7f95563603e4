// What a front grants to whoever connects, from the first byte on.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace congress::front {

struct Limits {
  using Duration = std::chrono::milliseconds;

  // Connections. No more than three quarters of the descriptors that the process may have.
  int connections = 16'384;
  // Of one address (IPv4) or one network of 64 bits (IPv6); never more than half of all.
  int connections_of_address = 4'096;

  // From the connection until its TLS handshake is done and its preface and first SETTINGS, or the first bytes of a
  // request, are there.
  Duration preface{10'000};
  // From the first byte of a header to its last.
  Duration header{10'000};
  // Nothing came for so long: the other side is asked whether it is there, and has `ping_answer` to say so.
  Duration ping{60'000};
  Duration ping_answer{20'000};
  // Between two requests of HTTP/1.1.
  Duration idle{60'000};
  // The other side takes nothing of what waits for it.
  Duration stall{120'000};
  // Clients reconnect this often, a tenth more or less, so that a new replica gets its share; what is under way then
  // may end.
  Duration age{300'000};
  // How often all of these are looked at.
  Duration tick{100};

  // Of one header, counted as HTTP/2 does: names, values and 32 a field. It is counted whatever the other side knows of
  // our settings; a longer one ends its stream.
  uint32_t header_bytes = 32 << 10;
  // CONTINUATION frames of one block; more end the connection.
  size_t continuations = 8;
  // Streams at once on one connection.
  uint32_t streams = 320;
  // Frames that no work follows from (PING, SETTINGS, PRIORITY, resets, empty DATA, faulty ones): as many at once, and
  // so many more a second. Work adds to it: what clients ask for beside it is theirs. More end the connection.
  int idle_frames = 1'000;
  int idle_frames_a_second = 50;

  // What may be sent on one stream, and on one connection, before it was asked for. HTTP/1.1 has one stream at a time.
  int stream_window = 256 << 10;
  int connection_window = 4 << 20;
  // Headers and bodies that are held of all, and of one address.
  size_t bytes = size_t{1} << 30;
  size_t bytes_of_address = size_t{256} << 20;
};

}  // namespace congress::front

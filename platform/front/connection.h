// One connection of a front: HTTP/2 by nghttp2, with the limits that the library leaves to who uses it.
#pragma once

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "platform/front/stream.h"
#include "platform/front/transport.h"
#include "platform/front/worker.h"

struct event;

namespace congress::front {

class Http2Stream;

// For the thread of its worker alone.
class Connection {
 public:
  // What all connections of a front have in common; outlives them.
  struct Front {
    const Limits& limits;
    const Accept& accept;
    Quota& quota;
    nghttp2_option* option;
    nghttp2_session_callbacks* callbacks;
  };

  // `address`: as the quota knows it, which has granted `account`.
  Connection(Worker& worker, const Front& front, int socket, std::shared_ptr<const Tls> tls, std::string address,
             std::shared_ptr<Account> account);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  static void SetCallbacks(nghttp2_session_callbacks* callbacks);

  void Begin();
  // Takes no new streams, in a way that loses none: those that are on their way are still answered.
  void Drain();
  // Ends at the next Flush, whatever is under way.
  void Break();
  void Tick(Clock::time_point now);
  // Sends what there is to send. False when the connection has ended.
  bool Flush();

 private:
  friend class Http2Stream;
  friend struct Callbacks;

  static void OnReadable(int, short, void* self);
  static void OnWritable(int, short, void* self);
  void ReadSome();
  void Touch();
  // Sends what the socket takes of `bytes` and keeps the rest.
  void Write(std::string_view bytes);
  // Has the loop look at the socket, as things stand.
  void Watch();
  // Says goodbye with ENHANCE_YOUR_CALM when the other side has done so too often.
  void CountIdleFrame();
  void CountWork() { idle_frames_ = std::max(idle_frames_ - 10, 0); }
  void LastGoodbye();

  // What the library tells.
  void OnHeaderBegun(const nghttp2_frame& frame);
  void OnHeader(int32_t id, std::string_view name, std::string_view value);
  void OnFrame(const nghttp2_frame& frame);
  void OnData(int32_t id, std::string_view bytes);
  void OnFrameSent(const nghttp2_frame& frame);
  void OnStreamClosed(int32_t id, bool well);
  Http2Stream* Find(int32_t id);

  Worker& worker_;
  const Front& front_;
  Transport transport_;
  const std::string address_;
  const std::shared_ptr<Account> account_;
  nghttp2_session* session_ = nullptr;
  event* readable_ = nullptr;
  event* writable_ = nullptr;
  std::map<int32_t, std::unique_ptr<Http2Stream>> streams_;
  // Streams of which enough has been sent.
  std::vector<int32_t> roomy_;
  // What the socket did not take yet.
  std::string unsent_;
  bool touched_ = false;
  bool broken_ = false;
  bool settled_ = false;  // The first SETTINGS are there.
  bool asked_ = false;    // By a PING whether the other side is there.
  bool leaving_ = false;
  bool said_goodbye_ = false;
  bool closing_ = false;  // Nothing more is sent; until the other side closes too.
  int idle_frames_ = 0;
  const Clock::time_point begun_;
  Clock::time_point heard_;
  Clock::time_point progress_;                           // When the socket last took something.
  Clock::time_point header_ = Clock::time_point::max();  // When the block that is under way began.
  Clock::time_point asked_at_;
  Clock::time_point left_;
  Clock::time_point forgiven_;  // Until when idle frames are forgiven.
};

}  // namespace congress::front

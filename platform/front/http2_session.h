// HTTP/2 by nghttp2, with the limits that the library leaves to who uses it.
#pragma once

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "platform/front/connection.h"

namespace congress::front {

class Http2Stream;

class Http2Session final : public Session {
 public:
  explicit Http2Session(Connection& connection);
  ~Http2Session() override;
  Http2Session(const Http2Session&) = delete;
  Http2Session& operator=(const Http2Session&) = delete;

  static void SetCallbacks(nghttp2_session_callbacks* callbacks);

  bool Receive(std::string_view bytes) override;
  bool Listens(bool sending) const override;
  ssize_t Fill(char* buffer, size_t size) override;
  bool TellRoom() override;
  bool over() const override;
  void Drain() override;
  bool Tick(Clock::time_point now, Clock::time_point heard) override;

  // For the streams.
  Connection& connection() { return connection_; }
  nghttp2_session* library() { return library_; }
  void Touch() { connection_.Touch(); }
  // Of this one enough has been sent.
  void HasRoom(int32_t id) { roomy_.push_back(id); }

 private:
  friend struct Callbacks;

  const Limits& limits() const { return connection_.front().limits; }
  // Says goodbye with ENHANCE_YOUR_CALM when the other side has done so too often.
  void CountIdleFrame();
  void CountWork() { idle_frames_ = std::max(idle_frames_ - 10, 0); }
  void LastGoodbye();
  // Takes less memory until something is to be sent.
  void Rest();

  // What the library tells.
  void OnHeaderBegun(const nghttp2_frame& frame);
  bool OnHeader(int32_t id, std::string_view name, std::string_view value);
  void OnFrame(const nghttp2_frame& frame);
  void OnData(int32_t id, std::string_view bytes);
  void OnFrameSent(const nghttp2_frame& frame);
  void OnStreamClosed(int32_t id, bool well);
  Http2Stream* Find(int32_t id);

  Connection& connection_;
  nghttp2_session* library_ = nullptr;
  void* frames_ = nullptr;  // Where the library writes frames; its own.
  std::map<int32_t, std::unique_ptr<Http2Stream>> streams_;
  std::vector<int32_t> roomy_;
  bool settled_ = false;  // The first SETTINGS are there.
  bool asked_ = false;    // By a PING whether the other side is there.
  bool resting_ = false;
  bool leaving_ = false;
  bool said_goodbye_ = false;
  int idle_frames_ = 0;
  const Clock::time_point begun_;
  Clock::time_point header_ = Clock::time_point::max();  // When the block that is under way began.
  Clock::time_point asked_at_;
  Clock::time_point left_;
  Clock::time_point forgiven_;  // Until when idle frames are forgiven.
};

}  // namespace congress::front

#include "platform/front/http2_session.h"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <iterator>
#include <utility>

#include "platform/front/http2_stream.h"

namespace congress::front {
namespace {

// Largest frame that nghttp2 makes, with its header.
constexpr size_t kFrameBytes = 16'384 + 9;
// How many frames may wait for the socket before nothing more is read from it.
constexpr size_t kMostFrames = 100;
constexpr size_t kPageBytes = 4096;
// How long the other side may take to see that no more streams shall be opened.
constexpr Clock::duration kNotice = std::chrono::seconds(1);

}  // namespace

// What nghttp2 tells a session.
struct Callbacks {
  static Http2Session& Of(void* self) { return *static_cast<Http2Session*>(self); }

  // The library writes its frames into a block of 16 KiB that it takes at first and keeps as long as the connection
  // lasts. One that begins with a page can go back to the system while nothing is sent (see Rest).
  static void* Take(size_t size, void*) { return std::malloc(size); }
  static void* TakeZeroes(size_t count, size_t size, void*) { return std::calloc(count, size); }
  static void* TakeOther(void* block, size_t size, void* self) {
    Http2Session& session = Of(self);
    if (block != nullptr) {
      if (block == session.frames_) session.frames_ = nullptr;
    } else if (size >= kFrameBytes && session.library_ == nullptr && session.frames_ == nullptr) {
      return session.frames_ = std::aligned_alloc(kPageBytes, size);
    }
    return std::realloc(block, size);
  }
  static void Give(void* block, void* self) {
    if (block == Of(self).frames_) Of(self).frames_ = nullptr;
    std::free(block);
  }

  static std::string_view View(const uint8_t* bytes, size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
  }

  static int OnBeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    Of(self).OnHeaderBegun(*frame);
    return 0;
  }
  static int OnHeader(nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t, void* self) {
    const bool more = Of(self).OnHeader(frame->hd.stream_id, View(name, name_size), View(value, value_size));
    // The library then looks at no further field of it and resets the stream.
    return more ? 0 : NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }
  static int OnFrame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    Of(self).OnFrame(*frame);
    return 0;
  }
  static int OnInvalidFrame(nghttp2_session*, const nghttp2_frame*, int, void* self) {
    Of(self).CountIdleFrame();
    return 0;
  }
  static int OnData(nghttp2_session*, uint8_t, int32_t id, const uint8_t* bytes, size_t size, void* self) {
    Of(self).OnData(id, View(bytes, size));
    return 0;
  }
  static int OnFrameSent(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    Of(self).OnFrameSent(*frame);
    return 0;
  }
  static int OnStreamClosed(nghttp2_session*, int32_t id, uint32_t code, void* self) {
    Of(self).OnStreamClosed(id, code == NGHTTP2_NO_ERROR);
    return 0;
  }
};

void Http2Session::SetCallbacks(nghttp2_session_callbacks* callbacks) {
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Callbacks::OnBeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::OnHeader);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::OnFrame);
  nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, Callbacks::OnInvalidFrame);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::OnData);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Callbacks::OnFrameSent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::OnStreamClosed);
}

Http2Stream* Http2Session::Find(int32_t id) {
  const auto stream = streams_.find(id);
  return stream == streams_.end() ? nullptr : stream->second.get();
}

void Http2Session::OnHeaderBegun(const nghttp2_frame& frame) {
  header_ = Clock::now();
  if (frame.headers.cat != NGHTTP2_HCAT_REQUEST) return;
  streams_.emplace(frame.hd.stream_id, std::make_unique<Http2Stream>(*this, frame.hd.stream_id));
}

bool Http2Session::OnHeader(int32_t id, std::string_view name, std::string_view value) {
  Http2Stream* stream = Find(id);
  if (stream == nullptr || stream->AddField(name, value, limits().header_bytes)) return true;
  CountIdleFrame();
  return false;
}

void Http2Session::OnFrame(const nghttp2_frame& frame) {
  Http2Stream* stream = Find(frame.hd.stream_id);
  const bool ends = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS:
      header_ = Clock::time_point::max();
      if (stream == nullptr) return;
      if (!stream->started()) stream->Start(connection_.front().accept);
      if (ends) stream->OnEnd();
      return;
    case NGHTTP2_DATA:
      if (ends && stream != nullptr) return stream->OnEnd();
      if (frame.hd.length == 0) CountIdleFrame();
      return;
    case NGHTTP2_SETTINGS:
      settled_ = true;
      if ((frame.hd.flags & NGHTTP2_FLAG_ACK) == 0) CountIdleFrame();
      return;
    case NGHTTP2_PING:
      if ((frame.hd.flags & NGHTTP2_FLAG_ACK) == 0) {
        CountIdleFrame();
      } else if (leaving_) {
        LastGoodbye();
      }
      return;
    default:
      CountIdleFrame();
  }
}

void Http2Session::OnData(int32_t id, std::string_view bytes) {
  // One stream that takes nothing holds up no other.
  nghttp2_session_consume_connection(library_, bytes.size());
  if (Http2Stream* stream = Find(id)) return stream->OnData(bytes);
  nghttp2_session_consume_stream(library_, id, bytes.size());
}

void Http2Session::OnFrameSent(const nghttp2_frame& frame) {
  const uint8_t type = frame.hd.type;
  if (type == NGHTTP2_DATA) CountWork();
  // The answer to what was faulty; that is as easily sent as any frame.
  if (type == NGHTTP2_RST_STREAM && frame.rst_stream.error_code != NGHTTP2_NO_ERROR) CountIdleFrame();
  if ((type != NGHTTP2_DATA && type != NGHTTP2_HEADERS) || (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) return;
  Http2Stream* stream = Find(frame.hd.stream_id);
  // Who has the whole answer need not send the rest of the request.
  if (stream != nullptr && !stream->ended()) stream->Reset(NGHTTP2_NO_ERROR);
}

void Http2Session::OnStreamClosed(int32_t id, bool well) {
  const auto stream = streams_.find(id);
  if (stream == streams_.end()) return;
  // Of a faulty header nothing more is told.
  if (!stream->second->started()) header_ = Clock::time_point::max();
  if (well) CountWork();
  stream->second->OnClosed();
  streams_.erase(stream);
}

std::unique_ptr<Session> NewHttp2Session(Connection& connection) { return std::make_unique<Http2Session>(connection); }

Http2Session::Http2Session(Connection& connection) : connection_(connection), begun_(Clock::now()), forgiven_(begun_) {
  nghttp2_mem memory = {this, Callbacks::Take, Callbacks::Give, Callbacks::TakeZeroes, Callbacks::TakeOther};
  nghttp2_session* library = nullptr;  // Not known before it has all that it takes at first.
  nghttp2_session_server_new3(&library, connection.front().callbacks, this, connection.front().option, &memory);
  library_ = library;
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits().streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<uint32_t>(limits().stream_window)},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits().header_bytes},
  };
  nghttp2_submit_settings(library_, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(library_, NGHTTP2_FLAG_NONE, 0, limits().connection_window);
}

Http2Session::~Http2Session() {
  for (const auto& [id, stream] : streams_) stream->OnClosed();
  streams_.clear();
  nghttp2_session_del(library_);
}

bool Http2Session::Receive(std::string_view bytes) {
  asked_ = false;
  // What comes after the last word is not listened to.
  if (nghttp2_session_want_read(library_) == 0) return true;
  return nghttp2_session_mem_recv(library_, reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()) >= 0;
}

bool Http2Session::Listens(bool sending) const {
  return !sending || nghttp2_session_get_outbound_queue_size(library_) <= kMostFrames;
}

ssize_t Http2Session::Fill(char* buffer, size_t size) {
  size_t filled = 0;
  while (filled + kFrameBytes <= size) {
    const uint8_t* frame = nullptr;
    const ssize_t made = nghttp2_session_mem_send(library_, &frame);
    if (made < 0) return made;
    if (made == 0) break;
    resting_ = false;
    std::memcpy(buffer + filled, frame, static_cast<size_t>(made));
    filled += static_cast<size_t>(made);
  }
  return static_cast<ssize_t>(filled);
}

bool Http2Session::TellRoom() {
  std::vector<int32_t> roomy;
  roomy.swap(roomy_);
  for (const int32_t id : roomy) {
    if (Http2Stream* stream = Find(id)) stream->TellRoom();
  }
  return !roomy.empty();
}

bool Http2Session::over() const {
  return nghttp2_session_want_read(library_) == 0 && nghttp2_session_want_write(library_) == 0;
}

void Http2Session::Drain() {
  leaving_ = true;
  left_ = Clock::now();
  nghttp2_submit_shutdown_notice(library_);
  // What the other side began before it read that is here once it has answered this.
  nghttp2_submit_ping(library_, NGHTTP2_FLAG_NONE, nullptr);
  Touch();
}

void Http2Session::LastGoodbye() {
  if (std::exchange(said_goodbye_, true)) return;
  nghttp2_submit_goaway(library_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(library_),
                        NGHTTP2_NO_ERROR, nullptr, 0);
  Touch();
}

void Http2Session::CountIdleFrame() {
  if (++idle_frames_ == limits().idle_frames) {
    connection_.front().quota.Count(Refused::kIdleFrames);
    nghttp2_session_terminate_session(library_, NGHTTP2_ENHANCE_YOUR_CALM);
  }
}

bool Http2Session::Tick(Clock::time_point now, Clock::time_point heard) {
  const auto forgiven = std::chrono::duration_cast<std::chrono::milliseconds>(now - forgiven_).count() *
                        limits().idle_frames_a_second / 1000;
  if (forgiven > 0) {
    idle_frames_ = std::max(idle_frames_ - static_cast<int>(forgiven), 0);
    forgiven_ = now;
  }
  const bool late = (!settled_ && (leaving_ || now - begun_ > limits().preface)) ||
                    (header_ != Clock::time_point::max() && now - header_ > limits().header) ||
                    (asked_ && now - asked_at_ > limits().ping_answer);
  if (late) return false;
  if (leaving_ && now - left_ > kNotice) LastGoodbye();
  if (settled_ && !asked_ && now - heard > limits().ping) {
    asked_ = true;
    asked_at_ = now;
    nghttp2_submit_ping(library_, NGHTTP2_FLAG_NONE, nullptr);
    Touch();
  }
  for (const auto& [id, stream] : streams_) stream->Tick(now, limits().stall);
  if (!resting_ && streams_.empty() && now - heard > 10 * limits().tick) Rest();
  return true;
}

void Http2Session::Rest() {
  if (nghttp2_session_want_write(library_) != 0) return;
  resting_ = true;
  // Nothing of a frame that was sent is read again.
  if (frames_ != nullptr) madvise(frames_, kFrameBytes / kPageBytes * kPageBytes, MADV_DONTNEED);
}

}  // namespace congress::front

// What nghttp2 tells a connection.
#include "platform/front/connection.h"
#include "platform/front/http2_stream.h"

namespace congress::front {

struct Callbacks {
  static Connection& Of(void* self) { return *static_cast<Connection*>(self); }
  static std::string_view View(const uint8_t* bytes, size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
  }

  static int OnBeginHeaders(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    Of(self).OnHeaderBegun(*frame);
    return 0;
  }
  static int OnHeader(nghttp2_session*, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t, void* self) {
    Of(self).OnHeader(frame->hd.stream_id, View(name, name_size), View(value, value_size));
    return 0;
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

void Connection::SetCallbacks(nghttp2_session_callbacks* callbacks) {
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, Callbacks::OnBeginHeaders);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, Callbacks::OnHeader);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, Callbacks::OnFrame);
  nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, Callbacks::OnInvalidFrame);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, Callbacks::OnData);
  nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, Callbacks::OnFrameSent);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, Callbacks::OnStreamClosed);
}

Http2Stream* Connection::Find(int32_t id) {
  const auto stream = streams_.find(id);
  return stream == streams_.end() ? nullptr : stream->second.get();
}

void Connection::OnHeaderBegun(const nghttp2_frame& frame) {
  header_ = heard_;
  if (frame.headers.cat != NGHTTP2_HCAT_REQUEST) return;
  streams_.emplace(frame.hd.stream_id, std::make_unique<Http2Stream>(*this, frame.hd.stream_id));
}

void Connection::OnHeader(int32_t id, std::string_view name, std::string_view value) {
  if (Http2Stream* stream = Find(id)) stream->AddField(name, value, front_.limits.header_bytes);
}

void Connection::OnFrame(const nghttp2_frame& frame) {
  Http2Stream* stream = Find(frame.hd.stream_id);
  const bool ends = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS:
      header_ = Clock::time_point::max();
      if (stream == nullptr) return;
      if (!stream->started()) stream->Start(front_.accept);
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

void Connection::OnData(int32_t id, std::string_view bytes) {
  // One stream that takes nothing holds up no other.
  nghttp2_session_consume_connection(session_, bytes.size());
  if (Http2Stream* stream = Find(id)) return stream->OnData(bytes);
  nghttp2_session_consume_stream(session_, id, bytes.size());
}

void Connection::OnFrameSent(const nghttp2_frame& frame) {
  const uint8_t type = frame.hd.type;
  if (type == NGHTTP2_DATA) CountWork();
  // The answer to what was faulty; that is as easily sent as any frame.
  if (type == NGHTTP2_RST_STREAM && frame.rst_stream.error_code != NGHTTP2_NO_ERROR) CountIdleFrame();
  if ((type != NGHTTP2_DATA && type != NGHTTP2_HEADERS) || (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) == 0) return;
  Http2Stream* stream = Find(frame.hd.stream_id);
  // Who has the whole answer need not send the rest of the request.
  if (stream != nullptr && !stream->ended()) stream->Reset(NGHTTP2_NO_ERROR);
}

void Connection::OnStreamClosed(int32_t id, bool well) {
  const auto stream = streams_.find(id);
  if (stream == streams_.end()) return;
  // Of a faulty header nothing more is told.
  if (!stream->second->started()) header_ = Clock::time_point::max();
  if (well) CountWork();
  stream->second->OnClosed();
  streams_.erase(stream);
}

}  // namespace congress::front

#include "platform/front/http2_stream.h"

#include <utility>

#include "platform/front/date.h"

namespace congress::front {
namespace {

uint8_t* Bytes(std::string_view text) { return reinterpret_cast<uint8_t*>(const_cast<char*>(text.data())); }

nghttp2_nv Pair(std::string_view name, std::string_view value) {
  return {Bytes(name), Bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

std::vector<nghttp2_nv> Pairs(const Fields& fields) {
  std::vector<nghttp2_nv> pairs;
  pairs.reserve(fields.size() + 1);
  for (const Field& field : fields) pairs.push_back(Pair(field.name, field.value));
  return pairs;
}

}  // namespace

std::string_view Request::Find(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return field.value;
  }
  return "";
}

Http2Stream::Http2Stream(Http2Session& session, int32_t id) : session_(session), id_(id) {
  account_ = session.connection().account();
}

bool Http2Stream::AddField(std::string_view name, std::string_view value, size_t most) {
  // As HTTP/2 counts them.
  header_bytes_ += name.size() + value.size() + 32;
  if (header_bytes_ > most && !std::exchange(too_long_, true)) {
    session_.connection().front().quota.Count(Refused::kHeader);
  }
  // A byte may stand for kilobytes of it (HPACK), each of which costs: so far it is answered, and no further.
  if (header_bytes_ > 2 * most) return false;
  // Trailers of a request say nothing that anybody asks for.
  if (too_long_ || started_) return true;
  if (name == ":method") {
    request_.method = value;
  } else if (name == ":path") {
    request_.path = value;
  } else if (name == ":authority") {
    request_.authority = value;
  } else if (!name.starts_with(':')) {
    request_.fields.push_back({std::string(name), std::string(value)});
  }
  return true;
}

void Http2Stream::Start(const Accept& accept) {
  request_.client = session_.connection().client();
  started_ = true;
  const size_t held = kOwnBytes + header_bytes_;
  if (!too_long_ && account_->Hold(held, Refused::kHeader)) {
    held_ = held;
  } else {
    too_long_ = true;
  }
  if (too_long_) {
    return Refuse("431", {{"content-type", "application/grpc"},
                          {"grpc-status", "8"},
                          {"grpc-message", "The header of the request is too long, or too many are under way."}});
  }
  accept(*this);
  if (handler_ != nullptr || responded_) return;
  Refuse("404", {});
}

void Http2Stream::OnData(std::string_view bytes) {
  if (handler_ != nullptr) return handler_->OnBody(bytes);
  Consume(bytes.size());
}

void Http2Stream::TellRoom() {
  if (handler_ != nullptr) handler_->OnRoom();
}

void Http2Stream::Consume(size_t bytes) {
  if (bytes == 0 || reset_) return;
  nghttp2_session_consume_stream(session_.library(), id_, bytes);
  session_.Touch();
}

void Http2Stream::Respond(std::string_view status, const Fields& fields) {
  nghttp2_data_provider body;
  body.source.ptr = this;
  body.read_callback = Read;
  Submit(status, fields, &body);
}

void Http2Stream::Refuse(std::string_view status, const Fields& fields) {
  finished_ = true;
  Submit(status, fields, nullptr);
}

void Http2Stream::Submit(std::string_view status, const Fields& fields, const nghttp2_data_provider* body) {
  responded_ = true;
  if (reset_) return;
  std::vector<nghttp2_nv> pairs = Pairs(fields);
  pairs.insert(pairs.begin(), Pair(":status", status));
  pairs.push_back(Pair("date", DateNow()));
  nghttp2_submit_response(session_.library(), id_, pairs.data(), pairs.size(), body);
  session_.Touch();
}

void Http2Stream::Send(std::string bytes) {
  // To HEAD the same without a body.
  if (reset_ || bytes.empty() || request_.method == "HEAD") return;
  // Beyond what the caller's address may hold the answer is broken off.
  if (!Put(std::move(bytes))) return Reset(NGHTTP2_ENHANCE_YOUR_CALM);
  Resume();
}

void Http2Stream::Finish(Fields trailers) {
  finished_ = true;
  trailers_ = std::move(trailers);
  Resume();
}

void Http2Stream::Resume() {
  if (reset_) return;
  if (std::exchange(deferred_, false)) nghttp2_session_resume_data(session_.library(), id_);
  session_.Touch();
}

void Http2Stream::Reset(uint32_t code) {
  if (std::exchange(reset_, true)) return;
  nghttp2_submit_rst_stream(session_.library(), NGHTTP2_FLAG_NONE, id_, code);
  session_.Touch();
}

ssize_t Http2Stream::Read(nghttp2_session*, int32_t, uint8_t* buffer, size_t size, uint32_t* flags,
                          nghttp2_data_source* source, void*) {
  return static_cast<Http2Stream*>(source->ptr)->Fill(buffer, size, flags);
}

ssize_t Http2Stream::Fill(uint8_t* buffer, size_t size, uint32_t* flags) {
  if (unsent() == 0 && !finished_) {
    deferred_ = true;
    return NGHTTP2_ERR_DEFERRED;
  }
  const size_t filled = Take(reinterpret_cast<char*>(buffer), size);
  if (unsent() == 0 && finished_) {
    *flags |= NGHTTP2_DATA_FLAG_EOF;
    if (!trailers_.empty()) {
      *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
      const std::vector<nghttp2_nv> pairs = Pairs(trailers_);
      nghttp2_submit_trailer(session_.library(), id_, pairs.data(), pairs.size());
    }
  }
  return static_cast<ssize_t>(filled);
}

}  // namespace congress::front

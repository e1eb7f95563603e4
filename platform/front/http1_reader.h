// HTTP/1.1 as a client says it (RFC 9112), read strictly: whatever two readers could take for two things is refused.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/front/stream.h"

namespace congress::front {

// Reads the requests of one connection, one after the other.
class Http1Reader {
 public:
  // `header_bytes`: how long a header may be, as Limits has it.
  explicit Http1Reader(size_t header_bytes) : header_bytes_(header_bytes) {}

  enum class Found {
    kNothing,  // More bytes are needed.
    kHeader,   // request() is there.
    kBody,     // A piece of its body, body().
    kEnd,      // Its end; the next one may follow.
    kFault,    // It is refused with fault(), and nothing more can be read of the connection.
  };
  // Takes what it found from the front of `bytes`, which begin where the last call left off.
  Found Read(std::string_view* bytes);

  // After a fault, what could be read of it.
  const Request& request() const { return request_; }
  // Whether another request may follow.
  bool keeps() const { return keeps_; }
  // Whether the caller waits for `100 Continue` before the body.
  bool awaits_word() const { return awaits_word_; }
  size_t header_size() const { return size_; }
  std::string_view body() const { return body_; }
  // Whether the rest of the body is there in so many bytes more.
  bool ends_within(size_t bytes) const {
    return state_ == State::kHeader || (state_ == State::kLength && left_ <= bytes);
  }
  // Status of HTTP, such as `400`.
  std::string_view fault() const { return fault_; }

 private:
  enum class State { kHeader, kLength, kChunkSize, kChunk, kChunkEnd, kTrailers, kEnd, kFault };

  Found Fault(std::string_view status);
  Found ReadHeader(std::string_view* bytes);
  Found ReadChunkSize(std::string_view* bytes);
  // Where the lines before the first empty one end, with that; 0 when more are needed or, told by `fault_`, they are
  // too long or ended otherwise than by CR LF.
  size_t EndOfLines(std::string_view bytes);
  // Each is empty or a fault.
  std::string_view ReadStart(std::string_view line);
  std::string_view ReadField(std::string_view line);
  std::string_view CheckHeader();

  const size_t header_bytes_;
  State state_ = State::kHeader;
  size_t scanned_ = 0;
  Request request_;
  size_t size_ = 0;
  bool keeps_ = true;
  bool awaits_word_ = false;
  uint64_t left_ = 0;  // Of the body, or of one chunk.
  std::string_view body_;
  std::string_view fault_;
};

}  // namespace congress::front

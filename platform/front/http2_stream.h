// A stream of a connection, as nghttp2 and the handler see it.
#pragma once

#include "platform/front/http2_session.h"
#include "platform/front/session_stream.h"

namespace congress::front {

class Http2Stream final : public SessionStream {
 public:
  Http2Stream(Http2Session& session, int32_t id);

  Executor& executor() override { return session_.connection().worker(); }
  void Consume(size_t bytes) override;
  void Respond(std::string_view status, const Fields& fields) override;
  void Send(std::string bytes) override;
  void Finish(Fields trailers) override;
  void Refuse(std::string_view status, const Fields& fields) override;
  void Reset() override { Reset(NGHTTP2_CANCEL); }

  // A field of the request's header. `most`: how long the whole may be. False when so much came that no more is read.
  bool AddField(std::string_view name, std::string_view value, size_t most);
  // The header is there: hands it to whoever accepts it.
  void Start(const Accept& accept);
  void OnData(std::string_view bytes);
  void TellRoom();
  void Reset(uint32_t code);
  bool started() const { return started_; }

 private:
  void OnRoomy() override { session_.HasRoom(id_); }
  static ssize_t Read(nghttp2_session*, int32_t, uint8_t* buffer, size_t size, uint32_t* flags, nghttp2_data_source*,
                      void*);
  ssize_t Fill(uint8_t* buffer, size_t size, uint32_t* flags);
  void Resume();
  // `body`: null for an answer that is its header alone.
  void Submit(std::string_view status, const Fields& fields, const nghttp2_data_provider* body);

  Http2Session& session_;
  const int32_t id_;
  size_t header_bytes_ = 0;
  bool too_long_ = false;
  bool started_ = false;
  bool deferred_ = false;  // The library waits for more to send.
  Fields trailers_;
};

}  // namespace congress::front

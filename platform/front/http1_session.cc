#include "platform/front/http1_session.h"

#include <algorithm>
#include <utility>

#include "platform/front/date.h"
#include "platform/status/strings.h"

namespace congress::front {
namespace {

// Of what comes before its turn so much is taken.
constexpr size_t kMostWaiting = 16 << 10;

bool IsLine(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return (c < ' ' && c != '\t') || c == 0x7f; });
}

}  // namespace

std::unique_ptr<Session> NewHttp1Session(Connection& connection) { return std::make_unique<Http1Session>(connection); }

Http1Stream::Http1Stream(Http1Session& session, const Request& request, size_t header_bytes) : session_(session) {
  request_ = request;
  request_.client = session.connection().client();
  account_ = session.connection().account();
  progress_ = Clock::now();
  if (const size_t held = kOwnBytes + header_bytes; account_->Hold(held, Refused::kHeader)) held_ = held;
}

Executor& Http1Stream::executor() { return session_.connection().worker(); }

void Http1Stream::Start(const Accept& accept) {
  if (held_ == 0) return Refuse("431", {});
  accept(*this);
  if (handler_ == nullptr && !responded_) Refuse("404", {});
}

void Http1Stream::SayContinue() {
  if (!responded_) SendBare("HTTP/1.1 100 Continue\r\n\r\n");
}

void Http1Stream::OnBody(std::string_view bytes) {
  untaken_ += bytes.size();
  if (handler_ != nullptr) return handler_->OnBody(bytes);
  untaken_ = 0;
}

void Http1Stream::Abandon(std::string_view status) {
  LetGo();
  Refuse(status, {});
}

void Http1Stream::TellRoom() {
  if (std::exchange(roomy_, false) && handler_ != nullptr) handler_->OnRoom();
}

void Http1Stream::Consume(size_t bytes) {
  untaken_ -= std::min(bytes, untaken_);
  session_.connection().Touch();
}

void Http1Stream::Respond(std::string_view status, const Fields& fields) {
  responded_ = true;
  const bool no_body = status == "204" || status == "304";
  bare_ = no_body || request_.method == "HEAD";
  chunked_ = !no_body;
  // Nobody needs the word, but some clients take an answer without one for none.
  std::string head =
      StrCat("HTTP/1.1 ", status, status.starts_with('2') ? " OK" : " Error", "\r\ndate: ", DateNow(), "\r\n");
  for (const Field& field : fields) {
    // What would be another field, or another answer, is none of this one.
    if (!IsLine(field.value)) continue;
    if (field.name == "content-length") chunked_ = false;
    absl::StrAppend(&head, field.name, ": ", field.value, "\r\n");
  }
  if (chunked_) head += "transfer-encoding: chunked\r\n";
  last_ = !session_.keeps();
  if (last_) head += "connection: close\r\n";
  SendBare(head + "\r\n");
}

void Http1Stream::Send(std::string bytes) {
  if (bytes.empty() || bare_) return;
  if (!chunked_) return SendBare(std::move(bytes));
  SendBare(StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n"));
}

void Http1Stream::SendBare(std::string bytes) {
  if (reset_) return;
  if (!Put(std::move(bytes))) return Reset();
  session_.connection().Touch();
}

void Http1Stream::Refuse(std::string_view status, const Fields& fields) {
  Fields all = fields;
  // Of what was not changed it would be said to be empty.
  if (status != "204" && status != "304") all.push_back({"content-length", "0"});
  Respond(status, all);
  Finish({});
}

void Http1Stream::Finish(Fields) {
  if (chunked_ && !bare_) SendBare("0\r\n\r\n");
  finished_ = true;
  session_.connection().Touch();
}

void Http1Stream::Reset() {
  reset_ = true;
  session_.connection().Break();
}

Http1Session::Http1Session(Connection& connection)
    : connection_(connection), reader_(connection.front().limits.header_bytes), since_(Clock::now()) {}

Http1Session::~Http1Session() {
  if (stream_ != nullptr) stream_->OnClosed();
  stream_.reset();
  connection_.account()->Release(held_);
}

bool Http1Session::Receive(std::string_view bytes) {
  if (over_ || faulty_) return true;
  if (waiting_.empty() && stream_ == nullptr) since_ = Clock::now();
  connection_.account()->Release(std::exchange(held_, 0));
  waiting_ += bytes;
  Advance();
  return HoldWaiting();
}

bool Http1Session::HoldWaiting() {
  Account& account = *connection_.account();
  account.Release(std::exchange(held_, 0));
  if (!account.Hold(waiting_.size())) return false;
  held_ = waiting_.size();
  return true;
}

bool Http1Session::Listens(bool) const {
  if (over_ || faulty_ || stream_ == nullptr) return true;
  if (stream_->ended()) return waiting_.size() < kMostWaiting;
  return stream_->untaken() < static_cast<size_t>(connection_.front().limits.stream_window);
}

void Http1Session::Advance() {
  std::string_view bytes = waiting_;
  // Who is answered comes before who follows.
  while (!over_ && !faulty_ && (stream_ == nullptr || (!stream_->ended() && Listens(false)))) {
    const bool fresh = stream_ == nullptr;
    // Nothing comes after the last one.
    if (fresh && leaving_) break;
    const Http1Reader::Found found = reader_.Read(&bytes);
    there_ = bytes.size();
    if (found == Http1Reader::Found::kNothing) break;
    switch (found) {
      case Http1Reader::Found::kHeader:
        stream_ = std::make_unique<Http1Stream>(*this, reader_.request(), reader_.header_size());
        stream_->Start(connection_.front().accept);
        if (reader_.awaits_word() && bytes.empty()) stream_->SayContinue();
        break;
      case Http1Reader::Found::kBody:
        stream_->OnBody(reader_.body());
        break;
      case Http1Reader::Found::kEnd:
        stream_->OnEnd();
        break;
      default: {
        faulty_ = true;
        bytes = {};
        if (reader_.fault() == "431") connection_.front().quota.Count(Refused::kHeader);
        if (fresh) stream_ = std::make_unique<Http1Stream>(*this, reader_.request(), 0);
        // Whoever answers what turns out to be faulty is told that the caller has gone.
        Http1Stream& stream = *stream_;
        if (stream.responded()) {
          connection_.Break();
        } else {
          stream.Abandon(reader_.fault());
        }
      }
    }
  }
  there_ = 0;
  waiting_.erase(0, waiting_.size() - bytes.size());
  connection_.Touch();
}

ssize_t Http1Session::Fill(char* buffer, size_t size) {
  size_t filled = 0;
  while (true) {
    Advance();
    if (!HoldWaiting()) return -1;
    if (stream_ == nullptr) return static_cast<ssize_t>(filled);
    filled += stream_->Take(buffer + filled, size - filled);
    if (!stream_->done() || filled == size) return static_cast<ssize_t>(filled);
    EndStream();
  }
}

void Http1Session::EndStream() {
  over_ = stream_->last() || !stream_->ended() || leaving_ || faulty_;
  stream_.reset();
  since_ = Clock::now();
}

bool Http1Session::TellRoom() {
  if (stream_ == nullptr || !stream_->roomy()) return false;
  stream_->TellRoom();
  return true;
}

void Http1Session::Drain() {
  leaving_ = true;
  if (stream_ == nullptr) over_ = true;
  connection_.Touch();
}

bool Http1Session::Tick(Clock::time_point now, Clock::time_point) {
  const Limits& limits = connection_.front().limits;
  if (stream_ != nullptr) {
    stream_->Tick(now, limits.stall);
    return true;
  }
  if (!waiting_.empty()) return now - since_ <= limits.header;
  if (now - since_ > limits.idle) {
    over_ = true;
    connection_.Touch();
  }
  return true;
}

}  // namespace congress::front

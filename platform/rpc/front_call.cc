#include "platform/rpc/front_call.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/numbers.h"
#include "platform/rpc/client.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/wire.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

// A message that has begun, or the first of all, is there within this and a second for each so many bytes.
constexpr std::chrono::seconds kMessageTime{60};
constexpr size_t kBytesASecond = 64 << 10;

Header HeaderOfRequest(const front::Request& request, bool door, const Arrival& arrival) {
  const std::string_view method = arrival.method.empty() ? MethodIn(request) : arrival.method;
  Header header = HeaderOf(method, door, [&](const char* key) { return std::string(request.Find(key)); });
  if (const auto time = arrival.dialect->TimeoutOf(request)) header.deadline = header.start + *time;
  return header;
}

// How long the body says that it is; 0 when it does not.
size_t LengthOf(const front::Request& request) {
  uint64_t bytes = 0;
  return absl::SimpleAtoi(ToAbsl(request.Find("content-length")), &bytes) ? bytes : 0;
}

// What HTTP and its dialects have for themselves, and nobody says to who answers.
bool IsOfHttp(std::string_view name) {
  static const auto& names = *new std::set<std::string_view>{
      "accept",  "accept-encoding", "connection",  "content-encoding", "content-length", "cookie", "expect",
      "host",    "keep-alive",      "origin",      "proxy-connection", "referer",        "te",     "transfer-encoding",
      "upgrade", "x-grpc-web",      "x-user-agent"};
  return names.contains(name) || name.starts_with("connect-") || name.starts_with("sec-") ||
         name.starts_with("access-control-");
}

// Its own functions run on the stream's thread, but for those of IncomingCall, which may be called on any: they leave
// what they have to say in members and go on there.
class FrontCall final : public front::Handler, public IncomingCall {
 public:
  FrontCall(front::Stream& stream, const Route& route, bool door, Arrival arrival)
      : Handler(stream.executor()),
        IncomingCall(HeaderOfRequest(stream.request(), door, arrival), route),
        stream_(&stream),
        account_(stream.account()),
        dialect_(std::move(arrival.dialect)),
        fields_(std::move(arrival.fields)),
        asked_(std::move(arrival.message)),
        compose_(std::move(arrival.compose)) {
    if (header().deadline < absl::InfiniteFuture()) {
      deadline_ = front::Clock::now() + absl::ToChronoNanoseconds(header().deadline - header().start);
    }
    Expect(dialect_->enveloped() ? 0 : std::min(LengthOf(stream.request()), dialect_->most_bytes()));
    Tell(kCallIdKey, header().call_id);
  }
  ~FrontCall() override { account_->Release(held_); }

  // Handler.
  void OnBody(std::string_view bytes) override {
    if (!account_->Hold(bytes.size())) return Abandon(ToGrpc(Overloaded("gateway")));
    held_ += bytes.size();
    const std::optional<size_t> used = dialect_->Take(bytes, &body_);
    if (!used) return Abandon({grpc::StatusCode::INVALID_ARGUMENT, "The request is not base64."});
    if (*used > 0) stream_->Consume(*used);
    Pump();
  }
  void OnBodyEnd() override {
    body_ended_ = true;
    Pump();
  }
  void OnRoom() override {
    if (std::exchange(writing_, false)) answerer()->OnWritten(true);
  }
  void OnDue() override {
    const bool deadline = front::Clock::now() >= deadline_;
    Abandon({grpc::StatusCode::DEADLINE_EXCEEDED,
             deadline ? "Deadline Exceeded" : "The request did not come within the time that it has."});
  }
  void OnGone() override {
    stream_ = nullptr;
    broken_ = true;
    // Nobody answers yet, and so nobody ends it.
    if (answerer() == nullptr) return ended_ ? void() : executor().Run([this] { delete this; });
    Cancel();
    if (std::exchange(reading_, false)) answerer()->OnRead(false);
    if (std::exchange(writing_, false)) answerer()->OnWritten(false);
  }

  // IncomingCall.
  void EachSaid(absl::FunctionRef<void(std::string_view, std::string_view)> take) const override {
    if (stream_ == nullptr) return;
    for (const front::Field& field : stream_->request().fields) {
      if (!IsOfHttp(field.name)) take(field.name, ValueOf(field));
    }
  }
  void Tell(std::string_view key, std::string_view value) override { told_.push_back(FieldOf(key, value)); }
  void TellAtEnd(std::string_view key, std::string_view value) override { last_.push_back(FieldOf(key, value)); }
  bool broken() const override { return broken_; }
  size_t message_size() override { return size_; }
  bool packed() const override { return packed_ && dialect_->packs(); }
  absl::Status Unpack() override {
    if (!std::exchange(packed_, false)) return absl::OkStatus();
    RETURN_IF_ERROR(CheckSize(size_, dialect_->most_bytes()));
    return dialect_->Unpack(&message_);
  }
  void Read() override {
    executor().Run([this] {
      if (broken_) return answerer()->OnRead(false);
      // What was read is done with.
      account_->Release(held_ - std::min(held_, body_.size()));
      held_ = std::min(held_, body_.size());
      reading_ = true;
      Pump();
    });
  }
  void Write(grpc::ByteBuffer* message) override {
    const bool packed = Pack(*message);
    executor().Run([this, packed] {
      if (broken_ || !packed) return answerer()->OnWritten(false);
      // Sent when it is known that the call ends well.
      if (!dialect_->enveloped()) return answerer()->OnWritten(true);
      if (!std::exchange(responded_, true)) dialect_->Begin(*stream_, AllTold());
      stream_->Send(*std::exchange(given_, std::nullopt));
      writing_ = true;
      if (stream_ != nullptr && stream_->unsent() <= front::Stream::kRoom) OnRoom();
    });
  }
  void EndWith(grpc::ByteBuffer* message) override {
    Pack(*message);
    End(grpc::Status::OK);
  }
  void End(const grpc::Status& status) override {
    status_ = unwritable_.ok() ? status : ToGrpc(unwritable_);
    ended_ = true;
    executor().Run([this] {
      if (stream_ != nullptr) {
        stream_->Attach(nullptr);
        dialect_->End(*std::exchange(stream_, nullptr), responded_,
                      {.status = status_, .told = AllTold(), .message = std::move(given_), .last = std::move(last_)});
      }
      delete this;
    });
  }

 private:
  // Says when at the latest something must have come, or the call have ended.
  void Expect(size_t bytes) {
    stream_->SetDue(
        std::min(deadline_, front::Clock::now() + kMessageTime + std::chrono::seconds(bytes / kBytesASecond)));
  }
  // Keeps the message as it is sent. False when it cannot be.
  bool Pack(const grpc::ByteBuffer& message) {
    auto packed = dialect_->Pack(message);
    unwritable_ = packed.status();
    if (!packed.ok()) return false;
    given_ = *std::move(packed);
    return true;
  }
  front::Fields AllTold() {
    front::Fields all = fields_;
    std::move(told_.begin(), told_.end(), std::back_inserter(all));
    return all;
  }
  // Ends the call for the caller, and for who answers it as if the caller had gone.
  void Abandon(const grpc::Status& status) {
    if (stream_ == nullptr) return;
    // What the answerer tells may be under way on another thread.
    front::Stream& stream = *stream_;
    stream.Attach(nullptr);
    dialect_->End(stream, responded_, {.status = status, .told = fields_, .message = std::nullopt});
    OnGone();
  }

  // Takes the next message out of the body, when it is asked for and there.
  void Pump() {
    if (!reading_ || stream_ == nullptr) return;
    if (!dialect_->enveloped()) return PumpWhole();
    if (!in_message_) {
      if (body_.size() < kEnvelopeBytes) {
        if (!body_ended_) return;
        return body_.empty() ? Deliver(false) : BreakOff();
      }
      if (body_[0] != 0) return Abandon(dialect_->Flagged(static_cast<uint8_t>(body_[0])));
      size_ = EnvelopedSize(body_);
      Take(kEnvelopeBytes);
      in_message_ = true;
      bytes_.clear();
      Expect(size_);
      // It is refused unread.
      if (size_ > dialect_->most_bytes()) return Deliver(true);
    }
    TakeMessage(size_ - bytes_.size());
    if (bytes_.size() == size_) return Deliver(true);
    if (body_ended_) BreakOff();
  }
  // The same where the body is the only message.
  void PumpWhole() {
    if (whole_) return Deliver(false);
    TakeMessage(body_.size());
    if (!body_ended_ && bytes_.size() <= dialect_->most_bytes()) return;
    whole_ = true;
    if (asked_.has_value()) bytes_ = *std::exchange(asked_, std::nullopt);
    // What is too long is refused as it came.
    if (compose_ != nullptr && bytes_.size() <= dialect_->most_bytes()) bytes_ = compose_(bytes_);
    size_ = bytes_.size();
    Deliver(true);
  }
  void TakeMessage(size_t most) {
    const size_t taken = std::min(body_.size(), most);
    bytes_.append(body_, 0, taken);
    Take(taken);
  }
  void Take(size_t bytes) {
    body_.erase(0, bytes);
    stream_->Consume(bytes);
  }
  void Deliver(bool message) {
    reading_ = false;
    in_message_ = false;
    message_ = BufferOf(std::move(bytes_));
    packed_ = message;
    stream_->SetDue(deadline_);
    if (answerer() != nullptr) return answerer()->OnRead(message);
    has_message_ = message;
    Start();
  }
  // The body ended within a message.
  void BreakOff() { Abandon({grpc::StatusCode::INTERNAL, "The request ends within a message."}); }

  front::Stream* stream_;
  const std::shared_ptr<front::Account> account_;
  const std::unique_ptr<Dialect> dialect_;
  const front::Fields fields_;
  std::optional<std::string> asked_;
  const std::function<std::string(std::string_view)> compose_;
  front::Clock::time_point deadline_ = front::Clock::time_point::max();
  std::atomic<bool> broken_ = false;
  std::string body_;  // What has come and was not asked for yet.
  bool body_ended_ = false;
  bool in_message_ = false;
  bool whole_ = false;   // The only message was read.
  bool packed_ = false;  // The message is as it came.
  size_t size_ = 0;
  std::string bytes_;
  size_t held_ = 0;
  bool reading_ = true;
  bool writing_ = false;
  bool responded_ = false;
  // Of who answers.
  front::Fields told_;
  front::Fields last_;
  std::optional<std::string> given_;
  absl::Status unwritable_;
  grpc::Status status_;
  bool ended_ = false;
};

}  // namespace

std::string_view MethodIn(const front::Request& request) {
  const std::string_view path = request.path;
  return path.substr(1, path.find('?') - 1);
}

void TakeCall(front::Stream& stream, const Route& route, bool door, Arrival arrival) {
  stream.Attach(new FrontCall(stream, route, door, std::move(arrival)));
}

}  // namespace congress::rpc

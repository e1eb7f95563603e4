#include "platform/rpc/front_call.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "platform/rpc/client.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/wire.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

// What stands before each message: a flag and its length.
constexpr size_t kPrefixBytes = 5;
// A message that has begun, or the first of all, is there within this and a second for each so many bytes.
constexpr std::chrono::seconds kMessageTime{60};
constexpr size_t kBytesASecond = 64 << 10;
// Shorter ones are copied rather than handed over.
constexpr size_t kCopiedBytes = 512;

grpc::ByteBuffer BufferOf(std::string bytes) {
  if (bytes.size() <= kCopiedBytes) {
    const grpc::Slice slice(bytes);
    return grpc::ByteBuffer(&slice, 1);
  }
  auto* kept = new std::string(std::move(bytes));
  const grpc::Slice slice(
      kept->data(), kept->size(), [](void* owned) { delete static_cast<std::string*>(owned); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

// The message as it goes over the wire.
std::string Framed(const grpc::ByteBuffer& message) {
  const size_t size = message.Length();
  std::string framed;
  framed.reserve(kPrefixBytes + size);
  framed += '\0';
  for (const int shift : {24, 16, 8, 0}) framed += static_cast<char>(size >> shift & 0xff);
  std::vector<grpc::Slice> slices;
  if (message.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) framed.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return framed;
}

Header HeaderOfRequest(const front::Request& request, bool door) {
  Header header = HeaderOf(std::string_view(request.path).substr(1), door,
                           [&](const char* key) { return std::string(request.Find(key)); });
  const std::string_view timeout = request.Find("grpc-timeout");
  if (const auto time = ParseTimeout(timeout)) header.deadline = header.start + *time;
  return header;
}

// Its own functions run on the stream's thread, but for those of IncomingCall, which may be called on any: they leave
// what they have to say in members and go on there.
class FrontCall final : public front::Handler, public IncomingCall {
 public:
  FrontCall(front::Stream& stream, const Route& route, bool door)
      : Handler(stream.executor()),
        IncomingCall(HeaderOfRequest(stream.request(), door), route),
        stream_(&stream),
        account_(stream.account()) {
    if (header().deadline < absl::InfiniteFuture()) {
      deadline_ = front::Clock::now() + absl::ToChronoNanoseconds(header().deadline - header().start);
    }
    Expect(0);
    Tell(kCallIdKey, header().call_id);
  }
  ~FrontCall() override { account_->Release(held_); }

  // Handler.
  void OnBody(std::string_view bytes) override {
    if (!account_->Hold(bytes.size())) return Abandon(ToGrpc(Overloaded("gateway")));
    held_ += bytes.size();
    body_ += bytes;
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
    for (const front::Field& field : stream_->request().fields) take(field.name, ValueOf(field));
  }
  void Tell(std::string_view key, std::string_view value) override { told_.push_back(FieldOf(key, value)); }
  void TellAtEnd(std::string_view key, std::string_view value) override { last_.push_back(FieldOf(key, value)); }
  bool broken() const override { return broken_; }
  size_t message_size() override { return size_; }
  void Read() override {
    executor().Run([this] {
      if (broken_) return answerer()->OnRead(false);
      // What was read is done with.
      account_->Release(held_ - body_.size());
      held_ = body_.size();
      reading_ = true;
      Pump();
    });
  }
  void Write(grpc::ByteBuffer* message) override {
    given_ = Framed(*message);
    executor().Run([this] {
      if (broken_) return answerer()->OnWritten(false);
      Respond();
      stream_->Send(std::move(given_));
      writing_ = true;
      if (stream_ != nullptr && stream_->unsent() <= front::Stream::kRoom) OnRoom();
    });
  }
  void EndWith(grpc::ByteBuffer* message) override {
    given_ = Framed(*message);
    has_last_ = true;
    End(grpc::Status::OK);
  }
  void End(const grpc::Status& status) override {
    status_ = status;
    ended_ = true;
    executor().Run([this] {
      if (stream_ != nullptr) {
        if (has_last_) {
          Respond();
          stream_->Send(std::move(given_));
        }
        Finish(Trailers(status_, std::move(last_)));
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
  void Respond() {
    if (std::exchange(responded_, true)) return;
    told_.insert(told_.begin(), {{"content-type", "application/grpc"}, {"grpc-accept-encoding", "identity"}});
    stream_->Respond("200", told_);
  }
  // Lets go of the stream, which ends by itself.
  void Finish(front::Fields trailers) {
    Respond();
    stream_->Attach(nullptr);
    std::exchange(stream_, nullptr)->Finish(std::move(trailers));
  }
  // Ends the call for the caller, and for who answers it as if the caller had gone.
  void Abandon(const grpc::Status& status) {
    if (stream_ == nullptr) return;
    // What the answerer tells may be under way on another thread.
    front::Stream& stream = *stream_;
    stream.Attach(nullptr);
    if (!responded_)
      stream.Respond("200", {{"content-type", "application/grpc"}, {"grpc-accept-encoding", "identity"}});
    stream.Finish(Trailers(status));
    OnGone();
  }

  // Takes the next message out of the body, when it is asked for and there.
  void Pump() {
    if (!reading_ || stream_ == nullptr) return;
    if (!in_message_) {
      if (body_.size() < kPrefixBytes) {
        if (!body_ended_) return;
        return body_.empty() ? Deliver(false) : BreakOff();
      }
      if (body_[0] != 0) {
        // Little on the wire may be much in memory: nothing is unpacked here.
        return Abandon({grpc::StatusCode::UNIMPLEMENTED, "Messages are taken uncompressed only."});
      }
      size_ = 0;
      for (size_t i = 1; i < kPrefixBytes; ++i) size_ = size_ << 8 | static_cast<unsigned char>(body_[i]);
      Take(kPrefixBytes);
      in_message_ = true;
      bytes_.clear();
      Expect(size_);
      // It is refused unread.
      if (size_ > size_t{kMaxMessageBytes}) return Deliver(true);
    }
    const size_t taken = std::min(body_.size(), size_ - bytes_.size());
    bytes_.append(body_, 0, taken);
    Take(taken);
    if (bytes_.size() == size_) return Deliver(true);
    if (body_ended_) BreakOff();
  }
  void Take(size_t bytes) {
    body_.erase(0, bytes);
    stream_->Consume(bytes);
  }
  void Deliver(bool message) {
    reading_ = false;
    in_message_ = false;
    message_ = BufferOf(std::move(bytes_));
    stream_->SetDue(deadline_);
    if (answerer() != nullptr) return answerer()->OnRead(message);
    has_message_ = message;
    Start();
  }
  // The body ended within a message.
  void BreakOff() { Abandon({grpc::StatusCode::INTERNAL, "The request ends within a message."}); }

  front::Stream* stream_;
  const std::shared_ptr<front::Account> account_;
  front::Clock::time_point deadline_ = front::Clock::time_point::max();
  std::atomic<bool> broken_ = false;
  std::string body_;  // What has come and was not asked for yet.
  bool body_ended_ = false;
  bool in_message_ = false;
  size_t size_ = 0;
  std::string bytes_;
  size_t held_ = 0;
  bool reading_ = true;
  bool writing_ = false;
  bool responded_ = false;
  // Of who answers.
  front::Fields told_;
  front::Fields last_;
  std::string given_;
  bool has_last_ = false;
  grpc::Status status_;
  bool ended_ = false;
};

}  // namespace

front::Accept FrontEntrance(Route route, bool door) {
  return [route = std::move(route), door](front::Stream& stream) {
    const front::Request& request = stream.request();
    const std::string_view type = request.Find("content-type");
    constexpr std::string_view kGrpc = "application/grpc";
    const bool speaks = type.starts_with(kGrpc) &&
                        (type.size() == kGrpc.size() || type[kGrpc.size()] == '+' || type[kGrpc.size()] == ';');
    if (request.method != "POST" || !speaks || !request.path.starts_with('/')) {
      return stream.Refuse("415", {});
    }
    stream.Attach(new FrontCall(stream, route, door));
  };
}

}  // namespace congress::rpc

#include "platform/front/connection.h"

#include <event2/event.h>

#include <algorithm>
#include <utility>

namespace congress::front {
namespace {

// Times that a socket is read before others have their turn.
constexpr int kReads = 4;
// How long the other side may take to see that the connection ends.
constexpr Clock::duration kFarewell = std::chrono::seconds(1);

// What a client of HTTP/2 begins with; no request of HTTP/1.1 begins so.
constexpr std::string_view kPreface = "PRI ";

}  // namespace

Connection::Connection(Worker& worker, const Front& front, int socket, std::shared_ptr<const Tls> tls,
                       std::string address, std::shared_ptr<Account> account)
    : worker_(worker),
      front_(front),
      transport_(socket, std::move(tls)),
      address_(std::move(address)),
      account_(std::move(account)),
      begun_(Clock::now()),
      heard_(begun_),
      progress_(begun_) {}

Connection::~Connection() {
  session_.reset();
  if (readable_ != nullptr) event_free(readable_);
  if (writable_ != nullptr) event_free(writable_);
  front_.quota.Leave(address_);
}

void Connection::Begin() {
  readable_ = event_new(worker_.base(), transport_.socket(), EV_READ | EV_PERSIST, OnReadable, this);
  writable_ = event_new(worker_.base(), transport_.socket(), EV_WRITE, OnWritable, this);
  event_add(readable_, nullptr);
  if (worker_.draining()) Break();
  Touch();
}

void Connection::Touch() {
  if (!std::exchange(touched_, true)) worker_.Touch(*this);
}

void Connection::OnReadable(int, short, void* self) {
  auto& connection = *static_cast<Connection*>(self);
  Worker& worker = connection.worker_;
  connection.ReadSome();
  connection.Touch();
  worker.Settle();
}

void Connection::OnWritable(int, short, void* self) {
  auto& connection = *static_cast<Connection*>(self);
  Worker& worker = connection.worker_;
  // Of TLS, whose reading may have waited for it.
  if (connection.transport_.read_waits_for_write()) connection.ReadSome();
  connection.Touch();
  worker.Settle();
}

void Connection::ReadSome() {
  for (int reads = 0; !broken_; ++reads) {
    if (!closing_ && session_ != nullptr && !session_->Listens(!unsent_.empty())) return;
    if (reads == kReads) {
      if (transport_.has_more()) event_active(readable_, EV_READ, 0);
      return;
    }
    const ssize_t read = transport_.Read(worker_.buffer(), Worker::kBufferBytes);
    // It speaks first, as soon as hands are shaken, which may be before anything has come.
    const bool speaks = session_ == nullptr && transport_.protocol() == "h2";
    if (speaks || (session_ == nullptr && read > 0)) client_ = transport_.client();
    if (speaks) session_ = NewHttp2Session(*this);
    if (read == Transport::kLater) return;
    if (read <= 0) return Break();
    heard_ = Clock::now();
    // What comes after the last word is not listened to.
    if (closing_) continue;
    if (!Take({worker_.buffer(), static_cast<size_t>(read)})) return Break();
    if (static_cast<size_t>(read) < Worker::kBufferBytes && !transport_.has_more()) return;
  }
}

bool Connection::Take(std::string_view bytes) {
  if (session_ != nullptr) return session_->Receive(bytes);
  opening_ += bytes;
  bool http2 = false;
  if (transport_.protocol().empty()) {
    const size_t known = std::min(opening_.size(), kPreface.size());
    http2 = opening_.compare(0, known, kPreface, 0, known) == 0;
    if (http2 && known < kPreface.size()) return true;
  }
  session_ = http2 ? NewHttp2Session(*this) : NewHttp1Session(*this);
  const std::string opening = std::exchange(opening_, {});
  return session_->Receive(opening);
}

void Connection::Write(std::string_view bytes) {
  while (!bytes.empty() && !broken_) {
    const ssize_t written = transport_.Write(bytes.data(), bytes.size());
    if (written == Transport::kLater) break;
    if (written <= 0) return Break();
    bytes.remove_prefix(static_cast<size_t>(written));
    progress_ = Clock::now();
  }
  // It may be a piece of what waits already.
  unsent_ = std::string(bytes);
}

bool Connection::Flush() {
  while (!broken_) {
    if (!unsent_.empty()) Write(unsent_);
    if (!unsent_.empty() || session_ == nullptr) break;
    const ssize_t filled = session_->Fill(worker_.buffer(), Worker::kBufferBytes);
    if (filled < 0) {
      Break();
    } else if (filled > 0) {
      progress_ = Clock::now();
      Write({worker_.buffer(), static_cast<size_t>(filled)});
    } else if (!session_->TellRoom()) {
      break;
    }
  }
  touched_ = false;
  if (broken_) return false;
  if (session_ != nullptr && session_->over() && unsent_.empty() && !std::exchange(closing_, true)) {
    // The other side must see what was said before it sees the end: a socket that is closed with something unread
    // takes back what it sent.
    closed_ = Clock::now();
    transport_.Close();
  }
  Watch();
  return true;
}

void Connection::Watch() {
  // Who does not read what they are told is not listened to, nor who says more than is taken.
  if (!closing_ && session_ != nullptr && !session_->Listens(!unsent_.empty())) {
    event_del(readable_);
  } else if (event_pending(readable_, EV_READ, nullptr) == 0) {
    event_add(readable_, nullptr);
    // Of these the socket knows nothing.
    if (transport_.has_more()) event_active(readable_, EV_READ, 0);
  }
  const bool writes = !unsent_.empty() && !transport_.write_waits_for_read();
  if (writes || transport_.read_waits_for_write()) event_add(writable_, nullptr);
}

void Connection::Break() {
  broken_ = true;
  Touch();
}

void Connection::Drain() {
  if (std::exchange(leaving_, true)) return;
  if (session_ == nullptr) return Break();
  session_->Drain();
}

void Connection::Tick(Clock::time_point now) {
  const Limits& limits = front_.limits;
  const bool late = (session_ == nullptr && now - begun_ > limits.preface) ||
                    (!unsent_.empty() && now - progress_ > limits.stall) || (closing_ && now - closed_ > kFarewell) ||
                    (!closing_ && session_ != nullptr && !session_->Tick(now, heard_));
  if (late) {
    // One that is being closed has been told why already.
    if (!closing_) front_.quota.Count(Refused::kSilence);
    return Break();
  }
  // Those that came together do not leave together.
  if (now - begun_ > limits.age * (90 + transport_.socket() % 21) / 100) Drain();
}

}  // namespace congress::front

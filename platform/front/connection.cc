#include "platform/front/connection.h"

#include <event2/event.h>

#include <cstring>
#include <utility>

#include "platform/front/http2_stream.h"

namespace congress::front {
namespace {

// Largest frame that nghttp2 makes, with its header.
constexpr size_t kFrameBytes = 16'384 + 9;
// How many frames may wait for the socket before nothing more is read from it.
constexpr size_t kMostFrames = 100;
// Times that a socket is read before others have their turn.
constexpr int kReads = 4;
// How long the other side may take to see that streams end, and that the connection does.
constexpr Clock::duration kFarewell = std::chrono::seconds(1);

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
      progress_(begun_),
      forgiven_(begun_) {}

Connection::~Connection() {
  for (const auto& [id, stream] : streams_) stream->OnClosed();
  streams_.clear();
  nghttp2_session_del(session_);
  if (readable_ != nullptr) event_free(readable_);
  if (writable_ != nullptr) event_free(writable_);
  front_.quota.Leave(address_);
}

void Connection::Begin() {
  nghttp2_session_server_new2(&session_, front_.callbacks, this, front_.option);
  const nghttp2_settings_entry settings[] = {
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, front_.limits.streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, static_cast<uint32_t>(front_.limits.stream_window)},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, front_.limits.header_bytes},
  };
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings, std::size(settings));
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, front_.limits.connection_window);
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
    if (reads == kReads) {
      if (transport_.has_more()) event_active(readable_, EV_READ, 0);
      return;
    }
    const ssize_t read = transport_.Read(worker_.buffer(), Worker::kBufferBytes);
    if (read == Transport::kLater) return;
    if (read <= 0) return Break();
    heard_ = Clock::now();
    asked_ = false;
    // What comes after the last word is not listened to.
    if (closing_ || nghttp2_session_want_read(session_) == 0) continue;
    const ssize_t taken = nghttp2_session_mem_recv(session_, reinterpret_cast<const uint8_t*>(worker_.buffer()),
                                                   static_cast<size_t>(read));
    if (taken < 0) return Break();
    if (static_cast<size_t>(read) < Worker::kBufferBytes && !transport_.has_more()) return;
  }
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
    if (!unsent_.empty()) break;
    char* const buffer = worker_.buffer();
    size_t filled = 0;
    while (filled + kFrameBytes <= Worker::kBufferBytes) {
      const uint8_t* frame = nullptr;
      const ssize_t size = nghttp2_session_mem_send(session_, &frame);
      if (size < 0) Break();
      if (size <= 0) break;
      std::memcpy(buffer + filled, frame, static_cast<size_t>(size));
      filled += static_cast<size_t>(size);
    }
    if (filled == 0) {
      if (roomy_.empty()) break;
      std::vector<int32_t> roomy;
      roomy.swap(roomy_);
      for (const int32_t id : roomy) {
        if (Http2Stream* stream = Find(id)) stream->TellRoom();
      }
    } else {
      if (unsent_.empty()) progress_ = Clock::now();
      Write({buffer, filled});
    }
  }
  touched_ = false;
  if (broken_) return false;
  const bool over = nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0;
  if (over && unsent_.empty() && !std::exchange(closing_, true)) {
    // The other side must see what was said before it sees the end: a socket that is closed with something unread
    // takes back what it sent.
    left_ = Clock::now();
    transport_.Close();
  }
  Watch();
  return true;
}

void Connection::Watch() {
  // Who does not read what they are told is not listened to.
  if (!unsent_.empty() && nghttp2_session_get_outbound_queue_size(session_) > kMostFrames) {
    event_del(readable_);
  } else if (event_pending(readable_, EV_READ, nullptr) == 0) {
    event_add(readable_, nullptr);
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
  if (!settled_) return Break();
  left_ = Clock::now();
  nghttp2_submit_shutdown_notice(session_);
  // What the other side began before it read that is here once it has answered this.
  nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
  Touch();
}

void Connection::LastGoodbye() {
  if (std::exchange(said_goodbye_, true)) return;
  nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session_),
                        NGHTTP2_NO_ERROR, nullptr, 0);
  Touch();
}

void Connection::CountIdleFrame() {
  if (++idle_frames_ == front_.limits.idle_frames) {
    front_.quota.Count(Refused::kIdleFrames);
    nghttp2_session_terminate_session(session_, NGHTTP2_ENHANCE_YOUR_CALM);
  }
}

void Connection::Tick(Clock::time_point now) {
  const Limits& limits = front_.limits;
  const auto forgiven = std::chrono::duration_cast<std::chrono::milliseconds>(now - forgiven_).count() *
                        limits.idle_frames_a_second / 1000;
  if (forgiven > 0) {
    idle_frames_ = std::max(idle_frames_ - static_cast<int>(forgiven), 0);
    forgiven_ = now;
  }
  const bool late = (!settled_ && now - begun_ > limits.preface) ||
                    (header_ != Clock::time_point::max() && now - header_ > limits.header) ||
                    (!unsent_.empty() && now - progress_ > limits.stall) || (closing_ && now - left_ > kFarewell) ||
                    (asked_ && now - asked_at_ > limits.ping_answer);
  if (late) {
    // One that is being closed has been told why already.
    if (!closing_) front_.quota.Count(Refused::kSilence);
    return Break();
  }
  if (leaving_ && now - left_ > kFarewell) LastGoodbye();
  if (settled_ && !asked_ && !closing_ && now - heard_ > limits.ping) {
    asked_ = true;
    asked_at_ = now;
    nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
    Touch();
  }
  // Those that came together do not leave together.
  if (now - begun_ > limits.age * (90 + transport_.socket() % 21) / 100) Drain();
  for (const auto& [id, stream] : streams_) stream->Tick(now, limits.stall);
}

}  // namespace congress::front

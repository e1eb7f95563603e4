#include <atomic>
#include <optional>
#include <set>
#include <stop_token>
#include <utility>

#include "grpc/grpc.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "platform/rpc/client.h"
#include "platform/rpc/gate.h"
#include "platform/rpc/message_size.h"
#include "platform/rpc/metadata.h"
#include "platform/rpc/peer.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/sync.h"
#include "platform/telemetry/metrics.h"

namespace congress::rpc {
namespace {

using google::protobuf::Message;

// What a process's own call without a deadline gets: it must not be held by a paused service for ever. Streams that
// wait by their nature end with the channel, which asks its peer now and then whether it is there.
constexpr absl::Duration kLongest = absl::Minutes(5);

// What gRPC itself sets on the next hop, and what only the gateway may say.
bool PassesOn(std::string_view key) {
  static const auto& own =
      *new std::set<std::string_view>{"user-agent", "content-type", "te", "grpc-accept-encoding", kCallIdKey};
  return !own.contains(key) && !key.starts_with(":") && !key.starts_with("grpc-");
}

// Whether gRPC takes it. What it does not take ends the process, and HTTP allows more.
bool IsMetadata(std::string_view key, std::string_view value) {
  const auto slice = [](std::string_view text) { return grpc_slice_from_static_buffer(text.data(), text.size()); };
  return grpc_header_key_is_legal(slice(key)) != 0 &&
         (grpc_is_binary_header(slice(key)) != 0 || grpc_header_nonbin_value_is_legal(slice(value)) != 0);
}

std::string_view View(const grpc::string_ref& text) { return {text.data(), text.size()}; }

// Carries one call on, byte for byte: reads on one side become writes on the other, one message in flight per
// direction. Lives as long as the incoming call, which ends after both halves have.
class ForwardedCall final : public Answerer, private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  ForwardedCall(IncomingCall& call, grpc::GenericStub& stub, const std::string& service, const Peer::Manner& manner)
      : call_(call), service_(service), waits_at_(manner.waits_at) {
    call.EachSaid([&](std::string_view key, std::string_view value) {
      if (PassesOn(key) && IsMetadata(key, value)) client_.AddMetadata(std::string(key), std::string(value));
    });
    client_.AddMetadata(kCallIdKey, call.header().call_id);
    const absl::Time deadline = manner.times.DeadlineOf(call.header());
    has_their_deadline_ = deadline == call.header().deadline && deadline < absl::InfiniteFuture();
    client_.set_deadline(absl::ToChronoTime(deadline));
    stub.PrepareBidiStreamingCall(&client_, StrCat("/", call.header().method), {}, this);
  }

  // Answerer: what the caller's side tells.
  void Start() override {
    // Keeps OnDone away while the caller's half may still start operations here: until the last reply.
    AddHold();
    if (waits_at_ != nullptr) ending_.emplace(waits_at_->pulse().closing(), EndAtStop{*this});
    StartCall();
    StartRead(&reply_);
    OnRead(call_.has_message());
  }
  void OnRead(bool ok) override {
    const MutexLock lock(mutex_);
    if (ended_) return;
    if (ok) refused_ = CheckSize(call_.message_size());
    if (ok && refused_.ok()) refused_ = call_.Unpack();
    if (!refused_.ok()) {
      client_.TryCancel();
    } else if (ok) {
      StartWrite(&call_.message());
    } else if (call_.broken()) {
      // A stream that broke must not look like one that its caller closed: an upload would be taken for whole.
      client_.TryCancel();
    } else {
      StartWritesDone();
    }
  }
  void OnWritten(bool ok) override {
    // The client is gone: the rest of the replies is read to its end and dropped.
    if (!ok) client_.TryCancel();
    StartRead(&reply_);
  }
  void OnCancel() override { client_.TryCancel(); }

 private:
  // What the stop of this process does to a call that waits.
  struct EndAtStop {
    ForwardedCall& call;
    void operator()() const {
      call.stopping_ = true;
      call.client_.TryCancel();
    }
  };

  // ClientBidiReactor: what the service's side tells.
  void OnReadDone(bool ok) override {
    if (ok) {
      if (!std::exchange(replied_, true)) PassInitialMetadata();
      return call_.Write(&reply_);
    }
    {
      const MutexLock lock(mutex_);
      ended_ = true;
    }
    RemoveHold();
  }
  void OnWriteDone(bool ok) override {
    if (ok) call_.Read();
  }
  void OnDone(const grpc::Status& status) override {
    for (const auto& [key, value] : client_.GetServerTrailingMetadata()) {
      if (PassesOn(View(key))) call_.TellAtEnd(View(key), View(value));
    }
    // Returns when the stop of the process does nothing more here.
    ending_.reset();
    const absl::Status outcome = OutcomeOf(status);
    const std::string reason = status::ReasonOf(outcome);
    // Clients invent names without end; they are no labels of metrics.
    const bool unknown = reason == "METHOD_UNKNOWN";
    telemetry::Observe({.method = unknown ? "unknown" : std::string_view(call_.header().method),
                        .code = outcome.ok() ? "OK" : absl::StatusCodeToString(outcome.code()),
                        .reason = reason,
                        .call_id = call_.header().call_id,
                        .principal = "",
                        .cause = "",
                        .duration = absl::Now() - call_.header().start});
    // Byte for byte, but for what is said here in place of the service. The last thing: the call may be deleted at
    // once.
    if (reason.empty() || !status::ReasonOf(FromGrpc(status)).empty()) return call_.End(status);
    call_.End(ToGrpc(status::InLanguage(outcome, status::LanguageOf(call_.header().language))));
  }

  // What the service tells beside its first answer.
  void PassInitialMetadata() {
    for (const auto& [key, value] : client_.GetServerInitialMetadata()) {
      if (PassesOn(View(key))) call_.Tell(View(key), View(value));
    }
  }

  // The service's own errors carry details; those that gRPC gave in its place are told with a reason.
  absl::Status OutcomeOf(const grpc::Status& status) {
    if (status.error_code() == grpc::StatusCode::CANCELLED) {
      const MutexLock lock(mutex_);
      if (!refused_.ok()) return refused_;
    }
    if (stopping_ && status.error_code() == grpc::StatusCode::CANCELLED && !call_.broken()) {
      return waits_at_->Stopping();
    }
    const bool bare = status.error_details().empty();
    if (bare && status.error_code() == grpc::StatusCode::UNIMPLEMENTED) return MethodUnknown(call_.header().method);
    // The caller's own end of it.
    const bool cancelled = status.error_code() == grpc::StatusCode::CANCELLED;
    if (cancelled && call_.broken()) return FromGrpc(status);
    // Their own deadline, of which they may have to be told. Not judged by the clock here: the service's may be ahead.
    const bool late = status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
    if (bare && late && has_their_deadline_) return FromGrpc(status);
    return FromPeer(status, service_);
  }

  IncomingCall& call_;
  const std::string& service_;
  Gate* const waits_at_;
  grpc::ClientContext client_;
  bool has_their_deadline_ = false;  // Not a shorter one, which is the method's.
  grpc::ByteBuffer reply_;
  bool replied_ = false;
  Mutex mutex_;
  absl::Status refused_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;  // No operation may start on a service's half that has ended.
  std::atomic<bool> stopping_ = false;
  std::optional<std::stop_callback<EndAtStop>> ending_;
};

// One request, many answers. Asks for the next one when the last has been taken.
class FollowedCall final : private grpc::ClientBidiReactor<Message, Message> {
 public:
  FollowedCall(grpc::TemplatedGenericStub<Message, Message>& stub, grpc::ClientContext& context,
               const std::string& path, const Message& request, Message* response, absl::Duration silence)
      : context_(context), request_(request), response_(response), silence_(silence) {
    stub.PrepareBidiStreamingCall(&context_, path, {}, this);
  }

  grpc::Status Run(absl::FunctionRef<absl::Status(Message&)> take, absl::Status* refused) {
    // This thread asks for each answer. Without the hold the call could end, and be freed, before it does.
    AddHold();
    StartWriteLast(&request_, {});
    StartRead(response_);
    StartCall();
    while (AwaitAnswer()) {
      if (refused->ok()) *refused = take(*response_);
      if (!refused->ok()) context_.TryCancel();
      StartRead(response_);
    }
    RemoveHold();
    const MutexLock lock(mutex_);
    while (!ended_.has_value()) change_.Wait(mutex_);
    return silent_ ? grpc::Status(grpc::StatusCode::UNAVAILABLE, "nothing comes") : *ended_;
  }

 private:
  void OnReadDone(bool ok) override {
    const MutexLock lock(mutex_);
    read_ = ok;
    change_.NotifyOne();
  }
  void OnDone(const grpc::Status& status) override {
    const MutexLock lock(mutex_);
    ended_ = status;
    change_.NotifyOne();
  }
  bool AwaitAnswer() {
    const MutexLock lock(mutex_);
    // Not by the system's clock, which may be set back.
    using Clock = std::chrono::steady_clock;
    const Clock::time_point start = Clock::now();
    while (!read_.has_value()) {
      if (silent_ || silence_ == absl::InfiniteDuration()) {
        change_.Wait(mutex_);
      } else if (absl::FromChrono(Clock::now() - start) < silence_) {
        change_.WaitUntil(mutex_, start + absl::ToChronoNanoseconds(silence_));
      } else {
        // Ends the read as well, at once.
        silent_ = true;
        context_.TryCancel();
      }
    }
    return *std::exchange(read_, std::nullopt);
  }

  grpc::ClientContext& context_;
  const Message& request_;
  Message* const response_;
  const absl::Duration silence_;
  Mutex mutex_;
  CondVar change_;
  bool silent_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<bool> read_ ABSL_GUARDED_BY(mutex_);
  std::optional<grpc::Status> ended_ ABSL_GUARDED_BY(mutex_);
};

class BehindChannel final : public Peer {
 public:
  BehindChannel(std::string name, ChannelSource channel, ChannelSource early)
      : name_(std::move(name)), channel_(std::move(channel)), early_(std::move(early)) {}

  std::unique_ptr<Answerer> Answer(IncomingCall& call, Manner manner) override {
    grpc::GenericStub bytes(manner.early ? early_() : channel_());
    return std::make_unique<ForwardedCall>(call, bytes, name_, manner);
  }

 private:
  using Messages = grpc::TemplatedGenericStub<Message, Message>;

  absl::Status Call(const Header& header, const Message& request, Message* response) override {
    grpc::ClientContext context;
    Fill(header, std::min(header.deadline, absl::Now() + kLongest), &context);
    Mutex mutex;
    CondVar done;
    std::optional<grpc::Status> status;
    Messages(channel_())
        .UnaryCall(&context, StrCat("/", header.method), {}, &request, response, [&](grpc::Status result) {
          const MutexLock lock(mutex);
          status = std::move(result);
          done.NotifyOne();
        });
    const MutexLock lock(mutex);
    while (!status.has_value()) done.Wait(mutex);
    return FromPeer(*status, name_);
  }

  absl::Status Stream(const Header& header, const Message& request, Message* response, const std::stop_token& stop,
                      absl::FunctionRef<absl::Status(Message&)> take) override {
    grpc::ClientContext context;
    Fill(header, header.deadline, &context);
    const std::stop_callback cancel(stop, [&] { context.TryCancel(); });
    absl::Status refused;
    Messages messages(channel_());
    FollowedCall call(messages, context, StrCat("/", header.method), request, response, header.silence);
    const grpc::Status status = call.Run(take, &refused);
    return refused.ok() ? FromPeer(status, name_) : refused;
  }

  static void Fill(const Header& header, absl::Time deadline, grpc::ClientContext* context) {
    context->AddMetadata("authorization", header.authorization);
    context->AddMetadata(kCallIdKey, header.call_id);
    if (!header.language.empty()) context->AddMetadata(kLanguageKey, header.language);
    if (header.ungraded) context->AddMetadata(kUngradedKey, "true");
    context->set_deadline(absl::ToChronoTime(deadline));
  }

  const std::string name_;
  const ChannelSource channel_;
  const ChannelSource early_;
};

}  // namespace

std::unique_ptr<Peer> ChannelPeer(std::string name, std::shared_ptr<grpc::Channel> channel) {
  const auto always = [channel = std::move(channel)] { return channel; };
  return ChannelPeer(std::move(name), always, always);
}

std::unique_ptr<Peer> ChannelPeer(std::string name, ChannelSource channel, ChannelSource early) {
  return std::make_unique<BehindChannel>(std::move(name), std::move(channel), std::move(early));
}

}  // namespace congress::rpc

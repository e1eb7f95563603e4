#include "platform/rpc/service.h"

#include <atomic>
#include <utility>

#include "absl/strings/str_split.h"
#include "congress/annotations/v1/options.pb.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "platform/rpc/client.h"
#include "platform/rpc/message_size.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

namespace congress::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::Message;
using status::PlatformReason;

// Of the names that fields of the message, and of messages within it, may hold.
void AddKinds(const Descriptor& type, std::set<const Descriptor*>* seen, std::set<std::string, std::less<>>* kinds) {
  if (!seen->insert(&type).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.message_type() != nullptr) AddKinds(*field.message_type(), seen, kinds);
    const std::string& names = field.options().GetExtension(annotations::v1::field).resource();
    for (const absl::string_view name : absl::StrSplit(names, '|', absl::SkipEmpty())) {
      for (const absl::string_view part : absl::StrSplit(name, '/')) {
        if (part != "*") kinds->insert(std::string(part));
      }
    }
  }
}

// A call that this process answers itself: admitted on its carrier's thread, worked on in a place of its caller.
class LocalAnswer final : public Answerer, public Carrier, public Job {
 public:
  LocalAnswer(IncomingCall& call, Service& service, const Method& method)
      : call_(call), service_(service), method_(method) {}

  // Answerer.
  void Start() override {
    auto admitted = service_.gate().Admit(method_, call_.header());
    if (!admitted.ok()) return End(service_.gate().Refuse(call_.header(), nullptr, std::move(admitted).status()));
    principal_ = *std::move(admitted);
    unread_ = call_.has_message();
    service_.PlacesFor(method_).Take(principal_->Account(), this);
  }
  void OnRead(bool ok) override { Happened(ok); }
  void OnWritten(bool ok) override { Happened(ok); }
  void OnCancel() override {
    const MutexLock lock(mutex_);
    cancelled_ = true;
    change_.NotifyAll();
  }

  // Job.
  void Run(const std::atomic<bool>& displaced) override {
    displaced_ = &displaced;
    End(service_.gate().Serve(method_, call_.header(), *principal_, *this));
  }
  void Refuse() override {
    End(service_.gate().Refuse(call_.header(), principal_.get(), Overloaded(service_.gate().name())));
  }

  // Carrier.
  absl::StatusOr<bool> Read(Message* message) override {
    if (!std::exchange(unread_, false)) {
      // The caller's half is closed once there was no message.
      if (!call_.has_message() || at_end_) return false;
      call_.Read();
      if (!AwaitHappening()) {
        at_end_ = true;
        // gRPC knows a stream that broke from one that its caller closed before it tells of the cancellation.
        if (cancelled() || call_.broken()) return absl::CancelledError("The caller has gone away.");
        return false;
      }
    }
    RETURN_IF_ERROR(CheckSize(call_.message_size()));
    RETURN_IF_ERROR(call_.Unpack());
    // Empties the buffer, which is not kept while the work goes on.
    if (!grpc::SerializationTraits<Message>::Deserialize(&call_.message(), message).ok()) {
      return status::InvalidArgument(PlatformReason::REQUEST_MALFORMED,
                                     {{"method", method_.name}, {"type", message->GetDescriptor()->full_name()}});
    }
    return true;
  }
  absl::Status Write(Message* message) override {
    RETURN_IF_ERROR(CheckSize(message->ByteSizeLong()));
    bool own_buffer = false;
    reply_.Clear();
    if (!grpc::SerializationTraits<Message>::Serialize(*message, &reply_, &own_buffer).ok()) {
      return absl::InternalError("the answer cannot be written");
    }
    // The only answer goes out with the status.
    if (method_.download == nullptr) {
      has_reply_ = true;
      return absl::OkStatus();
    }
    call_.Write(&reply_);
    if (AwaitHappening()) return absl::OkStatus();
    return absl::CancelledError("The caller has gone away.");
  }
  void Tell(std::string_view key, std::string_view value) override { call_.Tell(key, value); }
  bool cancelled() const override {
    const MutexLock lock(mutex_);
    return cancelled_;
  }
  bool displaced() const override { return *displaced_; }

 private:
  // The last thing this object does: the carrier may delete the call, and with it this, at once.
  void End(const absl::Status& status) {
    if (status.ok() && has_reply_) return call_.EndWith(&reply_);
    call_.End(ToGrpc(status));
  }

  // A read or a write, of which one at most is under way, has ended.
  void Happened(bool ok) {
    const MutexLock lock(mutex_);
    happened_ = ok;
    change_.NotifyAll();
  }
  // False when it failed, or the caller is gone; then the carrier may tell of it later, to nobody.
  bool AwaitHappening() {
    const MutexLock lock(mutex_);
    while (!happened_.has_value() && !cancelled_) change_.Wait(mutex_);
    return std::exchange(happened_, std::nullopt).value_or(false);
  }

  IncomingCall& call_;
  Service& service_;
  const Method& method_;
  std::shared_ptr<const auth::Principal> principal_;
  const std::atomic<bool>* displaced_ = nullptr;  // While it runs.
  bool unread_ = false;
  bool at_end_ = false;
  bool has_reply_ = false;
  grpc::ByteBuffer reply_;
  mutable Mutex mutex_;
  CondVar change_;
  bool cancelled_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<bool> happened_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status Service::Add(Methods methods) {
  RETURN_IF_ERROR(methods.Check());
  std::set<const Descriptor*> seen;
  for (const auto& [name, method] : methods.all()) {
    AddKinds(*method.request->GetDescriptor(), &seen, &kinds_);
    AddKinds(*method.response->GetDescriptor(), &seen, &kinds_);
  }
  methods_.merge(std::move(methods).Release());
  return absl::OkStatus();
}

const Method* Service::Find(std::string_view name) const {
  const auto found = methods_.find(name);
  return found == methods_.end() ? nullptr : &found->second;
}

std::vector<std::string> Service::UnaryMethods() const {
  std::vector<std::string> names;
  for (const auto& [name, method] : methods_) {
    if (!method.streams()) names.push_back(name);
  }
  return names;
}

std::unique_ptr<Answerer> Service::Answer(IncomingCall& call) {
  const Method* method = Find(call.header().method);
  if (method == nullptr) return nullptr;
  return std::make_unique<LocalAnswer>(call, *this, *method);
}

}  // namespace congress::rpc

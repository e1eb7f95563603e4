#include <utility>

#include "platform/rpc/client.h"
#include "platform/rpc/peer.h"
#include "platform/rpc/service.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::rpc {
namespace {

using google::protobuf::Message;

// One request in memory, and its answers, each handed over as it comes.
class DirectCall final : public Carrier {
 public:
  DirectCall(const Message& request, Message* response, const std::stop_token& stop,
             absl::FunctionRef<absl::Status(Message&)> take)
      : request_(request), response_(*response), stop_(stop), take_(take) {}

  absl::StatusOr<bool> Read(Message* message) override {
    if (std::exchange(read_, true)) return false;
    message->CopyFrom(request_);
    return true;
  }
  absl::Status Write(Message* message) override {
    response_.GetReflection()->Swap(&response_, message);
    return take_(response_);
  }
  void Tell(std::string_view, std::string_view) override {}
  bool cancelled() const override { return stop_.stop_requested(); }

 private:
  const Message& request_;
  Message& response_;
  const std::stop_token& stop_;
  absl::FunctionRef<absl::Status(Message&)> take_;
  bool read_ = false;
};

class InProcess final : public Peer {
 public:
  explicit InProcess(Service& service) : service_(service) {}

  std::unique_ptr<Answerer> Answer(IncomingCall& call, Manner) override { return service_.Answer(call); }

 private:
  absl::Status Call(const Header& header, const Message& request, Message* response) override {
    // Who waits here cannot leave before the deadline, which the work asks for by itself.
    const std::stop_token never;
    const auto taken = [](Message&) { return absl::OkStatus(); };
    DirectCall call(request, response, never, taken);
    return Carry(header, request, *response, /*streams=*/false, call);
  }
  absl::Status Stream(const Header& header, const Message& request, Message* response, const std::stop_token& stop,
                      absl::FunctionRef<absl::Status(Message&)> take) override {
    DirectCall call(request, response, stop, take);
    return Carry(header, request, *response, /*streams=*/true, call);
  }

  absl::Status Carry(const Header& header, const Message& request, const Message& response, bool streams,
                     Carrier& carrier) {
    const Method* method = service_.Find(header.method);
    if (method == nullptr || method->streams() != streams ||
        method->request->GetDescriptor() != request.GetDescriptor() ||
        method->response->GetDescriptor() != response.GetDescriptor()) {
      return absl::InternalError(StrCat(header.method, " takes other messages"));
    }
    auto admitted = service_.gate().Admit(*method, header);
    if (!admitted.ok()) return service_.gate().Refuse(header, nullptr, std::move(admitted).status());
    return OfPeer(service_.gate().Serve(*method, header, **admitted, carrier), service_.gate().name());
  }

  Service& service_;
};

}  // namespace

std::unique_ptr<Peer> DirectPeer(Service& service) { return std::make_unique<InProcess>(service); }

}  // namespace congress::rpc

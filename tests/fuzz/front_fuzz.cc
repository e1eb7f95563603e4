// The body of a call of gRPC, in pieces of any size: what is told as messages are those that the bytes hold, the
// rest is refused, and the sender is let go on for exactly what was taken.
#include <cstdlib>
#include <vector>

#include "platform/rpc/front_entrance.h"
#include "platform/rpc/message_size.h"

namespace {

using congress::front::Fields;

void Demand(bool holds) {
  if (!holds) std::abort();
}

// Runs what is left to it when it is told to.
class Thread final : public congress::front::Executor {
 public:
  void Run(std::function<void()> task) override { tasks_.push_back(std::move(task)); }
  void Settle() {
    while (!tasks_.empty()) {
      std::vector<std::function<void()>> tasks;
      tasks.swap(tasks_);
      for (auto& task : tasks) task();
    }
  }

 private:
  std::vector<std::function<void()>> tasks_;
};

class Sent final : public congress::front::Stream {
 public:
  explicit Sent(congress::front::Quota& quota) : quota_(quota) {
    request_ = {"POST", "/a.B/C", "x", {{"content-type", "application/grpc"}}};
    account_ = quota.Enter("x");
  }
  ~Sent() override { quota_.Leave("x"); }
  congress::front::Executor& executor() override { return thread_; }
  void Consume(size_t bytes) override { consumed += bytes; }
  void Respond(std::string_view, const Fields&) override { Demand(++answers == 1); }
  void Send(std::string) override {}
  void Finish(Fields) override { finished = true; }
  void Refuse(std::string_view status, const Fields& fields) override {
    Respond(status, fields);
    Finish({});
  }
  void Reset() override { finished = true; }
  congress::front::Handler* handler() { return handler_; }
  Thread& thread() { return thread_; }

  size_t consumed = 0;
  int answers = 0;
  bool finished = false;

 private:
  congress::front::Quota& quota_;
  Thread thread_;
};

// Asks for all messages.
class Reading final : public congress::rpc::Answerer {
 public:
  Reading(congress::rpc::IncomingCall& call, std::vector<std::string>& read) : call_(call), read_(read) {}
  void Start() override { OnRead(call_.has_message()); }
  void OnRead(bool ok) override {
    if (!ok || call_.message_size() > size_t{congress::rpc::kMaxMessageBytes}) return call_.End(grpc::Status::OK);
    grpc::Slice slice;
    Demand(call_.message().DumpToSingleSlice(&slice).ok() && slice.size() == call_.message_size());
    read_.emplace_back(reinterpret_cast<const char*>(slice.begin()), slice.size());
    call_.Read();
  }
  void OnWritten(bool) override {}
  void OnCancel() override {}

 private:
  congress::rpc::IncomingCall& call_;
  std::vector<std::string>& read_;
};

// As the protocol has it, and where it stops being read.
std::vector<std::string> Expected(std::string_view bytes) {
  std::vector<std::string> messages;
  while (bytes.size() >= 5 && bytes[0] == 0) {
    size_t size = 0;
    for (size_t i = 1; i < 5; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
    if (size > bytes.size() - 5) break;
    messages.emplace_back(bytes.substr(5, size));
    bytes.remove_prefix(5 + size);
  }
  return messages;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  congress::front::Quota quota({}, 1'000);
  Sent stream(quota);
  std::vector<std::string> read;
  const auto entrance = congress::rpc::FrontEntrance(
      [&](congress::rpc::IncomingCall& call) { return std::make_unique<Reading>(call, read); }, /*door=*/true);
  entrance(stream);
  const size_t step = data[0] + size_t{1};
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (size_t at = 0; at < body.size() && stream.handler() != nullptr; at += step) {
    stream.handler()->OnBody(body.substr(at, step));
    // With odd steps later than the bytes come.
    if (step % 2 == 0) stream.thread().Settle();
  }
  if (stream.handler() != nullptr) stream.handler()->OnBodyEnd();
  stream.thread().Settle();
  Demand(stream.finished && stream.answers == 1 && stream.consumed <= body.size());
  Demand(read == Expected(body));
  // Whoever answered is gone, and nothing is held for them.
  Demand(stream.thread().handlers == 0 && stream.account()->Hold(congress::front::Limits().bytes_of_address));
  stream.account()->Release(congress::front::Limits().bytes_of_address);
  return 0;
}

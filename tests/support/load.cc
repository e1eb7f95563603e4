#include "tests/support/load.h"

#include <unistd.h>

#include <atomic>
#include <fstream>

#include "grpcpp/generic/generic_stub.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

namespace congress::support {
namespace {

// Makes one call after the other until none is left.
class Caller {
 public:
  Caller(grpc::GenericStub& stub, const Load& load, std::atomic<int>& left, std::atomic<int>& good)
      : stub_(stub), load_(load), left_(left), good_(good), slice_(load.request.empty() ? "" : load.request) {}

  void Next() {
    if (left_-- <= 0) {
      const MutexLock lock(mutex_);
      done_ = true;
      change_.NotifyOne();
      return;
    }
    context_ = std::make_unique<grpc::ClientContext>();
    context_->AddMetadata("authorization", StrCat("Bearer ", load_.token));
    sent_ = grpc::ByteBuffer(&slice_, 1);
    received_.Clear();
    stub_.UnaryCall(context_.get(), StrCat("/", load_.method), {}, &sent_, &received_,
                    [this](const grpc::Status& status) {
                      if (status.ok()) ++good_;
                      Next();
                    });
  }
  void Await() {
    const MutexLock lock(mutex_);
    while (!done_) change_.Wait(mutex_);
  }

 private:
  grpc::GenericStub& stub_;
  const Load& load_;
  std::atomic<int>& left_;
  std::atomic<int>& good_;
  const grpc::Slice slice_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::ByteBuffer sent_;
  grpc::ByteBuffer received_;
  Mutex mutex_;
  CondVar change_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

int Run(const std::shared_ptr<grpc::Channel>& channel, const Load& load) {
  grpc::GenericStub stub(channel);
  std::atomic<int> left = load.calls;
  std::atomic<int> good = 0;
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < load.in_flight; ++i) callers.push_back(std::make_unique<Caller>(stub, load, left, good));
  for (const auto& caller : callers) caller->Next();
  for (const auto& caller : callers) caller->Await();
  return good;
}

long AnonymousBytes(int pid) {
  std::ifstream status(StrCat("/proc/", pid, "/status"));
  for (std::string word; status >> word;) {
    long kilobytes = 0;
    if (word == "RssAnon:" && status >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

double CpuSeconds(int pid) {
  std::ifstream stat(StrCat("/proc/", pid, "/stat"));
  std::string field;
  long ticks = 0;
  // Fields 14 and 15; the name in field 2 of our binaries has no space.
  for (int i = 1; i <= 15 && stat >> field; ++i) {
    if (i >= 14) ticks += std::stol(field);
  }
  return static_cast<double>(ticks) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace congress::support

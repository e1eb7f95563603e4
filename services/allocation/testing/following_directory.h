// The directory of another service, which follows the tree of a test's allocation service.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "gtest/gtest.h"
#include "platform/directory/projection.h"
#include "platform/store/open.h"
#include "services/allocation/testing/service_fixture.h"

namespace congress::allocation {

// Replicas sign with one key.
inline const auth::Signer& Signer() {
  static const auto& signer = *new auth::Signer("process-drafting", *auth::GenerateKey());
  return signer;
}

// The directory of another service, with its own store, over the allocation service of a test.
class Directory {
 public:
  using Tune = std::function<void(directory::Projection::Parts*)>;
  // `shared`: the store of several replicas. `tune` changes how long things are waited for.
  explicit Directory(Fixture& f, store::Store* shared = nullptr, const Tune& tune = nullptr) : store_(shared) {
    f.service().Trust("process-drafting", Signer().public_pem());
    if (store_ == nullptr) {
      own_ = *store::Open("sqlite::memory:", "drafting");
      store_ = own_.get();
    }
    source_ = rpc::DirectPeer(f.service().service());
    directory::Projection::Parts parts{.service = "drafting",
                                       .store = *store_,
                                       .source = [this]() -> rpc::Peer& { return Source(); },
                                       .signer = Signer(),
                                       .clock = [&f] { return f.service().now(); }};
    if (tune) tune(&parts);
    projection_ = std::make_unique<directory::Projection>(std::move(parts));
  }
  ~Directory() { Stop(); }
  void Start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { projection_->Run(stop); });
  }
  void Stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
  }
  // The tree once `holds` is true of it, which must be soon.
  std::shared_ptr<const directory::Tree> Await(const std::function<bool(const directory::Tree&)>& holds) {
    const absl::Time until = absl::Now() + absl::Seconds(20);
    while (absl::Now() < until) {
      const auto tree = projection_->Snapshot(until);
      if (tree.ok() && holds(**tree)) return *tree;
      absl::SleepFor(absl::Milliseconds(2));
    }
    ADD_FAILURE() << "the directory does not get there";
    return std::make_shared<const directory::Tree>(std::vector<directory::Organisation>());
  }
  // Before the next question to the source this is done; it is answered by the peer that this returns, if any.
  void Interrupt(std::function<rpc::Peer*()> once) {
    const MutexLock lock(mutex_);
    once_ = std::move(once);
  }
  // From here on `peer` answers, for as long as the directory lives.
  void SetSource(std::unique_ptr<rpc::Peer> peer) { source_ = std::move(peer); }
  // How often the source was turned to.
  int asked() const { return asked_; }
  directory::Projection& projection() { return *projection_; }
  store::Store& store() { return *store_; }

 private:
  rpc::Peer& Source() {
    ++asked_;
    std::function<rpc::Peer*()> once;
    {
      const MutexLock lock(mutex_);
      std::swap(once, once_);
    }
    rpc::Peer* other = once ? once() : nullptr;
    return other != nullptr ? *other : *source_;
  }

  std::atomic<int> asked_ = 0;
  Mutex mutex_;
  std::function<rpc::Peer*()> once_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<store::Store> own_;
  store::Store* store_;
  std::unique_ptr<rpc::Peer> source_;
  std::unique_ptr<directory::Projection> projection_;
  std::jthread thread_;
};

// The day on which the clock of the tests stands.
inline constexpr absl::CivilDay kToday(2025, 6, 16);
// Whether it is there and has not ended.
inline bool Stands(const directory::Tree& tree, std::string_view name) {
  const directory::Organisation* found = tree.Find(name);
  return found != nullptr && !found->EndedOn(kToday);
}
inline bool Knows(const directory::Tree& tree, std::string_view name) { return tree.Find(name) != nullptr; }

}  // namespace congress::allocation

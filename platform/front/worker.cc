#include "platform/front/worker.h"

#include <event2/event.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>

#include "platform/front/connection.h"

namespace congress::front {
namespace {

event_base* NewBase() {
  event_config* config = event_config_new();
  // Only its own thread touches it.
  event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
  event_base* base = event_base_new_with_config(config);
  event_config_free(config);
  return base;
}

}  // namespace

Worker::Worker(Limits::Duration tick) : base_(NewBase()), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  wake_event_ = event_new(base_, wake_, EV_READ | EV_PERSIST, OnWake, this);
  event_add(wake_event_, nullptr);
  tick_event_ = event_new(base_, -1, EV_PERSIST, OnTick, this);
  const timeval time = {tick.count() / 1000, tick.count() % 1000 * 1000};
  event_add(tick_event_, &time);
  thread_ = std::thread([this] { event_base_dispatch(base_); });
}

Worker::~Worker() {
  BreakOff();
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  Run([] {});
  thread_.join();
  connections_.clear();
  event_free(wake_event_);
  event_free(tick_event_);
  event_base_free(base_);
  close(wake_);
}

void Worker::Run(std::function<void()> task) {
  const MutexLock lock(mutex_);
  tasks_.push_back(std::move(task));
  if (std::exchange(woken_, true)) return;
  const uint64_t one = 1;
  // It can only fail when there is a wake-up already.
  [[maybe_unused]] const ssize_t written = write(wake_, &one, sizeof one);
}

void Worker::OnWake(int socket, short, void* self) {
  uint64_t count = 0;
  [[maybe_unused]] const ssize_t read = ::read(socket, &count, sizeof count);
  static_cast<Worker*>(self)->Settle();
}

void Worker::OnTick(int, short, void* self) {
  auto& worker = *static_cast<Worker*>(self);
  const Clock::time_point now = Clock::now();
  for (const auto& [connection, owned] : worker.connections_) connection->Tick(now);
  worker.Settle();
}

void Worker::RunTasks() {
  std::vector<std::function<void()>> tasks;
  {
    const MutexLock lock(mutex_);
    tasks.swap(tasks_);
    woken_ = false;
  }
  for (auto& task : tasks) task();
}

void Worker::Settle() {
  RunTasks();
  // What is sent may make room, and room may make more to send.
  while (!touched_.empty()) {
    std::vector<Connection*> touched;
    touched.swap(touched_);
    for (Connection* connection : touched) {
      if (!connection->Flush()) connections_.erase(connection);
    }
  }
  const MutexLock lock(mutex_);
  if (stopping_) event_base_loopbreak(base_);
  empty_ = draining_ && connections_.empty() && handlers == 0;
  if (empty_) emptied_.NotifyAll();
}

void Worker::Touch(Connection& connection) { touched_.push_back(&connection); }

void Worker::Adopt(std::unique_ptr<Connection> connection) {
  Connection& adopted = *connection;
  connections_.emplace(&adopted, std::move(connection));
  adopted.Begin();
}

void Worker::Drain() {
  Run([this] {
    draining_ = true;
    for (const auto& [connection, owned] : connections_) connection->Drain();
  });
}

void Worker::BreakOff() {
  Run([this] {
    draining_ = true;
    for (const auto& [connection, owned] : connections_) connection->Break();
  });
}

bool Worker::AwaitEmpty(Clock::time_point deadline) {
  const MutexLock lock(mutex_);
  while (!empty_) {
    if (deadline == Clock::time_point::max()) {
      emptied_.Wait(mutex_);
    } else if (!emptied_.WaitUntil(mutex_, deadline)) {
      return empty_;
    }
  }
  return true;
}

}  // namespace congress::front

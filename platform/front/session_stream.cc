#include "platform/front/session_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace congress::front {

void SessionStream::OnEnd() {
  ended_ = true;
  if (handler_ != nullptr) handler_->OnBodyEnd();
}

void SessionStream::OnClosed() {
  reset_ = true;
  LetGo();
}

void SessionStream::LetGo() {
  if (handler_ != nullptr) std::exchange(handler_, nullptr)->OnGone();
}

void SessionStream::Tick(Clock::time_point now, Limits::Duration stall) {
  if (handler_ != nullptr && now >= due_) {
    due_ = Clock::time_point::max();
    handler_->OnDue();
  }
  if (unsent() > 0 && now - progress_ > stall) Reset();
}

bool SessionStream::Put(std::string bytes) {
  if (!account_->Hold(bytes.size())) return false;
  if (unsent() == 0) {
    progress_ = Clock::now();
    out_ = std::move(bytes);
    sent_ = 0;
  } else {
    out_ += bytes;
  }
  return true;
}

size_t SessionStream::Take(char* buffer, size_t size) {
  const size_t before = unsent();
  const size_t taken = std::min(size, before);
  std::memcpy(buffer, out_.data() + sent_, taken);
  sent_ += taken;
  account_->Release(taken);
  if (taken > 0) progress_ = Clock::now();
  if (unsent() == 0) {
    out_ = std::string();
    sent_ = 0;
  }
  if (before > kRoom && unsent() <= kRoom) OnRoomy();
  return taken;
}

}  // namespace congress::front

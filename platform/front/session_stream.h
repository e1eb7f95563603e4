// What streams of both versions of HTTP have in common, for the session that they belong to.
#pragma once

#include "platform/front/limits.h"
#include "platform/front/stream.h"

namespace congress::front {

class SessionStream : public Stream {
 public:
  ~SessionStream() override { account_->Release(held_ + unsent()); }

  // The caller's half is there.
  void OnEnd();
  // Nothing can be sent any more.
  void OnClosed();
  void Tick(Clock::time_point now, Limits::Duration stall);
  bool ended() const { return ended_; }

 protected:
  // Whoever answers is told that the caller has gone.
  void LetGo();
  // Adds to what is to be sent. False when that is more than the caller's address may hold.
  bool Put(std::string bytes);
  // Moves what is to be sent to `buffer`, and says OnRoomy once so little waits that more may be.
  size_t Take(char* buffer, size_t size);
  virtual void OnRoomy() = 0;

  size_t held_ = 0;     // Of the account, while the stream lives.
  bool ended_ = false;  // The caller's half.
  bool responded_ = false;
  bool finished_ = false;  // All that is sent was given.
  bool reset_ = false;
  Clock::time_point progress_;  // When something was last taken of what waits, or began to wait.
};

}  // namespace congress::front

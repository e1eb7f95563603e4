// What is spoken on a connection: HTTP/2 or HTTP/1.1.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/front/stream.h"

namespace congress::front {

class Connection;

// For the thread of its connection's worker alone. Whoever has something new to send touches the connection.
class Session {
 public:
  virtual ~Session() = default;

  // Takes what has come. False when the other side keeps to no protocol.
  virtual bool Receive(std::string_view bytes) = 0;
  // Whether more is listened to; `sending`: while something waits that the socket does not take.
  virtual bool Listens(bool sending) const = 0;
  // Writes into `buffer` what is to be sent, as much as fits, and tells how much; less than 0 when nothing can be.
  virtual ssize_t Fill(char* buffer, size_t size) = 0;
  // Tells who has room for more. False when nobody was told.
  virtual bool TellRoom() = 0;
  // Nothing will be read or sent any more.
  virtual bool over() const = 0;
  // Takes no new requests, in a way that loses none where the protocol allows it: those that are on their way are still
  // answered.
  virtual void Drain() = 0;
  // False when the other side's time is over. `heard`: when something last came.
  virtual bool Tick(Clock::time_point now, Clock::time_point heard) = 0;
};

std::unique_ptr<Session> NewHttp2Session(Connection& connection);
std::unique_ptr<Session> NewHttp1Session(Connection& connection);

}  // namespace congress::front

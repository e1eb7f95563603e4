// One connection of a front: its socket, and what is spoken on it, which its first bytes tell or TLS has agreed on.
#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>
#include <string>

#include "platform/front/session.h"
#include "platform/front/transport.h"
#include "platform/front/worker.h"

struct event;

namespace congress::front {

// For the thread of its worker alone.
class Connection {
 public:
  // What all connections of a front have in common; outlives them.
  struct Front {
    const Limits& limits;
    const Accept& accept;
    Quota& quota;
    // Of HTTP/2.
    nghttp2_option* option;
    nghttp2_session_callbacks* callbacks;
  };

  // `address`: as the quota knows it, which has granted `account`.
  Connection(Worker& worker, const Front& front, int socket, std::shared_ptr<const Tls> tls, std::string address,
             std::shared_ptr<Account> account);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Begin();
  void Drain();
  // Ends at the next Flush, whatever is under way.
  void Break();
  void Tick(Clock::time_point now);
  // Sends what there is to send. False when the connection has ended.
  bool Flush();

  // For the session.
  void Touch();
  Worker& worker() { return worker_; }
  const Front& front() const { return front_; }
  const std::shared_ptr<Account>& account() const { return account_; }
  const Client& client() const { return client_; }

 private:
  static void OnReadable(int, short, void* self);
  static void OnWritable(int, short, void* self);
  void ReadSome();
  // Takes what has come. False when it is of no use.
  bool Take(std::string_view bytes);
  // Sends what the socket takes of `bytes` and keeps the rest.
  void Write(std::string_view bytes);
  // Has the loop look at the socket, as things stand.
  void Watch();

  Worker& worker_;
  const Front& front_;
  Transport transport_;
  const std::string address_;
  const std::shared_ptr<Account> account_;
  Client client_;
  event* readable_ = nullptr;
  event* writable_ = nullptr;
  // What came before it was known what is spoken.
  std::string opening_;
  std::unique_ptr<Session> session_;
  // What the socket did not take yet.
  std::string unsent_;
  bool touched_ = false;
  bool broken_ = false;
  bool leaving_ = false;
  bool closing_ = false;  // Nothing more is sent; until the other side closes too.
  const Clock::time_point begun_;
  Clock::time_point heard_;
  Clock::time_point progress_;  // When the socket last took something.
  Clock::time_point closed_;
};

}  // namespace congress::front

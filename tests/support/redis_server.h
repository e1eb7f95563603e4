// A real redis-server of a test's own, on a unix socket in a folder that goes with it.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace congress::support {

// Runs with `appendonly yes`, `appendfsync always` and `maxmemory-policy noeviction`. Ends the test program with one
// line when the server does not start. Dies with the thread that started it.
class RedisServer {
 public:
  // `arguments` come last and win, such as {"--requirepass", "secret"}.
  explicit RedisServer(std::vector<std::string> arguments = {});
  ~RedisServer();
  RedisServer(const RedisServer&) = delete;
  RedisServer& operator=(const RedisServer&) = delete;

  const std::string& socket() const { return socket_; }
  // Where its files lie.
  const std::string& folder() const { return folder_.path(); }
  // `redis+unix:///…`, for --store.
  std::string url() const { return "redis+unix://" + socket_; }

  // SIGKILL, and waits for the end.
  void Kill();
  // Starts the server again on the files that the last one left; returns when it answers.
  void Start();
  void Restart() {
    Kill();
    Start();
  }
  // SIGSTOP and SIGCONT: connections stay open and nothing answers.
  void Pause();
  void Resume();

  // Sends one command on a connection of its own; the reply's text, numbers as digits, of an array the last element.
  std::string Command(const std::vector<std::string>& words) const;

 private:
  bool Answers() const;

  const std::vector<std::string> arguments_;
  const TemporaryFolder folder_;
  std::string socket_;
  pid_t process_ = -1;
};

}  // namespace congress::support

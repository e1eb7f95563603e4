// A child process of a test: a server of the suite, congressctl or a script.
#pragma once

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/time/time.h"

namespace congress::support {

// Asks `condition` again and again until it holds; false when it does not within `timeout`.
bool Eventually(absl::FunctionRef<bool()> condition, absl::Duration timeout = absl::Seconds(60));

// The path of a binary of this build, such as `congressd`.
std::string Binary(std::string_view name);

// Started by the constructor; killed and reaped by the destructor at the latest. What the child writes is kept in
// memory and never blocks it. The kernel kills the child when the thread that started it ends, however it ends.
class Process {
 public:
  // `command`: path and arguments. `environment` is added to the test's own. `input` is the child's standard input.
  explicit Process(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment = {},
                   std::string_view input = "");
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  // Sends any signal; nothing once the child has been reaped.
  void Signal(int number) const;
  // SIGSTOP, and returns once the child stands still; SIGCONT.
  void Pause() const;
  void Resume() const;
  // SIGKILL, and waits for the end.
  void Kill();

  // Exit status, or 128 + the signal that ended it; nothing while the child still runs after `timeout`.
  std::optional<int> Wait(absl::Duration timeout = absl::Seconds(60));
  bool Runs() { return !Wait(absl::ZeroDuration()).has_value(); }

  // What the child has written so far.
  std::string Output() const;
  std::string Errors() const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  int errors_ = -1;
  std::optional<int> status_;
};

// Runs a command to its end. Ends the test program when it takes longer than `timeout`.
struct Finished {
  int status = -1;
  std::string output;
  std::string errors;
};
Finished RunToEnd(const std::vector<std::string>& command, const std::map<std::string, std::string>& environment = {},
                  std::string_view input = "", absl::Duration timeout = absl::Seconds(240));

// Makes the store of a server that is started by `command` afterwards; ends the test program when that fails.
void MakeStore(std::vector<std::string> command);

}  // namespace congress::support

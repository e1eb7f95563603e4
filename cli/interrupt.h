// Ctrl-C as a wish of the user, not as the end of the program.
#pragma once

#include <functional>
#include <thread>

namespace congress::cli {

// While it lives, the first Ctrl-C does `then`, on a thread of its own; the second ends the program as ever. One at a
// time.
class OnInterrupt {
 public:
  explicit OnInterrupt(std::function<void()> then);
  // Returns when `then` has, if it was begun.
  ~OnInterrupt();
  // Whether Ctrl-C was pressed.
  bool happened() const;
  OnInterrupt(const OnInterrupt&) = delete;
  OnInterrupt& operator=(const OnInterrupt&) = delete;

 private:
  void (*const before_)(int);
  std::jthread watcher_;
};

}  // namespace congress::cli

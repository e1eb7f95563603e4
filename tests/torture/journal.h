// What clients of a suite asked and were told: every sending of every request, recorded before it goes out.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace congress::torture {

enum class Outcome {
  // The work is done.
  kAnswered,
  // The answer says that nothing was changed.
  kRefused,
  // It may be done or not; so is that of a sending whose end is not recorded yet.
  kUnknown,
};

// One sending of a request that changes something.
struct Attempt {
  // `congress.dossiers.v1.PersonService/CreatePerson`.
  std::string method;
  std::string principal;
  std::string request_id;
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  Outcome outcome = Outcome::kUnknown;
  // Of an answer: its bytes without what is graded, and the name of the resource that it made, where it made one.
  std::string answer = {};
  std::string made = {};
  // Of an upload: the resource that is to have the file, and its SHA-256 in hexadecimal.
  std::string file = {};
  std::string sha256 = {};
};

// Safe for many threads.
class Journal {
 public:
  // The place under which the end of this sending is recorded. Sets its start.
  size_t Begin(Attempt attempt);
  void End(size_t place, Outcome outcome, std::string answer = "", std::string made = "");

  std::vector<Attempt> attempts() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Attempt> attempts_;
};

}  // namespace congress::torture

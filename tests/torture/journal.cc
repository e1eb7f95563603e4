#include "tests/torture/journal.h"

#include <utility>

#include "absl/time/clock.h"

namespace congress::torture {

size_t Journal::Begin(Attempt attempt) {
  const std::lock_guard lock(mutex_);
  attempt.start = absl::Now();
  attempts_.push_back(std::move(attempt));
  return attempts_.size() - 1;
}

void Journal::End(size_t place, Outcome outcome, std::string answer, std::string made) {
  const std::lock_guard lock(mutex_);
  Attempt& attempt = attempts_[place];
  attempt.end = absl::Now();
  attempt.outcome = outcome;
  attempt.answer = std::move(answer);
  attempt.made = std::move(made);
}

std::vector<Attempt> Journal::attempts() const {
  const std::lock_guard lock(mutex_);
  return attempts_;
}

}  // namespace congress::torture

// The failpoints of processes that a test starts, from the test's side.
#pragma once

#include <cstdint>

#include "tests/support/temporary_folder.h"
#include "tests/torture/failing.h"

namespace congress::torture {

class Failpoints {
 public:
  // Processes that this one starts from now on follow them.
  Failpoints();
  ~Failpoints();
  Failpoints(const Failpoints&) = delete;
  Failpoints& operator=(const Failpoints&) = delete;

  // Does the deed at the `nth` passage (from 1) from now on, once, in whichever process that is.
  void Arm(Failpoint point, Deed deed, uint32_t nth);
  // Nothing is done any more.
  void Disarm();
  // How often deeds were done at the point so far, and how often it was passed.
  uint32_t Done(Failpoint point) const { return places_[point.index].done; }
  uint32_t Passed(Failpoint point) const { return places_[point.index].passed; }

 private:
  const support::TemporaryFolder folder_;
  Places& places_;
};

}  // namespace congress::torture

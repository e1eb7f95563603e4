// The time that a call gets.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/descriptor.pb.h"
#include "platform/rpc/carrier.h"

namespace congress::rpc {

// Of one method (MethodRule); unless told, of one that waits, which has all the time that its caller gives it.
struct CallTimes {
  static CallTimes Of(const google::protobuf::MethodOptions& options);
  // Until when a call with this header may last.
  absl::Time DeadlineOf(const Header& header) const;

  absl::Duration usual = absl::InfiniteDuration();
  absl::Duration most = absl::InfiniteDuration();
};

}  // namespace congress::rpc

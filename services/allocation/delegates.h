// Where delegates are kept.
#pragma once

#include "congress/allocation/v1/delegate.pb.h"
#include "platform/rpc/repository.h"

namespace congress::allocation {

// What is graded of a delegate lies under the person's key.
inline const rpc::Repository<v1::Delegate> kDelegates(
    "allocation.delegates.read", [](const v1::Delegate& delegate) { return delegate.organisation(); },
    [](const v1::Delegate& delegate) { return delegate.person(); });

}  // namespace congress::allocation

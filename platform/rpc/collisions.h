// What calls that go on at one time do about each other, beside what they write.
#pragma once

#include "platform/rpc/call.h"

namespace congress::rpc {

// Whether a call has staged nothing, or nothing but that it collides with others (CollideOn): it changes nothing.
bool ChangesNothing(const Changes& changes);

}  // namespace congress::rpc

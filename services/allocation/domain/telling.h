// Sentences that hold other sentences, each in its own language.
#pragma once

#include "platform/status/telling.h"

namespace congress::allocation {

using status::FailedWith;
using status::SayWith;

}  // namespace congress::allocation

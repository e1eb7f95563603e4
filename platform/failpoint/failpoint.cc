#include "platform/failpoint/failpoint.h"

namespace congress {

bool Fails(Failpoint /*point*/) { return false; }

}  // namespace congress

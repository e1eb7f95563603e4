// The dossiers service as a process installs it.
#pragma once

#include "platform/server/host.h"

namespace congress::dossiers {

// Persons, checklists, dossiers and positions, under the name `dossiers`.
server::Service Service();

}  // namespace congress::dossiers

// Brings stores from before papers were resources up to date.
#pragma once

#include "platform/store/schema.h"

namespace congress::dossiers {

// Schema 3: papers lie apart from their dossier, and each person is known to have their dossiers. Older processes
// cannot read what this one writes, so they end as it begins.
store::SchemaStep PapersBecomeResources();

}  // namespace congress::dossiers

// The files of the papers in dossiers.
#pragma once

#include "platform/content/content_service.h"

namespace congress::dossiers {

// Who may send and fetch them: whoever may attach papers to the dossier while it is in its organisation's hands, and
// whoever sees the paper in it.
content::Holder PaperFiles();

}  // namespace congress::dossiers

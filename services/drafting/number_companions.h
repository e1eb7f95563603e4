// Which records of the number register are never without others.
#pragma once

#include <vector>

#include "platform/backup/companions.h"

namespace congress::drafting {

// A series has its counter and its place among those of its term, an entry what says that its intention has a number:
// without them a number is refused, or given twice. An issued paper has its number and what it says.
std::vector<backup::Companions> NumberCompanions();

}  // namespace congress::drafting

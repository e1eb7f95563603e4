// What of an imported document was not read, told as ImportRevision tells it.
#pragma once

#include <vector>

#include "platform/status/sentence.h"
#include "platform/tables/columns.h"

namespace congress::drafting {

std::vector<status::Sentence> SayUnread(const std::vector<tables::Unread>& unread);

}  // namespace congress::drafting

// Meetings as a programme on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// The programme (lịch tổ chức đại hội) in the order of days: who meets when and where, who attends from the level
// above, and what each meeting deals with. Meetings without a day come last. The request says whose they are and
// for which congress; `name_of`: what people call an organisation or a room.
paper::v1::Paper ProgrammePaper(const std::vector<v1::Meeting>& meetings,
                                const std::function<std::string(const std::string&)>& name_of,
                                const v1::ExportCalendarRequest& request, status::Language language);

}  // namespace congress::scheduling

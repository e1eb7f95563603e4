// Meetings as a programme on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/slots.h"

namespace congress::scheduling {

// Whether the request asks for meetings of all congresses and of none.
bool OfAllCongresses(const v1::ExportCalendarRequest& request);

// What a paper for the request is about: `đại hội của …`, `các cuộc họp của …`. `name_of`: what people call an
// organisation, a room or a post.
std::string SubjectOf(const v1::ExportCalendarRequest& request,
                      const std::function<std::string(const std::string&)>& name_of, status::Language language);

// ` (buổi sáng)`, ` 07:30–11:00`; empty for a whole day.
std::string PartText(const v1::Slot& slot, status::Language language);
// `05/8/2025 – 06/8/2025, 08/8/2025 (buổi sáng)`.
std::string DaysText(const Slots& slots, status::Language language);
// What is met for: of a congress whose it is, else the title and whose it is.
std::string OccasionOf(const v1::Meeting& meeting, const std::function<std::string(const std::string&)>& name_of);

// The programme (lịch tổ chức đại hội) in the order of days: who meets when and where, who attends from the level
// above, and what each meeting deals with. Meetings without a day come last. The request says whose they are and
// for which congress.
paper::v1::Paper ProgrammePaper(const std::vector<v1::Meeting>& meetings,
                                const std::function<std::string(const std::string&)>& name_of,
                                const v1::ExportCalendarRequest& request, status::Language language);

}  // namespace congress::scheduling

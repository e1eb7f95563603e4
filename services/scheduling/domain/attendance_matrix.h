// Who has to be where on which day, as a paper.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/scheduling_service.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// A row for each member, and for each post that attends one of the meetings for the level above; a column for each day
// on which one of them has to be somewhere; at the end how many meetings and days that are. Several tables where one
// page is too narrow. `members`: in the order in which they are to stand; others follow by their names. Null where
// nobody stands in it. `name_of`: what people call an organisation, a room or a post.
std::optional<paper::v1::Paper> AttendanceMatrixPaper(const std::vector<v1::Meeting>& meetings,
                                                      const std::vector<std::string>& members,
                                                      const std::function<std::string(const std::string&)>& name_of,
                                                      const v1::ExportCalendarRequest& request,
                                                      status::Language language);

}  // namespace congress::scheduling

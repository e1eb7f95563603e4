// Where meetings, and what they stand on, lie.
#pragma once

#include "congress/scheduling/v1/calendar.pb.h"
#include "congress/scheduling/v1/conclusion.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/room.pb.h"
#include "congress/scheduling/v1/stored.pb.h"
#include "congress/scheduling/v1/window.pb.h"
#include "platform/rpc/repository.h"

namespace congress::scheduling {

inline constexpr char kReadMeetings[] = "scheduling.meetings.read";

inline const rpc::Repository<v1::Calendar> kCalendars{"scheduling.calendars.read"};
inline const rpc::Repository<v1::Window> kWindows{"scheduling.windows.read"};
inline const rpc::Repository<v1::Room> kRooms{"scheduling.rooms.read"};
inline const rpc::Repository<v1::Meeting> kMeetings{kReadMeetings};
inline const rpc::Repository<v1::Conclusion> kConclusions{rpc::kPart, "scheduling.conclusions.read"};
inline const rpc::Repository<v1::BookedDay> kBookedDays{rpc::kUnlisted};
inline const rpc::Repository<v1::DeletedMeeting> kDeletedMeetings{rpc::kUnlisted};
inline const rpc::Repository<v1::CongressMeeting> kCongressMeetings{rpc::kUnlisted};

}  // namespace congress::scheduling

// What of meetings waits for somebody, and what of them cannot stay as it is.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/scheduling/v1/body.pb.h"
#include "congress/scheduling/v1/meeting.pb.h"
#include "congress/scheduling/v1/window.pb.h"
#include "platform/status/sentence.h"
#include "services/scheduling/domain/alerts.h"

namespace congress::scheduling {

// The notice of the conclusion, which is not issued; `due`: by when, none where the calendar does not say.
Waiting NoticeAlert(const v1::Meeting& meeting, std::optional<absl::CivilDay> due, absl::CivilDay day,
                    status::Language language);

// Who has to be at an announced meeting and has not answered, until it is over.
std::vector<Waiting> RepliesDue(const v1::Meeting& meeting, absl::CivilDay day, status::Language language);

// The meeting is on the day `wrong`, as `kind` says.
Waiting WrongDayAlert(alerts::v1::Alert::Kind kind, const v1::Meeting& meeting, absl::CivilDay wrong,
                      absl::CivilDay day, status::Language language);

// Who has to be at a meeting that lies ahead, is away on a day of it and has no stand-in. `find`: a post that may be
// told of; null: it may not.
std::vector<Waiting> PostsAway(const v1::Meeting& meeting,
                               const std::function<const v1::Post*(const std::string&)>& find, absl::CivilDay day,
                               status::Language language);

// The window ends within a week, or has ended, and congresses in it are not held; none: it is not so.
std::optional<Waiting> ClosingAlert(const v1::Window& window, const std::vector<v1::Meeting>& meetings,
                                    absl::CivilDay day, status::Language language);

}  // namespace congress::scheduling

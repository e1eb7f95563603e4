// A release of a schedule as a paper.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "congress/paper/v1/form.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "congress/scheduling/v1/schedule_release.pb.h"
#include "platform/status/sentence.h"

namespace congress::scheduling {

// What is new by the last of `releases`, which are those of one congress up to it, the oldest first; who is where on
// which day by all of them, but for `cancelled` meetings; which rules were broken on purpose, and what each post is
// told. `name_of`: what people call an organisation or a post.
paper::v1::Paper ScheduleReleasePaper(const std::vector<v1::ScheduleRelease>& releases,
                                      const std::set<std::string>& cancelled,
                                      const std::function<std::string(const std::string&)>& name_of,
                                      const paper::v1::Form& form, status::Language language);

}  // namespace congress::scheduling

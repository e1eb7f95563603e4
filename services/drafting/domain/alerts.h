// What of documents, rounds and papers waits for somebody on a day.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"
#include "congress/alerts/v1/alert.pb.h"
#include "congress/drafting/v1/document.pb.h"
#include "congress/drafting/v1/incoming_paper.pb.h"
#include "congress/drafting/v1/opinion.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// The next step that has a day; none where there is none.
std::optional<alerts::v1::Alert> AlertOf(const v1::Document& document, absl::CivilDay day, status::Language language);

// An invitation that has begun and is not answered, until its round is closed. `organisation`: what people call it.
std::optional<alerts::v1::Alert> AlertOf(const v1::Invitation& invitation, const std::string& organisation,
                                         absl::CivilDay day, status::Language language);

// A paper with a day by which to answer it, and no answer.
std::optional<alerts::v1::Alert> AlertOf(const v1::IncomingPaper& paper, absl::CivilDay day, status::Language language);

}  // namespace congress::drafting

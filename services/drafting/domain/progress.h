// What a document says of itself as of a day: its step in words, how late it is, which sign-offs hold. None of it is
// stored.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "congress/drafting/v1/document.pb.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// The document's present step in words, such as `Bước 3/6: Lấy ý kiến các cấp, chậm 5 ngày`.
std::string ProgressOf(const v1::Document& document, absl::CivilDay today, status::Language language);

// Fills in all of it.
void Tell(absl::CivilDay today, status::Language language, v1::Document* document);

// Takes away what is the owner's business alone, for organisations that are invited to give opinions.
void HideInternals(v1::Document* document);

}  // namespace congress::drafting

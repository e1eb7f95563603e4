// Rules of steps, documents on their way and persons who sign, for tests of the domain.
#pragma once

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "services/drafting/domain/sign_off.h"
#include "services/drafting/domain/steps.h"
#include "services/drafting/testing/days.h"
#include "tests/support/status_matchers.h"

namespace congress::drafting::sample {

inline Act By(const std::string& who, absl::Time now = kNow) {
  return {.account = who, .person = "persons/" + who, .now = now};
}

// `steps { … } steps { … }`.
inline StepRules Rules(const std::string& text) {
  v1::DocumentTemplate parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &parsed)) << text;
  return parsed.steps();
}

// A document of these steps, at the first, whose text has the digest `one` and was written by an.
inline v1::Document Begun(const std::string& steps, const PlannedSteps& planned = {}) {
  v1::Document document;
  document.set_name("congresses/xx/documents/report");
  document.set_organisation("organisations/province");
  document.set_kind("report");
  document.set_display_name("Báo cáo");
  document.set_latest_revision("congresses/xx/documents/report/revisions/000001");
  document.set_sha256("one");
  document.add_authors("persons/an");
  EXPECT_THAT(BeginSteps(Rules(steps), planned, kToday, document), support::IsOk());
  return document;
}

// The request of one who has read the text that the document has.
inline v1::SignOffDocumentRequest Reading(const v1::Document& document, const std::string& role,
                                          const std::string& step = "") {
  v1::SignOffDocumentRequest request;
  request.set_revision(document.latest_revision());
  request.set_sha256(document.sha256());
  request.set_role(role);
  request.set_step(step);
  return request;
}

// The document with the sign-off of `who`.
inline v1::Document Signed(const v1::Document& document, const std::string& who, const std::string& role = "reviewer",
                           const std::string& step = "") {
  auto with = SignText(document, Reading(document, role, step), By(who));
  EXPECT_THAT(with, support::IsOk());
  return with.ok() ? *with : document;
}

// The document with another text by `who`.
inline v1::Document Written(v1::Document document, const std::string& sha256, const std::string& who) {
  NoteAuthor("persons/" + who, IsMilestone(document), &document);
  document.set_sha256(sha256);
  document.set_latest_revision("congresses/xx/documents/report/revisions/" + sha256);
  return document;
}

}  // namespace congress::drafting::sample

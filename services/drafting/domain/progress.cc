#include "services/drafting/domain/progress.h"

#include <utility>

#include "platform/status/strings.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/plan.h"
#include "services/drafting/domain/sign_off.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {

std::string ProgressOf(const v1::Document& document, absl::CivilDay today, status::Language language) {
  const int place = document.current_step();
  if (place < 1 || place > document.steps_size()) return "";
  const int latest = LatestPlace(document, today);
  status::Metadata metadata = {{"place", StrCat(place)},
                               {"steps", StrCat(document.steps_size())},
                               {"step", document.steps(place - 1).rule().display_name()}};
  if (latest < 0) return status::Teller(language)(v1::Document::AT_STEP, metadata);
  metadata.emplace_back("days", StrCat(DaysLate(document, latest, today)));
  return status::Teller(language)(v1::Document::LATE_AT_STEP, metadata);
}

void Tell(absl::CivilDay today, status::Language language, v1::Document* document) {
  document->set_progress(ProgressOf(*document, today, language));
  document->set_draft(DraftOf(*document));
  document->set_draft_title(status::Teller(language)(v1::Document::DRAFT, {{"draft", StrCat(document->draft())}}));
  for (int place = 0; place < document->steps_size(); ++place) {
    document->mutable_steps(place)->set_days_late(DaysLate(*document, place, today));
  }
  if (const int latest = LatestPlace(*document, today); latest >= 0) {
    document->set_days_late(document->steps(latest).days_late());
    document->set_late_step(document->steps(latest).rule().id());
  }
  for (v1::SignOff& signoff : *document->mutable_signoffs()) signoff.set_in_force(IsInForce(*document, signoff));
  if (const int place = AwaitedPlace(*document); place >= 0) {
    for (v1::MissingSignOff& missing : MissingSignOffs(*document, place)) {
      *document->add_missing_signoffs() = std::move(missing);
    }
  }
}

void HideInternals(v1::Document* document) {
  document->clear_dependencies();
  document->clear_assignments();
  document->clear_moves();
  document->clear_replans();
  document->clear_signoffs();
  document->clear_missing_signoffs();
  document->clear_approval_missing();
  document->clear_authors();
  // The text as it goes on is not theirs to know of.
  document->clear_milestones();
  document->clear_latest_revision();
  document->clear_revision_count();
  document->clear_retired_sections();
  document->clear_sha256();
  document->clear_draft();
}

}  // namespace congress::drafting

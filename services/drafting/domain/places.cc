#include "services/drafting/domain/places.h"

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/status.h"

namespace congress::drafting {

const v1::DocumentStep& CurrentStep(const v1::Document& document) {
  return document.steps(document.current_step() - 1);
}

int PlaceOfStep(const v1::Document& document, const std::string& id) {
  for (int place = 0; place < document.steps_size(); ++place) {
    if (document.steps(place).rule().id() == id) return place;
  }
  return -1;
}

v1::DocumentStep* FindStep(v1::Document& document, const std::string& id) {
  const int place = PlaceOfStep(document, id);
  return place < 0 ? nullptr : document.mutable_steps(place);
}

int NextPlace(const v1::Document& document) {
  if (IsFinal(document)) return -1;
  const auto& next = CurrentStep(document).rule().next();
  return next.empty() ? document.current_step() : PlaceOfStep(document, next[0]);
}

int AwaitedPlace(const v1::Document& document) {
  if (!IsFinal(document)) return NextPlace(document);
  return document.issued_paper().empty() ? document.steps_size() - 1 : -1;
}

bool IsFinal(const v1::Document& document) { return document.current_step() == document.steps_size(); }

bool IsFrozen(const v1::Document& document) { return CurrentStep(document).rule().frozen() || IsFinal(document); }

absl::Status StepUnknown(const std::string& step) {
  return status::FailedPrecondition(v1::STEP_UNKNOWN, {{"step", step}});
}

}  // namespace congress::drafting

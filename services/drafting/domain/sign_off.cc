#include "services/drafting/domain/sign_off.h"

#include <algorithm>
#include <set>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/places.h"
#include "services/drafting/domain/step_rules.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

// Those that hold no more are kept as long as there are no more than these.
constexpr int kMostKept = 200;

// The rule of the step. Documents of older versions may lack what the last step always asks for.
v1::StepRule RuleAt(const v1::Document& document, int place) {
  v1::StepRule rule = document.steps(place).rule();
  if (place + 1 == document.steps_size()) CompleteLast(&rule);
  return rule;
}

const v1::SignOffRule* RuleFor(const v1::StepRule& rule, const std::string& role) {
  const auto found = std::find_if(rule.signoffs().begin(), rule.signoffs().end(),
                                  [&](const v1::SignOffRule& one) { return one.role() == role; });
  return found == rule.signoffs().end() ? nullptr : &*found;
}

bool Has(const google::protobuf::RepeatedPtrField<std::string>& persons, const std::string& person) {
  return std::find(persons.begin(), persons.end(), person) != persons.end();
}

// Of what is new since the last milestone, or of a milestone whose text came back.
bool IsAuthor(const v1::Document& document, const std::string& person) {
  return Has(document.authors(), person) ||
         std::any_of(document.milestones().begin(), document.milestones().end(), [&](const v1::Milestone& milestone) {
           return milestone.sha256() == document.sha256() && Has(milestone.authors(), person);
         });
}

// Of this text and not withdrawn.
bool Stands(const v1::Document& document, const v1::SignOff& signoff) {
  return signoff.sha256() == document.sha256() && !signoff.has_withdraw_time();
}

bool Counts(const v1::Document& document, const v1::SignOff& signoff, const v1::SignOffRule& rule) {
  return Stands(document, signoff) && (rule.author_may() || !IsAuthor(document, signoff.person()));
}

// The step that is named, or the next one; -1 at the last.
absl::StatusOr<int> PlaceFor(const v1::Document& document, const std::string& step) {
  if (step.empty()) return NextPlace(document);
  const int place = PlaceOfStep(document, step);
  if (place < 0) return StepUnknown(step);
  return place;
}

absl::Status CheckCurrent(const v1::Document& document, const v1::SignOffDocumentRequest& request) {
  const bool last = request.revision() == document.latest_revision();
  if (last && request.sha256() == document.sha256()) return absl::OkStatus();
  return status::FailedPrecondition(v1::TEXT_NOT_CURRENT, {{"revision", request.revision()},
                                                           {"latest_revision", document.latest_revision()},
                                                           {"cause", last ? "sha256" : "revision"}});
}

void ForgetOldest(v1::Document* document) {
  auto& signoffs = *document->mutable_signoffs();
  if (signoffs.size() < kMostKept) return;
  const auto oldest =
      std::find_if(signoffs.begin(), signoffs.end(), [&](const v1::SignOff& one) { return !Stands(*document, one); });
  if (oldest != signoffs.end()) signoffs.erase(oldest);
}

}  // namespace

bool IsInForce(const v1::Document& document, const v1::SignOff& signoff) {
  const int place = PlaceOfStep(document, signoff.step());
  if (place < 0) return false;
  const v1::StepRule step = RuleAt(document, place);
  const v1::SignOffRule* rule = RuleFor(step, signoff.role());
  return rule != nullptr && Counts(document, signoff, *rule);
}

std::vector<v1::MissingSignOff> MissingSignOffs(const v1::Document& document, int place) {
  std::vector<v1::MissingSignOff> missing;
  const v1::StepRule step = RuleAt(document, place);
  for (const v1::SignOffRule& rule : step.signoffs()) {
    std::set<std::string_view> persons;
    for (const v1::SignOff& signoff : document.signoffs()) {
      const bool asked = signoff.step() == step.id() && signoff.role() == rule.role();
      if (asked && Counts(document, signoff, rule)) persons.insert(signoff.person());
    }
    const int lacking = std::max(1, rule.count()) - static_cast<int>(persons.size());
    if (lacking <= 0) continue;
    v1::MissingSignOff& one = missing.emplace_back();
    one.set_step(step.id());
    one.set_role(rule.role());
    one.set_display_name(rule.display_name());
    one.set_missing(lacking);
  }
  return missing;
}

absl::Status CheckSigned(const v1::Document& document, int place) {
  const std::vector<v1::MissingSignOff> missing = MissingSignOffs(document, place);
  if (missing.empty()) return absl::OkStatus();
  const v1::MissingSignOff& first = missing.front();
  return status::FailedPrecondition(v1::SIGNOFF_MISSING, {{"step", first.step()},
                                                          {"step_name", document.steps(place).rule().display_name()},
                                                          {"role", first.role()},
                                                          {"role_name", first.display_name()},
                                                          {"missing", StrCat(first.missing())}});
}

absl::StatusOr<v1::Document> SignText(v1::Document document, const v1::SignOffDocumentRequest& request,
                                      const Act& act) {
  RETURN_IF_ERROR(CheckCurrent(document, request));
  ASSIGN_OR_RETURN(const int place, PlaceFor(document, request.step()));
  const std::string step =
      place < 0 ? CurrentStep(document).rule().id() : std::string(document.steps(place).rule().id());
  const v1::StepRule step_rule = place < 0 ? v1::StepRule() : RuleAt(document, place);
  const v1::SignOffRule* rule = RuleFor(step_rule, request.role());
  if (rule == nullptr || place < document.current_step()) {
    return status::FailedPrecondition(v1::SIGNOFF_NOT_ASKED, {{"step", step}, {"role", request.role()}});
  }
  for (const v1::SignOff& signoff : document.signoffs()) {
    if (!Stands(document, signoff) || signoff.step() != step || signoff.person() != act.person) continue;
    return status::FailedPrecondition(v1::SIGNED_ALREADY, {{"step", step}, {"role", signoff.role()}});
  }
  if (!rule->author_may() && IsAuthor(document, act.person)) {
    return status::Error(absl::StatusCode::kPermissionDenied, v1::REVIEWER_IS_AUTHOR,
                         {{"person", act.person}, {"role", request.role()}});
  }
  ForgetOldest(&document);
  v1::SignOff& signoff = *document.add_signoffs();
  signoff.set_step(step);
  signoff.set_role(request.role());
  signoff.set_revision(request.revision());
  signoff.set_sha256(document.sha256());
  signoff.set_author(act.account);
  signoff.set_person(act.person);
  signoff.set_note(request.note());
  *signoff.mutable_create_time() = civil::ToTimestamp(act.now);
  *document.mutable_update_time() = signoff.create_time();
  return document;
}

absl::StatusOr<v1::Document> WithdrawSigned(v1::Document document, const v1::WithdrawSignOffRequest& request,
                                            const Act& act) {
  if (!document.issued_paper().empty()) return DocumentIssued(document);
  const int next = NextPlace(document);
  const std::string step =
      !request.step().empty() || next < 0 ? request.step() : std::string(document.steps(next).rule().id());
  for (v1::SignOff& signoff : *document.mutable_signoffs()) {
    const bool own = signoff.person() == act.person && signoff.role() == request.role() && signoff.step() == step;
    if (!own || !Stands(document, signoff)) continue;
    *signoff.mutable_withdraw_time() = civil::ToTimestamp(act.now);
    signoff.set_withdraw_reason(request.reason());
    *document.mutable_update_time() = signoff.withdraw_time();
    return document;
  }
  status::Metadata metadata = {{"step", step}, {"role", request.role()}};
  if (step.empty()) metadata.emplace_back("cause", "no_step");
  return status::FailedPrecondition(v1::SIGNOFF_NOT_GIVEN, metadata);
}

void NoteAuthor(const std::string& person, bool frozen, v1::Document* document) {
  if (frozen) document->clear_authors();
  if (!person.empty() && !Has(document->authors(), person)) document->add_authors(person);
}

}  // namespace congress::drafting

#include "services/drafting/domain/readiness.h"

#include <map>
#include <set>

#include "platform/civil/civil.h"
#include "platform/status/blocking.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/plan.h"
#include "services/drafting/domain/progress.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/domain/sign_off.h"
#include "services/drafting/domain/sisters.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

using Telling = status::Blocking<v1::Blocker>;

std::string Day(const google::type::Date& date) { return civil::Format(civil::FromDate(date)); }

// `congresses/x/documents/y/opinionRounds/z` of any name below it.
std::string_view RoundOf(std::string_view invitation) {
  return invitation.substr(0, invitation.rfind("/invitations/"));
}

std::string_view DocumentOf(const v1::OpinionRound& round) {
  return std::string_view(round.name()).substr(0, round.name().rfind("/opinionRounds/"));
}

// Who has to sign and has not, or not any more.
void JudgeSignOffs(const v1::Document& document, const Telling& block, v1::DocumentProgress& progress,
                   v1::GetDraftingReadinessResponse& response) {
  const int place = AwaitedPlace(document);
  if (place < 0) return;
  const std::string& step = document.steps(place).rule().display_name();
  for (v1::MissingSignOff& missing : MissingSignOffs(document, place)) {
    progress.set_ready(false);
    *response.add_blockers() = block(v1::Blocker::SIGNOFFS_MISSING, document.name(),
                                     {{"document", document.display_name()},
                                      {"step", step},
                                      {"role_name", missing.display_name()},
                                      {"missing", StrCat(missing.missing())}});
    *progress.add_missing_signoffs() = std::move(missing);
  }
}

// What the next step waits for.
void JudgeDependencies(const v1::Document& document, const Sisters& sisters, const Telling& block,
                       v1::DocumentProgress& progress, v1::GetDraftingReadinessResponse& response) {
  const int next = NextPlace(document);
  const std::string& step = document.steps(next).rule().display_name();
  for (v1::DependencyBehind& behind : Behind(document, next, sisters)) {
    *response.add_blockers() = block(v1::Blocker::DEPENDENCY_BEHIND, document.name(),
                                     {{"document", document.display_name()},
                                      {"step", step},
                                      {"other", behind.display_name()},
                                      {"needed_step", behind.needed_step()}});
    *progress.add_dependencies_behind() = std::move(behind);
  }
}

// An approval is not there, or not any more.
void JudgeApproval(const v1::Document& document, const Telling& block, v1::GetDraftingReadinessResponse& response) {
  response.mutable_documents()->rbegin()->set_approval_missing(true);
  response.mutable_documents()->rbegin()->set_ready(false);
  *response.add_blockers() = block(
      v1::Blocker::APPROVAL_MISSING, document.name(),
      {{"document", document.display_name()}, {"step", document.steps(AwaitedPlace(document)).rule().display_name()}});
}

void JudgeDocument(const v1::Document& document, const Sisters& sisters, absl::CivilDay as_of, const Telling& block,
                   v1::GetDraftingReadinessResponse& response) {
  v1::DocumentProgress& progress = *response.add_documents();
  progress.set_document(document.name());
  progress.set_display_name(document.display_name());
  progress.set_progress(ProgressOf(document, as_of, block.language));
  progress.set_draft(DraftOf(document));
  progress.set_current_step(document.current_step());
  progress.set_step_count(document.steps_size());
  progress.set_ready(IsFinal(document));
  if (IsFinal(document)) return JudgeSignOffs(document, block, progress, response);
  *response.add_blockers() = block(v1::Blocker::DOCUMENT_NOT_FINAL, document.name(),
                                   {{"document", document.display_name()},
                                    {"place", StrCat(document.current_step())},
                                    {"steps", StrCat(document.steps_size())},
                                    {"step", CurrentStep(document).rule().display_name()}});
  for (int i = document.current_step(); i < document.steps_size(); ++i) {
    const v1::DocumentStep& step = document.steps(i);
    const int days = DaysLate(document, i, as_of);
    if (days == 0) continue;
    *response.add_blockers() = block(v1::Blocker::STEP_OVERDUE, document.name(),
                                     {{"document", document.display_name()},
                                      {"place", StrCat(i + 1)},
                                      {"step", step.rule().display_name()},
                                      {"planned_date", Day(step.planned_date())},
                                      {"days", StrCat(days)}});
  }
  if (const int latest = LatestPlace(document, as_of); latest >= 0) {
    progress.set_days_late(DaysLate(document, latest, as_of));
    progress.set_late_step(document.steps(latest).rule().id());
  }
  JudgeSignOffs(document, block, progress, response);
  JudgeDependencies(document, sisters, block, progress, response);
}

// `invitations`: those of the round.
void JudgeRound(const v1::OpinionRound& round, const Invitations& invitations, absl::CivilDay as_of,
                const Telling& block, v1::GetDraftingReadinessResponse& response) {
  const v1::OpinionRound::State state = StateOn(round, as_of);
  const auto add = [&](v1::Blocker::Reason reason, std::string what, int count) {
    if (count == 0) return;
    *response.add_blockers() =
        block(reason, round.name(), {{"round", round.display_name()}, {std::move(what), StrCat(count)}});
  };
  if (state == v1::OpinionRound::CONSOLIDATING) {
    *response.add_blockers() = block(v1::Blocker::ROUND_OVERDUE, round.name(),
                                     {{"round", round.display_name()}, {"last_date", Day(round.last_date())}});
  }
  // Those of a closed one all have theirs.
  if (state != v1::OpinionRound::PLANNED)
    add(v1::Blocker::OPINIONS_UNDISPOSED, "undisposed", UndisposedIn(invitations));
  const OpinionsLeft left = LeftIn(round, invitations);
  add(v1::Blocker::OPINIONS_NOT_CARRIED, "upheld", left.upheld);
  add(v1::Blocker::DISPOSITIONS_UNPUBLISHED, "unpublished", left.unpublished);
}

}  // namespace

v1::GetDraftingReadinessResponse Judge(const std::string& congress, const Papers& papers, absl::CivilDay as_of,
                                       status::Language language) {
  const Telling block{language};
  v1::GetDraftingReadinessResponse response;
  *response.mutable_as_of() = civil::ToDate(as_of);
  if (papers.whole && papers.documents.empty()) {
    *response.add_blockers() = block(v1::Blocker::NO_DOCUMENTS, congress, {});
  }
  Sisters sisters = papers.documents;
  sisters.insert(sisters.end(), papers.unseen.begin(), papers.unseen.end());
  for (const v1::Document& document : papers.documents) {
    JudgeDocument(document, sisters, as_of, block, response);
    if (papers.unapproved.contains(document.name())) JudgeApproval(document, block, response);
  }
  std::map<std::string_view, const v1::OpinionRound*> rounds;
  for (const v1::OpinionRound& round : papers.rounds) rounds.emplace(round.name(), &round);
  std::map<std::string_view, Invitations> asked_in;
  std::map<std::string, v1::OrganisationReadiness> organisations;
  for (const v1::Invitation& invitation : papers.invitations) {
    v1::OrganisationReadiness& organisation = organisations[invitation.organisation()];
    const auto found = rounds.find(RoundOf(invitation.name()));
    if (found == rounds.end()) continue;
    const v1::OpinionRound& round = *found->second;
    asked_in[round.name()].push_back(invitation);
    const v1::OpinionRound::State state = StateOn(round, as_of);
    const bool asked = state == v1::OpinionRound::OPEN || state == v1::OpinionRound::CONSOLIDATING;
    if (!asked || invitation.answer() != v1::ANSWER_UNSPECIFIED) continue;
    *organisation.add_blockers() = block(v1::Blocker::OPINION_UNANSWERED, round.name(),
                                         {{"round", round.display_name()}, {"last_date", Day(round.last_date())}});
  }
  std::set<std::string_view> documents;
  for (const v1::Document& document : papers.documents) documents.insert(document.name());
  for (const v1::OpinionRound& round : papers.rounds) {
    if (documents.contains(DocumentOf(round))) JudgeRound(round, asked_in[round.name()], as_of, block, response);
  }
  for (auto& [name, organisation] : organisations) {
    organisation.set_organisation(name);
    organisation.set_ready(organisation.blockers().empty());
    *response.add_organisations() = std::move(organisation);
  }
  return response;
}

}  // namespace congress::drafting

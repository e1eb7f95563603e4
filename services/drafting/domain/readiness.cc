#include "services/drafting/domain/readiness.h"

#include <map>
#include <set>

#include "platform/civil/civil.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

std::string Vietnamese(absl::CivilDay day) { return StrCat(day.day(), "/", day.month(), "/", day.year()); }

v1::Blocker Block(std::string_view reason, std::string description, const std::string& resource) {
  v1::Blocker blocker;
  blocker.set_reason(std::string(reason));
  blocker.set_description(std::move(description));
  blocker.set_resource(resource);
  return blocker;
}

// `congresses/x/documents/y/opinionRounds/z` of any name below it.
std::string_view RoundOf(std::string_view invitation) {
  return invitation.substr(0, invitation.rfind("/invitations/"));
}

std::string_view DocumentOf(const v1::OpinionRound& round) {
  return std::string_view(round.name()).substr(0, round.name().rfind("/opinionRounds/"));
}

void JudgeDocument(const v1::Document& document, absl::CivilDay as_of, v1::GetDraftingReadinessResponse& response) {
  v1::DocumentProgress& progress = *response.add_documents();
  progress.set_document(document.name());
  progress.set_display_name(document.display_name());
  progress.set_progress(document.progress());
  progress.set_current_step(document.current_step());
  progress.set_step_count(document.steps_size());
  progress.set_ready(IsFinal(document));
  if (IsFinal(document)) return;
  *response.add_blockers() =
      Block("DOCUMENT_NOT_FINAL", StrCat("“", document.display_name(), "” chưa hoàn thành: ", document.progress()),
            document.name());
  for (int i = document.current_step(); i < document.steps_size(); ++i) {
    const v1::DocumentStep& step = document.steps(i);
    if (!step.has_planned_date() || civil::FromDate(step.planned_date()) >= as_of) continue;
    *response.add_blockers() =
        Block("STEP_OVERDUE",
              StrCat("“", document.display_name(), "” quá hạn bước ", i + 1, " (", step.rule().display_name(),
                     "), kế hoạch ngày ", Vietnamese(civil::FromDate(step.planned_date()))),
              document.name());
  }
}

void JudgeRound(const v1::OpinionRound& round, int undisposed, absl::CivilDay as_of,
                v1::GetDraftingReadinessResponse& response) {
  if (round.state() != v1::OpinionRound::OPEN) return;
  const absl::CivilDay last = civil::FromDate(round.last_date());
  if (last < as_of) {
    *response.add_blockers() =
        Block("ROUND_OVERDUE",
              StrCat("Đợt góp ý “", round.display_name(), "” đã hết hạn ngày ", Vietnamese(last), " nhưng chưa đóng"),
              round.name());
  }
  if (undisposed > 0) {
    *response.add_blockers() =
        Block("OPINIONS_UNDISPOSED",
              StrCat("Đợt góp ý “", round.display_name(), "” còn ", undisposed, " ý kiến chưa xử lý"), round.name());
  }
}

}  // namespace

v1::GetDraftingReadinessResponse Judge(const std::string& congress, const Papers& papers, absl::CivilDay as_of) {
  v1::GetDraftingReadinessResponse response;
  *response.mutable_as_of() = civil::ToDate(as_of);
  if (papers.whole && papers.documents.empty()) {
    *response.add_blockers() = Block("NO_DOCUMENTS", "Đại hội chưa có văn kiện nào", congress);
  }
  for (const v1::Document& document : papers.documents) JudgeDocument(document, as_of, response);
  std::map<std::string_view, const v1::OpinionRound*> rounds;
  for (const v1::OpinionRound& round : papers.rounds) rounds.emplace(round.name(), &round);
  std::map<std::string_view, int> undisposed;
  std::map<std::string, v1::OrganisationReadiness> organisations;
  for (const v1::Invitation& invitation : papers.invitations) {
    v1::OrganisationReadiness& organisation = organisations[invitation.organisation()];
    const auto found = rounds.find(RoundOf(invitation.name()));
    if (found == rounds.end()) continue;
    const v1::OpinionRound& round = *found->second;
    undisposed[round.name()] += invitation.undisposed_count();
    if (round.state() != v1::OpinionRound::OPEN || invitation.opinion_count() > 0 ||
        as_of < civil::FromDate(round.first_date())) {
      continue;
    }
    *organisation.add_blockers() = Block("OPINION_UNANSWERED",
                                         StrCat("Chưa góp ý đợt “", round.display_name(), "”, hạn ngày ",
                                                Vietnamese(civil::FromDate(round.last_date()))),
                                         round.name());
  }
  std::set<std::string_view> documents;
  for (const v1::Document& document : papers.documents) documents.insert(document.name());
  for (const v1::OpinionRound& round : papers.rounds) {
    if (documents.contains(DocumentOf(round))) JudgeRound(round, undisposed[round.name()], as_of, response);
  }
  for (auto& [name, organisation] : organisations) {
    organisation.set_organisation(name);
    organisation.set_ready(organisation.blockers().empty());
    *response.add_organisations() = std::move(organisation);
  }
  return response;
}

}  // namespace congress::drafting

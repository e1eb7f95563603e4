#include "services/drafting/domain/drafting_state.h"

#include <utility>

#include "absl/strings/str_join.h"
#include "congress/drafting/v1/drafting_state.pb.h"
#include "platform/civil/civil.h"
#include "platform/csv/csv.h"
#include "platform/paper/build.h"
#include "platform/status/strings.h"

namespace congress::drafting {
namespace {

// What keeps it from its next step, an entry for each thing.
std::vector<std::string> Lacking(const DocumentState& document, const status::Teller& tell) {
  const v1::DocumentProgress& progress = document.progress;
  std::vector<std::string> lacking;
  if (document.lacks_round) lacking.push_back(tell(v1::STATE_ROUND_OPEN));
  for (const v1::MissingSignOff& one : progress.missing_signoffs()) {
    const status::Metadata metadata = {{"role_name", one.display_name()}, {"missing", StrCat(one.missing())}};
    lacking.push_back(one.missing() > 1 ? tell(v1::STATE_SIGNOFF, metadata) : one.display_name());
  }
  if (progress.approval_missing()) lacking.push_back(tell(v1::STATE_APPROVAL));
  for (const v1::DependencyBehind& behind : progress.dependencies_behind()) {
    lacking.push_back(tell(v1::STATE_DEPENDENCY, {{"document", behind.display_name()}}));
  }
  return lacking;
}

std::string SentTo(const DraftingState& state, const v1::Delivery& delivery, const status::Teller& tell) {
  // The day of the answer, and before there is one that of sending.
  const absl::CivilDay day = delivery.has_answer() ? civil::FromDate(delivery.answer().date())
                                                   : civil::Today(civil::FromTimestamp(delivery.send_time()));
  status::Metadata metadata = {{"receiver", state.name_of(delivery.organisation())},
                               {"day", civil::Format(day)},
                               {"state", v1::Delivery::State_Name(delivery.state())}};
  if (delivery.answer().number().empty()) return tell(v1::STATE_DELIVERY, metadata);
  metadata.emplace_back("number", delivery.answer().number());
  return tell(v1::STATE_ANSWERED, metadata);
}

std::string Opinions(const DocumentState& document, const status::Teller& tell) {
  if (document.rounds == 0) return "";
  return tell(v1::STATE_OPINIONS, {{"rounds", StrCat(document.rounds)},
                                   {"asked", StrCat(document.asked)},
                                   {"answered", StrCat(document.answered)},
                                   {"undisposed", StrCat(document.undisposed)}});
}

std::string Superiors(const DraftingState& state, const DocumentState& document, const status::Teller& tell) {
  std::vector<std::string> sent;
  for (const v1::Delivery& delivery : document.sent) sent.push_back(SentTo(state, delivery, tell));
  return absl::StrJoin(sent, "; ");
}

}  // namespace

void CountRounds(const std::vector<v1::OpinionRound>& rounds, const std::vector<v1::Invitation>& invitations,
                 DocumentState* state) {
  for (const v1::OpinionRound& round : rounds) {
    const bool counts = round.state() != v1::OpinionRound::CANCELLED;
    state->rounds += counts ? 1 : 0;
    const std::string below = StrCat(round.name(), "/invitations/");
    for (const v1::Invitation& invitation : invitations) {
      if (!invitation.name().starts_with(below)) continue;
      state->asked += counts ? 1 : 0;
      state->answered += counts && invitation.answer() != v1::ANSWER_UNSPECIFIED ? 1 : 0;
      state->undisposed += invitation.undisposed_count();
    }
  }
}

std::string PrintStateCsv(const DraftingState& state, status::Language language) {
  const status::Teller tell(language);
  std::string content =
      csv::Line({"document", "display_name", "draft", "current_step", "step_count", "progress", "days_late", "rounds",
                 "asked", "answered", "undisposed", "missing", "sent", "number"});
  for (const DocumentState& one : state.documents) {
    const v1::DocumentProgress& progress = one.progress;
    content += csv::Line({progress.document(), progress.display_name(), StrCat(progress.draft()),
                          StrCat(progress.current_step()), StrCat(progress.step_count()), progress.progress(),
                          StrCat(progress.days_late()), StrCat(one.rounds), StrCat(one.asked), StrCat(one.answered),
                          StrCat(one.undisposed), absl::StrJoin(Lacking(one, tell), "; "), Superiors(state, one, tell),
                          one.number});
  }
  return content;
}

paper::v1::Paper StatePaper(const DraftingState& state, const paper::v1::Form& form, status::Language language) {
  const status::Teller tell(language);
  paper::v1::Paper paper;
  paper.set_language(paper::LanguageOf(language));
  paper::SetForm(form, &paper);
  paper.set_landscape(true);
  paper.set_without_signature(form.signer_title().empty() && form.signer_name().empty());
  paper.set_type(tell(v1::STATE_TITLE));
  paper.set_abstract(tell(v1::STATE_ABOUT, {{"day", civil::Format(state.as_of)}}));
  paper::v1::Table& rows = *paper.add_body()->mutable_table();
  rows.set_small(true);
  // So that what they say stands on two lines at most.
  for (const auto& [width, align] : {std::pair(9, paper::v1::CENTRE),
                                     {60, paper::v1::ALIGN_UNSPECIFIED},
                                     {12, paper::v1::CENTRE},
                                     {44, paper::v1::ALIGN_UNSPECIFIED},
                                     {42, paper::v1::ALIGN_UNSPECIFIED},
                                     {42, paper::v1::ALIGN_UNSPECIFIED},
                                     {36, paper::v1::ALIGN_UNSPECIFIED},
                                     {22, paper::v1::CENTRE}}) {
    paper::AddColumn(width, align, &rows);
  }
  paper::AddRow({tell(v1::STATE_NUMBER), tell(v1::STATE_DOCUMENT), tell(v1::STATE_DRAFT), tell(v1::STATE_PROGRESS),
                 tell(v1::STATE_ROUNDS), tell(v1::STATE_MISSING), tell(v1::STATE_SENT), tell(v1::STATE_ISSUED)},
                rows.add_heading());
  int number = 0;
  for (const DocumentState& one : state.documents) {
    paper::AddRow(
        {StrCat(++number), one.progress.display_name(), StrCat(one.progress.draft()), one.progress.progress(),
         Opinions(one, tell), absl::StrJoin(Lacking(one, tell), "; "), Superiors(state, one, tell), one.number},
        rows.add_rows());
  }
  return paper;
}

}  // namespace congress::drafting

#include "services/drafting/domain/round.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

absl::Status CheckWindow(const v1::OpinionRound& round, absl::Time now) {
  const absl::CivilDay first = civil::FromDate(round.first_date());
  const absl::CivilDay last = civil::FromDate(round.last_date());
  const bool reversed = last < first;
  if (!reversed && last >= civil::Today(now)) return absl::OkStatus();
  return status::InvalidArgument(v1::WINDOW_INVALID, {{"first_date", civil::Format(first)},
                                                      {"last_date", civil::Format(last)},
                                                      {"cause", reversed ? "reversed" : "over"}});
}

}  // namespace

absl::StatusOr<RoundChange> OpenRound(v1::OpinionRound round, const std::string& id, v1::Document document,
                                      absl::Time now) {
  if (!absl::StartsWith(round.revision(), StrCat(document.name(), "/revisions/"))) {
    return status::InvalidArgument(v1::REVISIONS_UNRELATED, {{"cause", "round"}});
  }
  RETURN_IF_ERROR(CheckWindow(round, now));
  std::set<std::string_view> invited;
  for (const std::string& organisation : round.invited()) {
    if (invited.insert(organisation).second) continue;
    return status::InvalidArgument(v1::INVITED_TWICE, {{"organisation", organisation}});
  }
  v1::DocumentStep& step = *document.mutable_steps(document.current_step() - 1);
  step.set_open_rounds(step.open_rounds() + 1);
  round.set_name(StrCat(document.name(), "/opinionRounds/", id));
  round.set_organisation(document.organisation());
  round.set_step(step.rule().id());
  round.set_state(v1::OpinionRound::OPEN);
  *round.mutable_create_time() = civil::ToTimestamp(now);
  *document.mutable_update_time() = round.create_time();
  return RoundChange{std::move(round), std::move(document)};
}

std::vector<v1::Invitation> Invite(const v1::OpinionRound& round) {
  std::vector<v1::Invitation> invitations;
  for (const std::string& organisation : round.invited()) {
    v1::Invitation& invitation = invitations.emplace_back();
    invitation.set_name(InvitationName(round.name(), organisation));
    invitation.set_organisation(organisation);
    invitation.set_revision(round.revision());
    *invitation.mutable_first_date() = round.first_date();
    *invitation.mutable_last_date() = round.last_date();
    *invitation.mutable_update_time() = round.create_time();
  }
  return invitations;
}

absl::StatusOr<RoundChange> CloseRound(v1::OpinionRound round, v1::Document document, int undisposed, absl::Time now) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (undisposed > 0) {
    return status::FailedPrecondition(v1::OPINIONS_UNDISPOSED, {{"undisposed", StrCat(undisposed)}});
  }
  round.set_state(v1::OpinionRound::CLOSED);
  *round.mutable_close_time() = civil::ToTimestamp(now);
  v1::DocumentStep& step = *FindStep(document, round.step());
  step.set_open_rounds(step.open_rounds() - 1);
  step.set_closed_rounds(step.closed_rounds() + 1);
  *document.mutable_update_time() = round.close_time();
  return RoundChange{std::move(round), std::move(document)};
}

absl::Status CheckOpen(const v1::OpinionRound& round) {
  if (round.state() == v1::OpinionRound::OPEN) return absl::OkStatus();
  return status::FailedPrecondition(v1::ROUND_CLOSED, {{"name", round.name()}});
}

int InvitedPlace(const v1::OpinionRound& round, std::string_view organisation) {
  const auto found = std::find(round.invited().begin(), round.invited().end(), organisation);
  return found == round.invited().end() ? -1 : static_cast<int>(found - round.invited().begin());
}

std::string InvitationName(std::string_view round, std::string_view organisation) {
  return StrCat(round, "/invitations/", organisation.substr(organisation.rfind('/') + 1));
}

}  // namespace congress::drafting

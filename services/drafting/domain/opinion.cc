#include "services/drafting/domain/opinion.h"

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/round.h"
#include "services/drafting/domain/sections.h"

namespace congress::drafting {

const std::string& InvitedOf(const v1::Opinion& opinion) {
  return opinion.invited().empty() ? opinion.organisation() : opinion.invited();
}

absl::Status CheckMayGive(const v1::OpinionRound& round, const std::string& organisation, absl::Time now) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (InvitedPlace(round, organisation) < 0) {
    return status::FailedPrecondition(v1::NOT_INVITED, {{"organisation", organisation}});
  }
  const absl::CivilDay today = civil::Today(now);
  const absl::CivilDay first = civil::FromDate(round.first_date());
  const absl::CivilDay last = civil::FromDate(round.last_date());
  if (today >= first && today <= last) return absl::OkStatus();
  return status::FailedPrecondition(
      v1::OUTSIDE_WINDOW,
      {{"today", civil::Format(today)}, {"first_date", civil::Format(first)}, {"last_date", civil::Format(last)}});
}

absl::StatusOr<OpinionChange> Give(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                   const v1::Revision& revision, const std::string& author, absl::Time now) {
  const int section = PlaceOf(revision.sections(), opinion.section());
  if (section < 0) {
    return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", opinion.section()}, {"cause", "round"}});
  }
  invitation.set_opinion_count(invitation.opinion_count() + 1);
  invitation.set_undisposed_count(invitation.undisposed_count() + 1);
  *invitation.mutable_update_time() = civil::ToTimestamp(now);
  // By place, not by code: a name's segment is bounded, and lists come in the order of invitation.
  opinion.set_name(absl::StrFormat("%s/opinions/%04d-%04d", round.name(), InvitedPlace(round, InvitedOf(opinion)) + 1,
                                   invitation.opinion_count()));
  opinion.set_collector(round.organisation());
  opinion.set_section_title(revision.sections(section).title());
  opinion.set_author(author);
  *opinion.mutable_create_time() = invitation.update_time();
  return OpinionChange{std::move(opinion), std::move(invitation)};
}

absl::StatusOr<OpinionChange> Dispose(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                      v1::Disposition disposition, const std::string& reason, const std::string& author,
                                      absl::Time now) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (disposition != v1::TAKEN && reason.empty()) {
    return status::InvalidArgument(v1::DISPOSITION_REASON_MISSING, {{"name", opinion.name()}});
  }
  if (opinion.disposition() == v1::DISPOSITION_UNSPECIFIED) {
    invitation.set_undisposed_count(invitation.undisposed_count() - 1);
    *invitation.mutable_update_time() = civil::ToTimestamp(now);
  }
  opinion.set_disposition(disposition);
  opinion.set_disposition_reason(reason);
  opinion.set_disposed_by(author);
  *opinion.mutable_dispose_time() = civil::ToTimestamp(now);
  return OpinionChange{std::move(opinion), std::move(invitation)};
}

}  // namespace congress::drafting

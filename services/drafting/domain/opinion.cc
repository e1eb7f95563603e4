#include "services/drafting/domain/opinion.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/secrecy.h"

namespace congress::drafting {
namespace {

// Longest part of a quotation that an error repeats.
constexpr size_t kMostRepeated = 200;

// What the opinion shows of its dispositions.
void ShowLast(v1::Opinion* opinion) {
  opinion->clear_disposition();
  opinion->clear_disposition_reason();
  opinion->clear_disposed_by();
  opinion->clear_dispose_time();
  if (opinion->dispositions().empty()) return;
  const v1::RecordedDisposition& last = *opinion->dispositions().rbegin();
  opinion->set_disposition(last.disposition());
  opinion->set_disposition_reason(last.reason());
  opinion->set_disposed_by(last.author());
  *opinion->mutable_dispose_time() = last.create_time();
}

// What the invitation counts of its opinions.
struct Counted {
  int undisposed = 0;
  int upheld = 0;
  int unpublished = 0;
};

Counted CountedOf(const v1::Opinion& opinion, const v1::OpinionRound& round) {
  // What is left of one that was carried over is left in the round that it was carried into.
  if (!Counts(opinion) || !opinion.carried_to().empty()) return {};
  return {.undisposed = opinion.disposition() == v1::DISPOSITION_UNSPECIFIED ? 1 : 0,
          .upheld = opinion.disposition() == v1::UPHELD ? 1 : 0,
          .unpublished = AwaitsPublication(opinion, round) ? 1 : 0};
}

// Counts the opinion as it is now in place of what it was. Opinions of older versions were not counted all.
void Recount(const Counted& before, const v1::Opinion& opinion, const v1::OpinionRound& round,
             v1::Invitation* invitation) {
  const Counted now = CountedOf(opinion, round);
  invitation->set_undisposed_count(std::max(0, invitation->undisposed_count() + now.undisposed - before.undisposed));
  invitation->set_upheld_count(std::max(0, invitation->upheld_count() + now.upheld - before.upheld));
  invitation->set_unpublished_count(
      std::max(0, invitation->unpublished_count() + now.unpublished - before.unpublished));
}

OpinionChange File(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round, const Act& act) {
  invitation.set_opinion_count(invitation.opinion_count() + 1);
  invitation.set_undisposed_count(invitation.undisposed_count() + 1);
  invitation.set_last_opinion_number(invitation.last_opinion_number() + 1);
  *invitation.mutable_update_time() = civil::ToTimestamp(act.now);
  // By number, not by code: a name's segment is bounded, and lists come in the order of invitation.
  opinion.set_name(
      absl::StrFormat("%s/opinions/%04d-%06d", round.name(), invitation.number(), invitation.last_opinion_number()));
  opinion.set_collector(round.organisation());
  opinion.set_group_name(invitation.group_name());
  *opinion.mutable_create_time() = invitation.update_time();
  return OpinionChange{std::move(opinion), std::move(invitation)};
}

}  // namespace

const std::string& InvitedOf(const v1::Opinion& opinion) {
  return opinion.invited().empty() ? opinion.organisation() : opinion.invited();
}

std::string InvitationOf(const v1::OpinionRound& round, const v1::Opinion& opinion) {
  return InvitationName(round.name(), opinion.group().empty() ? InvitedOf(opinion) : opinion.group());
}

bool ProposesWording(const v1::Opinion& opinion) { return opinion.strike() || !opinion.wording().empty(); }

bool IsLate(const v1::Opinion& opinion, const v1::OpinionRound& round) {
  const absl::CivilDay received = opinion.has_receive_date()
                                      ? civil::FromDate(opinion.receive_date())
                                      : civil::Today(civil::FromTimestamp(opinion.create_time()));
  return received > civil::FromDate(round.last_date());
}

bool IsToBeCarried(const v1::Opinion& opinion, const v1::OpinionRound& round) {
  if (!Counts(opinion) || !opinion.carried_to().empty()) return false;
  return opinion.disposition() == v1::UPHELD ||
         (round.state() == v1::OpinionRound::CANCELLED && opinion.disposition() == v1::DISPOSITION_UNSPECIFIED);
}

bool WasLeftOver(const v1::Opinion& opinion) {
  const auto& all = opinion.dispositions();
  return opinion.carried_to().empty() && std::any_of(all.begin(), all.end(), [](const v1::RecordedDisposition& one) {
           return one.disposition() == v1::UPHELD;
         });
}

bool Counts(const v1::Opinion& opinion) { return !opinion.has_withdraw_time(); }

absl::Status CheckCounts(const v1::Opinion& opinion) {
  if (Counts(opinion)) return absl::OkStatus();
  return status::FailedPrecondition(v1::OPINION_WITHDRAWN, {{"name", opinion.name()}});
}

absl::Status CheckSaid(const v1::Opinion& opinion, const v1::OpinionRound& round, const Sections& sections,
                       const Quotables& quotables, absl::CivilDay today) {
  status::Violations violations;
  if (!opinion.quotation().empty() && opinion.section().empty()) {
    violations.Add("opinion.section", v1::QUOTATION_WITHOUT_SECTION);
  }
  if (ProposesWording(opinion) && opinion.quotation().empty()) {
    violations.Add("opinion.quotation", v1::WORDING_WITHOUT_QUOTATION);
  }
  if (opinion.strike() && !opinion.wording().empty()) violations.Add("opinion.strike", v1::WORDING_AND_STRIKE);
  if (opinion.has_receive_date()) {
    CheckReceived(civil::FromDate(opinion.receive_date()), round.first_date(), today, "opinion.receive_date",
                  &violations);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  if (opinion.section().empty()) return absl::OkStatus();
  if (PlaceOf(sections, opinion.section()) < 0) {
    return status::FailedPrecondition(v1::SECTION_UNKNOWN, {{"section", opinion.section()}, {"cause", "round"}});
  }
  if (opinion.quotation().empty()) return absl::OkStatus();
  const auto section = quotables.find(opinion.section());
  const int count = section == quotables.end() ? 0 : section->second.Count(opinion.quotation());
  if (count == 1 || (count > 1 && !ProposesWording(opinion))) return absl::OkStatus();
  return status::FailedPrecondition(v1::QUOTATION_UNKNOWN,
                                    {{"section", opinion.section()},
                                     {"quotation", std::string(status::Shorten(opinion.quotation(), kMostRepeated))},
                                     {"cause", count == 0 ? "none" : "several"}});
}

absl::Status RefuseMarkedOpinion(const v1::Opinion& opinion) {
  RETURN_IF_ERROR(RefuseMarkedText(opinion.text()));
  RETURN_IF_ERROR(RefuseMarkedText(opinion.wording()));
  RETURN_IF_ERROR(RefuseMarkedText(opinion.late_reason()));
  for (const v1::OpinionPart& part : opinion.parts()) {
    RETURN_IF_ERROR(RefuseMarkedTitle(part.giver()));
    RETURN_IF_ERROR(RefuseMarkedText(part.text()));
  }
  return absl::OkStatus();
}

OpinionChange Give(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                   const v1::Revision& revision, const Act& act) {
  const int section = PlaceOf(revision.sections(), opinion.section());
  if (section >= 0) opinion.set_section_title(revision.sections(section).title());
  opinion.set_author(act.account);
  if (civil::Today(act.now) <= civil::FromDate(round.last_date())) opinion.clear_late_reason();
  // What was answered without opinions waits for the case that they are withdrawn.
  if (invitation.answer() != v1::OPINIONS) invitation.set_answer_before(invitation.answer());
  invitation.set_answer(v1::OPINIONS);
  return File(std::move(opinion), std::move(invitation), round, act);
}

OpinionChange CarryOver(const v1::Opinion& upheld, v1::Invitation invitation, const v1::OpinionRound& round,
                        const v1::Revision& revision, const Act& act) {
  v1::Opinion opinion = upheld;
  opinion.set_carried_from(upheld.name());
  invitation.set_carried_count(invitation.carried_count() + 1);
  opinion.clear_dispositions();
  opinion.clear_late_reason();
  opinion.clear_receive_date();
  opinion.clear_withdraw_time();
  opinion.clear_opinion_import();
  opinion.clear_external_key();
  ShowLast(&opinion);
  if (const int section = PlaceOf(revision.sections(), upheld.section()); section >= 0) {
    opinion.set_section_title(revision.sections(section).title());
  } else {
    opinion.clear_section();
  }
  return File(std::move(opinion), std::move(invitation), round, act);
}

OpinionChange NoteCarried(v1::Opinion upheld, v1::Invitation invitation, const v1::OpinionRound& from,
                          const std::string& carried) {
  const Counted before = CountedOf(upheld, from);
  upheld.set_carried_to(carried);
  Recount(before, upheld, from, &invitation);
  return OpinionChange{std::move(upheld), std::move(invitation)};
}

bool Published(const v1::RecordedDisposition& disposition, const v1::OpinionRound& round) {
  return disposition.publication() <= round.publications_size();
}

bool AwaitsPublication(const v1::Opinion& opinion, const v1::OpinionRound& round) {
  return !opinion.dispositions().empty() && !Published(*opinion.dispositions().rbegin(), round);
}

v1::Opinion ToCollector(v1::Opinion opinion, const v1::OpinionRound& round) {
  opinion.set_disposition_unpublished(AwaitsPublication(opinion, round));
  return opinion;
}

v1::Opinion ToSource(v1::Opinion opinion, const v1::OpinionRound& round) {
  opinion.clear_etag();
  auto& all = *opinion.mutable_dispositions();
  // None of a withdrawn one was shown before.
  if (!Counts(opinion)) all.Clear();
  // Of those recorded for one publication the last was shown.
  int kept = 0;
  for (int i = 0; i < all.size(); ++i) {
    const bool last = i + 1 == all.size() || all[i + 1].publication() != all[i].publication();
    if (last && Published(all[i], round)) all.SwapElements(kept++, i);
  }
  all.DeleteSubrange(kept, all.size() - kept);
  ShowLast(&opinion);
  if (opinion.disposition() == v1::DISPOSITION_UNSPECIFIED) opinion.clear_merged_into();
  return opinion;
}

absl::Status CheckMayWithdraw(const v1::Opinion& opinion, const v1::OpinionRound& round) {
  RETURN_IF_ERROR(CheckOpen(round));
  RETURN_IF_ERROR(CheckCounts(opinion));
  const bool answered =
      std::any_of(opinion.dispositions().begin(), opinion.dispositions().end(),
                  [&](const v1::RecordedDisposition& disposition) { return Published(disposition, round); });
  if (!answered && opinion.merged_into().empty()) return absl::OkStatus();
  return status::FailedPrecondition(v1::OPINION_ANSWERED, {{"name", opinion.name()}});
}

OpinionChange Withdraw(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round, bool by_collector,
                       const std::string& reason, const Act& act) {
  const Counted before = CountedOf(opinion, round);
  invitation.set_opinion_count(invitation.opinion_count() - 1);
  if (!opinion.carried_from().empty()) invitation.set_carried_count(invitation.carried_count() - 1);
  if (invitation.answer() == v1::OPINIONS && invitation.opinion_count() == invitation.carried_count()) {
    invitation.set_answer(invitation.answer_before());
    invitation.clear_answer_before();
  }
  *invitation.mutable_update_time() = civil::ToTimestamp(act.now);
  opinion.set_withdraw_reason(reason);
  opinion.set_withdrawn_by(act.account);
  opinion.set_withdrawn_by_collector(by_collector);
  *opinion.mutable_withdraw_time() = invitation.update_time();
  Recount(before, opinion, round, &invitation);
  return OpinionChange{std::move(opinion), std::move(invitation)};
}

absl::StatusOr<OpinionChange> Dispose(v1::Opinion opinion, v1::Invitation invitation, const v1::OpinionRound& round,
                                      v1::Disposition disposition, const std::string& reason, const Act& act,
                                      bool after_closing) {
  if (!after_closing) RETURN_IF_ERROR(CheckDisposing(round));
  RETURN_IF_ERROR(CheckCounts(opinion));
  if (!opinion.merged_into().empty() && disposition != v1::TAKEN && disposition != v1::PARTLY_TAKEN) {
    return status::FailedPrecondition(v1::WORDING_MERGED,
                                      {{"name", opinion.name()}, {"revision", opinion.merged_into()}});
  }
  if (disposition != v1::TAKEN && disposition != v1::NOTED && reason.empty()) {
    return status::InvalidArgument(v1::DISPOSITION_REASON_MISSING, {{"name", opinion.name()}});
  }
  const Counted before = CountedOf(opinion, round);
  v1::RecordedDisposition& recorded = *opinion.add_dispositions();
  recorded.set_disposition(disposition);
  recorded.set_reason(reason);
  recorded.set_author(act.account);
  *recorded.mutable_create_time() = civil::ToTimestamp(act.now);
  recorded.set_publication(round.publications_size() + 1);
  ShowLast(&opinion);
  Recount(before, opinion, round, &invitation);
  return OpinionChange{std::move(opinion), std::move(invitation)};
}

absl::StatusOr<v1::OpinionRound> Publish(v1::OpinionRound round, const std::vector<v1::Opinion>& opinions,
                                         const Act& act) {
  RETURN_IF_ERROR(CheckDisposing(round));
  const auto count = std::count_if(opinions.begin(), opinions.end(), [&](const v1::Opinion& opinion) {
    return Counts(opinion) && AwaitsPublication(opinion, round);
  });
  if (count == 0) return status::FailedPrecondition(v1::NOTHING_TO_PUBLISH, {{"name", round.name()}});
  v1::OpinionRound::Publication& publication = *round.add_publications();
  publication.set_author(act.account);
  *publication.mutable_create_time() = civil::ToTimestamp(act.now);
  publication.set_count(static_cast<int>(count));
  return round;
}

}  // namespace congress::drafting

#include "services/drafting/domain/round.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "absl/strings/match.h"
#include "congress/drafting/v1/reason.pb.h"
#include "platform/civil/civil.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/drafting/domain/secrecy.h"
#include "services/drafting/domain/steps.h"

namespace congress::drafting {
namespace {

using Round = v1::OpinionRound;

std::string DayOf(const google::type::Date& date) { return civil::Format(civil::FromDate(date)); }

absl::Status WindowInvalid(const Round& round, absl::CivilDay last, std::string_view cause) {
  return status::InvalidArgument(
      v1::WINDOW_INVALID,
      {{"first_date", DayOf(round.first_date())}, {"last_date", civil::Format(last)}, {"cause", std::string(cause)}});
}

absl::Status OutsideWindow(const Round& round, absl::CivilDay today, std::string_view cause) {
  return status::FailedPrecondition(v1::OUTSIDE_WINDOW, {{"today", civil::Format(today)},
                                                         {"first_date", DayOf(round.first_date())},
                                                         {"last_date", DayOf(round.last_date())},
                                                         {"cause", std::string(cause)}});
}

// Whether the invitation is to be answered still.
bool Awaits(const v1::Invitation& invitation) { return invitation.answer() == v1::ANSWER_UNSPECIFIED; }

// Of a round or an invitation to it, whose records say only what acts made of the round.
template <class Record>
Round::State StateOfRecord(const Record& record, absl::CivilDay today) {
  if (record.state() == Round::CLOSED || record.state() == Round::CANCELLED) return record.state();
  if (today < civil::FromDate(record.first_date())) return Round::PLANNED;
  return today <= civil::FromDate(record.last_date()) ? Round::OPEN : Round::CONSOLIDATING;
}

// Whether one of the reminder days has come since it was reminded last.
bool ReminderDue(const v1::Invitation& invitation, absl::CivilDay today) {
  const absl::CivilDay last = civil::FromDate(invitation.last_date());
  if (!Awaits(invitation) || StateOfRecord(invitation, today) != Round::OPEN) return false;
  const bool reminded = invitation.has_remind_time();
  const absl::CivilDay before =
      reminded ? civil::Today(civil::FromTimestamp(invitation.remind_time())) : absl::CivilDay::min();
  return std::any_of(invitation.reminder_days().begin(), invitation.reminder_days().end(),
                     [&](int days) { return last - days <= today && (!reminded || before < last - days); });
}

v1::Invitation InvitationTo(const Round& round, std::string_view organisation, const v1::InvitedGroup* group,
                            const std::string& document, absl::Time now) {
  v1::Invitation invitation;
  invitation.set_collector(round.organisation());
  invitation.set_round_display_name(round.display_name());
  invitation.set_document_display_name(document);
  invitation.set_name(InvitationName(round.name(), group == nullptr ? organisation : group->id()));
  invitation.set_organisation(std::string(organisation));
  invitation.set_revision(round.revision());
  *invitation.mutable_first_date() = round.first_date();
  *invitation.mutable_last_date() = round.last_date();
  *invitation.mutable_reminder_days() = round.reminder_days();
  *invitation.mutable_update_time() = civil::ToTimestamp(now);
  if (group != nullptr) {
    invitation.set_group(group->id());
    invitation.set_group_name(group->display_name());
  }
  return invitation;
}

// Ends the round in `state`, so that the step no longer counts it as open.
v1::DocumentStep& End(Round::State state, const Act& act, RoundChange* change, Invitations* invitations) {
  change->round.set_state(state);
  change->round.set_closed_by(act.account);
  *change->round.mutable_close_time() = civil::ToTimestamp(act.now);
  *change->document.mutable_update_time() = change->round.close_time();
  v1::DocumentStep& step = *FindStep(change->document, change->round.step());
  step.set_open_rounds(step.open_rounds() - 1);
  for (v1::Invitation& invitation : *invitations) {
    invitation.set_state(state);
    *invitation.mutable_update_time() = change->round.close_time();
  }
  return step;
}

absl::Status OpinionsGiven(const v1::Invitation& invitation, std::string cause) {
  return status::FailedPrecondition(v1::OPINIONS_GIVEN, {{"name", invitation.name()},
                                                         {"opinions", StrCat(invitation.last_opinion_number())},
                                                         {"cause", std::move(cause)}});
}

}  // namespace

Round::State StateOn(const Round& round, absl::CivilDay today) { return StateOfRecord(round, today); }

Round Shown(Round round, absl::CivilDay today) {
  round.set_state(StateOn(round, today));
  return round;
}

v1::Invitation Shown(v1::Invitation invitation, absl::CivilDay today) {
  invitation.set_reminder_due(ReminderDue(invitation, today));
  invitation.set_state(StateOfRecord(invitation, today));
  return invitation;
}

absl::StatusOr<RoundChange> OpenRound(Round round, const std::string& id, v1::Document document, absl::Time now) {
  if (!absl::StartsWith(round.revision(), StrCat(document.name(), "/revisions/"))) {
    return status::InvalidArgument(v1::REVISIONS_UNRELATED, {{"cause", "round"}});
  }
  if (IsFrozen(document) && round.revision() != document.latest_revision()) {
    return status::FailedPrecondition(
        v1::TEXT_NOT_CURRENT,
        {{"revision", round.revision()}, {"latest_revision", document.latest_revision()}, {"cause", "round"}});
  }
  const absl::CivilDay last = civil::FromDate(round.last_date());
  if (last < civil::FromDate(round.first_date())) return WindowInvalid(round, last, "reversed");
  if (last < civil::Today(now) && round.record_reason().empty()) return WindowInvalid(round, last, "over");
  v1::DocumentStep& step = *document.mutable_steps(document.current_step() - 1);
  step.set_open_rounds(step.open_rounds() + 1);
  round.set_name(StrCat(document.name(), "/opinionRounds/", id));
  round.set_organisation(document.organisation());
  round.set_step(step.rule().id());
  *round.mutable_create_time() = civil::ToTimestamp(now);
  *document.mutable_update_time() = round.create_time();
  return RoundChange{std::move(round), std::move(document)};
}

absl::Status CheckText(const v1::Revision& revision, Round* round) {
  const absl::CivilDay made = civil::Today(civil::FromTimestamp(revision.create_time()));
  const absl::CivilDay first = civil::FromDate(round->first_date());
  if (round->record_reason().empty() || made <= first) {
    round->clear_text_date();
    return absl::OkStatus();
  }
  if (round->has_text_date() && civil::FromDate(round->text_date()) <= first) return absl::OkStatus();
  return status::InvalidArgument(v1::WINDOW_INVALID, {{"first_date", civil::Format(first)},
                                                      {"last_date", DayOf(round->last_date())},
                                                      {"made_date", civil::Format(made)},
                                                      {"cause", "text"}});
}

absl::Status RefuseMarkedGroups(const Groups& groups) {
  for (const v1::InvitedGroup& group : groups) RETURN_IF_ERROR(RefuseMarkedTitle(group.display_name()));
  return absl::OkStatus();
}

absl::StatusOr<Invitations> Invite(const Organisations& invited, const Groups& groups, const std::string& document,
                                   Round* round, absl::Time now) {
  std::set<std::string> names;
  for (const std::string& organisation : round->invited()) names.insert(InvitationName(round->name(), organisation));
  for (const v1::InvitedGroup& group : round->groups()) names.insert(InvitationName(round->name(), group.id()));
  const int before = static_cast<int>(names.size());
  const int count = before + invited.size() + groups.size();
  if (count == before || count > kMostSources) {
    status::Violations violations;
    violations.Add("invited", count == before ? v1::SOURCES_NONE : v1::SOURCES_MANY,
                   {{"count", StrCat(count)}, {"most", StrCat(kMostSources)}});
    return violations.ToStatus();
  }
  Invitations invitations;
  const auto add = [&](std::string_view organisation, const v1::InvitedGroup* group) {
    v1::Invitation& made = invitations.emplace_back(InvitationTo(*round, organisation, group, document, now));
    round->set_last_source_number(round->last_source_number() + 1);
    made.set_number(round->last_source_number());
    if (names.insert(made.name()).second) return absl::OkStatus();
    return status::InvalidArgument(v1::INVITED_TWICE,
                                   {{"organisation", group == nullptr ? std::string(organisation) : group->id()}});
  };
  for (const std::string& organisation : invited) RETURN_IF_ERROR(add(organisation, nullptr));
  for (const v1::InvitedGroup& group : groups) RETURN_IF_ERROR(add(group.organisation(), &group));
  round->mutable_invited()->MergeFrom(invited);
  round->mutable_groups()->MergeFrom(groups);
  return invitations;
}

absl::Status Update(const Round& before, const Round& round, absl::Time now, Invitations* invitations) {
  RETURN_IF_ERROR(CheckOpen(before));
  const absl::CivilDay first = civil::FromDate(round.first_date());
  const absl::CivilDay last = civil::FromDate(round.last_date());
  const bool same_days = first == civil::FromDate(before.first_date()) && last == civil::FromDate(before.last_date()) &&
                         std::equal(round.reminder_days().begin(), round.reminder_days().end(),
                                    before.reminder_days().begin(), before.reminder_days().end());
  if (!same_days && StateOn(before, civil::Today(now)) != Round::PLANNED) {
    return status::FailedPrecondition(v1::ROUND_BEGUN,
                                      {{"name", round.name()}, {"first_date", DayOf(before.first_date())}});
  }
  if (last < first) return WindowInvalid(round, last, "reversed");
  if (!same_days && last < civil::Today(now)) return WindowInvalid(round, last, "over");
  for (v1::Invitation& invitation : *invitations) {
    invitation.set_round_display_name(round.display_name());
    *invitation.mutable_first_date() = round.first_date();
    *invitation.mutable_last_date() = round.last_date();
    *invitation.mutable_reminder_days() = round.reminder_days();
    *invitation.mutable_update_time() = civil::ToTimestamp(now);
  }
  return absl::OkStatus();
}

absl::StatusOr<Round> Extend(Round round, absl::CivilDay last, const std::string& reason, const Act& act) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (last <= civil::FromDate(round.last_date())) return WindowInvalid(round, last, "sooner");
  if (last < civil::Today(act.now)) return WindowInvalid(round, last, "over");
  Round::Extension& extension = *round.add_extensions();
  *extension.mutable_from() = round.last_date();
  *extension.mutable_to() = civil::ToDate(last);
  extension.set_reason(reason);
  extension.set_author(act.account);
  *extension.mutable_create_time() = civil::ToTimestamp(act.now);
  *round.mutable_last_date() = extension.to();
  return round;
}

absl::StatusOr<bool> IsLate(const Round& round, absl::Time now) {
  RETURN_IF_ERROR(CheckOpen(round));
  const absl::CivilDay today = civil::Today(now);
  const Round::State state = StateOn(round, today);
  if (state == Round::PLANNED) return OutsideWindow(round, today, "early");
  return state == Round::CONSOLIDATING;
}

absl::Status Over(const Round& round, absl::Time now) { return OutsideWindow(round, civil::Today(now), "over"); }

void CheckReceived(absl::CivilDay received, const google::type::Date& first, absl::CivilDay today,
                   std::string_view field, status::Violations* violations) {
  if (received > today) violations->Add(field, v1::RECEIVED_LATER);
  if (received < civil::FromDate(first)) violations->Add(field, v1::BEFORE_OTHER_DAY, {{"other", DayOf(first)}});
}

absl::StatusOr<v1::Invitation> AnswerWithout(v1::Invitation invitation, const v1::AnswerInvitationRequest& request,
                                             const Act& act) {
  const bool declined = request.answer() == v1::DECLINED;
  status::Violations violations;
  if (request.answer() == v1::OPINIONS || request.answer() == v1::SILENT) {
    violations.Add("answer", v1::ANSWER_FOLLOWS, {{"answer", v1::Answer_Name(request.answer())}});
  }
  if (declined && request.note().empty()) violations.Add("note", v1::NOTE_MISSING);
  const absl::CivilDay today = civil::Today(act.now);
  const absl::CivilDay received = request.has_receive_date() ? civil::FromDate(request.receive_date()) : today;
  CheckReceived(received, invitation.first_date(), today, "receive_date", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  if (invitation.answer() == v1::OPINIONS) return OpinionsGiven(invitation, "opinions");
  *invitation.mutable_receive_date() = civil::ToDate(received);
  invitation.set_answer(request.answer());
  invitation.set_note(request.note());
  const bool late = today > civil::FromDate(invitation.last_date());
  invitation.set_late_reason(late ? request.late_reason() : "");
  invitation.set_answered_by(act.account);
  *invitation.mutable_answer_time() = civil::ToTimestamp(act.now);
  *invitation.mutable_update_time() = invitation.answer_time();
  return invitation;
}

absl::StatusOr<v1::Invitation> Retract(v1::Invitation invitation, const Act& act) {
  if (invitation.answer() == v1::OPINIONS) return OpinionsGiven(invitation, "opinions");
  ClearAnswer(&invitation);
  *invitation.mutable_update_time() = civil::ToTimestamp(act.now);
  return invitation;
}

void ClearAnswer(v1::Invitation* invitation) {
  invitation->clear_answer();
  invitation->clear_note();
  invitation->clear_late_reason();
  invitation->clear_receive_date();
  invitation->clear_answered_by();
  invitation->clear_answer_time();
}

absl::StatusOr<Round> Uninvite(Round round, const v1::Invitation& invitation) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (invitation.last_opinion_number() > 0 || !Awaits(invitation)) return OpinionsGiven(invitation, "answered");
  auto& invited = *round.mutable_invited();
  auto& groups = *round.mutable_groups();
  if (invitation.group().empty()) {
    invited.erase(std::remove(invited.begin(), invited.end(), invitation.organisation()), invited.end());
  } else {
    groups.erase(std::remove_if(groups.begin(), groups.end(),
                                [&](const v1::InvitedGroup& one) { return one.id() == invitation.group(); }),
                 groups.end());
  }
  return round;
}

bool Remind(v1::Invitation* invitation, bool all, absl::Time now) {
  const absl::CivilDay today = civil::Today(now);
  const bool today_already =
      invitation->has_remind_time() && civil::Today(civil::FromTimestamp(invitation->remind_time())) == today;
  if (all ? !Awaits(*invitation) || today_already : !ReminderDue(*invitation, today)) return false;
  invitation->set_reminder_count(invitation->reminder_count() + 1);
  *invitation->mutable_remind_time() = civil::ToTimestamp(now);
  *invitation->mutable_update_time() = invitation->remind_time();
  return true;
}

absl::StatusOr<RoundChange> CloseRound(Round round, v1::Document document, Invitations* invitations,
                                       const std::string& silent_reason, const Act& act) {
  RETURN_IF_ERROR(CheckOpen(round));
  if (StateOn(round, civil::Today(act.now)) != Round::CONSOLIDATING) {
    return status::FailedPrecondition(
        v1::ROUND_NOT_OVER, {{"name", round.name()}, {"last_date", DayOf(round.last_date())}, {"cause", "window"}});
  }
  if (const int undisposed = UndisposedIn(*invitations); undisposed > 0) {
    return status::FailedPrecondition(v1::OPINIONS_UNDISPOSED, {{"undisposed", StrCat(undisposed)}});
  }
  const auto unanswered = std::count_if(invitations->begin(), invitations->end(), Awaits);
  if (unanswered > 0 && silent_reason.empty()) {
    const v1::Invitation& first = *std::find_if(invitations->begin(), invitations->end(), Awaits);
    return status::FailedPrecondition(
        v1::INVITATIONS_UNANSWERED,
        {{"unanswered", StrCat(unanswered)},
         {"first", first.group_name().empty() ? first.organisation() : first.group_name()}});
  }
  RoundChange change{std::move(round), std::move(document)};
  v1::DocumentStep& step = End(Round::CLOSED, act, &change, invitations);
  step.set_closed_rounds(step.closed_rounds() + 1);
  for (v1::Invitation& invitation : *invitations) {
    if (!Awaits(invitation)) continue;
    invitation.set_answer(v1::SILENT);
    invitation.set_note(silent_reason);
    invitation.set_answered_by(act.account);
    *invitation.mutable_answer_time() = change.round.close_time();
  }
  return change;
}

absl::StatusOr<RoundChange> CancelRound(Round round, v1::Document document, Invitations* invitations,
                                        const std::string& reason, const Act& act) {
  RETURN_IF_ERROR(CheckOpen(round));
  RoundChange change{std::move(round), std::move(document)};
  End(Round::CANCELLED, act, &change, invitations);
  change.round.set_cancel_reason(reason);
  return change;
}

absl::Status CheckOpen(const Round& round) {
  if (round.state() != Round::CANCELLED) return CheckDisposing(round);
  return status::FailedPrecondition(v1::ROUND_CLOSED, {{"name", round.name()}, {"cause", "cancelled"}});
}

absl::Status CheckDisposing(const Round& round) {
  if (round.state() != Round::CLOSED) return absl::OkStatus();
  return status::FailedPrecondition(v1::ROUND_CLOSED, {{"name", round.name()}, {"cause", "closed"}});
}

int UndisposedIn(const Invitations& invitations) {
  return std::accumulate(invitations.begin(), invitations.end(), 0,
                         [](int sum, const v1::Invitation& invitation) { return sum + invitation.undisposed_count(); });
}

OpinionsLeft LeftIn(const Round& round, const Invitations& invitations) {
  OpinionsLeft left;
  const bool cancelled = round.state() == Round::CANCELLED;
  if (!cancelled && round.state() != Round::CLOSED) return left;
  for (const v1::Invitation& invitation : invitations) {
    left.upheld += invitation.upheld_count();
    if (!cancelled) continue;
    left.undisposed += invitation.undisposed_count();
    left.unpublished += invitation.unpublished_count();
  }
  return left;
}

bool IsInvited(const Round& round, std::string_view organisation) {
  return std::find(round.invited().begin(), round.invited().end(), organisation) != round.invited().end();
}

const v1::InvitedGroup* FindGroup(const Round& round, std::string_view id) {
  for (const v1::InvitedGroup& group : round.groups()) {
    if (group.id() == id) return &group;
  }
  return nullptr;
}

std::string InvitationName(std::string_view round, std::string_view source) {
  return StrCat(round, "/invitations/", source.substr(source.rfind('/') + 1));
}

}  // namespace congress::drafting

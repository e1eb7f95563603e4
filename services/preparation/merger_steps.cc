#include "services/preparation/merger_steps.h"

#include <algorithm>
#include <set>
#include <string>

#include "congress/allocation/v1/organisation_service.pb.h"
#include "congress/dossiers/v1/person_identity_service.pb.h"
#include "congress/dossiers/v1/person_service.pb.h"
#include "congress/preparation/v1/reason.pb.h"
#include "congress/scheduling/v1/meeting_service.pb.h"
#include "platform/auth/principal.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "services/preparation/domain/steps.h"

namespace congress::preparation {
namespace {

using allocation::v1::ImportOrganisationsRequest;
using allocation::v1::ImportOrganisationsResponse;
using allocation::v1::ImportRow;
using allocation::v1::Organisation;
using scheduling::v1::Meeting;
using Request = v1::StartMergerRequest;

constexpr char kImport[] = "congress.allocation.v1.OrganisationService/ImportOrganisations";
// What one part of a step asks for, well within its deadline.
constexpr int kAtOnce = 50;
// As many rows as one page of a preview has.
constexpr int kMostRows = 1000;
constexpr int kMostLeftOut = 100;
// Services follow the tree within a second; a busy one, or one that starts, takes longer.
constexpr absl::Duration kFollowing = absl::Seconds(10);

ImportOrganisationsRequest TableOf(const Request& request) {
  ImportOrganisationsRequest table;
  table.set_csv(request.csv());
  table.set_sheet(request.sheet());
  table.set_decimal(request.decimal());
  return table;
}

absl::StatusOr<bool> ImportTree(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  ImportOrganisationsRequest table = TableOf(request);
  table.set_request_id(doing.RequestId());
  ASSIGN_OR_RETURN(const auto done, doing.Ask<ImportOrganisationsResponse>(doing.peers().allocation, kImport, table));
  kept.mutable_step()->set_resource(done.organisation_import());
  return true;
}

absl::Status UndoTree(Doing& doing, const KeptStep& kept) {
  // The tree was so before.
  if (kept.step().resource().empty()) return absl::OkStatus();
  allocation::v1::UndoOrganisationImportRequest undo;
  undo.set_name(kept.step().resource());
  undo.set_reason(kTakenBack);
  undo.set_request_id(doing.RequestId("undo"));
  return doing
      .Ask<allocation::v1::OrganisationImport>(
          doing.peers().allocation, "congress.allocation.v1.OrganisationService/UndoOrganisationImport", undo)
      .status();
}

absl::StatusOr<Organisation> Unit(Doing& doing, const std::string& name) {
  allocation::v1::GetOrganisationRequest get;
  get.set_name(name);
  return doing.Ask<Organisation>(doing.peers().allocation, "congress.allocation.v1.OrganisationService/GetOrganisation",
                                 get);
}

absl::StatusOr<dossiers::v1::ListPersonsResponse> PersonsOf(Doing& doing, const KeptStep& kept, int page_size) {
  dossiers::v1::ListPersonsRequest list;
  list.set_organisation(kept.subject());
  list.set_page_size(page_size);
  list.set_page_token(kept.page_token());
  return doing.Ask<dossiers::v1::ListPersonsResponse>(doing.peers().dossiers,
                                                      "congress.dossiers.v1.PersonService/ListPersons", list);
}

absl::Status Move(Doing& doing, const Request& request, const std::string& person, const std::string& successor,
                  bool dry) {
  dossiers::v1::TransferPersonRequest move;
  move.set_name(person);
  move.set_organisation(successor);
  if (request.has_basis()) *move.mutable_basis() = request.basis();
  move.set_keep_tenures(request.keep_tenures());
  move.set_validate_only(dry);
  if (!dry) move.set_request_id(doing.RequestId(person));
  const auto moved = doing.Ask<dossiers::v1::TransferPersonResponse>(
      doing.peers().dossiers, "congress.dossiers.v1.PersonIdentityService/TransferPerson", move);
  const std::string reason = status::ReasonOf(moved.status());
  const bool of_tree = reason == "ORGANISATION_CLOSED" || reason == "ORGANISATION_UNKNOWN";
  // It may know the tree as it was: it is asked again.
  if (of_tree && doing.Since(v1::Step::ORGANISATIONS) < kFollowing) return rpc::PeerUnavailable("dossiers");
  return moved.status();
}

// That the unit has ended, that somebody goes on for it, and that its persons can move there, a page at a time.
absl::StatusOr<bool> CheckUnit(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  ASSIGN_OR_RETURN(const Organisation unit, Unit(doing, kept.subject()));
  if (unit.has_valid_until() && civil::FromDate(unit.valid_until()) > civil::Today(doing.now())) {
    return status::FailedPrecondition(v1::MERGER_AHEAD, {{"organisation", unit.name()},
                                                         {"date", civil::Format(civil::FromDate(unit.valid_until()))}});
  }
  if (unit.state() == Organisation::ACTIVE || unit.continued_by().empty()) {
    return status::FailedPrecondition(v1::ORGANISATION_GOES_ON, {{"organisation", unit.name()}});
  }
  kept.mutable_step()->set_resource(unit.continued_by());
  if (request.keep_persons()) return true;
  ASSIGN_OR_RETURN(const auto page, PersonsOf(doing, kept, kAtOnce));
  for (const auto& person : page.persons()) {
    const absl::Status refused = Move(doing, request, person.name(), unit.continued_by(), true);
    if (!refused.ok() && !status::IsPassing(refused)) kept.mutable_step()->add_left_out(person.name());
    RETURN_IF_ERROR(refused);
  }
  kept.mutable_step()->set_count(kept.step().count() + page.persons_size());
  kept.set_page_token(page.next_page_token());
  return page.next_page_token().empty();
}

// Whether it may go on with what is refused left as it is.
absl::Status LeaveOut(const absl::Status& refusal, const std::string& name, KeptStep* kept) {
  if (refusal.ok()) {
    kept->mutable_step()->set_count(kept->step().count() + 1);
    return refusal;
  }
  if (status::IsPassing(refusal) || kept->step().left_out_size() == kMostLeftOut) return refusal;
  kept->mutable_step()->add_left_out(name);
  Refuse(refusal, kept->mutable_step());
  return absl::OkStatus();
}

// Who has moved is in the list of the unit no longer, so that its first page holds those who are left.
absl::StatusOr<bool> MovePersons(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  ASSIGN_OR_RETURN(const Organisation unit, Unit(doing, kept.subject()));
  kept.mutable_step()->set_resource(unit.continued_by());
  ASSIGN_OR_RETURN(const auto page, PersonsOf(doing, kept, kAtOnce + kMostLeftOut));
  const std::set<std::string> left_out(kept.step().left_out().begin(), kept.step().left_out().end());
  int moved = 0;
  for (const auto& person : page.persons()) {
    if (left_out.contains(person.name())) continue;
    if (moved++ == kAtOnce) return false;
    RETURN_IF_ERROR(LeaveOut(Move(doing, request, person.name(), unit.continued_by(), false), person.name(), &kept));
  }
  if (!page.next_page_token().empty()) return false;
  // Who was moved just before the process was killed is not in the list any more.
  v1::Step& step = *kept.mutable_step();
  step.set_count(std::max(step.count(), doing.CountOf(v1::Step::UNIT_CHECK) - step.left_out_size()));
  return true;
}

absl::StatusOr<bool> CancelMeetings(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  ASSIGN_OR_RETURN(const Organisation unit, Unit(doing, kept.subject()));
  scheduling::v1::ListMeetingsRequest list;
  list.set_organisation(kept.subject());
  if (unit.has_valid_until()) *list.mutable_first_day() = unit.valid_until();
  list.set_page_size(kAtOnce);
  list.set_page_token(kept.page_token());
  ASSIGN_OR_RETURN(const auto page,
                   doing.Ask<scheduling::v1::ListMeetingsResponse>(
                       doing.peers().scheduling, "congress.scheduling.v1.MeetingService/ListMeetings", list));
  for (const Meeting& meeting : page.meetings()) {
    if (meeting.state() == Meeting::HELD || meeting.state() == Meeting::CANCELLED) continue;
    scheduling::v1::CancelMeetingRequest cancel;
    cancel.set_name(meeting.name());
    cancel.set_reason(request.reason());
    cancel.set_request_id(doing.RequestId(meeting.name()));
    const auto cancelled =
        doing.Ask<Meeting>(doing.peers().scheduling, "congress.scheduling.v1.MeetingService/CancelMeeting", cancel);
    RETURN_IF_ERROR(LeaveOut(cancelled.status(), meeting.name(), &kept));
  }
  kept.set_page_token(page.next_page_token());
  return page.next_page_token().empty();
}

}  // namespace

absl::Status CheckTable(rpc::Call& call, const Peers& peers, const Request& request) {
  ImportOrganisationsRequest table = TableOf(request);
  table.set_validate_only(true);
  table.set_page_size(kMostRows);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     peers.allocation.Invoke<ImportOrganisationsResponse>(kImport, call.Forward(), table));
    if (page.error_count() == 0) return absl::OkStatus();
    for (const ImportRow& row : page.rows()) {
      if (row.state() != ImportRow::ERROR) continue;
      return status::InvalidArgument(
          v1::MERGER_TABLE_REJECTED,
          {{"errors", StrCat(page.error_count())}, {"code", row.code()}, {"detail", row.reason()}});
    }
    table.set_page_token(page.next_page_token());
  } while (!table.page_token().empty());
  return absl::OkStatus();
}

JointPlan PlanMerger(const rpc::Call& call, const Request& request) {
  JointPlan plan(call, auth::kProvince);
  plan.Add("organisations", v1::Step::ORGANISATIONS, "");
  const std::set<std::string> units(request.organisations().begin(), request.organisations().end());
  const auto add = [&](const char* id, v1::Step::Making making) {
    for (const std::string& unit : units) plan.Add(StrCat(id, unit.substr(unit.find('/') + 1)), making, unit);
  };
  add("check-", v1::Step::UNIT_CHECK);
  if (!request.keep_persons()) add("persons-", v1::Step::PERSONS);
  if (!request.keep_meetings()) add("meetings-", v1::Step::MEETINGS);
  return plan;
}

StepKinds MergerSteps() {
  const auto nothing = [](Doing&, const KeptStep&) { return absl::OkStatus(); };
  return {{v1::Step::ORGANISATIONS, {ImportTree, UndoTree}},
          {v1::Step::UNIT_CHECK, {CheckUnit, nothing}},
          {v1::Step::PERSONS, {MovePersons, nullptr}},
          {v1::Step::MEETINGS, {CancelMeetings, nullptr}}};
}

}  // namespace congress::preparation

#include "services/dossiers/plan_decisions.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "congress/dossiers/v1/reason.pb.h"
#include "congress/drafting/v1/number_register_service.pb.h"
#include "google/rpc/error_details.pb.h"
#include "platform/civil/civil.h"
#include "platform/rpc/client.h"
#include "platform/rpc/stored.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/status/telling.h"
#include "services/dossiers/domain/personnel_plan.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/places.h"
#include "services/dossiers/plan_lacks.h"
#include "services/dossiers/plan_records.h"
#include "services/dossiers/plan_succession.h"
#include "services/dossiers/position_records.h"
#include "services/dossiers/proceedings.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kKind = "BatchDecidePersonnelPlans";
// A service that is paused must not hold the operation for long; a long act takes a second to render.
constexpr absl::Duration kPatience = absl::Seconds(15);
// Plans put back in one commit.
constexpr int kPutBack = 50;

using Batch = v1::BatchDecidePersonnelPlansRequest;

absl::Status CheckBatch(const Batch& batch, absl::CivilDay today) {
  status::Violations violations;
  std::set<std::string_view> names;
  for (int i = 0; i < batch.plans_size(); ++i) {
    const std::string& name = batch.plans(i).name();
    const std::string at = StrCat("plans[", i, "].name");
    if (!name.starts_with(batch.parent() + "/")) {
      violations.Add(at, status::PlatformFault::NOT_A_NAME, {{"form", StrCat(batch.parent(), "/personnelPlans/*")}});
    }
    if (!names.insert(name).second) violations.Add(at, status::PlatformFault::REPEATED, {{"value", name}});
  }
  if (batch.has_document_date() && civil::FromDate(batch.document_date()) > today) {
    violations.Add("document_date", status::PlatformFault::IN_FUTURE);
  }
  return violations.ToStatus();
}

// Drafting's answer as this service gives it.
absl::Status Told(const absl::Status& answer, const std::string& series) {
  if (answer.ok()) return answer;
  if (status::IsPassing(answer)) return rpc::PeerUnavailable("drafting");
  // It answers in the caller's language; its message is English whatever that is.
  return status::FailedWith(v1::ISSUE_REFUSED, {{"series", series}, {"cause", status::ReasonOf(answer)}}, "answer",
                            {.en = std::string(answer.message()), .vi = status::SentenceOf(answer)});
}

// What is issued is Vietnamese, whoever asks for it.
absl::StatusOr<drafting::v1::IssuePaperRequest> ActOf(rpc::Call& call, const v1::PersonnelPlan& plan,
                                                      const Batch& batch) {
  drafting::v1::IssuePaperRequest act;
  act.set_parent(batch.number_series());
  act.set_intention(plan.name());
  act.set_document_type(batch.document_type());
  *act.mutable_document_date() = batch.document_date();
  *act.mutable_paper() = PlanAct(Named(call, plan, true), batch.form(), status::Language::kVietnamese);
  if (plan.supersedes().empty()) return act;
  // Whether that is still decided or not: the same message each time.
  ASSIGN_OR_RETURN(const v1::PersonnelPlan old, kPersonnelPlans.Load(call, plan.supersedes()));
  if (!old.decision().paper().empty()) act.add_supersedes(old.decision().paper());
  return act;
}

v1::Basis BasisOf(const drafting::v1::IssuedPaper& paper) {
  v1::Basis basis;
  basis.set_decision_number(paper.printed());
  *basis.mutable_decision_date() = paper.document_date();
  basis.set_decided_by(paper.issuer());
  basis.set_paper(paper.name());
  return basis;
}

// The plan with its places filled. One that cannot be filled any more stays without a tenure: the act is there, and who
// looks after the plan is told of the place.
absl::StatusOr<v1::PersonnelPlan> FillAll(rpc::Call& call, v1::PersonnelPlan plan, const v1::Basis& decision,
                                          const Actor& actor, v1::PlanOutcome* outcome) {
  ASSIGN_OR_RETURN(const auto freezes, AllFreezes(call));
  ASSIGN_OR_RETURN(auto old, SupersededBy(call, plan));
  KeptTenures kept;
  if (old.has_value()) {
    ASSIGN_OR_RETURN(kept, EndTenuresOf(call, *old, plan, decision, civil::FromDate(decision.decision_date()), actor));
    ASSIGN_OR_RETURN(*old, SupersedePlan(*std::move(old), plan.name(), actor));
    kPersonnelPlans.Put(call, *std::move(old));
  }
  for (v1::PlanPart& part : *plan.mutable_parts()) {
    for (v1::PlanEntry& entry : *part.mutable_entries()) {
      ASSIGN_OR_RETURN(const std::string person, StandingName(call, entry.person()));
      if (const auto goes_on = kept.find({part.position(), person}); goes_on != kept.end()) {
        entry.set_tenure(goes_on->second);
        continue;
      }
      ASSIGN_OR_RETURN(const v1::FillPositionSlotRequest filling,
                       FillingOf(call, part, entry, decision, civil::FromDate(decision.decision_date())));
      ASSIGN_OR_RETURN(v1::PositionSlot slot, LoadPosition(call, part.position()));
      const rpc::Changes before = call.changes();
      const auto tenure = FillPlace(call, freezes, std::move(slot), filling, true, actor);
      if (tenure.ok()) {
        entry.set_tenure(tenure->name());
      } else if (absl::IsFailedPrecondition(tenure.status())) {
        call.changes() = before;
        outcome->set_unfilled_count(outcome->unfilled_count() + 1);
      } else {
        return tenure.status();
      }
    }
  }
  return DecidePlan(std::move(plan), decision, actor);
}

Actor ActorOf(const v1::PlanDecisionCheckpoint& at, const rpc::Call& call) {
  return {.subject = at.account(), .person = at.person(), .clearance = annotations::v1::SENSITIVE, .now = call.now()};
}

}  // namespace

absl::Status RequireNotIn(rpc::Call& call, const v1::PersonnelPlan& plan, bool drafted) {
  std::vector<std::string> persons = PersonsIn(plan);
  if (drafted) persons.insert(persons.end(), plan.drafters().begin(), plan.drafters().end());
  return RequireOther(call, std::move(persons));
}

absl::Status RequireUnconcerned(rpc::Call& call, const v1::PersonnelPlan& plan, bool drafted) {
  RETURN_IF_ERROR(RequireNotIn(call, plan, drafted));
  ASSIGN_OR_RETURN(const auto old, SupersededBy(call, plan));
  return old.has_value() ? RequireNotIn(call, *old) : absl::OkStatus();
}

NamedPlan Named(rpc::Call& call, v1::PersonnelPlan plan, bool all) {
  NamedPlan named{.plan = std::move(plan), .organisation_name = "", .person = nullptr, .position_title = nullptr};
  named.organisation_name = call.NameOf(named.plan.organisation());
  named.person = [&call, all](const std::string& person) { return OnPaper(call, person, all); };
  named.position_title = [&call](const std::string& position) {
    const auto slot = kPositionSlots.Load(call, position);
    return slot.ok() ? slot->display_name() : position;
  };
  return named;
}

absl::StatusOr<std::vector<v1::PersonnelPlan>> PlansOf(rpc::Call& call, const std::string& congress,
                                                       std::set<std::string>* damaged) {
  const std::string plans = StrCat(congress, "/personnelPlans/");
  return kPersonnelPlans.LoadAll(call, plans, damaged);
}

PlanDecisions::PlanDecisions(rpc::Peer& drafting, const auth::Signer& signer, operations::Operations& operations)
    : drafting_(drafting), signer_(signer), operations_(operations) {
  operations.Register(
      std::string(kKind), [this](rpc::Call& call, operations::Step& step) { return Work(call, step); }, TakeBack);
}

absl::StatusOr<operations::v1::Operation> PlanDecisions::Begin(rpc::Call& call, const Batch& request) const {
  const absl::CivilDay today = civil::Today(call.now());
  RETURN_IF_ERROR(CheckBatch(request, today));
  Batch kept = request;
  if (!kept.has_document_date()) *kept.mutable_document_date() = civil::ToDate(today);
  ASSIGN_OR_RETURN(std::vector<v1::PersonnelPlan> plans, Ready(call, kept, civil::FromDate(kept.document_date())));
  ASSIGN_OR_RETURN(const std::string series_organisation, Ask(call, kept, plans));
  if (request.validate_only()) return operations::v1::Operation();
  kept.clear_plans();
  for (v1::PersonnelPlan& plan : plans) {
    kept.add_plans()->set_name(plan.name());
    ASSIGN_OR_RETURN(plan, BeginDeciding(std::move(plan), dossiers::ActorOf(call)));
    kPersonnelPlans.Put(call, std::move(plan));
  }
  v1::PlanDecisionCheckpoint first;
  first.set_account(call.principal().Account());
  first.set_person(call.principal().person);
  first.set_series_organisation(series_organisation);
  return operations_.Begin(call, kKind, series_organisation, kept, {.checkpoint = first.SerializeAsString()});
}

absl::StatusOr<std::vector<v1::PersonnelPlan>> PlanDecisions::Ready(rpc::Call& call, const Batch& request,
                                                                    absl::CivilDay day) {
  std::vector<v1::PersonnelPlan> plans;
  for (const v1::PlanToDecide& one : request.plans()) {
    ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Get(call, one.name()));
    RETURN_IF_ERROR(CollideOnPersons(call, PersonsIn(plan)));
    plans.push_back(std::move(plan));
  }
  std::set<std::string> damaged;
  ASSIGN_OR_RETURN(const auto all, PlansOf(call, request.parent(), &damaged));
  ASSIGN_OR_RETURN(const Planned planned, PlannedIn(call, all));
  std::vector<v1::PersonnelPlan> ready;
  std::string first_lacking;
  int lacking_count = 0;
  size_t lack_count = 0;
  auto asked = request.plans().begin();
  for (v1::PersonnelPlan& plan : plans) {
    RETURN_IF_ERROR(kPersonnelPlans.CheckEtag(plan, (asked++)->etag()));
    RETURN_IF_ERROR(RequireUnconcerned(call, plan, true));
    if (plan.state() != v1::PersonnelPlan::APPRAISED) return WrongPlanState(plan);
    ASSIGN_OR_RETURN(const auto lacks, LacksOf(call, plan, planned, day));
    if (lacks.empty()) {
      ready.push_back(std::move(plan));
      continue;
    }
    if (lacking_count++ == 0) first_lacking = plan.name();
    lack_count += lacks.size();
  }
  if (lacking_count == 0 || (request.skip_lacking() && !ready.empty())) return ready;
  return status::FailedPrecondition(
      v1::PLAN_LACKS,
      {{"plan", first_lacking}, {"plan_count", StrCat(lacking_count)}, {"lack_count", StrCat(lack_count)}});
}

absl::StatusOr<std::string> PlanDecisions::Ask(rpc::Call& call, const Batch& request,
                                               const std::vector<v1::PersonnelPlan>& plans) const {
  drafting::v1::GetNumberSeriesRequest get;
  get.set_name(request.number_series());
  const auto series = drafting_.Invoke<drafting::v1::NumberSeries>(
      "congress.drafting.v1.NumberRegisterService/GetNumberSeries", call.Forward(kPatience), get);
  RETURN_IF_ERROR(Told(series.status(), request.number_series()));
  drafting::v1::BatchIssuePapersRequest acts;
  acts.set_parent(request.number_series());
  acts.set_validate_only(true);
  for (const v1::PersonnelPlan& plan : plans) {
    ASSIGN_OR_RETURN(*acts.add_requests(), ActOf(call, plan, request));
  }
  const auto asked = drafting_.Invoke<operations::v1::Operation>("congress.drafting.v1.IssuingService/BatchIssuePapers",
                                                                 call.Forward(), acts);
  RETURN_IF_ERROR(Told(asked.status(), request.number_series()));
  return series->organisation();
}

absl::StatusOr<drafting::v1::IssuedPaper> PlanDecisions::Issue(rpc::Call& call, const v1::PlanDecisionCheckpoint& at,
                                                               const drafting::v1::IssuePaperRequest& act) const {
  // Good where the permission of who began it was checked, and nowhere else.
  const rpc::Header header{
      .method = "",
      .authorization = StrCat("Bearer ", signer_.SignForProcess({.account = at.account(), .person = at.person()},
                                                                at.series_organisation(), call.now())),
      .call_id = call.call_id(),
      .language = "vi",
      .deadline = absl::Now() + kPatience};
  auto issued =
      drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/IssuePaper", header, act);
  google::rpc::ErrorInfo said;
  if (status::ReasonOf(issued.status()) != "PAPER_ISSUED" || !status::Detail(issued.status(), &said)) return issued;
  // What an attempt before has issued is taken up, though a person may have another name by now; not another paper that
  // somebody has issued under the name of the plan.
  drafting::v1::GetIssuedPaperRequest get;
  get.set_name(said.metadata().at("paper"));
  auto before =
      drafting_.Invoke<drafting::v1::IssuedPaper>("congress.drafting.v1.IssuingService/GetIssuedPaper", header, get);
  const bool own = before.ok() && before->paper().abstract() == act.paper().abstract();
  return own || status::IsPassing(before.status()) ? before : issued;
}

absl::StatusOr<bool> PlanDecisions::Work(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::PlanDecisionCheckpoint at, step.CheckpointAs<v1::PlanDecisionCheckpoint>());
  ASSIGN_OR_RETURN(const Batch batch, step.RequestAs<Batch>());
  const std::string& name = batch.plans(at.outcomes_size()).name();
  ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Load(call, name));
  RETURN_IF_ERROR(CollideOnPersons(call, PersonsIn(plan)));
  v1::PlanOutcome outcome;
  outcome.set_plan(name);
  const Actor actor = ActorOf(at, call);
  if (!at.cleared()) {
    ASSIGN_OR_RETURN(const auto lacks, LacksOf(call, plan, {}, civil::FromDate(batch.document_date())));
    at.set_cleared(lacks.empty());
    if (!lacks.empty()) outcome.set_cause("PLAN_LACKS");
  } else {
    ASSIGN_OR_RETURN(const drafting::v1::IssuePaperRequest act, ActOf(call, plan, batch));
    const auto paper = Issue(call, at, act);
    const absl::Status told = Told(paper.status(), batch.number_series());
    if (absl::IsUnavailable(told)) return told;
    if (told.ok()) {
      outcome.set_decision_number(paper->printed());
      outcome.set_paper(paper->name());
      ASSIGN_OR_RETURN(plan, FillAll(call, std::move(plan), BasisOf(*paper), actor, &outcome));
      kPersonnelPlans.Put(call, std::move(plan));
    } else {
      outcome.set_cause("ISSUE_REFUSED");
    }
    at.set_cleared(false);
  }
  if (!outcome.cause().empty()) {
    ASSIGN_OR_RETURN(plan, GiveUpDeciding(std::move(plan), outcome.cause(), actor));
    kPersonnelPlans.Put(call, std::move(plan));
  }
  // A number that may be there is not left without its places.
  step.settled = at.cleared();
  if (!at.cleared()) *at.add_outcomes() = std::move(outcome);
  step.progress.set_unit(operations::v1::Progress::RECORDS);
  step.progress.set_done(at.outcomes_size());
  step.progress.set_total(batch.plans_size());
  step.checkpoint = at.SerializeAsString();
  if (at.outcomes_size() < batch.plans_size()) return false;
  auto response = std::make_unique<v1::BatchDecidePersonnelPlansResponse>();
  *response->mutable_outcomes() = at.outcomes();
  step.response = std::move(response);
  return true;
}

absl::StatusOr<bool> PlanDecisions::TakeBack(rpc::Call& call, operations::Step& step) {
  ASSIGN_OR_RETURN(v1::PlanDecisionCheckpoint at, step.CheckpointAs<v1::PlanDecisionCheckpoint>());
  ASSIGN_OR_RETURN(const Batch batch, step.RequestAs<Batch>());
  const int end = std::min(batch.plans_size(), at.outcomes_size() + kPutBack);
  for (int i = at.outcomes_size(); i < end; ++i) {
    v1::PlanOutcome& outcome = *at.add_outcomes();
    outcome.set_plan(batch.plans(i).name());
    ASSIGN_OR_RETURN(v1::PersonnelPlan plan, kPersonnelPlans.Load(call, outcome.plan()));
    ASSIGN_OR_RETURN(plan, GiveUpDeciding(std::move(plan), "", ActorOf(at, call)));
    kPersonnelPlans.Put(call, std::move(plan));
  }
  step.checkpoint = at.SerializeAsString();
  return end == batch.plans_size();
}

}  // namespace congress::dossiers

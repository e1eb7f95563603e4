#include "services/preparation/replacement_steps.h"

#include <string>

#include "congress/allocation/v1/delegate_service.pb.h"
#include "congress/allocation/v1/delegation_service.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/preparation/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/status/telling.h"

namespace congress::preparation {
namespace {

using allocation::v1::Delegate;
using allocation::v1::ReplaceDelegateRequest;
using allocation::v1::ReplaceDelegateResponse;
using dossiers::v1::Dossier;
using Request = v1::StartDelegateReplacementRequest;

constexpr char kReplace[] = "congress.allocation.v1.DelegationService/ReplaceDelegate";
constexpr char kList[] = "congress.dossiers.v1.DossierService/ListDossiers";

std::string CongressOf(const std::string& delegate) { return delegate.substr(0, delegate.find("/delegates/")); }

ReplaceDelegateRequest ReplaceRequest(const Request& request) {
  ReplaceDelegateRequest replace;
  replace.set_name(request.name());
  replace.set_reason(request.reason());
  if (request.has_date()) *replace.mutable_date() = request.date();
  replace.set_reserve(request.reserve());
  replace.set_pass_over_reason(request.pass_over_reason());
  replace.set_etag(request.etag());
  return replace;
}

// The person's dossier for the purpose that is not withdrawn; an empty one: there is none.
absl::StatusOr<Dossier> DossierOf(rpc::Call& call, const Peers& peers, const Request& request,
                                  const std::string& person) {
  dossiers::v1::ListDossiersRequest list;
  list.set_parent(CongressOf(request.name()));
  list.set_filter(StrCat("person=", person, " AND purpose=", request.purpose()));
  ASSIGN_OR_RETURN(const auto listed,
                   peers.dossiers.Invoke<dossiers::v1::ListDossiersResponse>(kList, call.Forward(), list));
  for (const Dossier& dossier : listed.dossiers()) {
    if (dossier.state() != Dossier::WITHDRAWN) return dossier;
  }
  return Dossier();
}

template <class Act>
absl::Status ActOn(Doing& doing, const char* method, const std::string& dossier, const std::string& reason,
                   const char* what) {
  Act act;
  act.set_name(dossier);
  act.set_reason(reason);
  act.set_request_id(doing.RequestId(what));
  return doing.Ask<Dossier>(doing.peers().dossiers, StrCat("congress.dossiers.v1.DossierService/", method), act)
      .status();
}

absl::StatusOr<bool> WithdrawDossier(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  RETURN_IF_ERROR(
      ActOn<dossiers::v1::WithdrawDossierRequest>(doing, "WithdrawDossier", kept.subject(), request.reason(), ""));
  kept.mutable_step()->set_resource(kept.subject());
  return true;
}

absl::StatusOr<bool> OpenDossier(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  dossiers::v1::CreateDossierRequest create;
  create.set_parent(CongressOf(request.name()));
  create.set_request_id(doing.RequestId());
  Dossier& dossier = *create.mutable_dossier();
  dossier.set_organisation(doing.organisation());
  dossier.set_person(kept.subject());
  dossier.set_purpose(request.purpose());
  dossier.set_template_(request.template_());
  ASSIGN_OR_RETURN(
      const Dossier opened,
      doing.Ask<Dossier>(doing.peers().dossiers, "congress.dossiers.v1.DossierService/CreateDossier", create));
  kept.mutable_step()->set_resource(opened.name());
  return true;
}

absl::Status CloseOpened(Doing& doing, const KeptStep& kept) {
  return ActOn<dossiers::v1::WithdrawDossierRequest>(doing, "WithdrawDossier", kept.step().resource(), kTakenBack,
                                                     "withdraw");
}

absl::StatusOr<bool> TakeSeat(Doing& doing, KeptStep& kept) {
  ASSIGN_OR_RETURN(const auto request, doing.RequestAs<Request>());
  ReplaceDelegateRequest replace = ReplaceRequest(request);
  replace.set_request_id(doing.RequestId());
  ASSIGN_OR_RETURN(const auto done, doing.Ask<ReplaceDelegateResponse>(doing.peers().allocation, kReplace, replace));
  kept.mutable_step()->set_resource(done.replacement().name());
  return true;
}

// With a stop, as another follows.
std::string Sentence(std::string text) {
  if (!text.ends_with('.')) text += '.';
  return text;
}

}  // namespace

absl::StatusOr<JointPlan> PlanReplacement(rpc::Call& call, const Peers& peers, Request* request) {
  ReplaceDelegateRequest dry = ReplaceRequest(*request);
  dry.set_validate_only(true);
  const auto shown = peers.allocation.Invoke<ReplaceDelegateResponse>(kReplace, call.Forward(), dry);
  if (!shown.ok() && status::IsPassing(shown.status())) return shown.status();
  if (!shown.ok()) {
    return status::FailedWith(
        v1::REPLACEMENT_REFUSED, {{"delegate", request->name()}, {"cause", status::ReasonOf(shown.status())}}, "answer",
        {.en = Sentence(std::string(shown.status().message())), .vi = Sentence(status::SentenceOf(shown.status()))});
  }
  request->set_reserve(shown->replacement().name());
  JointPlan plan(call, shown->replaced().organisation());
  std::string withdrawn;
  if (!request->purpose().empty()) {
    ASSIGN_OR_RETURN(const Dossier leaving, DossierOf(call, peers, *request, shown->replaced().person()));
    ASSIGN_OR_RETURN(const Dossier following, DossierOf(call, peers, *request, shown->replacement().person()));
    if (request->template_().empty()) request->set_template_(leaving.template_());
    if (request->template_().empty() && following.name().empty()) {
      return status::FailedPrecondition(v1::DOSSIER_MISSING,
                                        {{"delegate", request->name()}, {"purpose", request->purpose()}});
    }
    const bool in_hand = !leaving.name().empty() && leaving.state() != Dossier::CLOSED;
    if (in_hand) withdrawn = leaving.name();
    if (following.name().empty() && !request->template_().empty()) {
      plan.Add("dossier-opened", v1::Step::DOSSIER_OPENED, shown->replacement().person());
    }
  }
  plan.Add("seat", v1::Step::SEAT, request->reserve());
  // Behind the seat: opened again it would have lost its acceptance.
  if (!withdrawn.empty()) plan.Add("dossier-withdrawn", v1::Step::DOSSIER_WITHDRAWN, withdrawn);
  return plan;
}

StepKinds ReplacementSteps() {
  return {{v1::Step::DOSSIER_OPENED, {OpenDossier, CloseOpened}},
          {v1::Step::SEAT, {TakeSeat, nullptr}},
          {v1::Step::DOSSIER_WITHDRAWN, {WithdrawDossier, nullptr}}};
}

}  // namespace congress::preparation

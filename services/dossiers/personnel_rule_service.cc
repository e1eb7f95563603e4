#include "services/dossiers/personnel_rule_service.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/civil/civil.h"
#include "platform/rpc/paging.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/dossiers/domain/freeze.h"
#include "services/dossiers/domain/personnel_rules.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"
#include "services/dossiers/rule_records.h"

namespace congress::dossiers {
namespace {

using OneFreeze = absl::StatusOr<v1::FreezePeriod>;

absl::CivilDay DayOr(const rpc::Call& call, bool has, const google::type::Date& date) {
  return has ? civil::FromDate(date) : civil::Today(call.now());
}

// What holds for all below its owner, for whom it holds: there are dozens at most.
template <class T, class Response, class Matches>
absl::StatusOr<Response> ListReaching(rpc::Call& call, const rpc::Repository<T>& kind, const rpc::PageRequest& page,
                                      std::string_view prefix,
                                      google::protobuf::RepeatedPtrField<T>* (Response::*field)(), Matches matches) {
  call.Filtered();
  ASSIGN_OR_RETURN(std::vector<T> all, kind.LoadAll(call, prefix));
  std::erase_if(all, [&](const T& one) {
    return !matches(one) || !ReachesCaller(call, kind.read_permission(), one.organisation());
  });
  ASSIGN_OR_RETURN(const rpc::Slice slice, rpc::SliceOf(page, all.size()));
  Response listed;
  for (size_t i = slice.begin; i < slice.end; ++i) *(listed.*field)()->Add() = std::move(all[i]);
  listed.set_next_page_token(slice.next_page_token);
  return listed;
}

}  // namespace

absl::StatusOr<v1::PersonnelRuleSet> PersonnelRuleService::CreatePersonnelRuleSet(
    rpc::Call& call, const v1::CreatePersonnelRuleSetRequest& request) const {
  ASSIGN_OR_RETURN(v1::PersonnelRuleSet rules,
                   LayDownRules(request.personnel_rule_set_id(), request.personnel_rule_set(), ActorOf(call)));
  return kPersonnelRuleSets.Create(call, std::move(rules));
}

absl::StatusOr<v1::PersonnelRuleSet> PersonnelRuleService::GetPersonnelRuleSet(
    rpc::Call& call, const v1::GetPersonnelRuleSetRequest& request) const {
  return kPersonnelRuleSets.ReadShared(call, request.name());
}

absl::StatusOr<v1::ListPersonnelRuleSetsResponse> PersonnelRuleService::ListPersonnelRuleSets(
    rpc::Call& call, const v1::ListPersonnelRuleSetsRequest& request) const {
  return ListReaching(call, kPersonnelRuleSets, rpc::PageOf(request), "personnelRuleSets/",
                      &v1::ListPersonnelRuleSetsResponse::mutable_personnel_rule_sets,
                      [&](const v1::PersonnelRuleSet& rules) {
                        return !request.has_as_of() || IsInEffect(rules, civil::FromDate(request.as_of()));
                      });
}

absl::StatusOr<v1::PersonnelRuleSet> PersonnelRuleService::EndPersonnelRuleSet(
    rpc::Call& call, const v1::EndPersonnelRuleSetRequest& request) const {
  return kPersonnelRuleSets.Mutate(call, request.name(), request.etag(), [&](v1::PersonnelRuleSet rules) {
    return EndRules(std::move(rules), request.end_date());
  });
}

absl::StatusOr<v1::GetPositionNormsResponse> PersonnelRuleService::GetPositionNorms(
    rpc::Call& call, const v1::GetPositionNormsRequest& request) const {
  RETURN_IF_ERROR(call.RequireKnown(request.name()));
  RETURN_IF_ERROR(call.Require(request.name()));
  const absl::CivilDay day = DayOr(call, request.has_as_of(), request.as_of());
  ASSIGN_OR_RETURN(auto norms, NormsOf(call, request.name(), day, request.position_kind()));
  v1::GetPositionNormsResponse told;
  told.mutable_norms()->Assign(norms.begin(), norms.end());
  told.set_merged_unit_count(MergedUnits(call, request.name()));
  *told.mutable_as_of() = civil::ToDate(day);
  return told;
}

absl::StatusOr<v1::FreezePeriod> PersonnelRuleService::CreateFreezePeriod(
    rpc::Call& call, const v1::CreateFreezePeriodRequest& request) const {
  ASSIGN_OR_RETURN(v1::FreezePeriod freeze,
                   EnterFreeze(request.freeze_period_id(), request.freeze_period(), ActorOf(call)));
  return kFreezePeriods.Create(call, std::move(freeze));
}

absl::StatusOr<v1::FreezePeriod> PersonnelRuleService::GetFreezePeriod(
    rpc::Call& call, const v1::GetFreezePeriodRequest& request) const {
  RETURN_IF_ERROR(call.RequireAnywhere(call.permission()));
  ASSIGN_OR_RETURN(v1::FreezePeriod freeze, kFreezePeriods.Load(call, request.name()));
  if (!ReachesCaller(call, call.permission(), freeze.organisation())) {
    return status::NotFound("FreezePeriod", request.name());
  }
  return freeze;
}

absl::StatusOr<v1::ListFreezePeriodsResponse> PersonnelRuleService::ListFreezePeriods(
    rpc::Call& call, const v1::ListFreezePeriodsRequest& request) const {
  return ListReaching(
      call, kFreezePeriods, rpc::PageOf(request), "freezePeriods/",
      &v1::ListFreezePeriodsResponse::mutable_freeze_periods, [&](const v1::FreezePeriod& freeze) {
        return (request.organisation().empty() || HoldsFor(call, freeze.organisation(), request.organisation())) &&
               (!request.has_as_of() || HoldsOn(freeze, civil::FromDate(request.as_of())));
      });
}

absl::StatusOr<v1::FreezePeriod> PersonnelRuleService::LiftFreezePeriod(
    rpc::Call& call, const v1::LiftFreezePeriodRequest& request) const {
  return kFreezePeriods.Mutate(call, request.name(), request.etag(), [&](v1::FreezePeriod freeze) -> OneFreeze {
    RETURN_IF_ERROR(RequireTaken(request.basis(), call.now()));
    return Lift(std::move(freeze), request.lift_date(), request.basis());
  });
}

absl::StatusOr<v1::FreezeException> PersonnelRuleService::CreateFreezeException(
    rpc::Call& call, const v1::CreateFreezeExceptionRequest& request) const {
  v1::FreezeException wanted = request.freeze_exception();
  ASSIGN_OR_RETURN(const v1::FreezePeriod freeze, kFreezePeriods.Get(call, request.parent()));
  RETURN_IF_ERROR(RequireOther(call, wanted.person()));
  ASSIGN_OR_RETURN(const v1::Person person, ReadPerson(call, wanted.person()));
  wanted.set_person(person.name());
  RETURN_IF_ERROR(kPositionSlots.Read(call, wanted.position()).status());
  RETURN_IF_ERROR(RequireTaken(wanted.basis(), call.now(), "freeze_exception.basis"));
  ASSIGN_OR_RETURN(v1::FreezeException exception, Except(freeze, RandomId(kIdBelowParent), wanted, ActorOf(call)));
  return kFreezeExceptions.PutNew(call, std::move(exception));
}

absl::StatusOr<v1::ListFreezeExceptionsResponse> PersonnelRuleService::ListFreezeExceptions(
    rpc::Call& call, const v1::ListFreezeExceptionsRequest& request) const {
  ASSIGN_OR_RETURN(const Names own, OwnNames(call));
  ASSIGN_OR_RETURN(auto page,
                   kFreezeExceptions.List(call, StrCat(request.parent(), "/exceptions/"), rpc::PageOf(request),
                                          [&](const v1::FreezeException& one) { return !own.Has(one.person()); }));
  v1::ListFreezeExceptionsResponse listed;
  listed.mutable_freeze_exceptions()->Assign(page.items.begin(), page.items.end());
  listed.set_next_page_token(std::move(page.next_page_token));
  return listed;
}

absl::StatusOr<v1::FreezeException> PersonnelRuleService::WithdrawFreezeException(
    rpc::Call& call, const v1::WithdrawFreezeExceptionRequest& request) const {
  return kFreezeExceptions.Mutate(call, request.name(), request.etag(),
                                  [&](v1::FreezeException exception) -> absl::StatusOr<v1::FreezeException> {
                                    RETURN_IF_ERROR(RequireOther(call, exception.person()));
                                    return TakeBack(std::move(exception), request.reason());
                                  });
}

}  // namespace congress::dossiers

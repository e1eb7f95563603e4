// Adapter of congress.dossiers.v1.PersonnelRuleService.
#pragma once

#include "congress/dossiers/v1/personnel_rule_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class PersonnelRuleService {
 public:
  absl::StatusOr<v1::PersonnelRuleSet> CreatePersonnelRuleSet(rpc::Call& call,
                                                              const v1::CreatePersonnelRuleSetRequest& request) const;
  absl::StatusOr<v1::PersonnelRuleSet> GetPersonnelRuleSet(rpc::Call& call,
                                                           const v1::GetPersonnelRuleSetRequest& request) const;
  absl::StatusOr<v1::ListPersonnelRuleSetsResponse> ListPersonnelRuleSets(
      rpc::Call& call, const v1::ListPersonnelRuleSetsRequest& request) const;
  absl::StatusOr<v1::PersonnelRuleSet> EndPersonnelRuleSet(rpc::Call& call,
                                                           const v1::EndPersonnelRuleSetRequest& request) const;
  absl::StatusOr<v1::GetPositionNormsResponse> GetPositionNorms(rpc::Call& call,
                                                                const v1::GetPositionNormsRequest& request) const;
  absl::StatusOr<v1::FreezePeriod> CreateFreezePeriod(rpc::Call& call,
                                                      const v1::CreateFreezePeriodRequest& request) const;
  absl::StatusOr<v1::FreezePeriod> GetFreezePeriod(rpc::Call& call, const v1::GetFreezePeriodRequest& request) const;
  absl::StatusOr<v1::ListFreezePeriodsResponse> ListFreezePeriods(rpc::Call& call,
                                                                  const v1::ListFreezePeriodsRequest& request) const;
  absl::StatusOr<v1::FreezePeriod> LiftFreezePeriod(rpc::Call& call, const v1::LiftFreezePeriodRequest& request) const;
  absl::StatusOr<v1::FreezeException> CreateFreezeException(rpc::Call& call,
                                                            const v1::CreateFreezeExceptionRequest& request) const;
  absl::StatusOr<v1::ListFreezeExceptionsResponse> ListFreezeExceptions(
      rpc::Call& call, const v1::ListFreezeExceptionsRequest& request) const;
  absl::StatusOr<v1::FreezeException> WithdrawFreezeException(rpc::Call& call,
                                                              const v1::WithdrawFreezeExceptionRequest& request) const;
};

}  // namespace congress::dossiers

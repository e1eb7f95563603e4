// Certificates of apportionments.
#pragma once

#include <string>

#include "congress/allocation/v1/allocation_plan.pb.h"
#include "congress/allocation/v1/apportionment_service.pb.h"
#include "services/allocation/certificate/decimal.h"
#include "services/allocation/domain/apportionment/apportionment_task.h"

namespace congress::allocation {

// Whether there is something short that proves this method's seats. Those of `quota-method` follow from its way, seat
// by seat.
bool HasCertificate(const ApportionmentTask& task);

// What goes in, and its hash.
v1::Certificate Inputs(const ApportionmentTask& task);

// What came out. `result` after a decision, if there was one, `tie` from before it; what decided stands in `answer`.
void Certify(const ApportionmentTask& task, const apportion::Apportionment& result,
             const std::optional<apportion::Tie>& tie, const v1::ComputeApportionmentResponse& answer,
             v1::Certificate* certificate);

// The tie that an answer tells, with the lot that decided it, if any did, bound to the certificate's inputs.
v1::CertifiedTie CertifiedTieOf(const v1::ApportionmentTie& tie, bool decided, const v1::Lot* lot,
                                const std::string& inputs_sha256);

// Writes into a certificate for which plan it is, which is then part of what is hashed.
void BindToPlan(const v1::AllocationPlan& plan, v1::Certificate* certificate);

}  // namespace congress::allocation

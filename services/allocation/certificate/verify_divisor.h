// Divisor methods: the seats are right exactly if no seat that was won has a smaller quotient than one that was not.
#pragma once

#include "services/allocation/certificate/claims.h"
#include "services/allocation/certificate/signpost.h"

namespace congress::allocation {

void VerifyDivisor(const v1::Certificate& certificate, const SignpostRule& rule, const Claims& claims,
                   Findings* findings);

}  // namespace congress::allocation

// Quota methods: whole quotas first, then no remainder that was left out is greater than one that won.
#pragma once

#include "services/allocation/certificate/claims.h"

namespace congress::allocation {

// Whether it is one whose certificate can be checked.
bool IsQuotaMethod(std::string_view method);

void VerifyQuota(const v1::Certificate& certificate, const Claims& claims, Findings* findings);

}  // namespace congress::allocation

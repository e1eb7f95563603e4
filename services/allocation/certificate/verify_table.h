// Tables: every cell's quotient lies between the signposts of its seats.
#pragma once

#include "services/allocation/certificate/table_claims.h"

namespace congress::allocation {

void VerifyTable(const v1::TableCertificate& certificate, const SignpostRule& rule, const TableClaims& claims,
                 Findings* findings);

}  // namespace congress::allocation

// The columns of a table that had no seats: what they claim, and that their own certificate is about that.
#pragma once

#include "services/allocation/certificate/table_claims.h"

namespace congress::allocation {

// That `upper` apportions the seats of all rows to exactly these columns, by weights that are to each other as their
// sums, over the rows, of weight / seats of the row. What it says of them is checked by itself.
void VerifyUpper(const v1::TableCertificate& certificate, const TableClaims& claims, Findings* findings);

}  // namespace congress::allocation

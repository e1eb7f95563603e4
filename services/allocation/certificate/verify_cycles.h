// Ties of tables: cells on a signpost that lie on a cycle, along which seats could go round.
#pragma once

#include <vector>

#include "services/allocation/certificate/table_claims.h"

namespace congress::allocation {

// A cell whose quotient is a signpost: that of its last seat, if it has it, or that of its next one.
struct CellAtEdge {
  size_t cell = 0;
  bool won = false;
};

// That exactly those on cycles are named as tied, and that what decided gave the seats to those who have them: going
// through the tied in their order, each has one where those before it leave it one.
void VerifyCycles(const v1::TableCertificate& certificate, const TableClaims& claims,
                  const std::vector<CellAtEdge>& edges, Findings* findings);

}  // namespace congress::allocation

// Ties: that exactly those claims are named that stand alike, and that what decided them did.
#pragma once

#include <vector>

#include "congress/allocation/v1/certificate.pb.h"
#include "services/allocation/certificate/findings.h"

namespace congress::allocation {

// A unit that stands at the edge, and whether it has the seat.
struct TiedUnit {
  size_t unit;
  bool won;
};

// `tied`: those found at the edge, in the order of the units; nobody where there is no edge.
void VerifyTie(const v1::Certificate& certificate, const std::vector<TiedUnit>& tied, Findings* findings);

}  // namespace congress::allocation

// Ties: that exactly those claims are named that stand alike, and that what decided them did.
#pragma once

#include <string>
#include <vector>

#include "congress/allocation/v1/certificate.pb.h"
#include "services/allocation/certificate/findings.h"

namespace congress::allocation {

// One that stands at the edge, and whether it has the seat.
struct Tied {
  std::string key;
  bool won;
};

// `tied`: those found at the edge, in the order of the units; nobody where there is no edge.
void VerifyTie(const v1::Certificate& certificate, const std::vector<Tied>& tied, Findings* findings);

// What holds of ties of every kind: that exactly the tied and the winners are named, and that the lot can be read and
// is bound to the inputs. False when nothing has decided, or when there is nothing to go on with.
bool VerifyNames(bool named, const v1::CertifiedTie& tie, const std::string& inputs_sha256,
                 const std::vector<Tied>& tied, Findings* findings);

}  // namespace congress::allocation

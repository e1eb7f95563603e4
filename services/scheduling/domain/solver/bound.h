// Lower bounds of what every schedule of a problem costs, with prices as their proof.
//
// Each rule that ties meetings together gets a price: a place on a day or in a session, somebody who is there on a day,
// a day of a room or of a required person, a meeting of a person's load, a person's kilometre. Once prices are paid
// every meeting, day and person chooses the cheapest for itself, and what that comes to is below the cost of every
// schedule, whatever the prices are (weak duality). Sessions are counted: a group needs as many as its meetings fill.
#pragma once

#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "services/scheduling/domain/solver/model.h"

namespace congress::scheduling::solver {

enum class Ask {
  kCost,    // What schedules that break nothing cost at least.
  kFaults,  // How often rules that block are broken at least: above 0 no schedule breaks none.
};

struct Certificate {
  Ask ask = Ask::kCost;
  int64_t scale = 1;  // Prices are in so manieth parts of a point.
  // By day; never negative.
  std::vector<int64_t> place, present;
  // By room, person or group and then by day; never negative.
  std::vector<std::vector<int64_t>> room, person, session;
  // By person. The kilometres' prices add up to 0, those above 0 to at most the weight of a kilometre of spread.
  std::vector<int64_t> load, km;
};

struct Bound {
  int64_t value = 0;
  Certificate certificate;
};

// Improves prices of each kind for so many rounds, or until the bound is `enough`; the certificate has been checked. No
// meeting of the model is without a choice.
Bound FindBound(const Model& model, Ask ask, int64_t rounds, int64_t enough);

// What the certificate proves, computed from the problem alone; -1 if it is none. Shares nothing with FindBound.
int64_t CheckCertificate(const Problem& problem, const Certificate& certificate);

}  // namespace congress::scheduling::solver

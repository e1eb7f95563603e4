// Opinions of a round that say nearly the same on the same place.
#pragma once

#include <vector>

#include "congress/drafting/v1/opinion.pb.h"
#include "congress/drafting/v1/opinion_report.pb.h"

namespace congress::drafting {

// Clusters of two opinions at least, largest first; of withdrawn ones nothing. Together are only opinions on the same
// words that propose the same wording.
std::vector<v1::OpinionCluster> ClustersOf(const std::vector<v1::Opinion>& opinions);

}  // namespace congress::drafting

#include "services/drafting/domain/opinion_clusters.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "services/drafting/domain/near_duplicates.h"
#include "services/drafting/domain/opinion.h"

namespace congress::drafting {

std::vector<v1::OpinionCluster> ClustersOf(const std::vector<v1::Opinion>& opinions) {
  std::map<std::tuple<std::string_view, std::string_view, std::string_view, bool>, std::vector<OpinionText>> places;
  std::map<std::string_view, const v1::Opinion*> by_name;
  for (const v1::Opinion& opinion : opinions) {
    if (!Counts(opinion)) continue;
    by_name.emplace(opinion.name(), &opinion);
    places[{opinion.section(), opinion.quotation(), opinion.wording(), opinion.strike()}].push_back(
        {.id = opinion.name(), .text = opinion.text()});
  }
  std::vector<v1::OpinionCluster> all;
  for (const auto& [place, texts] : places) {
    for (const Cluster& cluster : ClusterNearDuplicates(texts).clusters) {
      if (cluster.members.size() < 2) continue;
      v1::OpinionCluster& made = all.emplace_back();
      made.set_representative(cluster.representative);
      made.set_section(std::string(std::get<0>(place)));
      made.set_text(by_name.at(cluster.representative)->text());
      std::set<std::pair<std::string_view, std::string_view>> sources;
      for (const ClusterMember& member : cluster.members) {
        const v1::Opinion& opinion = *by_name.at(member.id);
        made.add_opinions(member.id);
        sources.emplace(InvitedOf(opinion), opinion.group());
        if (opinion.disposition() == v1::DISPOSITION_UNSPECIFIED)
          made.set_undisposed_count(made.undisposed_count() + 1);
      }
      made.set_source_count(static_cast<int>(sources.size()));
    }
  }
  std::sort(all.begin(), all.end(), [](const v1::OpinionCluster& a, const v1::OpinionCluster& b) {
    return std::tuple(-a.opinions_size(), a.representative()) < std::tuple(-b.opinions_size(), b.representative());
  });
  return all;
}

}  // namespace congress::drafting

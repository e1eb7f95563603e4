// The arrangement of staff in numbers: old units by new ones.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "congress/dossiers/v1/stage_service.pb.h"

namespace congress::dossiers {

// Takes the entries one by one, as there may be thousands.
class ArrangementCount {
 public:
  explicit ArrangementCount(const v1::GetArrangementSumsRequest& request);

  // Counts an entry; one of another stage and one that is withdrawn count for nothing.
  void Add(const v1::StageEntry& entry);

  v1::ArrangementSums Sums() const;

 private:
  v1::ArrangementSums sums_;
  std::map<std::string, v1::ArrangementSums::Row> rows_;
  std::map<std::string, v1::ArrangementSums::Arrival> arrivals_;
  std::map<std::pair<std::string, std::string>, int> cells_;
  std::map<std::string, int> leaves_;
};

}  // namespace congress::dossiers

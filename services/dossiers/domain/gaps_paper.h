// The gaps of dossiers on paper.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "congress/dossiers/v1/completeness.pb.h"
#include "congress/dossiers/v1/dossier_service.pb.h"
#include "congress/paper/v1/paper.pb.h"
#include "platform/status/sentence.h"

namespace congress::dossiers {

// What the paper is made of, for one caller.
struct GapTable {
  // In the order of the paper, each with at least one gap.
  std::vector<v1::DossierCompleteness> dossiers;
  v1::GapSums sums;
  // Papers that end before this day count.
  absl::CivilDay before;
  // What people call an organisation, and a person; a person whom the caller may not read has no name.
  std::function<std::string(const std::string&)> organisation_name;
  std::function<std::string(const std::string&)> person_name;
};

// Who lacks which papers, and which of them end too early: one row for each dossier. The request says whose they are
// and for which congress.
paper::v1::Paper GapsPaper(const GapTable& gaps, const v1::ExportDossierGapsRequest& request,
                           status::Language language);

}  // namespace congress::dossiers

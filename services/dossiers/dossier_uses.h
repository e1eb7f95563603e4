// What relies on the dossiers of a congress, so that they cannot be ended.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/package.pb.h"
#include "congress/dossiers/v1/personnel_plan.pb.h"
#include "congress/dossiers/v1/personnel_process.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

// How a dossier ends: what was decided by it stands on it as long as it is only put away.
enum class Ending { kGivenUp, kPutAway };

class DossierUses {
 public:
  // Reads what is under way in the congress.
  static absl::StatusOr<DossierUses> Read(rpc::Call& call, const std::string& congress);

  // FAILED_PRECONDITION `DOSSIER_IN_USE` where a process that runs, a package that is not answered or a decided plan
  // with an open place relies on the dossier and, where it is given up, a tenure or a decided entry of a stage too.
  // What it is, is told to whoever may read it.
  absl::Status Refuse(rpc::Call& call, const v1::Dossier& dossier, Ending ending) const;

 private:
  // Whether the position asks for a dossier like this one.
  bool Asks(const std::string& position, const v1::Dossier& dossier) const;
  absl::Status RefuseUnderWay(rpc::Call& call, const v1::Dossier& dossier) const;
  absl::Status RefuseDecided(rpc::Call& call, const v1::Dossier& dossier) const;

  // What each position asks for, by its name.
  std::map<std::string, std::string> purposes_;
  std::vector<v1::PersonnelProcess> processes_;
  std::vector<v1::PersonnelPlan> plans_;
  std::vector<v1::Package> packages_;
};

}  // namespace congress::dossiers

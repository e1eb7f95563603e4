// Adapter of congress.dossiers.v1.StructureService.
#pragma once

#include "congress/dossiers/v1/structure_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class StructureService {
 public:
  absl::StatusOr<v1::Structure> CountPersonnel(rpc::Call& call, const v1::CountPersonnelRequest& request) const;
};

}  // namespace congress::dossiers

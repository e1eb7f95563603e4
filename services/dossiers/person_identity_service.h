// Adapter of congress.dossiers.v1.PersonIdentityService.
#pragma once

#include "congress/dossiers/v1/person_identity_service.pb.h"
#include "platform/rpc/call.h"

namespace congress::dossiers {

class PersonIdentityService {
 public:
  absl::StatusOr<v1::TransferPersonResponse> TransferPerson(rpc::Call& call,
                                                            const v1::TransferPersonRequest& request) const;
};

}  // namespace congress::dossiers

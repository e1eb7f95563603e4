// What does not fit together in the delegations: the list that a credential committee works off.
#pragma once

#include <vector>

#include "congress/allocation/v1/credential.pb.h"
#include "platform/status/sentence.h"
#include "services/allocation/domain/delegation/delegations.h"

namespace congress::allocation {

// By kind, then by resource. Whether seats ex officio are too many, and whether one person is a delegate of two
// organisations, shows only when all of the congress is seen. They are described in `language`.
std::vector<v1::CredentialProblem> FindProblems(const Delegations& delegations, status::Language language);

}  // namespace congress::allocation

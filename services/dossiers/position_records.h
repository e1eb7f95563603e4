// Where positions with their proposals and tenures are kept, and how all tenures of one person are found.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/dossiers/v1/index.pb.h"
#include "congress/dossiers/v1/tenure.pb.h"
#include "platform/rpc/repository.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"

namespace congress::dossiers {

inline const rpc::Repository<v1::Tenure> kTenures(
    "dossiers.tenures.read",
    {.order = nullptr,
     .by = {{.field = "organisation", .values = rpc::Value(&v1::Tenure::organisation)},
            {.field = "person", .values = rpc::Value(&v1::Tenure::person)}},
     .of_all = "congresses/-/positions/-/tenures/"},
    [](const v1::Tenure& tenure) { return tenure.person(); });

// Every tenure of a person: two that begin at the same time collide on it.
inline const rpc::Repository<v1::PersonTenures> kPersonTenures(rpc::kUnlisted);

// Nothing tells of these but the position, to whom may see its candidates.
inline const rpc::Repository<v1::PositionProposals> kPositionProposals(rpc::kUnlisted, "",
                                                                       [](const v1::PositionProposals& proposals) {
                                                                         return proposals.name().substr(
                                                                             0, proposals.name().rfind('/'));
                                                                       });

// The position with its candidates, those too that are still in its own record, as older versions kept them.
absl::StatusOr<v1::PositionSlot> WithCandidates(rpc::Call& call, v1::PositionSlot slot);

// The position with its candidates, without authorisation.
absl::StatusOr<v1::PositionSlot> LoadPosition(rpc::Call& call, std::string_view name);

// Stages what became of a position that was read with its candidates. What did not change is not written, lest the
// revision of the position tell that somebody was proposed.
absl::StatusOr<v1::PositionSlot> KeepPosition(rpc::Call& call, v1::PositionSlot slot);

// All tenures of the person, of positions that the caller may not read as well.
absl::StatusOr<std::vector<v1::Tenure>> TenuresOf(rpc::Call& call, const Names& person);

// Stages the tenure, and that it is one of its person's.
absl::StatusOr<v1::Tenure> KeepTenure(rpc::Call& call, v1::Tenure tenure);

}  // namespace congress::dossiers

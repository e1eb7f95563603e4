// Dossiers that go to a superior: from building a package to what the receiver answers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "congress/dossiers/v1/package_service.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

// A new package under `parent`, BUILDING. `FIELDS_INVALID` for a receiver that is the sender, and for a dossier that
// comes twice or is of another congress.
absl::StatusOr<v1::Package> PlanPackage(std::string_view parent, std::string_view id, v1::Package wanted,
                                        const Actor& actor);

// FAILED_PRECONDITION `PACKAGE_DOSSIER_OPEN` unless it is accepted.
absl::Status RequireAccepted(const v1::Dossier& dossier);

// FAILED_PRECONDITION `PACKAGE_STATE` unless it is in one of the states.
absl::Status RequirePackage(const v1::Package& package, std::vector<v1::Package::State> states);
// The same unless another one may replace it: it was returned, and none has yet.
absl::Status RequireReplaceable(const v1::Package& package);

// The package as it becomes by what somebody does, with a note. `basis` is null where none is needed.
v1::Package Noted(v1::Package package, v1::Package::State state, const std::string& reason, const v1::Basis* basis,
                  const Actor& actor);

// `PACKAGE_STATE`, `PACKAGE_HASH_MISMATCH`.
absl::StatusOr<v1::Package> ReceivedPackage(v1::Package package, const v1::ReceivePackageRequest& request,
                                            const Actor& actor);
// `PACKAGE_STATE`, `FIELDS_INVALID`.
absl::StatusOr<v1::Package> ReturnedPackage(v1::Package package, const v1::ReturnPackageRequest& request,
                                            const Actor& actor);
// `PACKAGE_STATE`.
absl::StatusOr<v1::Package> AcceptedPackage(v1::Package package, const v1::Basis& basis, const Actor& actor);

// `FIELDS_INVALID` where who answers for the receiver from outside names no letter of theirs.
absl::Status RequireLetter(const v1::Basis& basis);

// Who built or sent it: they do not answer for the receiver.
std::vector<std::string> SendersOf(const v1::Package& package);

// The package without what is in it, for lists.
v1::Package WithoutFiles(v1::Package package);

// Path of a file in the bundle, by ids alone: `ho-so-1/02 don.pdf`.
std::string PathInPackage(std::string_view dossier, int number, std::string_view what, std::string_view media_type);

}  // namespace congress::dossiers

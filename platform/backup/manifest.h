// Manifests: the hashes that they state and the signatures that they bear.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/auth/token.h"

namespace congress::backup {

// Leaves of the two trees.
std::string RecordLeaf(std::string_view key, std::string_view value, int64_t revision);
// `sha256`: 64 hexadecimal digits.
std::string ContentLeaf(std::string_view id, std::string_view sha256);

v1::SignedManifest Sign(const v1::Manifest& manifest, const auth::Signer& signer);

// The manifest, if it bears the signature of the key that goes along and, with a `verifier`, if its issuer has such a
// key there. DATA_LOSS `BACKUP_DAMAGED`, whose metadata name `service`.
absl::StatusOr<v1::Manifest> Check(const v1::SignedManifest& manifest, std::string_view service,
                                   const auth::Verifier* verifier);

}  // namespace congress::backup

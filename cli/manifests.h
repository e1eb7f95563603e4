// What the verbs of backups have in common: whom they trust, what they show.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "cli/settings.h"
#include "congress/backup/v1/backup.pb.h"
#include "platform/auth/token.h"
#include "platform/backup/keys.h"

namespace congress::cli {

using Manifests = std::vector<backup::v1::Manifest>;

// Of which time the records are.
std::string TimeOf(const backup::v1::Manifest& manifest);
// A table of what a backup holds.
std::string Show(const Manifests& manifests, const Settings& settings);

void AddTrustedKeys(CLI::App* app, std::string* folder);
// Whom `--trusted-keys` names; null when it names nobody.
absl::StatusOr<std::unique_ptr<auth::Verifier>> VerifierOf(const std::string& folder);

absl::StatusOr<backup::KeyPair> PrivateKeyIn(const std::string& file);

}  // namespace congress::cli

// Makes the part of one service.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "congress/backup/v1/backup_service.pb.h"
#include "platform/auth/token.h"
#include "platform/backup/companions.h"
#include "platform/backup/keys.h"
#include "platform/content/content_store.h"
#include "platform/status/wanted.h"
#include "platform/store/store.h"

namespace congress::backup {

// What is backed up, and who vouches for it.
struct Subject {
  // As requests name it.
  std::string service;
  std::string keyspace;
  std::string version;
  store::Store& store;
  std::vector<Companions> companions = {};
  // The files that go with its records; null: none do.
  content::ContentStore* contents = nullptr;
  const auth::Signer& signer;
  PublicKey recipient = {};
};

using PieceSink = std::function<absl::Status(v1::DownloadBackupResponse piece)>;

// Gives `sink` the pieces of the part that is asked for, of which it holds no more than one at a time. Ends early with
// what `wanted` says. UNAVAILABLE `SNAPSHOT_RUNNING`, `SNAPSHOT_LOST`; what stores answer.
absl::Status BackUp(const Subject& subject, const v1::DownloadBackupRequest& request, absl::Time now,
                    const status::Wanted& wanted, const PieceSink& sink);

}  // namespace congress::backup

// Files that the audit's commands read and write: keys, signed checkpoints, proofs of records.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/audit/v1/audit_service.pb.h"
#include "platform/audit/checkpoint.h"

namespace CLI {
class App;
}

namespace congress::cli {

// The services that have an audit log, as requests name them.
std::vector<std::string> AuditedServices();

// `--key`, of which there may be several while the process changes its key.
void AddKeyOption(CLI::App* app, std::vector<std::string>* files);

// INVALID_ARGUMENT that names the file.
absl::StatusOr<std::vector<audit::VerifierKey>> ReadKeys(const std::vector<std::string>& files);

// The checkpoints of `service` in a file of signed notes; none when there is no file. INVALID_ARGUMENT that names the
// file when one is of another log or signed by another key.
absl::StatusOr<std::vector<audit::TreeHead>> ReadCheckpoints(const std::string& file, std::string_view service,
                                                             const std::vector<audit::VerifierKey>& keys);

// The state of `service` that a note says, when one of the keys has signed it.
absl::StatusOr<audit::TreeHead> OpenFor(std::string_view service, std::string_view note,
                                        const std::vector<audit::VerifierKey>& keys);

// An archive is a folder in which each run of `audit archive` leaves a file, an export of what came since the last one.
// The parts of a service's log, in order.
std::vector<std::string> PartsOf(const std::string& folder, std::string_view service);
// Where the next part lies that begins with the leaf `index`.
std::string PartAt(const std::string& folder, std::string_view service, int64_t index);

// A proof that a record is in the log, with the checkpoint that it leads to.
struct ProofFile {
  std::string service = {};
  std::string note = {};
  audit::v1::AuditInclusionProof proof = {};
};
std::string TextOf(const ProofFile& file);
absl::StatusOr<ProofFile> ParseProof(const std::string& text);

}  // namespace congress::cli

#include "cli/audit_files.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "CLI/CLI.hpp"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "cli/language.h"
#include "cli/request.h"
#include "platform/audit/export.h"
#include "platform/backup/backup_file.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

constexpr std::string_view kProof = "congress-audit-proof 1 ";
constexpr std::string_view kLeaf = "leaf\n";
constexpr std::string_view kPart = ".audit";
// Of the number of a part's first leaf.
constexpr int kPartDigits = 12;

bool IsPart(std::string_view name, std::string_view service) {
  if (!name.starts_with(service) || !name.ends_with(kPart)) return false;
  name.remove_prefix(service.size());
  name.remove_suffix(kPart.size());
  return name.size() == kPartDigits + 1 && name[0] == '.' &&
         std::all_of(name.begin() + 1, name.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

absl::Status InFile(const std::string& file, const absl::Status& status) {
  return absl::InvalidArgumentError(StrCat(file, ": ", status.message()));
}

}  // namespace

std::vector<std::string> AuditedServices() {
  std::vector<std::string> services(std::begin(backup::kServices), std::end(backup::kServices));
  std::sort(services.begin(), services.end());
  return services;
}

void AddKeyOption(CLI::App* app, std::vector<std::string>* files) {
  app->add_option("--key", *files,
                  Say({.en = "File of the public key that signs checkpoints, as PEM or as a verifier key",
                       .vi = "Tệp khóa công khai ký điểm kiểm, dạng PEM hoặc khóa kiểm chứng"}))
      ->required();
}

absl::StatusOr<std::vector<audit::VerifierKey>> ReadKeys(const std::vector<std::string>& files) {
  std::vector<audit::VerifierKey> keys;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string text, ReadInput(file));
    auto key = audit::ParseVerifierKey(text);
    if (!key.ok()) return InFile(file, key.status());
    keys.push_back(*std::move(key));
  }
  return keys;
}

absl::StatusOr<audit::TreeHead> OpenFor(std::string_view service, std::string_view note,
                                        const std::vector<audit::VerifierKey>& keys) {
  ASSIGN_OR_RETURN(audit::TreeHead head, audit::OpenNote(note, keys));
  if (!head.origin.ends_with(StrCat("/", service))) {
    return absl::InvalidArgumentError(StrCat("the checkpoint is of the log '", head.origin, "' and not of ", service));
  }
  return head;
}

absl::StatusOr<std::vector<audit::TreeHead>> ReadCheckpoints(const std::string& file, std::string_view service,
                                                             const std::vector<audit::VerifierKey>& keys) {
  std::vector<audit::TreeHead> heads;
  if (!std::filesystem::exists(file)) return heads;
  ASSIGN_OR_RETURN(const std::string text, ReadInput(file));
  for (const std::string& note : audit::SplitNotes(text)) {
    auto head = OpenFor(service, note, keys);
    if (!head.ok()) return InFile(file, head.status());
    heads.push_back(*std::move(head));
  }
  return heads;
}

std::vector<std::string> PartsOf(const std::string& folder, std::string_view service) {
  std::vector<std::string> parts;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (IsPart(name, service)) parts.push_back(entry.path().string());
  }
  // Their numbers have as many digits.
  std::sort(parts.begin(), parts.end());
  return parts;
}

std::string PartAt(const std::string& folder, std::string_view service, int64_t index) {
  return StrCat(folder, "/", StrCat(service, ".", absl::StrFormat("%0*d", kPartDigits, index), kPart));
}

std::string TextOf(const ProofFile& file) {
  const audit::v1::AuditLeaf& leaf = file.proof.leaf();
  std::string text = StrCat(kProof, file.service, "\n", file.note, kLeaf,
                            audit::ExportLine({.index = leaf.index(),
                                               .sequence = leaf.sequence(),
                                               .leaf_sha256 = leaf.leaf_sha256(),
                                               .record = leaf.record(),
                                               .withheld = leaf.withheld()}));
  for (const std::string& hash : file.proof.sha256()) absl::StrAppend(&text, absl::Base64Escape(hash), "\n");
  return text + audit::ExportEnd(1);
}

absl::StatusOr<ProofFile> ParseProof(const std::string& text) {
  const absl::Status none = absl::InvalidArgumentError("the file is no proof of an audit record");
  const size_t first = text.find('\n');
  const size_t leaf = text.find(StrCat("\n", kLeaf));
  if (!text.starts_with(kProof) || leaf == std::string::npos) return none;
  ProofFile file{.service = text.substr(kProof.size(), first - kProof.size()),
                 .note = text.substr(first + 1, leaf - first)};
  std::vector<std::string> lines = absl::StrSplit(text.substr(leaf + 1 + kLeaf.size()), '\n');
  // The end, and nothing behind its line break.
  if (lines.size() < 3 || !lines.back().empty()) return none;
  std::istringstream entry(StrCat(lines.front(), "\n", lines[lines.size() - 2], "\n"));
  RETURN_IF_ERROR(audit::ReadExport(entry, [&file](const audit::Entry& read) {
    audit::v1::AuditLeaf& own = *file.proof.mutable_leaf();
    own.set_index(read.index);
    own.set_sequence(read.sequence);
    own.set_leaf_sha256(std::string(read.leaf_sha256));
    own.set_record(std::string(read.record));
    own.set_withheld(read.withheld);
  }));
  for (size_t i = 1; i + 2 < lines.size(); ++i) {
    if (!absl::Base64Unescape(lines[i], file.proof.add_sha256())) return none;
  }
  return file;
}

}  // namespace congress::cli

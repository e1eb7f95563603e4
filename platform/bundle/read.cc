#include "platform/bundle/read.h"

#include <algorithm>
#include <optional>

#include "platform/bundle/failure.h"
#include "platform/bundle/manifest.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"

namespace congress::bundle {
namespace {

v1::Finding Found(v1::Finding::Kind kind, std::string_view name = "") {
  v1::Finding finding;
  finding.set_kind(kind);
  finding.set_name(std::string(name));
  return finding;
}

bool IsDamage(const absl::Status& status) { return status::ReasonOf(status) == v1::Reason_Name(v1::BUNDLE_MALFORMED); }

// A file of the bundle's own, whole; nothing when it is not there, empty when it is longer than it can be or damaged.
absl::StatusOr<std::optional<std::string>> Own(Archive& archive, std::string_view name, int64_t most) {
  const Archive::Entry* const entry = archive.Find(name);
  if (entry == nullptr) return std::nullopt;
  std::string bytes;
  if (entry->size > most) return bytes;
  const absl::Status read = archive.Read(*entry, [&bytes](std::string_view piece) {
    bytes += piece;
    return absl::OkStatus();
  });
  if (IsDamage(read)) return std::string();
  RETURN_IF_ERROR(read);
  return bytes;
}

}  // namespace

absl::StatusOr<Reader> Reader::Open(Bytes bytes) {
  ASSIGN_OR_RETURN(Archive archive, Archive::Open(std::move(bytes)));
  v1::SignedManifest signed_manifest;
  constexpr int64_t kMostKeyBytes = 4096;
  for (const auto& [name, most, field] :
       {std::tuple(kManifestName, kMostManifestBytes, signed_manifest.mutable_manifest()),
        std::tuple(kKeyName, kMostKeyBytes, signed_manifest.mutable_public_key_pem()),
        std::tuple(kSignatureName, kMostKeyBytes, signed_manifest.mutable_signature())}) {
    ASSIGN_OR_RETURN(auto own, Own(archive, name, most));
    *field = std::move(own).value_or("");
  }
  ASSIGN_OR_RETURN(v1::Manifest manifest, ParseManifest(signed_manifest.manifest()));
  return Reader(std::move(archive), std::move(signed_manifest), std::move(manifest));
}

v1::Finding::Kind Reader::JudgeSignature(const std::string& sums, const auth::Verifier& senders) const {
  if (signed_.signature().empty() || signed_.public_key_pem().empty()) return v1::Finding::SIGNATURE_MISSING;
  // By the key that came along: it tells an exchange from a sender whom nobody here knows.
  auth::Verifier own;
  if (!own.Trust(manifest_.issuer(), signed_.public_key_pem()).ok() ||
      !own.HasSigned(manifest_.issuer(), sums, signed_.signature())) {
    return v1::Finding::SIGNATURE_WRONG;
  }
  return senders.HasSigned(manifest_.issuer(), sums, signed_.signature()) ? v1::Finding::KIND_UNSPECIFIED
                                                                          : v1::Finding::SIGNATURE_UNKNOWN;
}

absl::StatusOr<std::vector<v1::Finding>> Reader::Verify(const auth::Verifier& senders) {
  std::vector<v1::Finding> findings;
  const std::string sums = SumsOf(signed_, manifest_);
  ASSIGN_OR_RETURN(const auto own_sums, Own(archive_, kSumsName, static_cast<int64_t>(sums.size())));
  // Where the list is as it was signed, and the manifest is not on it as it is, it is the manifest that was exchanged.
  if (own_sums && own_sums != sums && JudgeSignature(*own_sums, senders) == v1::Finding::KIND_UNSPECIFIED) {
    return std::vector<v1::Finding>{Found(v1::Finding::ALTERED, kManifestName)};
  }
  if (const auto kind = JudgeSignature(sums, senders); kind != v1::Finding::KIND_UNSPECIFIED) {
    findings.push_back(Found(kind));
  }
  // Who has no software of ours reads only this one, so another text would tell them other files. Without the key
  // nobody can say what it was.
  if (!own_sums) findings.push_back(Found(v1::Finding::MISSING, kSumsName));
  if (own_sums && own_sums != sums && !signed_.public_key_pem().empty()) {
    findings.push_back(Found(v1::Finding::ALTERED, kSumsName));
  }
  const size_t of_bundle = findings.size();
  for (const v1::File& file : manifest_.files()) {
    const absl::Status read = Read(file, [](std::string_view) { return absl::OkStatus(); });
    if (read.ok()) continue;
    if (status::ReasonOf(read) != v1::Reason_Name(v1::FILE_NOT_AS_LISTED)) return read;
    const bool there = archive_.Find(file.name()) != nullptr;
    findings.push_back(Found(there ? v1::Finding::ALTERED : v1::Finding::MISSING, file.name()));
  }
  // Both in the order of bytes.
  auto listed = manifest_.files().begin();
  for (const Archive::Entry& entry : archive_.entries()) {
    while (listed != manifest_.files().end() && listed->name() < entry.name) ++listed;
    const bool own = entry.name == kManifestName || entry.name == kSumsName || entry.name == kSignatureName ||
                     entry.name == kKeyName;
    if (own || (listed != manifest_.files().end() && listed->name() == entry.name)) continue;
    findings.push_back(Found(v1::Finding::UNLISTED, entry.name));
  }
  std::sort(findings.begin() + static_cast<std::ptrdiff_t>(of_bundle), findings.end(),
            [](const v1::Finding& a, const v1::Finding& b) { return a.name() < b.name(); });
  return findings;
}

absl::Status Reader::Read(const v1::File& file, content::Sink sink) {
  const Archive::Entry* const entry = archive_.Find(file.name());
  if (entry == nullptr || entry->size != file.size_bytes()) return NotAsListed(file.name());
  digest::Sha256Stream digest;
  const absl::Status read = archive_.Read(*entry, [&](std::string_view piece) {
    digest << piece;
    return sink(piece);
  });
  if (IsDamage(read)) return NotAsListed(file.name());
  RETURN_IF_ERROR(read);
  return digest.Hex() == file.sha256() ? absl::OkStatus() : NotAsListed(file.name());
}

}  // namespace congress::bundle

#include "platform/backup/manifest.h"

#include "platform/audit/merkle.h"
#include "platform/backup/failure.h"
#include "platform/backup/frame.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::backup {
namespace {

// No token begins so. It says by which key it is signed, so that no byte of that can be another either.
std::string SignedText(const v1::SignedManifest& manifest) {
  std::string text = "congress backup manifest\n";
  for (const std::string* part : {&manifest.issuer(), &manifest.public_key_pem()}) {
    text += FrameLength(part->size()) + *part;
  }
  return text + manifest.manifest();
}

}  // namespace

std::string RecordLeaf(std::string_view key, std::string_view value, int64_t revision) {
  // As audit::LeafHash has it, without a further copy of what may be long.
  std::string bytes(1, '\0');
  bytes.reserve(17 + key.size() + value.size());
  AppendNumber(static_cast<uint64_t>(revision), sizeof(uint64_t), &bytes);
  AppendNumber(key.size(), sizeof(uint64_t), &bytes);
  bytes += key;
  bytes += value;
  return digest::Sha256(bytes);
}

std::string ContentLeaf(std::string_view id, std::string_view sha256) {
  return audit::LeafHash(StrCat(id, " ", sha256));
}

v1::SignedManifest Sign(const v1::Manifest& manifest, const auth::Signer& signer) {
  v1::SignedManifest signed_manifest;
  signed_manifest.set_manifest(manifest.SerializeAsString());
  signed_manifest.set_issuer(signer.issuer());
  signed_manifest.set_public_key_pem(signer.public_pem());
  signed_manifest.set_signature(signer.SignText(SignedText(signed_manifest)));
  return signed_manifest;
}

absl::StatusOr<v1::Manifest> Check(const v1::SignedManifest& manifest, std::string_view service,
                                   const auth::Verifier* verifier) {
  const std::string text = SignedText(manifest);
  auth::Verifier own;
  v1::Manifest parsed;
  if (!own.Trust(manifest.issuer(), manifest.public_key_pem()).ok() ||
      !own.HasSigned(manifest.issuer(), text, manifest.signature()) || !parsed.ParseFromString(manifest.manifest())) {
    return Damaged("manifest", service);
  }
  if (verifier != nullptr && !verifier->HasSigned(manifest.issuer(), text, manifest.signature())) {
    return Damaged("signer", service);
  }
  return parsed;
}

}  // namespace congress::backup

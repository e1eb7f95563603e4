// Reads a bundle and says what is not as it was signed.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "congress/bundle/v1/bundle.pb.h"
#include "platform/auth/token.h"
#include "platform/bundle/archive.h"

namespace congress::bundle {

// One thread uses it at a time.
class Reader {
 public:
  // INVALID_ARGUMENT `BUNDLE_MALFORMED`, `BUNDLE_TOO_LARGE`, `FILE_NAME_INVALID`; the source's own error.
  static absl::StatusOr<Reader> Open(Bytes bytes);

  // What the bundle says of itself, whether it is true or not.
  const v1::Manifest& manifest() const { return manifest_; }
  // Signature and key are empty where the bundle has none.
  const v1::SignedManifest& signed_manifest() const { return signed_; }

  // What is not as it was signed: the signature first, then files by name. Empty: all is. `senders` has the keys of
  // those whose bundles are taken; it is not who verifies tokens, or every sender could make these. The source's error.
  absl::StatusOr<std::vector<v1::Finding>> Verify(const auth::Verifier& senders);

  // Gives the bytes of a file of the manifest; only OK says that they are those that it lists. DATA_LOSS
  // `FILE_NOT_AS_LISTED`; the errors of source and sink.
  absl::Status Read(const v1::File& file, content::Sink sink);

 private:
  Reader(Archive archive, v1::SignedManifest signed_manifest, v1::Manifest manifest)
      : archive_(std::move(archive)), signed_(std::move(signed_manifest)), manifest_(std::move(manifest)) {}

  v1::Finding::Kind JudgeSignature(const std::string& sums, const auth::Verifier& senders) const;

  Archive archive_;
  v1::SignedManifest signed_;
  v1::Manifest manifest_;
};

}  // namespace congress::bundle

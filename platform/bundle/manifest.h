// What a bundle says of itself: the manifest, the checksums that follow from it, and the signature over both.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "congress/bundle/v1/bundle.pb.h"
#include "platform/auth/token.h"

namespace congress::bundle {

// Files that every bundle has beside those of its manifest, in this order.
inline constexpr std::string_view kManifestName = "manifest.json";
inline constexpr std::string_view kSumsName = "SHA256SUMS";
inline constexpr std::string_view kSignatureName = "SHA256SUMS.sig";
inline constexpr std::string_view kKeyName = "signer.pem";

inline constexpr int kMostFiles = 10'000;
// Of all files of the manifest together: no zip file of them needs the longer form, which old programs do not know.
inline constexpr int64_t kMostBytes = int64_t{2} << 30;
inline constexpr int64_t kMostManifestBytes = int64_t{16} << 20;

// The one JSON text of a Manifest or Receipt: fields in the order of the proto and by the names that they have there,
// those that are empty texts left out, two spaces a level, UTF-8, and a line feed at the end.
std::string ToJson(const google::protobuf::Message& message);
// The message whose text that is, to the byte; false for any other text.
bool FromJson(std::string_view json, google::protobuf::Message* message);

// The manifest with its files in order and the signer's name, signed. `manifest` says all the rest, sizes and digests
// of the files too. INVALID_ARGUMENT `FILE_NAME_INVALID`, `BUNDLE_TOO_LARGE`, or `BUNDLE_MALFORMED` for a digest that
// is none.
absl::StatusOr<v1::SignedManifest> Sign(v1::Manifest manifest, const auth::Signer& signer);

// INVALID_ARGUMENT `BUNDLE_MALFORMED` for what Sign does not write, and what Sign says. Says nothing of the signature.
absl::StatusOr<v1::Manifest> ParseManifest(std::string_view json);

// `SHA256SUMS`, the signed text: digests of `manifest.json`, `signer.pem` and all files, as `sha256sum --check` reads
// them. `manifest` is that of `signed_manifest`.
std::string SumsOf(const v1::SignedManifest& signed_manifest, const v1::Manifest& manifest);

}  // namespace congress::bundle

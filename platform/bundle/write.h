// Writes a bundle piece by piece; no file of it is ever whole in memory.
#pragma once

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "congress/bundle/v1/bundle.pb.h"
#include "platform/content/content_store.h"

namespace congress::bundle {

// Gives all bytes of a file, the same ones each time. It is asked twice.
using FileBytes = absl::FunctionRef<absl::Status(const v1::File& file, content::Sink sink)>;

// Length of the zip file that Write writes, known before the first byte. The errors of ParseManifest.
absl::StatusOr<int64_t> SizeOf(const v1::SignedManifest& signed_manifest);

// The zip file: equal arguments give equal bytes. All files are read and compared with the manifest before the sink
// gets anything, so that a file that was lost or altered breaks off no hand-over in the middle. The errors of
// ParseManifest, of `files` and of the sink; DATA_LOSS `FILE_NOT_AS_LISTED`.
absl::Status Write(const v1::SignedManifest& signed_manifest, FileBytes files, content::Sink sink);

}  // namespace congress::bundle

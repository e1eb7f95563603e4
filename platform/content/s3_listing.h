// One page of the objects in a bucket, as ListObjectsV2 answers it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"

namespace congress::content {

struct S3Listing {
  // Those that a content store wrote; ids without the prefix.
  std::vector<StoredContent> contents;
  // The last object of the page, whoever wrote it: where the next page begins.
  std::string last_key;
  bool is_truncated = false;
};

// CONTENT_UNAVAILABLE for what is no such answer.
absl::StatusOr<S3Listing> ParseS3Listing(std::string_view xml, std::string_view prefix);

}  // namespace congress::content

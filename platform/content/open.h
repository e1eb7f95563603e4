// Opening a content store by the value of `--content`.
#pragma once

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"

namespace congress::content {

// Opens
//   file:DIR                                          a folder, made where needed
//   s3://bucket[/prefix]?endpoint=https://host:port   as ParseS3Url says
// INVALID_ARGUMENT for a value that is neither, FAILED_PRECONDITION for a store that cannot serve; both in one sentence
// for the operator, without secrets. An S3 server that does not answer yet is no error.
absl::StatusOr<std::unique_ptr<ContentStore>> Open(std::string_view url);

}  // namespace congress::content

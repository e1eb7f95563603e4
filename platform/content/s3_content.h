// Contents as the objects of a bucket.
#pragma once

#include "platform/content/content_store.h"
#include "platform/content/s3_address.h"
#include "platform/content/s3_client.h"

namespace congress::content {

// One object for each content, under the address's prefix, written by one PUT of known length: the server keeps it
// whole or not at all. Asks nothing before the first use, so the server may start later.
class S3Content : public ContentStore {
 public:
  explicit S3Content(S3Address address) : client_(std::move(address)) {}

  absl::Status Put(std::string_view id, int64_t size_bytes, Source source) override;
  absl::Status Get(std::string_view id, int64_t offset, Sink sink) override;
  absl::Status Delete(std::string_view id) override;
  absl::StatusOr<std::vector<StoredContent>> List(std::string_view after, int limit) override;

 private:
  S3Client client_;
};

}  // namespace congress::content

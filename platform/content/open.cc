#include "platform/content/open.h"

#include <string>
#include <utility>

#include "platform/content/file_content.h"
#include "platform/content/s3_content.h"
#include "platform/status/macros.h"

namespace congress::content {

absl::StatusOr<std::unique_ptr<ContentStore>> Open(std::string_view url) {
  constexpr std::string_view kFile = "file:";
  if (url.starts_with("s3://")) {
    ASSIGN_OR_RETURN(S3Address address, ParseS3Url(url));
    return std::make_unique<S3Content>(std::move(address));
  }
  if (url.starts_with(kFile) && url.size() > kFile.size())
    return FileContent::Open(std::string(url.substr(kFile.size())));
  return absl::InvalidArgumentError("A content store is file:FOLDER or s3://BUCKET?endpoint=https://HOST.");
}

}  // namespace congress::content

#include "platform/content/s3_content.h"

#include <algorithm>
#include <utility>

#include "platform/content/failure.h"
#include "platform/content/s3_listing.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::content {
namespace {

// A page of 1,000 objects has about 400 KB; more than this is no answer of a server that we asked.
constexpr size_t kMostListingBytes = size_t{2} << 20;

absl::Status Ignore(std::string_view) { return absl::OkStatus(); }

}  // namespace

absl::Status S3Content::Put(std::string_view id, int64_t size_bytes, Source source) {
  RETURN_IF_ERROR(CheckId(id));
  ExactSource body(source, size_bytes);
  if (size_bytes == 0) {
    // libcurl asks for nothing then.
    char none = 0;
    RETURN_IF_ERROR(body.Read({&none, 1}).status());
  }
  const S3Request request = {.method = "PUT", .id = id, .body = &body};
  ASSIGN_OR_RETURN(const S3Answer answer, client_.Ask(request, Ignore));
  return answer.ok ? absl::OkStatus() : client_.Refused(request, answer);
}

absl::Status S3Content::Get(std::string_view id, int64_t offset, Sink sink) {
  RETURN_IF_ERROR(CheckId(id));
  const S3Request request = {.id = id, .offset = offset};
  ASSIGN_OR_RETURN(const S3Answer answer, client_.Ask(request, sink));
  constexpr int kNotFound = 404;
  constexpr int kRangeBehindTheEnd = 416;
  if (answer.http_status == kNotFound && answer.error_code == "NoSuchKey") return Missing(id);
  if (answer.http_status == kRangeBehindTheEnd && offset > 0) return absl::OkStatus();
  return answer.ok ? absl::OkStatus() : client_.Refused(request, answer);
}

absl::Status S3Content::Delete(std::string_view id) {
  RETURN_IF_ERROR(CheckId(id));
  const S3Request request = {.method = "DELETE", .id = id};
  ASSIGN_OR_RETURN(const S3Answer answer, client_.Ask(request, Ignore));
  const bool is_gone = answer.ok || answer.error_code == "NoSuchKey";
  return is_gone ? absl::OkStatus() : client_.Refused(request, answer);
}

absl::StatusOr<std::vector<StoredContent>> S3Content::List(std::string_view after, int limit) {
  const std::string& prefix = client_.address().prefix;
  std::string last_key = after.empty() ? "" : StrCat(prefix, after);
  while (true) {
    S3Request request = {
        .query = {{"list-type", "2"}, {"max-keys", StrCat(std::clamp(limit, 1, kMostListed))}, {"prefix", prefix}}};
    if (!last_key.empty()) request.query["start-after"] = last_key;
    std::string xml;
    ASSIGN_OR_RETURN(const S3Answer answer, client_.Ask(request, [&xml](std::string_view bytes) {
      xml += bytes;
      return xml.size() <= kMostListingBytes ? absl::OkStatus() : Unanswered("a list of objects that does not end");
    }));
    if (!answer.ok) return client_.Refused(request, answer);
    ASSIGN_OR_RETURN(S3Listing listing, ParseS3Listing(xml, prefix));
    // A page that holds only what others put there is not the end.
    if (!listing.contents.empty() || !listing.is_truncated) return std::move(listing.contents);
    last_key = std::move(listing.last_key);
  }
}

}  // namespace congress::content

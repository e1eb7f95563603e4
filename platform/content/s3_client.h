// Requests to one bucket, signed by libcurl (AWS Signature Version 4).
#pragma once

#include <curl/curl.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "platform/content/content_store.h"
#include "platform/content/exact_source.h"
#include "platform/content/s3_address.h"
#include "platform/sync.h"

namespace congress::content {

struct S3Request {
  const char* method = "GET";
  // Of the object, without the prefix of the bucket; empty: the bucket itself.
  std::string_view id = {};
  // By name, since the signature wants them sorted and libcurl 7.88 signs them as they stand.
  std::map<std::string, std::string> query = {};
  int64_t offset = 0;
  // The body of a PUT.
  ExactSource* body = nullptr;
};

struct S3Answer {
  int http_status = 0;
  // What was asked for was done, and the body was what was asked for.
  bool ok = false;
  // What an error is called, such as `NoSuchKey`; empty when the server does not say.
  std::string error_code = {};
};

// Safe for use by many threads.
class S3Client {
 public:
  explicit S3Client(S3Address address);

  // Asks and, when the answer is a success, gives its body to `sink`. The status of body or sink when one of them ended
  // it, CONTENT_UNAVAILABLE without an answer.
  absl::StatusOr<S3Answer> Ask(const S3Request& request, Sink sink);

  // CONTENT_UNAVAILABLE for an answer that nobody expects.
  absl::Status Refused(const S3Request& request, const S3Answer& answer) const;

  const S3Address& address() const { return address_; }

 private:
  using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;

  // A handle keeps its connection, so the next request on it needs no handshake.
  Handle Take();
  void GiveBack(Handle handle);
  std::string Url(const S3Request& request) const;

  const S3Address address_;
  Mutex mutex_;
  std::vector<Handle> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace congress::content

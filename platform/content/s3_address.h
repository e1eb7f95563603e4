// Where a bucket of object storage is and how to log in there.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace congress::content {

struct S3Credentials {
  std::string key_id = {};
  std::string secret = {};
  // Of temporary credentials; empty for others.
  std::string session_token = {};
};

struct S3Address {
  // Such as `https://minio.local:9000`, without a path.
  std::string endpoint = {};
  std::string region = "us-east-1";
  std::string bucket = {};
  // Begins the key of every object; ends with a / unless it is empty.
  std::string prefix = {};
  // PEM of the authorities that the server's certificate is checked against; empty for the system's.
  std::string ca_file = {};
  S3Credentials credentials = {};

  absl::Duration connect_timeout = absl::Seconds(3);
  // How long a transfer may stand still.
  absl::Duration stall_timeout = absl::Seconds(30);
};

// Reads `s3://bucket[/prefix]?endpoint=http[s]://host[:port]`, with the options `region=`, `ca-file=` and
// `credentials-file=`; what stands there may be percent-encoded. Without a credentials file the environment has
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and perhaps AWS_SESSION_TOKEN; the address never holds a secret, because
// others on the machine see it. INVALID_ARGUMENT or, for credentials that are not there, FAILED_PRECONDITION; both in
// one sentence for the operator.
absl::StatusOr<S3Address> ParseS3Url(std::string_view url);

// Reads the [default] part of a file as the AWS tools have it: `aws_access_key_id = …` and `aws_secret_access_key = …`,
// perhaps `aws_session_token = …`. FAILED_PRECONDITION as above.
absl::StatusOr<S3Credentials> ReadCredentials(const std::string& path);

}  // namespace congress::content

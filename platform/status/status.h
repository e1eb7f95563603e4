// Errors with a reason: absl::Status that carries google.rpc details (AIP-193). No gRPC here, so that domains use it.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/annotations/v1/reason.pb.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"

namespace congress::status {

// Keys and values of google.rpc.ErrorInfo.metadata.
using Metadata = std::vector<std::pair<std::string, std::string>>;

// Reasons that the platform itself gives; each service has an enum `Reason` of its own package.
using PlatformReason = annotations::v1::Reason;

// An enum generated from a proto.
template <class E>
concept ProtoEnum = google::protobuf::is_proto_enum<E>::value;

// Builds a status with google.rpc.ErrorInfo. Prefer the template below.
absl::Status ErrorWith(absl::StatusCode code, const google::protobuf::EnumDescriptor& type, int reason,
                       std::string_view message, const Metadata& metadata);

// Builds a status of `code` whose ErrorInfo names `reason` and, as its domain, the service that owns the enum
// (`allocation.congress`; `congress` for the platform's own). The message is for people, the reason for programs.
template <ProtoEnum E>
absl::Status Error(absl::StatusCode code, E reason, std::string_view message, const Metadata& metadata = {}) {
  return ErrorWith(code, *google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(reason), message, metadata);
}

// The request is malformed whatever the state of the system.
template <ProtoEnum E>
absl::Status InvalidArgument(E reason, std::string_view message, const Metadata& metadata = {}) {
  return Error(absl::StatusCode::kInvalidArgument, reason, message, metadata);
}

// A rule forbids it in the present state. Adds google.rpc.PreconditionFailure with `subject` as its subject.
template <ProtoEnum E>
absl::Status FailedPrecondition(E reason, std::string_view message, const Metadata& metadata = {});

// NOT_FOUND `RESOURCE_NOT_FOUND` with google.rpc.ResourceInfo.
absl::Status NotFound(std::string_view type, std::string_view name);

// ALREADY_EXISTS `RESOURCE_EXISTS` with google.rpc.ResourceInfo.
absl::Status AlreadyExists(std::string_view type, std::string_view name);

// UNAVAILABLE with google.rpc.RetryInfo.
template <ProtoEnum E>
absl::Status Unavailable(E reason, std::string_view message, const Metadata& metadata = {},
                         absl::Duration retry_after = absl::Seconds(1));

// Attaches one detail message; a second of the same type replaces the first.
void Attach(absl::Status& status, const google::protobuf::Message& detail);

// Reads the detail of type T; false when there is none.
bool Detail(const absl::Status& status, google::protobuf::Message* detail);

// The reason's name, such as `ETAG_MISMATCH`; empty when the status carries none.
std::string ReasonOf(const absl::Status& status);

// The first `bytes` bytes of UTF-8 text, less what would be half a character.
std::string_view Shorten(std::string_view text, size_t bytes);

// Collects what is wrong with a request, so that the caller is told everything at once.
class Violations {
 public:
  // Most violations that are listed; further ones are counted only. gRPC drops an error whose details do not fit into
  // its 8 KiB of headers, so long texts are shortened.
  static constexpr int kMost = 32;
  static constexpr size_t kMostBytes = 3600;

  void Add(std::string_view field, std::string_view description);
  bool empty() const { return count_ == 0; }
  int count() const { return count_; }

  // INVALID_ARGUMENT with google.rpc.BadRequest; OK when nothing was added.
  template <ProtoEnum E>
  absl::Status ToStatus(E reason, std::string_view message, const Metadata& metadata = {}) const {
    if (empty()) return absl::OkStatus();
    absl::Status status = InvalidArgument(reason, message, metadata);
    Attach(status, bad_request_);
    return status;
  }
  // INVALID_ARGUMENT `FIELDS_INVALID`.
  absl::Status ToStatus() const;

 private:
  google::rpc::BadRequest bad_request_;
  int count_ = 0;
};

// Details of FailedPrecondition and Unavailable, out of line.
void AttachPrecondition(absl::Status& status, std::string_view type, const Metadata& metadata);
void AttachRetry(absl::Status& status, absl::Duration after);

template <ProtoEnum E>
absl::Status FailedPrecondition(E reason, std::string_view message, const Metadata& metadata) {
  absl::Status status = Error(absl::StatusCode::kFailedPrecondition, reason, message, metadata);
  AttachPrecondition(status, ReasonOf(status), metadata);
  return status;
}

template <ProtoEnum E>
absl::Status Unavailable(E reason, std::string_view message, const Metadata& metadata, absl::Duration retry_after) {
  absl::Status status = Error(absl::StatusCode::kUnavailable, reason, message, metadata);
  AttachRetry(status, retry_after);
  return status;
}

}  // namespace congress::status

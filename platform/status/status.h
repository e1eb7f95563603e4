// Errors with a reason: absl::Status that carries google.rpc details (AIP-193). No gRPC here, so that domains use it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "congress/annotations/v1/reason.pb.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "platform/status/sentence.h"

namespace congress::status {

// Reasons that the platform itself gives; each service has an enum `Reason` of its own package.
using PlatformReason = annotations::v1::Reason;

// What kinds of faults a field has in any service; each service has an enum `FieldFault` of its own package as well.
using PlatformFault = annotations::v1::FieldFault;

// Builds a status with google.rpc.ErrorInfo that says `sentence`. Prefer the template below.
absl::Status ErrorWith(absl::StatusCode code, const google::protobuf::EnumDescriptor& type, int reason,
                       const Sentence& sentence, const Metadata& metadata);

// Builds a status of `code` whose ErrorInfo names `reason` and, as its domain, the service that owns the enum
// (`allocation.congress`; `congress` for the platform's own). Its message is the sentence that the proto gives the
// reason, in English; the Vietnamese one goes along until InLanguage() chooses.
template <ProtoEnum E>
absl::Status Error(absl::StatusCode code, E reason, const Metadata& metadata = {}) {
  return ErrorWith(code, *google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(reason), Say(reason, metadata),
                   metadata);
}

// What is sent to a caller who reads `language`: in Vietnamese a google.rpc.LocalizedMessage beside the English
// message, and the descriptions of google.rpc.BadRequest in Vietnamese; in English neither.
absl::Status InLanguage(absl::Status status, Language language);

// The same error whose texts, in both languages, are what `rewrite` makes of them; its reason and metadata stay.
absl::Status Rewritten(absl::Status status, const std::function<std::string(std::string)>& rewrite);

// The sentence in the caller's language: the google.rpc.LocalizedMessage where there is one, or else the message.
std::string SentenceOf(const absl::Status& status);

// The request is malformed whatever the state of the system.
template <ProtoEnum E>
absl::Status InvalidArgument(E reason, const Metadata& metadata = {}) {
  return Error(absl::StatusCode::kInvalidArgument, reason, metadata);
}

// A rule forbids it in the present state. Adds google.rpc.PreconditionFailure whose subject is the first of `metadata`.
template <ProtoEnum E>
absl::Status FailedPrecondition(E reason, const Metadata& metadata = {});

// NOT_FOUND `RESOURCE_NOT_FOUND` with google.rpc.ResourceInfo.
absl::Status NotFound(std::string_view type, std::string_view name);

// ALREADY_EXISTS `RESOURCE_EXISTS` with google.rpc.ResourceInfo.
absl::Status AlreadyExists(std::string_view type, std::string_view name);

// UNAVAILABLE with google.rpc.RetryInfo.
template <ProtoEnum E>
absl::Status Unavailable(E reason, const Metadata& metadata = {}, absl::Duration retry_after = absl::Seconds(1));

// Attaches one detail message; a second of the same type replaces the first.
void Attach(absl::Status& status, const google::protobuf::Message& detail);

// Reads the detail of type T; false when there is none.
bool Detail(const absl::Status& status, google::protobuf::Message* detail);

// The reason's name, such as `ETAG_MISMATCH`; empty when the status carries none.
std::string ReasonOf(const absl::Status& status);

// Whether trying again may help by itself, so that it is no refusal: a silent service, contention.
bool IsPassing(const absl::Status& status);

// Whether it refuses what was asked for, so that other parts of the same request can still be judged; a fault, a
// silent service or contention is none.
bool IsRefusal(const absl::Status& status);

// The first `bytes` bytes of UTF-8 text, less what would be half a character.
std::string_view Shorten(std::string_view text, size_t bytes);

// Collects what is wrong with a request, so that the caller is told everything at once.
class Violations {
 public:
  // Most violations that are listed; further ones are counted only. gRPC drops an error whose details do not fit into
  // its 8 KiB of headers, so long texts are shortened.
  static constexpr int kMost = 32;
  static constexpr size_t kMostBytes = 3600;

  // `fault` is of annotations.v1.FieldFault or of the enum of that name of the service.
  template <ProtoEnum E>
  void Add(std::string_view field, E fault, const Metadata& metadata = {}) {
    Add(field, Say(fault, metadata));
  }
  void Add(std::string_view field, const Sentence& description);
  bool empty() const { return count_ == 0; }
  int count() const { return count_; }

  // INVALID_ARGUMENT with google.rpc.BadRequest; OK when nothing was added.
  template <ProtoEnum E>
  absl::Status ToStatus(E reason, const Metadata& metadata = {}) const {
    return empty() ? absl::OkStatus() : WithDetails(InvalidArgument(reason, metadata));
  }
  // INVALID_ARGUMENT `FIELDS_INVALID`, whose sentence lists the faults.
  absl::Status ToStatus() const;
  // The status with google.rpc.BadRequest.
  absl::Status WithDetails(absl::Status status) const;

 private:
  google::rpc::BadRequest Details(Language language) const;

  std::vector<std::pair<std::string, Sentence>> faults_;
  int count_ = 0;
};

// Collects why parts of a request are refused, each by an error of its own, so that the caller is told everything at
// once.
class Refusals {
 public:
  // `field`: the part, such as `entries[3]`; empty: the request as a whole. A refusal that itself tells of several
  // parts adds each of them below it.
  void Add(std::string_view field, const absl::Status& refusal);
  // Adds a refusal, so that the other parts are looked at too: OK. What is no refusal is returned.
  absl::Status Note(std::string_view field, const absl::Status& status);
  bool empty() const { return first_.ok(); }

  // OK when nothing was added; else the first refusal, with google.rpc.BadRequest for the parts that were refused.
  // Where there are several, their number is in its metadata as `refused_count`.
  absl::Status ToStatus() const;
  // What the status of several refusals says of all of them; else its sentence.
  static Sentence SentenceOf(const absl::Status& status);

 private:
  absl::Status first_;
  Violations all_;
  int count_ = 0;
  bool has_parts_ = false;
};

// Details of FailedPrecondition and Unavailable, out of line.
void AttachPrecondition(absl::Status& status, std::string_view type, const Metadata& metadata);
void AttachRetry(absl::Status& status, absl::Duration after);

template <ProtoEnum E>
absl::Status FailedPrecondition(E reason, const Metadata& metadata) {
  absl::Status status = Error(absl::StatusCode::kFailedPrecondition, reason, metadata);
  AttachPrecondition(status, ReasonOf(status), metadata);
  return status;
}

template <ProtoEnum E>
absl::Status Unavailable(E reason, const Metadata& metadata, absl::Duration retry_after) {
  absl::Status status = Error(absl::StatusCode::kUnavailable, reason, metadata);
  AttachRetry(status, retry_after);
  return status;
}

}  // namespace congress::status
